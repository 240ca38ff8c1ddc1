import { findLineObstacle } from './adopt-lines';
import { markRecorded } from './adopt-records';
import type { Books } from './compare-systems';
import { takeInPicture } from './follow-payment';
import { epochMs, instantOf, isInstant } from './instant';
import type { Operation } from './operation';
import { longestReference, operationKey, providerReference } from './operation-key';
import { identifierPattern } from './order';
import type { OrderRequest } from './order';
import { transactionFrom, withAuthorizedAt } from './order-state';
import type { AdoptionRequest, CheckoutSession, OrderState, PaymentState } from './order-state';
import { present } from './present';
import type { OrderPicture, SessionPicture } from './payment-gateway';
import { asReserved } from './merge-totals';
import { judgeTransaction, wasReserved } from './transaction-picture';
import type { Movement, TransactionPicture } from './transaction-picture';

/** Everything that both systems know of an order that is to be adopted. */
export interface AdoptionLook {
  /** With its currency and its lines. */
  readonly stored: OrderPicture;
  readonly books: Books;
  readonly session?: SessionPicture;
  readonly picture?: TransactionPicture;
}

/** Why an order cannot be taken over, or undefined. */
export function findAdoptionObstacle(
  orderReference: string,
  request: AdoptionRequest,
  look: AdoptionLook,
): string | undefined {
  const { stored, picture, session } = look;
  const named = stored.orderReference;
  if (named !== undefined && named !== orderReference && request.takeOver !== true)
    return `order ${stored.orderId} bears the reference ${named}, not ${orderReference}: a second driver would move its money twice; take it over only if nobody drives it any more`;
  if ((stored.lines ?? []).length === 0) return `order ${stored.orderId} has no lines in Orders`;
  if (picture === undefined && session === undefined)
    return `no transaction is known for order ${stored.orderId}: name its transaction or its session`;
  return findLineObstacle(stored) ?? findPaymentObstacle(orderReference, request, look);
}

function findPaymentObstacle(
  orderReference: string,
  { takeOver }: AdoptionRequest,
  look: AdoptionLook,
): string | undefined {
  const { picture, session } = look;
  const foreign = takeOver === true ? undefined : findForeignPayment(orderReference, look);
  if (foreign !== undefined) return foreign;
  const isOpen = picture !== undefined && isUndecided(picture) && !isKnownAsPaid(look);
  if (isOpen && session === undefined)
    return `the payment of transaction ${picture.transactionId} is not decided (${picture.status}), and its session is not known: name the session`;
  return undefined;
}

function findForeignPayment(
  orderReference: string,
  { stored, picture, session }: AdoptionLook,
): string | undefined {
  const { orderId } = stored;
  const isOfOrder = (name: string) => name === orderId || name === orderReference;
  const paidFor = picture?.merchantReference ?? orderId;
  if (picture !== undefined && !isOfOrder(paidFor))
    return `transaction ${picture.transactionId} was paid for ${paidFor}, not for order ${orderId}: name the transaction of this order; take it over only if it is certain that the money belongs to it`;
  const madeFor = session?.merchantReference ?? orderId;
  if (session !== undefined && !isOfOrder(madeFor))
    return `session ${session.sessionId} was made for ${madeFor}, not for order ${orderId}: name the session of this order; take it over only if it is certain that what is paid there belongs to it`;
  return undefined;
}

/** The state of an order that was found in both systems instead of having been lived through. */
export function adoptOrder(state: OrderState, look: AdoptionLook, at: string): OrderState {
  if (state.payment.phase !== 'adopting') return state;
  const payment = phaseOf(state, look, at);
  const found = { ...state, payment, order: orderFrom(state, look), lastMovementAt: at };
  return look.picture === undefined ? found : takeInMovements(found, look.picture, look.books, at);
}

function phaseOf(state: OrderState, look: AdoptionLook, at: string): PaymentState {
  const { picture, books, stored } = look;
  const facts = {
    orderId: stored.orderId,
    session: sessionFrom(look, at),
    authorizationRecorded: books.records.authorization.some(({ success }) => success),
  };
  const { session, ...known } = facts;
  if (mayStillBePaid(look)) return { phase: 'awaiting_payment', orderId: known.orderId, session };
  const transaction = picture && transactionFrom(picture);
  if (transaction !== undefined && wasPaid(state, look))
    return { phase: 'paid', ...facts, transaction: withAuthorizedAt(asReserved(transaction), at) };
  return {
    phase: 'unwinding',
    why: 'cancelled',
    ...known,
    // Of a payment that is decided nothing more can come, whether its session is known or not.
    ...present('session', session.sessionId === '' ? undefined : session),
    ...present('transaction', transaction),
    // The run that was lost may have sent the record of what was reserved.
    ...(mayHaveBeenPaid(look) ? { wasPaid: true } : {}),
    sessionClosed: false,
    closeTried: false,
    orderCancelled: stored.status === 'cancelled',
  };
}

function mayHaveBeenPaid({ picture, stored }: AdoptionLook): boolean {
  return picture !== undefined && wasReserved(picture.status) && stored.status !== 'cancelled';
}

