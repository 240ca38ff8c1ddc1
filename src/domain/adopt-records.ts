import type { Books } from './compare-systems';
import { asRecorded } from './follow-operation';
import { findRecord } from './match-record';
import type { Operation } from './operation';
import { operationKey } from './operation-key';
import type { OperationKind } from './operation-key';
import { transactionOf } from './order-state';
import type { OrderState } from './order-state';
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
  return state.operations
    .map((operation) => mark(operation, false))
    .map((operation) => mark(operation, true));
}
