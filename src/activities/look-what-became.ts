import { Context } from '@temporalio/activity';
import { paymentFailure } from '../domain/payment-failure';
import type { PaymentGateway } from '../domain/payment-gateway';
import { isBehind, totalsOf } from '../domain/transaction-picture';
import type { Movement, TransactionPicture } from '../domain/transaction-picture';
import { readBounds } from './attempt-bounds';
import type { Clock } from './attempt-bounds';
import type { SettleInput, SettleResult } from './contract';
import { findByReference, findFailedVoid, findVoid, reasonOf } from './find-movement';
import { raiseApplicationFailure } from './raise-application-failure';

const firstPauseMs = 500;
const longestPauseMs = 30_000;

/**
 * What became of a movement whose outcome is unknown. A success or a failure counts whenever it is seen. Absence counts only
 * after nothing of ours can be on its way any more, in two looks apart from each other; until then the activity fails
 * benignly and looks again. That time is told by the server's clock, which scheduled the attempt: a clock of this machine that
 * is fast would prove absence too soon, and money would be sent twice.
 */
export async function lookWhatBecame(
  gateway: PaymentGateway,
  clock: Clock,
  input: SettleInput,
): Promise<SettleResult> {
  const startedMs = clock.now();
  const first = await lookOnce(gateway, input);
  if ('told' in first) return first.told;
  const leftMs = input.notBeforeMs - Context.current().info.currentAttemptScheduledTimestampMs;
  if (first.pending || leftMs > 0)
    throw lookLater(
      first.pending ? 'the provider is still working on it' : 'too early to tell',
      leftMs > 0 ? Math.max(leftMs - (clock.now() - startedMs), firstPauseMs) : 0,
    );
  await clock.pause(input.absenceGapMs, readBounds().signal);
  const second = await lookOnce(gateway, input);
  if ('told' in second) return second.told;
  if (second.pending || isBehind(second.picture, input.known))
    throw lookLater('the provider shows an older picture', 0);
  return tellAbsence(second.picture, input);
}

type Look =
  | { readonly told: SettleResult }
  | { readonly pending: boolean; readonly picture: TransactionPicture };

async function lookOnce(gateway: PaymentGateway, input: SettleInput): Promise<Look> {
  const picture = await gateway.readTransaction(input.transactionId, readBounds());
  const movement =
    input.kind === 'void' ? findVoid(picture) : findByReference(picture, input.kind, input);
  if (movement === undefined || movement.outcome === 'pending')
    return { pending: movement !== undefined, picture };
  return { told: tell(picture, movement) };
}

function tell(picture: TransactionPicture, movement: Movement): SettleResult {
  const totals = totalsOf(picture);
  const { eventId, amount } = movement;
  if (movement.outcome === 'succeeded') return { settled: 'moved', eventId, amount, totals };
  return { settled: 'failed', eventId, reason: reasonOf(movement), totals };
}

/** A void that failed carries nothing to tell it from an older one, so it counts no sooner than its absence would. */
function tellAbsence(picture: TransactionPicture, { kind, known }: SettleInput): SettleResult {
  const totals = totalsOf(picture);
  if (totals.captured !== known.captured || totals.refunded !== known.refunded)
    return { settled: 'changed', totals };
  const failed = kind === 'void' ? findFailedVoid(picture) : undefined;
  return failed === undefined ? { settled: 'absent', totals } : tell(picture, failed);
}

function lookLater(why: string, leftMs: number) {
  const grown = firstPauseMs * 2 ** (Context.current().info.attempt - 1);
  const pauseMs = Math.min(grown, longestPauseMs);
  return raiseApplicationFailure(
    paymentFailure('still_waiting', why),
    leftMs > 0 ? Math.min(pauseMs, leftMs) : pauseMs,
  );
}
