import type { Movement, MovementKind, TransactionPicture } from '../domain/transaction-picture';
import { stillReserved } from '../domain/transaction-picture';

/**
 * A success outranks a pending one, and that a failure: the same reference may have been sent more than once. A pending
 * movement of the kind that carries no reference, or only the beginning of ours, may be ours too, so it is waited for.
 * `ofOthers` are events that are known to be another's, whatever the provider made of its reference.
 */
export function findByReference(
  picture: TransactionPicture,
  kind: 'capture' | 'refund',
  { reference, ofOthers = [] }: { reference: string; ofOthers?: readonly string[] },
): Movement | undefined {
  const alike = picture.movements.filter(
    (movement) => movement.kind === kind && !ofOthers.includes(movement.eventId),
  );
  const ours = alike.filter((movement) => movement.reference === reference);
  const unnamed = alike.find(
    ({ outcome, reference: shown = '' }) => outcome === 'pending' && reference.startsWith(shown),
  );
  return (
    withOutcome(ours, 'succeeded') ??
    withOutcome(ours, 'pending') ??
    withOutcome(ours, 'failed') ??
    unnamed
  );
}

/**
 * Finished movements that may be this one, because the provider cut their references: what remains is a beginning of ours. An
 * equal one without any reference is the back office's.
 */
export function countCutShort(
  picture: TransactionPicture,
  kind: 'capture' | 'refund',
  reference: string,
  amount: number,
): number {
  return picture.movements.filter(
    (movement) =>
      movement.kind === kind &&
      movement.outcome === 'succeeded' &&
      movement.amount === amount &&
      isBeginning(movement.reference, reference),
  ).length;
}

function isBeginning(shown: string | undefined, reference: string): boolean {
  return shown !== undefined && shown.length < reference.length && reference.startsWith(shown);
}

/** A void carries no reference. One that failed is no obstacle to the next: nothing can be released twice. */
export function findVoid(picture: TransactionPicture): Movement | undefined {
  const voids = picture.movements.filter((movement) => movement.kind === 'void');
  const done = withOutcome(voids, 'succeeded');
  const isReleased =
    picture.status === 'AUTHORIZATION_VOIDED' ||
    (done !== undefined && stillReserved(picture) === 0);
  if (!isReleased) return withOutcome(voids, 'pending');
  return {
    eventId: done?.eventId ?? `status-${picture.status}`,
    kind: 'void',
    outcome: 'succeeded',
    amount: picture.released,
    lines: [],
  };
}

export function findFailedVoid(picture: TransactionPicture): Movement | undefined {
  return withOutcome(
    picture.movements.filter((movement) => movement.kind === 'void'),
    'failed',
  );
}

function withOutcome(
  movements: readonly Movement[],
  outcome: Movement['outcome'],
): Movement | undefined {
  return movements.find((movement) => movement.outcome === outcome);
}

/** What a movement is known by where its reference is not echoed; a void has neither. */
interface Sought {
  readonly kind: MovementKind;
  readonly amount?: number;
  readonly reference?: string;
}

/** Exactly one finished movement that was not there before, and not under our reference: the provider did not echo it. */
export function findNew(
  before: TransactionPicture,
  after: TransactionPicture,
  { kind, amount, reference = '' }: Sought,
): Movement | undefined {
  const known = new Set(before.movements.map((movement) => movement.eventId));
  const fresh = after.movements.filter(
    (movement) =>
      movement.kind === kind &&
      movement.outcome !== 'pending' &&
      !known.has(movement.eventId) &&
      !isOfAnother(movement.reference, reference) &&
      (amount === undefined || movement.outcome === 'failed' || movement.amount === amount),
  );
  return fresh.length === 1 ? fresh[0] : undefined;
}

/** Another operation of the same order, which comes late: it bears the same beginning, and then another id. */
function isOfAnother(shown: string | undefined, reference: string): boolean {
  const ofOrder = reference.slice(0, reference.lastIndexOf('/') + 1);
  return (
    shown !== undefined &&
    ofOrder !== '' &&
    shown.startsWith(ofOrder) &&
    !reference.startsWith(shown)
  );
}

/** What a failed event says; the provider's own words, where it gave some. */
export function reasonOf(movement: Movement): string {
  return `the provider reports: ${movement.error ?? 'failed'}`;
}
