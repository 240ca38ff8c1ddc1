import type { Attention, Resolution } from './attention';
import type { Difference } from './difference';
import { isInstant } from './instant';
import { zero } from './money';
import type { MinorUnits } from './money';
import type { Operation, OperationKind } from './operation';
import { operationKey, providerReference } from './operation-key';
import type { LineAmount, OrderRequest } from './order';
import { totalsOf } from './transaction-picture';
import type { TransactionPicture, TransactionTotals } from './transaction-picture';

export interface CheckoutSession {
  readonly sessionId: string;
  readonly checkoutUrl: string;
  /** ISO 8601: after it the customer can no longer pay. */
  readonly expiresAt: string;
}

export interface Transaction extends TransactionTotals {
  readonly transactionId: string;
  readonly product?: string;
  /** ISO 8601. */
  readonly authorizedAt?: string;
}

/** Why an order ended without being delivered. */
export type Ending = 'payment_failed' | 'expired' | 'cancelled';

/** By what an order is known that is to be taken over. */
export interface AdoptionRequest {
  readonly orderId: string;
  readonly transactionId?: string;
  readonly sessionId?: string;
  /** Drive it although it bears the reference of another order. */
  readonly takeOver?: boolean;
}

/** To be found in both systems instead of being lived through. */
interface Adopting extends AdoptionRequest {
  readonly phase: 'adopting';
}

interface Preparing {
  readonly phase: 'preparing';
  readonly draftId?: string;
  readonly orderId?: string;
}

export interface AwaitingPayment {
  readonly phase: 'awaiting_payment';
  readonly orderId: string;
  readonly session: CheckoutSession;
  /** Set while the provider reviews the payment by hand; the payment deadline is suspended. */
  readonly heldSince?: string;
}

interface Paid {
  readonly phase: 'paid';
  readonly orderId: string;
  readonly session: CheckoutSession;
  readonly transaction: Transaction;
  readonly authorizationRecorded: boolean;
  /** ISO 8601: its record was found missing then, and may still be on its way. */
  readonly authorizationMissingSince?: string;
}

/** What has been reserved is being let go; the plan is derived from these facts by `planCompensation`. */
interface Unwinding {
  readonly phase: 'unwinding';
  readonly why: Ending;
  readonly orderId?: string;
  readonly session?: CheckoutSession;
  readonly transaction?: Transaction;
  /** Proof that no payment can come through the session any more. */
  readonly sessionClosed: boolean;
  /** Closing was tried since the last look; a payment under review, for one, refuses it. */
  readonly closeTried: boolean;
  readonly authorizationRecorded: boolean;
  /** As of a paid order: Orders learned of it once. */
  readonly authorizationMissingSince?: string;
  /** It was, or before it was adopted may have been, a paid order, of which Orders may have learned. */
  readonly wasPaid?: boolean;
  readonly orderCancelled: boolean;
}

interface Ended {
  readonly phase: 'ended';
  readonly why: Ending;
  readonly orderId?: string;
  readonly session?: CheckoutSession;
  readonly transaction?: Transaction;
}

export type PaymentState = Adopting | Preparing | AwaitingPayment | Paid | Unwinding | Ended;

/** A message that was refused at the door: shown, but its id stays free. */
export interface Refusal {
  readonly kind: OperationKind;
  readonly operationId: string;
  readonly code: string;
  readonly reason: string;
  /** ISO 8601. */
  readonly at: string;
}

/** The whole order, as plain data: what continue-as-new carries and what every decision is derived from. */
export interface OrderState {
  readonly order: OrderRequest;
  readonly payment: PaymentState;
  readonly operations: readonly Operation[];
  /** The newest ones; `refusalCount` counts all. */
  readonly refusals: readonly Refusal[];
  readonly refusalCount: number;
  readonly attentions: readonly Attention[];
  /** Decisions of operators that no step has taken up yet. */
  readonly resolutions: readonly Resolution[];
  /** When to read the transaction again after an uncertain outcome (ISO 8601, soonest first). */
  readonly lookAgainAt: readonly string[];
  /** ISO 8601: the last time that something happened to the money. */
  readonly lastMovementAt?: string;
  /** Matters that an operator accepted: not raised again. */
  readonly accepted: readonly string[];
  /** ISO 8601: no money is sent before, because an attempt of an earlier life of the order may still be on its way. */
  readonly quietUntil?: string;
  /** What the last comparison of both systems found. */
  readonly compared?: Comparison;
}

