import { formatMoney } from '../domain/money';
import { paymentFailure, PaymentFailureError } from '../domain/payment-failure';
import type { CallBounds, MovementAnswer, PaymentGateway } from '../domain/payment-gateway';
import {
  isBehind,
  judgePayment,
  permits,
  stillReserved,
  totalsOf,
} from '../domain/transaction-picture';
import type {
  MovedTotals,
  Movement,
  MovementKind,
  TransactionPicture,
} from '../domain/transaction-picture';
import {
  atMostPartOfAttempt,
  beforeSending,
  notSent,
  readBounds,
  sendInTime,
} from './attempt-bounds';
import type { Clock } from './attempt-bounds';
import type { MoveInput, MoveResult, VoidInput } from './contract';
import { countCutShort, findByReference, findNew, findVoid, reasonOf } from './find-movement';
import { failureOf } from './raise-application-failure';

/** How far apart the two looks are that find an obstacle. */
const obstacleGapMs = 1_000;

/** One movement: what it is, how it is found again, what stands against it, and how it is sent. */
interface Move {
  readonly kind: MovementKind;
  readonly transactionId: string;
  readonly seen: MovedTotals;
  /** Absent for a void, which releases whatever is reserved. */
  readonly amount?: number;
  readonly reference?: string;
  readonly find: (picture: TransactionPicture) => Movement | undefined;
  readonly forbids: (picture: TransactionPicture) => string | undefined;
  /** Shown without its whole name, and not known to be another. */
  readonly mayHaveMoved: (picture: TransactionPicture) => boolean;
  readonly send: (bounds: CallBounds) => Promise<MovementAnswer>;
}

export function captureTransaction(
  gateway: PaymentGateway,
  clock: Clock,
  input: MoveInput,
): Promise<MoveResult> {
  return moveOnce(gateway, clock, {
    ...byReference('capture', input),
    send: (bounds) => gateway.captureTransaction(input.transactionId, input, bounds),
  });
}

export function refundTransaction(
  gateway: PaymentGateway,
  clock: Clock,
  input: MoveInput,
): Promise<MoveResult> {
  return moveOnce(gateway, clock, {
    ...byReference('refund', input),
    send: (bounds) => gateway.refundTransaction(input.transactionId, input, bounds),
  });
}

export function voidTransaction(
  gateway: PaymentGateway,
  clock: Clock,
  { transactionId, seen }: VoidInput,
): Promise<MoveResult> {
  return moveOnce(gateway, clock, {
    kind: 'void',
    transactionId,
    seen,
    find: findVoid,
    forbids: (picture) => forbidden('void', picture),
    mayHaveMoved: () => false,
    send: (bounds) => gateway.voidTransaction(transactionId, bounds),
  });
}

function byReference(kind: 'capture' | 'refund', input: MoveInput): Omit<Move, 'send'> {
  const { transactionId, amount, reference, seen, othersAlike } = input;
  return {
    kind,
    transactionId,
    seen,
    amount,
    reference,
    find: (picture) => findByReference(picture, kind, input),
    forbids: (picture) => forbidden(kind, picture) ?? exceeds(kind, picture, amount),
    mayHaveMoved: (picture) =>
      countCutShort(picture, kind, reference, amount) > (othersAlike ?? Infinity),
  };
}

function forbidden(kind: MovementKind, picture: TransactionPicture): string | undefined {
  return permits(kind, picture)
    ? undefined
    : `the transaction is ${picture.status}, which allows no ${kind}`;
}

function exceeds(
  kind: 'capture' | 'refund',
  picture: TransactionPicture,
  amount: number,
): string | undefined {
  const { captured, refunded, currency } = picture;
  const remainder = kind === 'capture' ? stillReserved(picture) : captured - refunded;
  if (amount <= remainder) return undefined;
  return `${formatMoney(amount, currency)} asked, but the provider has ${formatMoney(remainder, currency)} left for a ${kind}`;
}

