import { subtract, sum, zero } from './money';
import { isInFlight } from './operation';
import type { Operation, OperationKind } from './operation';
import { transactionOf, unusedOperationId } from './order-state';
import type { OrderState } from './order-state';
import { capturedOnLine, refundedOnLine } from './remainder';
import { stillReserved } from './transaction-picture';

/** The release of what is reserved: the cancel that asked for it, or one of the saga's own. */
export function nextReleaseOperation(state: OrderState, at: string): Operation {
  const transaction = transactionOf(state);
  const amount = transaction === undefined ? zero : stillReserved(transaction);
  const asked = standing(state, 'cancel');
  if (asked !== undefined) return { ...asked, amount };
  return { ...ownOperation(state, 'cancel', 'release', at), amount };
}

/** The refund of money that was captured for an order that had ended already. */
export function nextRefundOfLateMoney(state: OrderState, at: string): Operation {
  const transaction = transactionOf(state);
  const amount =
    transaction === undefined ? zero : subtract(transaction.captured, transaction.refunded);
  const lines = state.order.lines
    .map(({ lineId }) => ({
      lineId,
      amount: subtract(capturedOnLine(state, lineId), refundedOnLine(state, lineId)),
    }))
    .filter((line) => line.amount > 0);
  const attributed = sum(lines.map((line) => line.amount)) === amount;
  return (
    standing(state, 'refund') ?? {
      ...ownOperation(state, 'refund', 'late-refund', at),
      amount,
      lines: attributed ? lines : [],
    }
  );
}

function standing(state: OrderState, kind: OperationKind): Operation | undefined {
  return state.operations.find((operation) => operation.kind === kind && isInFlight(operation));
}

function ownOperation(
  state: OrderState,
  kind: OperationKind,
  prefix: string,
  at: string,
): Operation {
  return {
    operationId: unusedOperationId(state, kind, prefix),
    kind,
    status: 'queued',
    amount: zero,
    lines: [],
    content: '',
    requestedAt: at,
    reason: 'the order had ended',
  };
}
