import { sum } from './money';
import type { Operation, OperationRequest } from './operation';
import type { LineAmount } from './order';
import type { OrderState } from './order-state';
import { remainderOnLine, spread } from './remainder';

const longestId = 64;

/** The refund of a surplus that a person decided on: on its own lines, or, where the provider told none, on lines that have room. */
export function surplusRefund(state: OrderState, surplus: Operation): OperationRequest {
  return {
    kind: 'refund',
    operationId: `surplus-${surplus.operationId}`.slice(0, longestId),
    lines: refundLines(state, surplus),
    note: 'surplus',
  };
}

function refundLines(state: OrderState, { lines, amount }: Operation): readonly LineAmount[] {
  if (sum(lines.map((line) => line.amount)) === amount) return lines;
  const refundable = state.order.lines.map(({ lineId }) => ({
    lineId,
    amount: remainderOnLine(state, 'refund', lineId),
  }));
  return spread(refundable, amount);
}
