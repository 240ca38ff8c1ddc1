import { earliest } from './instant';
import { subtract, zero } from './money';
import type { MinorUnits } from './money';
import type { OrderState, PaymentState, Transaction } from './order-state';
import { judgePayment, stillReserved } from './transaction-picture';

/** One step of letting an order go; each is carried out by reading first. */
export type CompensationStep =
  | { readonly step: 'close_session'; readonly sessionId: string }
  | { readonly step: 'void_authorization'; readonly amount: MinorUnits }
  | { readonly step: 'refund_late_money'; readonly amount: MinorUnits }
  | { readonly step: 'await_records' }
  | { readonly step: 'cancel_order'; readonly orderId: string }
  | { readonly step: 'watch_for_late_money'; readonly sessionId: string }
  /** After an uncertain outcome: money that came to move late would be kept unseen once the order has ended. */
  | { readonly step: 'look_again'; readonly at: string }
  | { readonly step: 'end' };

/**
 * What is still to be done until nothing is reserved, nothing is owed and both systems say so. Derived from what is known,
 * never from a stack of undo steps: a step whose answer was lost is simply still there, and begins with a look.
 */
export function planCompensation(state: OrderState): readonly CompensationStep[] {
  const { payment } = state;
  if (payment.phase !== 'unwinding') return [];
  const { session } = payment;
  const isOpen = session !== undefined && !isProvenClosed(state);
  return [
    ...(isOpen && !payment.sessionClosed && !payment.closeTried
      ? [{ step: 'close_session', sessionId: session.sessionId } as const]
      : []),
    ...planMoney(state, payment.transaction),
    ...(hasUnrecorded(state) ? [{ step: 'await_records' } as const] : []),
    ...planCancel(state, payment),
    ...(isOpen ? [{ step: 'watch_for_late_money', sessionId: session.sessionId } as const] : []),
    ...planLook(state),
    { step: 'end' },
  ];
}

const looking: readonly CompensationStep['step'][] = [
  'cancel_order',
  'watch_for_late_money',
  'look_again',
];

/** A look that is asked for is taken at once, whatever waits for a person. */
export function looksWhenAsked(state: OrderState): boolean {
  const [next] = planCompensation(state);
  return next !== undefined && looking.includes(next.step);
}

function planCancel(
  { accepted }: OrderState,
  { orderId, orderCancelled }: Extract<PaymentState, { phase: 'unwinding' }>,
): readonly CompensationStep[] {
  const isDue = !orderCancelled && !accepted.includes(leftOpen);
  return orderId !== undefined && isDue ? [{ step: 'cancel_order', orderId }] : [];
}

/** What has begun is brought to its end also where nothing seems to be left to move: another movement may look like it. */
function planMoney(
  state: OrderState,
  transaction: Transaction | undefined,
): readonly CompensationStep[] {
  if (transaction === undefined) return [];
  const reserved = reservedToRelease(state, transaction);
  const kept = keptToRefund(state, transaction);
  return [
    ...(reserved > 0 || hasBegun(state, 'cancel')
      ? [{ step: 'void_authorization', amount: reserved } as const]
      : []),
    ...(kept > 0 || hasBegun(state, 'refund')
      ? [{ step: 'refund_late_money', amount: kept } as const]
      : []),
  ];
}

function hasBegun({ operations }: OrderState, kind: 'cancel' | 'refund'): boolean {
  return operations.some(
    (operation) =>
      operation.kind === kind && (operation.status === 'moving' || operation.status === 'unknown'),
  );
}

function planLook({ payment, lookAgainAt }: OrderState): readonly CompensationStep[] {
  const at = earliest(lookAgainAt);
  if (at === undefined || payment.phase !== 'unwinding' || payment.transaction === undefined)
    return [];
  return [{ step: 'look_again', at }];
}

/** The matter that a person accepts when the provider releases nothing: what is reserved lapses by itself. */
export const leftToLapse = 'left_to_lapse';

/** The matter that a person accepts when Orders refuses the cancel: the order stays open there. */
export const leftOpen = 'left_open';

/** The matter that a person accepts when the provider refuses to give late money back: the shop returns just that in another way. */
export function leftWithShop({ captured, refunded }: Transaction): string {
  return `left_with_shop/${subtract(captured, refunded)}`;
}

/** The matter that a person accepts when the provider cannot say whether a payment may still come: nobody looks any more. */
export const noLateMoney = 'no_late_money';

function keptToRefund({ accepted }: OrderState, transaction: Transaction): MinorUnits {
  const { captured, refunded } = transaction;
  return accepted.includes(leftWithShop(transaction)) ? zero : subtract(captured, refunded);
}

function reservedToRelease(state: OrderState, transaction: Transaction): MinorUnits {
  return state.accepted.includes(leftToLapse) ? zero : stillReserved(transaction);
}

function hasUnrecorded(state: OrderState): boolean {
  return state.operations.some((operation) => operation.status === 'moved');
}

/** Proof or a person's word, never time alone: the session takes no payment, and its transaction, if there is one, has come to rest. */
export function isProvenClosed(state: OrderState): boolean {
  const { payment } = state;
  if (payment.phase !== 'unwinding' || payment.session === undefined) return true;
  if (state.accepted.includes(noLateMoney)) return true;
  if (!payment.sessionClosed) return false;
  const { transaction } = payment;
  if (transaction === undefined) return true;
  const verdict = judgePayment(transaction.status);
  return (
    verdict !== 'waiting' && verdict !== 'on_hold' && reservedToRelease(state, transaction) === 0
  );
}