/** Looks, sends at most once, looks at what came of it. Everything that leaves doubt is thrown, for the workflow to settle. */
async function moveOnce(gateway: PaymentGateway, clock: Clock, move: Move): Promise<MoveResult> {
  const before = await beforeSending(() => lookForObstacles(gateway, clock, move));
  const known = move.find(before);
  if (known !== undefined) return tell(before, known, true);
  if (move.mayHaveMoved(before))
    throw doubt(move, 'an equal one is there already, under the beginning of its reference');
  if (['waiting', 'on_hold'].includes(judgePayment(before.status)))
    throw notSent(`the transaction is ${before.status}: what it allows is not known yet`);
  const obstacle = move.forbids(before);
  if (obstacle !== undefined && isBehind(before, move.seen))
    throw notSent(`the provider shows an older picture, in which ${obstacle}`);
  if (obstacle !== undefined)
    return { outcome: 'refused', reason: obstacle, totals: totalsOf(before) };
  return sendInTime(clock, (bounds) => send(gateway, move, before, bounds));
}

/** A refusal is final and a picture may be behind, so that it takes two of them, apart from each other. */
async function lookForObstacles(
  gateway: PaymentGateway,
  clock: Clock,
  move: Move,
): Promise<TransactionPicture> {
  const bounds = readBounds();
  const picture = await gateway.readTransaction(move.transactionId, bounds);
  if (move.find(picture) !== undefined || move.forbids(picture) === undefined) return picture;
  await clock.pause(atMostPartOfAttempt(obstacleGapMs, 10), bounds.signal);
  return gateway.readTransaction(move.transactionId, bounds);
}

async function send(
  gateway: PaymentGateway,
  move: Move,
  before: TransactionPicture,
  bounds: CallBounds,
): Promise<MoveResult> {
  const answer = await sendOrRefused(move, bounds);
  if ('refused' in answer) return lookAfterRefusal(gateway, move, answer.refused, bounds);
  const { transaction, accepted } = answer;
  const told = findOut(move, before, transaction);
  if (told !== undefined) return told;
  if (accepted) return { outcome: 'pending', totals: totalsOf(transaction) };
  const late = findOut(move, before, await lookAfterSending(gateway, move, bounds));
  if (late !== undefined) return late;
  throw doubt(move, 'neither the answer nor a look after it shows an event for it');
}

async function sendOrRefused(
  move: Move,
  bounds: CallBounds,
): Promise<MovementAnswer | { readonly refused: string }> {
  try {
    return await move.send(bounds);
  } catch (error) {
    const failure = failureOf(error);
    if (failure.code !== 'refused') throw error;
    return { refused: failure.message };
  }
}

/** A 200 proves nothing: the new event does. */
function findOut(
  move: Move,
  before: TransactionPicture,
  after: TransactionPicture,
): MoveResult | undefined {
  const found = move.find(after);
  if (found !== undefined) return tell(after, found, true);
  // To a picture that was behind, an older movement of ours that comes into sight is no new one.
  if (isBehind(before, move.seen)) return undefined;
  const unnamed = findNew(before, after, move);
  return unnamed && tell(after, unnamed, false);
}

function tell(picture: TransactionPicture, movement: Movement, echoed: boolean): MoveResult {
  const totals = totalsOf(picture);
  const { eventId, amount } = movement;
  if (movement.outcome === 'succeeded')
    return { outcome: 'moved', eventId, amount, echoed, totals };
  if (movement.outcome === 'pending') return { outcome: 'pending', totals };
  return { outcome: 'failed', eventId, reason: reasonOf(movement), totals };
}

/** A refusal may mean that an earlier attempt got through and took what there was. */
async function lookAfterRefusal(
  gateway: PaymentGateway,
  move: Move,
  reason: string,
  bounds: CallBounds,
): Promise<MoveResult> {
  const after = await lookAfterSending(gateway, move, bounds);
  const found = move.find(after);
  if (found !== undefined) return tell(after, found, true);
  return { outcome: 'refused', reason, totals: totalsOf(after) };
}

/** However this look fails, the request before it did leave: what became of it is unknown, never "not sent". */
async function lookAfterSending(
  gateway: PaymentGateway,
  move: Move,
  bounds: CallBounds,
): Promise<TransactionPicture> {
  try {
    return await gateway.readTransaction(move.transactionId, bounds);
  } catch (error) {
    const { code, message } = failureOf(error);
    throw doubt(move, `it was answered, but the look after it failed: ${code}: ${message}`);
  }
}

function doubt(move: Move, why: string): PaymentFailureError {
  return new PaymentFailureError(paymentFailure('unreadable_answer', `${move.kind}: ${why}`));
}