export interface Comparison {
  /** ISO 8601. */
  readonly at: string;
  readonly differences: readonly Difference[];
  /** How many more there were; absent when all are listed. */
  readonly further?: number;
}

export function newOrderState(order: OrderRequest): OrderState {
  return {
    order,
    payment: { phase: 'preparing' },
    operations: [],
    refusals: [],
    refusalCount: 0,
    attentions: [],
    resolutions: [],
    lookAgainAt: [],
    accepted: [],
  };
}

/** An order of which nothing is known yet but where to find it; its lines and its currency come with the first look. */
export function newAdoption(orderReference: string, request: AdoptionRequest): OrderState {
  const order = { orderReference, currency: '', lines: [], returnUrl: '' };
  return { ...newOrderState(order), payment: { phase: 'adopting', ...request } };
}

export function orderIdOf(state: OrderState): string | undefined {
  return state.payment.orderId;
}

export function sessionOf(state: OrderState): CheckoutSession | undefined {
  const { payment } = state;
  return payment.phase === 'adopting' || payment.phase === 'preparing'
    ? undefined
    : payment.session;
}

export function transactionOf(state: OrderState): Transaction | undefined {
  const { payment } = state;
  return 'transaction' in payment ? payment.transaction : undefined;
}

export function transactionFrom(picture: TransactionPicture): Transaction {
  const { transactionId, product, authorizedAt } = picture;
  return {
    ...totalsOf(picture),
    transactionId,
    ...(product === undefined ? {} : { product }),
    ...(authorizedAt === undefined ? {} : { authorizedAt }),
  };
}

/** An authorization lapses also where the provider does not tell, or not readably, when it was given: it is warned of all the same. */
export function withAuthorizedAt(transaction: Transaction, at: string): Transaction {
  const { authorizedAt } = transaction;
  const isTold = authorizedAt !== undefined && isInstant(authorizedAt);
  return isTold ? transaction : { ...transaction, authorizedAt: at };
}

/** ISO 8601, when Orders, which had learned of the authorization, did not show it. */
export function authorizationMissingSince({ payment }: OrderState): string | undefined {
  return 'authorizationMissingSince' in payment ? payment.authorizationMissingSince : undefined;
}

/**
 * Orders learns of what was paid as soon as it can. Whether it has, an answer that was lost does not tell, and a run that was
 * reset in Temporal has forgotten: then it has to learn of what is let go, too.
 */
export function mayBeHeardOf({ payment }: OrderState): boolean {
  return payment.phase === 'paid' || (payment.phase === 'unwinding' && payment.wasPaid === true);
}

export function findOperation(
  state: OrderState,
  kind: OperationKind,
  operationId: string,
): Operation | undefined {
  return state.operations.find(
    (operation) => operation.kind === kind && operation.operationId === operationId,
  );
}

/** `<prefix>-<n>` with the smallest n that no operation of the kind bears, here or at the provider. */
export function unusedOperationId(state: OrderState, kind: OperationKind, prefix: string): string {
  const ofKind = state.operations.filter((operation) => operation.kind === kind);
  const taken = new Set(ofKind.map(({ operationId }) => operationId));
  const borne = new Set(ofKind.map(({ reference }) => reference));
  const isTaken = (id: string) =>
    taken.has(id) ||
    borne.has(providerReference(operationKey(state.order.orderReference, kind, id)));
  let n = 1;
  while (isTaken(`${prefix}-${n}`)) n += 1;
  return `${prefix}-${n}`;
}

export function amountOnLine(lines: readonly LineAmount[], lineId: number): MinorUnits {
  return lines.find((line) => line.lineId === lineId)?.amount ?? zero;
}