function mayStillBePaid(look: AdoptionLook): boolean {
  const { picture, session, stored } = look;
  const isOpen = session?.cancelledAt === undefined && stored.status !== 'cancelled';
  return isOpen && !isKnownAsPaid(look) && (picture === undefined || isUndecided(picture));
}

function wasPaid(state: OrderState, look: AdoptionLook): boolean {
  const { picture } = look;
  const isPaid = picture !== undefined && judgeTransaction(picture) === 'paid';
  return isPaid || isKnownAsPaid(look) || mayStillBeCaptured(state, look);
}

/**
 * An order that is open in Orders with its authorization was paid, whatever the provider says just now: a payment that is not
 * told is no late one, and of one that was called off a person is asked.
 */
function isKnownAsPaid({ picture, books, stored }: AdoptionLook): boolean {
  if (picture === undefined || picture.status === 'AUTHORIZATION_VOIDED') return false;
  const isOpen = stored.status !== 'cancelled';
  return isOpen && books.records.authorization.some(({ success }) => success);
}

/** What an earlier run sent before the rest was let go is looked at until it is known: it would be kept unseen otherwise, or be given back. */
function mayStillBeCaptured(state: OrderState, { picture, books }: AdoptionLook): boolean {
  if (picture?.status !== 'AUTHORIZATION_VOIDED') return false;
  return picture.movements.some(
    (movement) =>
      movement.kind === 'capture' &&
      movement.outcome === 'pending' &&
      operationIdOf(state, 'capture', movement, books) !== undefined,
  );
}

function isUndecided(picture: TransactionPicture): boolean {
  const verdict = judgeTransaction(picture);
  return verdict === 'waiting' || verdict === 'on_hold';
}

function orderFrom(state: OrderState, { stored }: AdoptionLook): OrderRequest {
  return {
    orderReference: state.order.orderReference,
    currency: stored.currency ?? '',
    lines: stored.lines ?? [],
    returnUrl: '',
  };
}

function sessionFrom({ session, picture }: AdoptionLook, at: string): CheckoutSession {
  const sessionId = session?.sessionId ?? picture?.sessionId ?? '';
  const expiresAt = session?.expiresAt ?? at;
  // An instant that cannot be read would stop the order wherever it is reckoned with, and one with an offset sorts as text elsewhere.
  const instant = isInstant(expiresAt) ? instantOf(epochMs(expiresAt)) : at;
  return { sessionId, checkoutUrl: '', expiresAt: instant };
}

/** Our own operations are known by their references and keys; whatever else moved is taken in as the back office's. */
function takeInMovements(
  state: OrderState,
  picture: TransactionPicture,
  books: Books,
  at: string,
): OrderState {
  // A cancel that was accepted while the order was looked for keeps its turn.
  const operations = [...state.operations, ...ownOperations(state, picture, books, at)];
  const read = takeInPicture({ ...state, operations }, picture, at);
  return { ...read, operations: markRecorded(read, books, at) };
}

const outcomes = ['succeeded', 'pending', 'failed'] as const;

function ownOperations(
  state: OrderState,
  { movements }: TransactionPicture,
  books: Books,
  at: string,
): readonly Operation[] {
  const known = new Map<string, Operation>();
  for (const outcome of outcomes)
    for (const movement of movements.filter((one) => one.outcome === outcome)) {
      const { kind } = movement;
      const operationId = kind === 'void' ? undefined : operationIdOf(state, kind, movement, books);
      if (kind === 'void' || operationId === undefined) continue;
      const name = `${kind}/${operationId}`;
      if (!known.has(name)) known.set(name, ownOperation(kind, operationId, movement, at));
    }
  return [...known.values()];
}

function ownOperation(
  kind: 'capture' | 'refund',
  operationId: string,
  { outcome, amount, lines, error, reference }: Movement,
  at: string,
): Operation {
  const operation = {
    operationId,
    kind,
    amount,
    lines,
    content: '',
    requestedAt: at,
    adopted: true,
    ...(mayBeCut(reference) ? present('reference', reference) : {}),
  } as const;
  if (outcome === 'failed')
    return {
      ...operation,
      status: 'rejected',
      reason: `the provider reports: ${error ?? 'failed'}; to try again, ask with a new id`,
      finishedAt: at,
    };
  return { ...operation, status: 'unknown' };
}

/** Its id is then not the one that was asked under, and whoever asks again is recognized by the reference alone. */
function mayBeCut(reference: string | undefined): boolean {
  return reference?.length === longestReference;
}

/**
 * A key that was cut is found again among the keys of the records; a reference that fits is the key itself. A cut one may look
 * as if it did, so that the records are asked first: under another id the same movement would be recorded twice.
 */
function operationIdOf(
  state: OrderState,
  kind: 'capture' | 'refund',
  { reference }: Movement,
  books: Books,
): string | undefined {
  if (reference === undefined) return undefined;
  const prefix = operationKey(state.order.orderReference, kind, '');
  const keys = books.records[kind].flatMap(({ key }) => (key === undefined ? [] : [key]));
  const key = [...keys, reference].find(
    (candidate) => candidate.startsWith(prefix) && providerReference(candidate) === reference,
  );
  const operationId = key?.slice(prefix.length);
  return operationId !== undefined && identifierPattern.test(operationId) ? operationId : undefined;
}
