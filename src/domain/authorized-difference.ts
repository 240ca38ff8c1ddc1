import { formatMoney } from './money';
import { orderTotal } from './order';
import { transactionOf } from './order-state';
import type { OrderState } from './order-state';
import { stillReserved } from './transaction-picture';

/**
 * Authorized is what the transaction says, not what was ordered: a shipping option, a gift card or an edit in the back
 * office makes the two differ, and a person should see that before the first capture.
 */
export function findAuthorizedDifference(state: OrderState): string | undefined {
  const transaction = transactionOf(state);
  if (transaction === undefined || transaction.captured > 0 || stillReserved(transaction) === 0)
    return undefined;
  const ordered = orderTotal(state.order);
  if (transaction.authorized === ordered || state.accepted.includes('authorized_differs'))
    return undefined;
  const money = (amount: number) => formatMoney(amount, state.order.currency);
  return `${money(transaction.authorized)} are authorized, but ${money(ordered)} were ordered; the first capture waits for "accept" or "cancel"`;
}
