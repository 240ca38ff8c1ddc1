import { Context } from '@temporalio/activity';
import { mayHaveTakenEffect, paymentFailure, PaymentFailureError } from '../domain/payment-failure';
import type { CallBounds } from '../domain/payment-gateway';
import { failureOf } from './raise-application-failure';

/** How far this machine's clock may be from the server's. */
const clockSkewMs = 2_000;
/** With less than this left, a request would only end as unknown. */
const leastTimeMs = 5_000;

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** @throws an AbortError when the signal aborts. */
  pause(durationMs: number, signal: AbortSignal): Promise<void>;
}

const begunAt = new WeakMap<Context, number>();

/** Since the first look of this attempt in this process, by a clock that nobody can set wrong. */
function elapsedMs(): number {
  const attempt = Context.current();
  const nowMs = performance.now();
  const begunMs = begunAt.get(attempt) ?? nowMs;
  begunAt.set(attempt, begunMs);
  return nowMs - begunMs;
}

/** For reads: a cancelled attempt ends them at once. How long one may take is bounded by the gateway. */
export function readBounds(): CallBounds {
  elapsedMs();
  return { signal: Context.current().cancellationSignal };
}

/**
 * Runs a request that has an effect, with what belongs to its answer. The time left is checked directly before, because an
 * attempt that Temporal has given up on may still be running (a paused machine that wakes up): one without time left must
 * not send. It is counted from when the attempt was scheduled, since its own start says nothing about how long it waited,
 * and capped by what has passed since the attempt began, since this machine's clock may be slow.
 * Once sent, only that deadline ends it: an answer that was paid for is not thrown away because the worker shuts down.
 * @throws PaymentFailureError `not_sent`
 */
export async function sendInTime<T>(
  clock: Clock,
  send: (bounds: CallBounds) => Promise<T>,
): Promise<T> {
  const { info, cancellationSignal } = Context.current();
  const { currentAttemptScheduledTimestampMs, startToCloseTimeoutMs } = info;
  const skewMs = atMostPartOfAttempt(clockSkewMs, 10);
  const passedMs = Math.max(clock.now() - currentAttemptScheduledTimestampMs, elapsedMs());
  const leftMs = startToCloseTimeoutMs - skewMs - passedMs;
  if (cancellationSignal.aborted) throw notSent('cancelled before it was sent');
  if (leftMs < atMostPartOfAttempt(leastTimeMs, 4))
    throw notSent('too little time was left in the attempt');
  // Not AbortSignal.timeout: Node 20 forgets one that was passed through AbortSignal.any as soon as memory is cleaned up.
  const deadline = new AbortController();
  const timer = setTimeout(
    () => deadline.abort(new DOMException('the time of the attempt is over', 'TimeoutError')),
    leftMs,
  );
  try {
    return await send({ signal: deadline.signal });
  } finally {
    clearTimeout(timer);
  }
}

/** Short attempts, as in tests, cannot spare whole seconds: never more than a part of the attempt. */
export function atMostPartOfAttempt(durationMs: number, parts: number): number {
  return Math.min(durationMs, Context.current().info.startToCloseTimeoutMs / parts);
}

/**
 * Runs what comes before the request that has an effect: however it fails, nothing was sent, so that the step may simply be
 * repeated instead of being looked for.
 * @throws PaymentFailureError
 */
export async function beforeSending<T>(look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (error) {
    const failure = failureOf(error);
    if (failure.code === 'unexpected' || !mayHaveTakenEffect(failure)) throw error;
    const { retryAfterMs } = failure;
    throw notSent(
      `the look before it failed: ${failure.code}: ${failure.message}`,
      retryAfterMs === undefined ? {} : { retryAfterMs },
    );
  }
}

export function notSent(why: string, more: { retryAfterMs?: number } = {}): PaymentFailureError {
  return new PaymentFailureError(paymentFailure('not_sent', why, more));
}
