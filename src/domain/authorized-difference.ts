import { formatMoney } from './money';
import { orderTotal } from './order';
import { transactionOf } from './order-state';
import type { OrderState } from './order-state';
import { isCalledOff, stillReserved } from './transaction-picture';
import type { TransactionTotals } from './transaction-picture';

/**
 * Authorized is what the transaction says, not what was ordered: a shipping option, a gift card or an edit in the back
 * office makes the two differ, and a person should see that before the first capture.
 */
export function findAuthorizedDifference(state: OrderState): string | undefined {
  const transaction = transactionOf(state);
  if (transaction === undefined || transaction.captured > 0) return undefined;
  if (isLost(state)) return describeLoss(state, transaction);
  if (stillReserved(transaction) === 0) return undefined;
  const ordered = orderTotal(state.order);
  if (transaction.authorized === ordered || state.accepted.includes('authorized_differs'))
    return undefined;
  const money = (amount: number) => formatMoney(amount, state.order.currency);
  return `${money(transaction.authorized)} are authorized, but ${money(ordered)} were ordered; the first capture waits for "accept" or "cancel"`;
}

/** It differs, and no matter says so yet. */
export function isDifferenceUntold(state: OrderState): boolean {
  const isTold = state.attentions.some(({ code }) => code === 'authorized_differs');
  return !isTold && findAuthorizedDifference(state) !== undefined;
}

/** The provider has called off a payment that it had authorized, and nothing was captured: the order has no money any more. */
export function isLost(state: OrderState): boolean {
  const { payment } = state;
  return (
    payment.phase === 'paid' &&
    payment.transaction.captured === 0 &&
    isCalledOff(payment.transaction.status)
  );
}

/** The name under which the loss is accepted, which another amount that was accepted before does not stand for. */
export function matterOfAuthorized(state: OrderState): string {
  return isLost(state) ? 'authorization_lost' : 'authorized_differs';
}

function describeLoss(
  state: OrderState,
  { status, authorized }: TransactionTotals,
): string | undefined {
  if (state.accepted.includes(matterOfAuthorized(state))) return undefined;
  const money = formatMoney(authorized, state.order.currency);
  return `The provider calls the payment ${status}, of which ${money} had been authorized: nothing can be captured. Ship nothing, ask the provider why, then "cancel" the order, or "accept" to keep it open.`;
}

/** Why there is nothing to release. */
export function describeNothingReserved(state: OrderState): string {
  return isLost(state)
    ? `the payment is ${transactionOf(state)?.status}, so that nothing is reserved; the order is let go`
    : 'nothing is reserved any more';
}
