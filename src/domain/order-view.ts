import { describeWait } from './describe-wait';
import { present } from './present';
import type { Attention } from './attention';
import type { MinorUnits } from './money';
import { zero } from './money';
import type { OperationKind, OperationStatus, Operation } from './operation';
import type { LineAmount } from './order';
import { orderTotal } from './order';
import { orderIdOf, sessionOf, transactionOf } from './order-state';
import type { Comparison, OrderState, Refusal } from './order-state';
import { capturedOnLine, refundedOnLine, releasedTotal, unattributed } from './remainder';
import type { Timing } from './timing';
import { judgePayment, stillReserved } from './transaction-picture';

export type OrderStatus =
  | 'preparing'
  | 'awaiting_payment'
  | 'authorized'
  | 'partially_captured'
  | 'captured'
  | 'partially_refunded'
  | 'refunded'
  | 'cancelled'
  | 'payment_failed'
  | 'expired';

export interface OrderAmounts {
  readonly ordered: MinorUnits;
  readonly authorized: MinorUnits;
  readonly captured: MinorUnits;
  readonly refunded: MinorUnits;
  readonly released: MinorUnits;
}

/** One operation as the outside sees it; amounts in minor units, instants in ISO 8601. */
export interface OperationView {
  readonly operationId: string;
  readonly kind: OperationKind;
  readonly status: OperationStatus;
  readonly amount: MinorUnits;
  readonly lines: readonly LineAmount[];
  readonly content: string;
  readonly requestedAt: string;
  readonly finishedAt?: string;
  readonly reason?: string;
  /** Found at the provider, not asked for here: the back office or a payment method that captures at once. */
  readonly foreign?: boolean;
  /** Of a movement that was found and not asked for here: the reference that it bears at the provider. */
  readonly reference?: string;
}

export interface LineView {
  readonly lineId: number;
  readonly ordered: MinorUnits;
  readonly captured: MinorUnits;
  readonly refunded: MinorUnits;
}

/** How the order stands, without what has to be added up over its operations. */
export interface OrderSummary {
  readonly orderReference: string;
  readonly orderId?: string;
  readonly sessionId?: string;
  readonly checkoutUrl?: string;
  readonly transactionId?: string;
  readonly currency: string;
  readonly status: OrderStatus;
  /** Since when the provider reviews a payment: until it has decided, nothing can be paid. ISO 8601. */
  readonly heldSince?: string;
  readonly amounts: OrderAmounts;
  /** Refused messages in all; `operations` shows the newest of them as rejected. */
  readonly refusedMessages: number;
  readonly needsAttention: Attention | null;
  /** How many more matters wait behind that one. */
  readonly furtherAttentions: number;
  /** What the last comparison of both systems found; absent before the first one. */
  readonly compared?: Comparison;
}

/** What the `state` query answers: the whole order, amounts in minor units. */
export interface OrderView extends OrderSummary {
  readonly lines: readonly LineView[];
  readonly operations: readonly OperationView[];
  readonly unattributed: { readonly captured: MinorUnits; readonly refunded: MinorUnits };
  /** In words for people; absent once the workflow has closed. */
  readonly waitsFor?: string;
}

/** What `checkout` answers. `queued`: ask again with the same update id. */
export interface CheckoutView {
  readonly orderReference: string;
  readonly status: OrderStatus | 'queued';
  readonly orderId?: string;
  readonly checkoutUrl?: string;
  readonly heldSince?: string;
}

/** Where the customer pays; undefined before that is possible, and after. */
export function payableUrl(view: {
  readonly status: CheckoutView['status'];
  readonly checkoutUrl?: string;
  readonly heldSince?: string;
}): string | undefined {
  const isOpen = view.status === 'awaiting_payment' && view.heldSince === undefined;
  return isOpen ? view.checkoutUrl : undefined;
}

