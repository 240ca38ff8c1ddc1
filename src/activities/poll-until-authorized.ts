import { Context } from '@temporalio/activity';
import { transactionFrom } from '../domain/order-state';
import { isRetryable, paymentFailure } from '../domain/payment-failure';
import type { PaymentFailure } from '../domain/payment-failure';
import type { PaymentGateway } from '../domain/payment-gateway';
import { judgeTransaction } from '../domain/transaction-picture';
import { readBounds } from './attempt-bounds';
import type { Clock } from './attempt-bounds';
import type { PollInput, PollResult } from './contract';
import { failureOf, raiseApplicationFailure } from './raise-application-failure';

/** How many looks at the first pause before it begins to grow. */
const looksAtFirstPace = 5;
const growth = 1.5;
/** A fifth to either side, so that many orders do not look at once. */
const jitterShare = 0.2;

/**
 * One look at the payment. While there is nothing to tell it fails benignly with the time of the next look, so that waiting
 * takes no slot and leaves no history.
 */
export async function pollUntilAuthorized(
  gateway: PaymentGateway,
  clock: Clock,
  random: () => number,
  input: PollInput,
): Promise<PollResult> {
  try {
    const result = await look(gateway, input);
    if (result !== undefined) return result;
    noteLook(clock, input);
  } catch (error) {
    const failure = asNotShown(failureOf(error), clock, input);
    if (!isRetryable(failure) || failure.code === 'attempt_cancelled')
      throw raiseApplicationFailure(failure);
    if (isLongUnread(clock, input)) return { unreadable: failure };
    throw waitOrEnd(clock, random, input, failure);
  }
  throw waitOrEnd(clock, random, input, paymentFailure('still_waiting', 'not paid yet'));
}

/** As a draft, a page that was made just now, or what was paid there, may not be shown yet: nobody can do anything about that. */
function asNotShown(
  failure: PaymentFailure,
  clock: Clock,
  { sessionId, shownAtMs = 0 }: PollInput,
): PaymentFailure {
  return failure.code === 'not_found' && clock.now() < shownAtMs
    ? paymentFailure(
        'still_waiting',
        `page ${sessionId} was made just now, and it or its payment is not shown yet`,
      )
    : failure;
}

async function look(gateway: PaymentGateway, input: PollInput): Promise<PollResult | undefined> {
  const session = await gateway.readCheckoutSession(input.sessionId, readBounds());
  if (session.transactionId === undefined) return undefined;
  const picture = await gateway.readTransaction(session.transactionId, readBounds());
  const verdict = judgeTransaction(picture);
  if (verdict === 'waiting' || (verdict === 'on_hold' && input.held)) return undefined;
  return { verdict, transaction: transactionFrom(picture) };
}

/** Kept by Temporal from attempt to attempt. */
interface LastLook {
  readonly lookedAtMs: number;
}

function noteLook(clock: Clock, { tellAfterMs }: PollInput): void {
  if (tellAfterMs === undefined) return;
  const lastLook: LastLook = { lookedAtMs: clock.now() };
  Context.current().heartbeat(lastLook);
}

function isLongUnread(clock: Clock, { tellAfterMs }: PollInput): boolean {
  const { heartbeatDetails, scheduledTimestampMs } = Context.current().info;
  const lastLook = heartbeatDetails as LastLook | undefined;
  const sinceMs = lastLook?.lookedAtMs ?? scheduledTimestampMs;
  return tellAfterMs !== undefined && clock.now() - sinceMs >= tellAfterMs;
}

function waitOrEnd(clock: Clock, random: () => number, input: PollInput, failure: PaymentFailure) {
  const leftMs = input.deadlineAtMs - clock.now();
  if (leftMs <= 0)
    return raiseApplicationFailure(
      paymentFailure('payment_deadline', `the deadline is over (last look: ${failure.message})`),
    );
  const pauseMs = Math.max(
    nextPauseMs(Context.current().info.attempt, input, random()),
    failure.retryAfterMs ?? 0,
  );
  // The last look falls on the deadline itself.
  return raiseApplicationFailure(failure, Math.min(pauseMs, leftMs));
}

/** Fast while the customer is likely to be paying, then slower and slower. */
function nextPauseMs(
  attempt: number,
  pace: { pollFirstMs: number; pollMaxMs: number; held: boolean },
  chance: number,
): number {
  const grown = pace.held
    ? pace.pollMaxMs
    : pace.pollFirstMs * growth ** Math.max(0, attempt - looksAtFirstPace);
  const jitter = 1 + jitterShare * (2 * chance - 1);
  return Math.round(Math.min(grown, pace.pollMaxMs) * jitter);
}
