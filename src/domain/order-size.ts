import { isFinished } from './operation';
import type { Operation, OperationKind } from './operation';
import type { OrderState } from './order-state';

const mib = 1024 * 1024;

/**
 * Continue-as-new hands the whole order on in one payload, `state` answers with one, and Temporal takes none above 2 MiB: an
 * order that grew beyond it could never go on. Refunds find room for longer than captures; what is left then is for the order
 * itself and for whatever nobody asks leave for: movements of the back office, compensation, the differences between the systems.
 */
const largestBytes = { capture: mib, refund: 1.25 * mib } as const;

/** Whether one more operation of the kind can be carried to its end. Letting go always can. */
export function hasRoomFor(state: OrderState, kind: OperationKind): boolean {
  if (kind === 'cancel') return true;
  const room = largestBytes[kind];
  let bytes = 0;
  for (const each of state.operations) {
    bytes += mostBytesOf(each);
    if (bytes >= room) return false;
  }
  return true;
}

/** Names of fields, kind, status, amount and times. */
const frameBytes = 210;
/** With every mark that an operation may bear. */
const marksBytes = 175;
/** An int32 for the line and for the amount; a quantity of 17 digits besides. */
const lineBytes = 45;
const quantityBytes = 31;
/** The backslashes before the quotation marks of a line that is written down as a text. */
const quotationMarks = 6;
/** Ids of the event and of the record, which come in time; the provider's own have 36 characters. */
const usualIdBytes = 40;
/** A character of a text at its longest, and what it takes more within the content, which repeats the note. */
const characterBytes = 6;
const repeatedBytes = 3;
/** For the reason that an unfinished operation may yet be given. */
const reasonRoom = 400;

/**
 * An upper bound, since it is asked at each message of each operation, and writing a long life down as JSON takes some
 * milliseconds: a flood of messages would take longer than a task may. Nothing here makes an object or reads a global, for the same reason.
 */
export function mostBytesOf(operation: Operation): number {
  const noteLength = operation.note?.length ?? 0;
  const reasonLength = operation.reason?.length ?? 0;
  return (
    frameBytes +
    operation.operationId.length +
    idBytes(operation.eventId) +
    idBytes(operation.recordId) +
    operation.content.length +
    characterBytes * (noteLength + reasonLength) +
    repeatedBytes * noteLength +
    (isFinished(operation) ? 0 : reasonRoom) +
    listBytes(operation) +
    markBytes(operation)
  );
}

function idBytes(id: string | undefined): number {
  return id !== undefined && id.length > usualIdBytes ? id.length : usualIdBytes;
}

function listBytes({ lines, recordedLines }: Operation): number {
  let perLine = lineBytes + quotationMarks;
  for (const { quantity } of lines)
    if (quantity !== undefined) perLine = lineBytes + quotationMarks + quantityBytes;
  return perLine * (lines.length + (recordedLines?.length ?? 0)) + 2 * quotationMarks;
}

function markBytes(operation: Operation): number {
  return (operation.reference?.length ?? 0) + (isMarked(operation) ? marksBytes : 0);
}

function isMarked(operation: Operation): boolean {
  return (
    operation.note !== undefined ||
    operation.reason !== undefined ||
    operation.everything !== undefined ||
    operation.final !== undefined ||
    operation.provisional !== undefined ||
    operation.foreign !== undefined ||
    operation.adopted !== undefined ||
    operation.missingSince !== undefined
  );
}
