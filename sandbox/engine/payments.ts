import { z } from 'zod';
import { announce } from './apply-movement';
import { newCheckoutId } from './ids';
import { Refusal } from './refusal';
import { addSessionEvent, isExpired } from './sessions';
import { addEvent, changeStatus, statusFromSums, statusOf } from './transaction-status';
import type { Cause, Session, Transaction, World } from './world';

const defaultProduct = 'payex.creditcard';

/** How a customer pays. */
export const paymentOptions = z.strictObject({
  /** A `payment_product_type`, such as `swish.swish`. */
  product: z.string().min(1).max(64).optional(),
  /** Authorized instead of the session's amount. */
  amount: z.int().positive().max(2_147_483_647).optional(),
  /** `direct`: never AUTHORIZED, as Swish is; `auto`: authorized, then captured at once. */
  captured: z.enum(['direct', 'auto']).optional(),
  /** Pays although the session is cancelled or expired: money that was on its way. */
  late: z.boolean().optional(),
});
export type PaymentOptions = z.infer<typeof paymentOptions>;

export type CustomerAct = 'start' | 'pay' | 'decline' | 'fail' | 'hold' | 'unknown';

const waiting = ['INITIATED', 'ON_HOLD', 'UNKNOWN'];

/** @throws Refusal 409 when the session cannot be paid (any more) */
export function actAsCustomer(
  world: World,
  session: Session,
  act: CustomerAct,
  options: PaymentOptions,
  cause: Cause,
): Transaction {
  const transaction = beginTransaction(world, session, options, cause);
  const acts: Record<CustomerAct, () => void> = {
    start: () => undefined,
    pay: () => authorize(world, session, transaction, options, cause),
    decline: () => reject(world, session, transaction, 'DECLINED', cause),
    fail: () => reject(world, session, transaction, 'FAILED', cause),
    hold: () => hold(world, session, transaction, cause),
    unknown: () => changeStatus(world, transaction, 'UNKNOWN'),
  };
  acts[act]();
  return transaction;
}

/** At most one transaction per session (Dintero docs: Handling payment). */
function beginTransaction(
  world: World,
  session: Session,
  options: PaymentOptions,
  cause: Cause,
): Transaction {
  const existing = world.transactions.get(session.transaction?.id ?? '');
  checkPayable(world, session, existing, options.late === true);
  if (existing !== undefined) return existing;
  const transaction = newTransaction(world, session, options.product ?? defaultProduct);
  world.transactions.set(transaction.id, transaction);
  session.transaction = { id: transaction.id, atMs: transaction.createdAtMs };
  addEvent(world, transaction, { event: 'INITIALIZE' }, cause);
  return transaction;
}

function checkPayable(
  world: World,
  session: Session,
  existing: Transaction | undefined,
  late: boolean,
): void {
  const neverAuthorized = existing === undefined || existing.authorizedAtMs === undefined;
  if (late && neverAuthorized) return;
  if (session.cancelled !== undefined) throw new Refusal(409, 'the session is cancelled');
  if (isExpired(session, world.clock.now())) throw new Refusal(409, 'the session has expired');
  if (existing !== undefined && !waiting.includes(statusOf(existing)))
    throw new Refusal(409, `the transaction is ${statusOf(existing)} already`);
}

function newTransaction(world: World, session: Session, productType: string): Transaction {
  const { order, metadata } = session.body;
  const shipping = order.shipping_option === undefined ? [] : [order.shipping_option];
  const nowMs = world.clock.now();
  return {
    id: newCheckoutId(world.random, session.accountId),
    accountId: session.accountId,
    sessionId: session.id,
    merchantReference: order.merchant_reference,
    merchantReference2: order.merchant_reference_2,
    currency: order.currency,
    product: productType.split('.')[0] ?? productType,
    productType,
    items: [...(order.items ?? []), ...shipping],
    metadata,
    createdAtMs: nowMs,
    events: [],
    statuses: [{ atMs: nowMs, status: 'INITIATED' }],
    pending: new Map(),
    amount: order.amount,
    authorizedAtMs: undefined,
    lapsed: false,
  };
}

