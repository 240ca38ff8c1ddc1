import { PaymentFailureError, paymentFailure } from '../domain/payment-failure';
import type { MovementAnswer, PaymentGateway } from '../domain/payment-gateway';
import { statusPermits, stillReserved, totalsOf } from '../domain/transaction-picture';
import type { Movement, MovementKind, TransactionPicture } from '../domain/transaction-picture';
import { readBounds, sendBounds } from './attempt-bounds';
import type { Clock } from './attempt-bounds';
import type { MoveInput, MoveResult, VoidInput } from './contract';
import { failureOf } from './raise-application-failure';

/** One movement: what it is, how it is found again, and how it is sent. */
interface Move {
  readonly kind: MovementKind;
  readonly transactionId: string;
  readonly find: (picture: TransactionPicture) => Movement | undefined;
  readonly forbids: (picture: TransactionPicture) => string | undefined;
  readonly send: (bounds: { signal: AbortSignal }) => Promise<MovementAnswer>;
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
  { transactionId }: VoidInput,
): Promise<MoveResult> {
  return moveOnce(gateway, clock, {
    kind: 'void',
    transactionId,
    find: findVoid,
    forbids: (picture) => forbidden('void', picture),
    send: (bounds) => gateway.voidTransaction(transactionId, bounds),
  });
}

function byReference(kind: 'capture' | 'refund', input: MoveInput): Omit<Move, 'send'> {
  return {
    kind,
    transactionId: input.transactionId,
    find: (picture) => findByReference(picture, kind, input.reference),
    forbids: (picture) => forbidden(kind, picture) ?? exceeds(kind, picture, input.amount),
  };
}

/** A success outranks a pending one, and that a failure: the same reference may have been sent more than once. */
export function findByReference(
  picture: TransactionPicture,
  kind: MovementKind,
  reference: string,
): Movement | undefined {
  const ours = picture.movements.filter(
    (movement) => movement.kind === kind && movement.reference === reference,
  );
  return mostTelling(ours);
}

/** A void carries no reference. One that failed is no obstacle to the next: nothing can be released twice. */
export function findVoid(picture: TransactionPicture): Movement | undefined {
  const voids = picture.movements.filter(
    (movement) => movement.kind === 'void' && movement.outcome !== 'failed',
  );
  const found = mostTelling(voids);
  if (found !== undefined || picture.status !== 'AUTHORIZATION_VOIDED') return found;
  return {
    eventId: `status-${picture.status}`,
    kind: 'void',
    outcome: 'succeeded',
    amount: picture.released,
    lines: [],
  };
}

function mostTelling(movements: readonly Movement[]): Movement | undefined {
  const withOutcome = (outcome: Movement['outcome']) =>
    movements.find((movement) => movement.outcome === outcome);
  return withOutcome('succeeded') ?? withOutcome('pending') ?? withOutcome('failed');
}

function forbidden(kind: MovementKind, picture: TransactionPicture): string | undefined {
  return statusPermits(kind, picture.status)
    ? undefined
    : `the transaction is ${picture.status}, which allows no ${kind}`;
}

function exceeds(
  kind: 'capture' | 'refund',
  picture: TransactionPicture,
  amount: number,
): string | undefined {
  const remainder =
    kind === 'capture' ? stillReserved(picture) : picture.captured - picture.refunded;
  return amount <= remainder
    ? undefined
    : `${amount} minor units asked, but the provider has ${remainder} left for a ${kind}`;
}

/** Looks, sends at most once, looks at what came of it. Everything that leaves doubt is thrown, for the workflow to settle. */
async function moveOnce(gateway: PaymentGateway, clock: Clock, move: Move): Promise<MoveResult> {
  const before = await gateway.readTransaction(move.transactionId, readBounds());
  const known = move.find(before);
  if (known !== undefined) return tell(before, known, true);
  const obstacle = move.forbids(before);
  if (obstacle !== undefined)
    return { outcome: 'refused', reason: obstacle, totals: totalsOf(before) };
  try {
    const answer = await move.send(sendBounds(clock));
    return await readAnswer(gateway, move, before, answer);
  } catch (error) {
    const failure = failureOf(error);
    if (failure.code !== 'refused') throw error;
    return lookAfterRefusal(gateway, move, failure.message);
  }
}

function tell(picture: TransactionPicture, movement: Movement, echoed: boolean): MoveResult {
  const totals = totalsOf(picture);
  const { eventId, amount } = movement;
  if (movement.outcome === 'succeeded')
    return { outcome: 'moved', eventId, amount, echoed, totals };
  if (movement.outcome === 'pending') return { outcome: 'pending', totals };
  return {
    outcome: 'failed',
    eventId,
    reason: `the provider reports: ${movement.error ?? 'failed'}`,
    totals,
  };
}

/** A 200 proves nothing: the new event does. */
async function readAnswer(
  gateway: PaymentGateway,
  move: Move,
  before: TransactionPicture,
  answer: MovementAnswer,
): Promise<MoveResult> {
  const found = move.find(answer.transaction);
  if (found !== undefined) return tell(answer.transaction, found, true);
  if (answer.accepted) return { outcome: 'pending', totals: totalsOf(answer.transaction) };
  const unnamed = findNew(before, answer.transaction, move.kind);
  if (unnamed !== undefined) return tell(answer.transaction, unnamed, false);
  const after = await gateway.readTransaction(move.transactionId, readBounds());
  const late = move.find(after);
  if (late !== undefined) return tell(after, late, true);
  throw new PaymentFailureError(
    paymentFailure('unreadable_answer', `${move.kind}: the answer shows no event for it`),
  );
}

/** Exactly one event that was not there before, without our reference: the provider did not echo it. */
function findNew(
  before: TransactionPicture,
  after: TransactionPicture,
  kind: MovementKind,
): Movement | undefined {
  const known = new Set(before.movements.map((movement) => movement.eventId));
  const fresh = after.movements.filter(
    (movement) =>
      movement.kind === kind && !known.has(movement.eventId) && movement.outcome !== 'pending',
  );
  return fresh.length === 1 ? fresh[0] : undefined;
}

/** A refusal may mean that an earlier attempt got through and took what there was. */
async function lookAfterRefusal(
  gateway: PaymentGateway,
  move: Move,
  reason: string,
): Promise<MoveResult> {
  const after = await gateway.readTransaction(move.transactionId, readBounds());
  const found = move.find(after);
  if (found !== undefined) return tell(after, found, true);
  return { outcome: 'refused', reason, totals: totalsOf(after) };
}
