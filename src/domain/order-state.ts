import type { Attention, Resolution } from './attention';
import { zero } from './money';
import type { MinorUnits } from './money';
import type { Operation, OperationKind } from './operation';
import type { LineAmount, OrderRequest } from './order';
import type { TransactionTotals } from './transaction-picture';

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
  readonly orderCancelled: boolean;
}

interface Ended {
  readonly phase: 'ended';
  readonly why: Ending;
  readonly orderId?: string;
  readonly session?: CheckoutSession;
  readonly transaction?: Transaction;
}

export type PaymentState = Preparing | AwaitingPayment | Paid | Unwinding | Ended;

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

export function orderIdOf(state: OrderState): string | undefined {
  return state.payment.orderId;
}

export function sessionOf(state: OrderState): CheckoutSession | undefined {
  return state.payment.phase === 'preparing' ? undefined : state.payment.session;
}

export function transactionOf(state: OrderState): Transaction | undefined {
  const { payment } = state;
  return payment.phase === 'preparing' || payment.phase === 'awaiting_payment'
    ? undefined
    : payment.transaction;
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

/** `<prefix>-<n>` with the smallest n that no operation of the kind bears. */
export function unusedOperationId(state: OrderState, kind: OperationKind, prefix: string): string {
  const taken = new Set(
    state.operations
      .filter((operation) => operation.kind === kind)
      .map((operation) => operation.operationId),
  );
  let n = 1;
  while (taken.has(`${prefix}-${n}`)) n += 1;
  return `${prefix}-${n}`;
}

export function amountOnLine(lines: readonly LineAmount[], lineId: number): MinorUnits {
  return lines.find((line) => line.lineId === lineId)?.amount ?? zero;
}
