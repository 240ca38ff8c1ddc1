import { authorizationExpiresAt } from './appointments';
import type { OrderState } from './order-state';
import type { OrderAmounts } from './order-view';
import { showInstant } from './show-instant';
import type { Timing } from './timing';

/** What becomes of the reserved rest where the provider would not let it go: a cancel has no id that could be asked with anew. */
export function describeReservedRest(state: OrderState, timing: Timing): string {
  const lapsesAt = showInstant(authorizationExpiresAt(state, timing));
  const when = lapsesAt === undefined ? '' : `, ${lapsesAt}`;
  return `what is still reserved can be captured, or lapses by itself${when}`;
}

/** What to know before the rest is released; undefined where nothing speaks against it. */
export function cautionOnRelease({ refunded }: OrderAmounts): string | undefined {
  return refunded > 0
    ? 'After a refund the provider may refuse this: release before you refund.'
    : undefined;
}
