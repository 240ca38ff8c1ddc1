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
  return (
    state.operations.reduce((bytes, each) => bytes + mostBytesOf(each), 0) < largestBytes[kind]
  );
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
const idBytes = 40;
/** A character of a text at its longest, and what it takes more within the content, which repeats the note. */
const characterBytes = 6;
const repeatedBytes = 3;
/** For the reason that an unfinished operation may yet be given. */
const reasonRoom = 400;

/**
 * An upper bound, since it is asked at each message of each operation, and writing a long life down as JSON takes some
 * milliseconds: a flood of messages would take longer than a task may.
 */
export function mostBytesOf(operation: Operation): number {
  const { operationId, content, note = '', reason = '', eventId = '', recordId = '' } = operation;
  const ids = Math.max(eventId.length, idBytes) + Math.max(recordId.length, idBytes);
  const texts = characterBytes * (note.length + reason.length) + repeatedBytes * note.length;
  const yetToCome = isFinished(operation) ? 0 : reasonRoom;
  return (
    frameBytes +
    operationId.length +
    ids +
    content.length +
    texts +
    yetToCome +
    listBytes(operation) +
    markBytes(operation)
  );
}

function listBytes({ lines, recordedLines = [] }: Operation): number {
  const perLine = lines.some(({ quantity }) => quantity !== undefined)
    ? lineBytes + quantityBytes
    : lineBytes;
  return (perLine + quotationMarks) * (lines.length + recordedLines.length) + 2 * quotationMarks;
}

function markBytes(operation: Operation): number {
  const {
    reference = '',
    note,
    reason,
    everything,
    final,
    provisional,
    foreign,
    adopted,
    missingSince,
  } = operation;
  const marks = [note, reason, everything, final, provisional, foreign, adopted, missingSince];
  return reference.length + (marks.some((mark) => mark !== undefined) ? marksBytes : 0);
}
