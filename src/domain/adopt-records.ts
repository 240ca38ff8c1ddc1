import type { Books } from './compare-systems';
import { asRecorded } from './follow-operation';
import { findRecord } from './match-record';
import { sumOfAny } from './money';
import type { Operation } from './operation';
import { operationKey } from './operation-key';
import type { OperationKind } from './operation-key';
import { identifierPattern } from './order';
import { findOperation, transactionOf } from './order-state';
import type { OrderState } from './order-state';
import type { RecordPicture } from './payment-gateway';
import { present } from './present';

const recordKinds: Readonly<Record<OperationKind, 'capture' | 'refund' | 'cancellation'>> = {
  capture: 'capture',
  refund: 'refund',
  cancel: 'cancellation',
};

/**
 * Where Orders shows no keys, by equal lines first, and then by what they add up to: a record had to name lines for a movement
 * that names none, and others where a line was full. Which ones it names is kept: they are full for the records that follow.
 */
export function markRecorded(state: OrderState, books: Books, at: string): readonly Operation[] {
  const taken = new Set<string>();
  const mark = (operation: Operation, byAmount: boolean): Operation => {
    if (operation.status !== 'moved') return operation;
    const free = books.records[recordKinds[operation.kind]].filter(
      ({ recordId }) => !taken.has(recordId),
    );
    const record = findRecord(free, {
      key: operationKey(state.order.orderReference, operation.kind, operation.operationId),
      transactionId: transactionOf(state)?.transactionId ?? '',
      lines: operation.lines,
      ...present('amount', byAmount ? operation.amount : undefined),
      equalBefore: 0,
    });
    if (record === undefined) return operation;
    taken.add(record.recordId);
    return asRecorded(operation, record, at);
  };
  return nameReleases(state, books)
    .map((operation) => mark(operation, false))
    .map((operation) => mark(operation, true));
}

/**
 * A void bears no reference, so that the cancel of an earlier run looks like the back office's: its record tells which one it was.
 * Under another name it would be recorded twice. At its adoption an order has one release at most.
 */
function nameReleases(state: OrderState, books: Books): readonly Operation[] {
  return state.operations.map((operation) => {
    if (operation.kind !== 'cancel' || operation.foreign !== true) return operation;
    const told = books.records.cancellation.map((record) => cancelToldBy(state, record, operation));
    const operationId = told.find((id) => id !== undefined);
    if (operationId === undefined) return operation;
    const { foreign: _foreign, reason: _reason, ...own } = operation;
    return { ...own, operationId, adopted: true };
  });
}

function cancelToldBy(
  state: OrderState,
  { key, success, lines }: RecordPicture,
  { amount }: Operation,
): string | undefined {
  const prefix = operationKey(state.order.orderReference, 'cancel', '');
  const recorded = sumOfAny(lines.map((line) => line.amount));
  if (key?.startsWith(prefix) !== true || !success || recorded !== amount) return undefined;
  const operationId = key.slice(prefix.length);
  const isFree = findOperation(state, 'cancel', operationId) === undefined;
  return isFree && identifierPattern.test(operationId) ? operationId : undefined;
}
