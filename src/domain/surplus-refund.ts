import { attention } from './attention';
import type { Attention } from './attention';
import { sum } from './money';
import type { Operation, OperationRequest } from './operation';
import type { LineAmount } from './order';
import { findOperation, unusedOperationId } from './order-state';
import type { OrderState } from './order-state';
import { remainderOnLine, spread } from './remainder';

const longestId = 64;
const roomForNumber = 4;

/** The refund of a surplus that a person decided on: on its own lines, or, where the provider told none, on lines that have room. */
export function surplusRefund(state: OrderState, surplus: Operation): OperationRequest {
  const first = firstIdOf(surplus);
  const isRejected = findOperation(state, 'refund', first)?.status === 'rejected';
  return {
    kind: 'refund',
    operationId: isRejected ? unusedOperationId(state, 'refund', prefixOf(surplus)) : first,
    lines: refundLines(state, surplus),
    note: 'surplus',
  };
}

/** The surplus that a refund was to give back; undefined for every other refund. */
export function surplusOf(state: OrderState, refundId: string): Operation | undefined {
  const captures = state.operations.filter(({ kind }) => kind === 'capture');
  return (
    captures.find((capture) => firstIdOf(capture) === refundId) ??
    captures.find((capture) => refundId.replace(/-\d+$/, '') === prefixOf(capture))
  );
}

/** What a person decides again whose refund did not come about. */
export function unrefundedSurplus(operationId: string, why: string, at: string): Attention {
  const message = `The surplus ${operationId} cannot be refunded: ${why}. Refund it in the back office, or accept it.`;
  return attention('surplus_moved', message, ['refund_surplus', 'accept'], at, operationId);
}

function firstIdOf({ operationId }: Operation): string {
  return `surplus-${operationId}`.slice(0, longestId);
}

/** With room for a number after it. */
function prefixOf(surplus: Operation): string {
  return firstIdOf(surplus).slice(0, longestId - roomForNumber);
}

function refundLines(state: OrderState, { lines, amount }: Operation): readonly LineAmount[] {
  if (sum(lines.map((line) => line.amount)) === amount) return lines;
  const refundable = state.order.lines.map(({ lineId }) => ({
    lineId,
    amount: remainderOnLine(state, 'refund', lineId),
  }));
  return spread(refundable, amount);
}
