import { add } from './money';
import type { Operation } from './operation';
import type { OrderLine, OrderRequest } from './order';
import { newOrderState } from './order-state';
import type { OrderState, PaymentState } from './order-state';
import type { OperationView, OrderView } from './order-view';
import { isPlainObject } from './plain-object';
import type { TransactionStatus } from './transaction-picture';

/**
 * As much of the order's state as its view tells, which is all that its rules ask for. Without the order as it was asked for,
 * its lines have neither words nor tax.
 */
export function stateOf(view: OrderView, ordered?: OrderRequest): OrderState {
  const { orderReference, currency } = view;
  const order = ordered ?? {
    orderReference,
    currency,
    returnUrl: '',
    lines: view.lines.map(bareLine),
  };
  return { ...newOrderState(order), payment: paymentOf(view), operations: operationsOf(view) };
}

function bareLine({ lineId, ordered }: OrderView['lines'][number]): OrderLine {
  const unknown = { productId: '', description: '', quantity: 1, taxLines: [] };
  return { ...unknown, lineId, grossAmount: ordered };
}

function operationsOf({ operations, refusedMessages }: OrderView): readonly Operation[] {
  // The refused messages stand last; the ids of those stay free.
  const refused = (one: OperationView, index: number) =>
    one.status === 'rejected' &&
    one.content === '' &&
    one.requestedAt === one.finishedAt &&
    index >= operations.length - refusedMessages;
  return operations
    .filter((one, index) => !refused(one, index))
    .map((one) => (asksForAll(one) ? { ...one, everything: true } : one));
}

function asksForAll({ content }: OperationView): boolean {
  if (content === '') return false;
  const asked: unknown = JSON.parse(content);
  return isPlainObject(asked) && asked['lines'] === 'all';
}

function paymentOf(view: OrderView): PaymentState {
  const { status, amounts, orderId = '', transactionId = '' } = view;
  const session = { sessionId: '', checkoutUrl: '', expiresAt: '' };
  if (status === 'preparing') return { phase: 'preparing' };
  if (status === 'awaiting_payment') return { phase: 'awaiting_payment', orderId, session };
  if (status === 'cancelled' || status === 'expired' || status === 'payment_failed')
    return { phase: 'ended', why: status };
  const { authorized, captured, refunded, released } = amounts;
  const totals = { authorized, captured, refunded, released, status: transactionStatusOf(view) };
  return {
    phase: 'paid',
    orderId,
    session,
    transaction: { transactionId, ...totals },
    authorizationRecorded: true,
  };
}

/** The provider's own word does not stand in the view; what it allows follows from the amounts. */
function transactionStatusOf({ amounts }: OrderView): TransactionStatus {
  const { authorized, captured, refunded, released } = amounts;
  if (add(captured, released) >= authorized) {
    if (captured === 0) return 'AUTHORIZATION_VOIDED';
    if (refunded === 0) return 'CAPTURED';
    return refunded >= captured ? 'REFUNDED' : 'PARTIALLY_REFUNDED';
  }
  if (captured === 0) return 'AUTHORIZED';
  return refunded === 0 ? 'PARTIALLY_CAPTURED' : 'PARTIALLY_CAPTURED_REFUNDED';
}
