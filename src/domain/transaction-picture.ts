import type { LineAmount } from './order';
import { notBelowZero, subtract, sum, toMinorUnits, zero } from './money';
import type { MinorUnits } from './money';

/** The provider's own twelve (Dintero docs: Transaction statuses). */
export const transactionStatuses = [
  'INITIATED',
  'ON_HOLD',
  'AUTHORIZED',
  'PARTIALLY_CAPTURED',
  'PARTIALLY_CAPTURED_REFUNDED',
  'CAPTURED',
  'PARTIALLY_REFUNDED',
  'REFUNDED',
  'AUTHORIZATION_VOIDED',
  'DECLINED',
  'FAILED',
  'UNKNOWN',
] as const;

export type TransactionStatus = (typeof transactionStatuses)[number];

export type MovementKind = 'capture' | 'refund' | 'void';

/**
 * One attempt to move money, as the provider lists it. `pending`: accepted with 202 and not finished. `failed` is
 * provisional, since the provider may correct it later; a correction arrives here as `succeeded`.
 */
export interface Movement {
  readonly eventId: string;
  readonly kind: MovementKind;
  readonly outcome: 'succeeded' | 'failed' | 'pending';
  readonly amount: MinorUnits;
  readonly reference?: string;
  /** Of a pending movement: what its finishing event will carry. */
  readonly requestId?: string;
  readonly lines: readonly LineAmount[];
  readonly error?: string;
}

/** What the totals say without the movements; small enough for every activity result. */
export interface TransactionTotals {
  readonly status: TransactionStatus;
  /** `transaction.amount`: the authorized total, never the captured sum. */
  readonly authorized: MinorUnits;
  readonly captured: MinorUnits;
  readonly refunded: MinorUnits;
  /** Reserved once and let go again without being captured. */
  readonly released: MinorUnits;
}

export type MovedTotals = Pick<TransactionTotals, 'captured' | 'refunded'>;

export interface TransactionPicture extends TransactionTotals {
  readonly transactionId: string;
  readonly sessionId?: string;
  readonly currency: string;
  readonly merchantReference?: string;
  readonly product?: string;
  /** ISO 8601, when the authorization (or the direct capture) happened. */
  readonly authorizedAt?: string;
  readonly movements: readonly Movement[];
}

export type PaymentVerdict = 'paid' | 'not_paid' | 'on_hold' | 'waiting';

const verdicts: Readonly<Record<TransactionStatus, PaymentVerdict>> = {
  INITIATED: 'waiting',
  UNKNOWN: 'waiting',
  ON_HOLD: 'on_hold',
  AUTHORIZED: 'paid',
  PARTIALLY_CAPTURED: 'paid',
  PARTIALLY_CAPTURED_REFUNDED: 'paid',
  CAPTURED: 'paid',
  PARTIALLY_REFUNDED: 'paid',
  REFUNDED: 'paid',
  AUTHORIZATION_VOIDED: 'not_paid',
  DECLINED: 'not_paid',
  FAILED: 'not_paid',
};

export function judgePayment(status: TransactionStatus): PaymentVerdict {
  return verdicts[status];
}

/** Not paid yet, under review, or not told: nothing follows from it for money that was reserved before. */
export function isUnsettled(status: TransactionStatus): boolean {
  return ['waiting', 'on_hold'].includes(judgePayment(status));
}

/** The customer's money was reserved once, whatever became of it. */
export function wasReserved(status: TransactionStatus): boolean {
  return judgePayment(status) === 'paid' || status === 'AUTHORIZATION_VOIDED';
}

/** Reserved or paid once, and called off since by the payment method or the provider, not by a release. */
export function isCalledOff(status: TransactionStatus): boolean {
  return status === 'DECLINED' || status === 'FAILED';
}

/** What was captured is paid, whatever the status is called: once the rest was let go, or while it is not told. */
export function judgeTransaction({
  status,
  captured,
}: Pick<TransactionTotals, 'status' | 'captured'>): PaymentVerdict {
  return captured > 0 ? 'paid' : judgePayment(status);
}

const permitted: Readonly<Record<MovementKind, readonly TransactionStatus[]>> = {
  capture: ['AUTHORIZED', 'PARTIALLY_CAPTURED', 'PARTIALLY_CAPTURED_REFUNDED'],
  refund: ['PARTIALLY_CAPTURED', 'PARTIALLY_CAPTURED_REFUNDED', 'CAPTURED', 'PARTIALLY_REFUNDED'],
  void: ['AUTHORIZED', 'PARTIALLY_CAPTURED', 'PARTIALLY_CAPTURED_REFUNDED'],
};

/** Whether the transaction's status allows the movement (Dintero docs: Transaction statuses). */
function statusPermits(kind: MovementKind, status: TransactionStatus): boolean {
  return permitted[kind].includes(status);
}

/** Captured money stays refundable, whatever the status is called once the rest was let go. */
export function permits(
  kind: MovementKind,
  { status, captured, refunded }: Pick<TransactionTotals, 'status' | 'captured' | 'refunded'>,
): boolean {
  const isKept = status === 'AUTHORIZATION_VOIDED' && captured > refunded;
  return statusPermits(kind, status) || (kind === 'refund' && isKept);
}

/** Money that moved never moves back: a picture with less than was seen before is an older one. */
export function isBehind(picture: MovedTotals, seen: MovedTotals): boolean {
  return picture.captured < seen.captured || picture.refunded < seen.refunded;
}

export function totalsOf(picture: TransactionTotals): TransactionTotals {
  const { status, authorized, captured, refunded, released } = picture;
  return { status, authorized, captured, refunded, released };
}

function movedTotal(movements: readonly Movement[], kind: MovementKind): MinorUnits {
  const moved = movements.filter(
    (movement) => movement.kind === kind && movement.outcome === 'succeeded',
  );
  return sum(moved.map((movement) => movement.amount));
}

/** The totals that a status, an authorized amount and the movements add up to. */
export function tally(
  status: TransactionStatus,
  authorized: MinorUnits,
  movements: readonly Movement[],
): TransactionTotals {
  const captured = movedTotal(movements, 'capture');
  const refunded = movedTotal(movements, 'refund');
  const rest = notBelowZero(subtract(authorized, captured));
  const letGo = movements.some(
    (movement) => movement.kind === 'void' && movement.outcome === 'succeeded',
  );
  const isOver = wasReserved(status) && !statusPermits('void', status);
  const released = letGo || isOver ? rest : zero;
  return { status, authorized, captured, refunded, released };
}

/** What the customer's bank still holds for us: nothing once the rest is released or all is captured. */
export function stillReserved(totals: TransactionTotals): MinorUnits {
  if (!statusPermits('void', totals.status)) return zero;
  return notBelowZero(toMinorUnits(totals.authorized - totals.captured - totals.released));
}