function authorize(
  world: World,
  session: Session,
  transaction: Transaction,
  options: PaymentOptions,
  cause: Cause,
): void {
  const resolvesHold = statusOf(transaction) === 'ON_HOLD';
  const call = () => announcePayment(world, session, transaction, resolvesHold, cause);
  const how = howCaptured(session, options);
  const when = how === 'auto' ? world.switches.autoCaptureCallback : 'both';
  transaction.amount = options.amount ?? transaction.amount;
  transaction.authorizedAtMs = world.clock.now();
  enter(world, transaction, 'authorize', cause);
  if (how !== 'direct') {
    tellMoney(world, transaction, 'AUTHORIZE', cause);
    if (when !== 'after-capture') call();
  }
  if (how !== 'later') {
    enter(world, transaction, 'capture', cause);
    announce(world, transaction, tellMoney(world, transaction, 'CAPTURE', cause));
    if (when !== 'on-authorization') call();
  }
  addSessionEvent(world, session, 'AUTHORIZED', cause.requestId);
  addSessionEvent(world, session, 'COMPLETED', cause.requestId);
}

function howCaptured(session: Session, { captured }: PaymentOptions): 'direct' | 'auto' | 'later' {
  if (captured !== undefined) return captured;
  return session.body.configuration?.auto_capture === true ? 'auto' : 'later';
}

function enter(
  world: World,
  transaction: Transaction,
  kind: 'authorize' | 'capture',
  { by, requestId }: Cause,
): void {
  world.journal.addMoney({
    atMs: world.clock.now(),
    transactionId: transaction.id,
    kind,
    amount: BigInt(transaction.amount),
    by,
    reference: undefined,
    requestId,
    lines: [],
  });
}

function tellMoney(
  world: World,
  transaction: Transaction,
  event: 'AUTHORIZE' | 'CAPTURE',
  cause: Cause,
) {
  const sums = world.journal.sumsOf(transaction.id);
  changeStatus(world, transaction, statusFromSums(sums, world.switches));
  return addEvent(world, transaction, { event, amount: transaction.amount }, cause);
}

function announcePayment(
  world: World,
  session: Session,
  transaction: Transaction,
  resolvesHold: boolean,
  { requestId }: Cause,
): void {
  const event = transaction.events.at(-1);
  const details = event === undefined ? {} : { transaction_event_id: event.id };
  addSessionEvent(world, session, 'AUTH_CALLBACK_SENT', requestId, details);
  world.announce({ session, transaction, resolvesHold });
}

function reject(
  world: World,
  session: Session,
  transaction: Transaction,
  status: 'DECLINED' | 'FAILED',
  cause: Cause,
): void {
  const resolvesHold = statusOf(transaction) === 'ON_HOLD';
  changeStatus(world, transaction, status);
  const error = { code: status === 'DECLINED' ? 'DECLINED' : 'ERROR', message: 'not authorized' };
  addEvent(world, transaction, { event: 'AUTHORIZE', success: false, error }, cause);
  addSessionEvent(world, session, 'PAY_FAILED', cause.requestId, { error: error.message });
  addSessionEvent(world, session, status, cause.requestId);
  const reported = status === 'DECLINED' ? 'authorization' : 'failed';
  world.announce({ session, transaction, error: reported, resolvesHold });
}

function hold(world: World, session: Session, transaction: Transaction, cause: Cause): void {
  changeStatus(world, transaction, 'ON_HOLD');
  addEvent(world, transaction, { event: 'AUTHORIZE', amount: transaction.amount }, cause);
  addSessionEvent(world, session, 'ON_HOLD_CALLBACK_SENT', cause.requestId);
  world.announce({ session, transaction });
}

/** One attempt fails and the customer may try again; a session survives that. */
export function failOneAttempt(world: World, session: Session, cause: Cause): void {
  checkPayable(world, session, world.transactions.get(session.transaction?.id ?? ''), false);
  addSessionEvent(world, session, 'PAY_FAILED', cause.requestId, { error: 'Rejected' });
}

/** The customer turns back to the shop without paying. */
export function abandon(world: World, session: Session): void {
  const transaction = world.transactions.get(session.transaction?.id ?? '');
  world.announce({ session, transaction, error: 'cancelled' });
}

export function expireSession(world: World, session: Session): void {
  session.expiresAtMs = Math.min(session.expiresAtMs, world.clock.now());
}