/** With `timing`, also what the order waits for. */
export function viewOrder(state: OrderState, timing?: Timing): OrderView {
  return {
    ...summarize(state),
    lines: state.order.lines.map((line) => ({
      lineId: line.lineId,
      ordered: line.grossAmount,
      captured: capturedOnLine(state, line.lineId),
      refunded: refundedOnLine(state, line.lineId),
    })),
    operations: viewLastOperations(state, Number.POSITIVE_INFINITY),
    unattributed: unattributed(state),
    ...present('waitsFor', timing && describeWait(state, timing)),
  };
}

/** After each change of the state: at no cost that grows with a long life. */
export function summarize(state: OrderState): OrderSummary {
  const session = sessionOf(state);
  const [needsAttention = null, ...further] = state.attentions;
  return {
    orderReference: state.order.orderReference,
    ...present('orderId', orderIdOf(state)),
    ...present('sessionId', session?.sessionId),
    ...present('checkoutUrl', session?.checkoutUrl),
    ...present('transactionId', transactionOf(state)?.transactionId),
    currency: state.order.currency,
    status: statusOf(state),
    ...present('heldSince', heldSinceOf(state)),
    amounts: amountsOf(state),
    refusedMessages: state.refusalCount,
    needsAttention,
    furtherAttentions: further.length,
    ...present('compared', state.compared),
  };
}

/** The newest ones, refused messages last. */
export function viewLastOperations(state: OrderState, most: number): readonly OperationView[] {
  const refusals = state.refusals.slice(-most);
  const room = most - refusals.length;
  const operations = room === 0 ? [] : state.operations.slice(-room);
  return [...operations.map(viewOperation), ...refusals.map(viewRefusal)];
}

export function viewCheckout(state: OrderState): CheckoutView {
  return {
    orderReference: state.order.orderReference,
    status: statusOf(state),
    ...present('orderId', orderIdOf(state)),
    ...present('checkoutUrl', sessionOf(state)?.checkoutUrl),
    ...present('heldSince', heldSinceOf(state)),
  };
}

export function viewOperation(operation: Operation): OperationView {
  const { operationId, kind, status, amount, lines, content, requestedAt } = operation;
  return {
    operationId,
    kind,
    status,
    amount,
    lines,
    content,
    requestedAt,
    ...present('finishedAt', operation.finishedAt),
    ...present('reason', operation.reason),
    ...present('foreign', operation.foreign),
    ...present('reference', operation.reference),
  };
}

function viewRefusal(refusal: Refusal): OperationView {
  return {
    operationId: refusal.operationId,
    kind: refusal.kind,
    status: 'rejected',
    amount: zero,
    lines: [],
    content: '',
    requestedAt: refusal.at,
    finishedAt: refusal.at,
    reason: `${refusal.code}: ${refusal.reason}`,
  };
}

function amountsOf(state: OrderState): OrderAmounts {
  const transaction = transactionOf(state);
  const reserved = transaction !== undefined && judgePayment(transaction.status) === 'paid';
  return {
    ordered: orderTotal(state.order),
    authorized:
      reserved || transaction?.status === 'AUTHORIZATION_VOIDED' ? transaction.authorized : zero,
    captured: transaction?.captured ?? zero,
    refunded: transaction?.refunded ?? zero,
    released: releasedTotal(state),
  };
}

function heldSinceOf({ payment }: OrderState): string | undefined {
  return payment.phase === 'awaiting_payment' ? payment.heldSince : undefined;
}

function statusOf(state: OrderState): OrderStatus {
  const { payment } = state;
  if (payment.phase === 'paid') return statusOfPaid(state);
  if (payment.phase === 'adopting') return 'preparing';
  return payment.phase === 'unwinding' || payment.phase === 'ended' ? payment.why : payment.phase;
}

function statusOfPaid(state: OrderState): OrderStatus {
  const { captured, refunded, released } = amountsOf(state);
  const transaction = transactionOf(state);
  const open = transaction !== undefined && stillReserved(transaction) > 0;
  if (captured === 0) return 'authorized';
  // What is still reserved may yet be captured, so an order that has some is not refunded for good.
  if (refunded > 0) return refunded >= captured && !open ? 'refunded' : 'partially_refunded';
  return open && released === 0 ? 'partially_captured' : 'captured';
}
