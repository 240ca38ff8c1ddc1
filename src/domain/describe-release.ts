import type { RefusedRelease } from './adopt-release';
import { authorizationExpiresAt } from './appointments';
import { transactionOf } from './order-state';
import type { OrderState } from './order-state';
import type { OrderAmounts } from './order-view';
import { showInstant } from './show-instant';
import type { Timing } from './timing';
import { stillReserved } from './transaction-picture';

/** What becomes of what the provider would not let go: a cancel has no id that could be asked with anew. */
export function describeRefusedRelease(
  state: OrderState,
  timing: Timing,
  outcome: RefusedRelease,
): string {
  if (outcome !== 'let_go') {
    const rest = describeReservedRest(state, timing);
    return outcome === 'stays'
      ? rest
      : `a capture may be under way, so that the order stays as it is: ${rest}`;
  }
  const transaction = transactionOf(state);
  return transaction !== undefined && stillReserved(transaction) > 0
    ? 'nothing was captured, so that the order is let go, and its release is tried again'
    : 'nothing is reserved any more, and the order is let go';
}

function describeReservedRest(state: OrderState, timing: Timing): string {
  const lapsesAt = showInstant(authorizationExpiresAt(state, timing));
  const when = lapsesAt === undefined ? '' : `, ${lapsesAt}`;
  return state.payment.phase === 'unwinding'
    ? `its release is tried again, or what is still reserved lapses by itself${when}`
    : `what is still reserved can be captured, or lapses by itself${when}`;
}

/** What to know before the rest is released; undefined where nothing speaks against it. */
export function cautionOnRelease({ refunded }: OrderAmounts): string | undefined {
  return refunded > 0
    ? 'After a refund the provider may refuse this: release before you refund.'
    : undefined;
}
