import { Context } from '@temporalio/activity';
import { paymentFailure, PaymentFailureError } from '../domain/payment-failure';

/** How far this machine's clock may be from the server's. */
const clockSkewMs = 2_000;
/** Less than this is not worth a request: it would only end as unknown. */
const leastTimeMs = 250;

export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  pause(durationMs: number, signal: AbortSignal): Promise<void>;
}

/** For reads: ends with the attempt, and with a cancellation. */
export function readBounds(): { signal: AbortSignal } {
  return { signal: Context.current().cancellationSignal };
}

/**
 * For a request that has an effect. Checked directly before it is sent, because an attempt that Temporal has given up on
 * may still be running (a paused machine that wakes up): one without time left must not send. Counted from when the attempt
 * was scheduled, since its own start says nothing about how long it waited. Once sent it is not cancelled: an answer that
 * was paid for is not thrown away because the worker shuts down.
 * @throws PaymentFailureError `not_sent`
 */
export function sendBounds(clock: Clock): { signal: AbortSignal } {
  const { info, cancellationSignal } = Context.current();
  const leftMs =
    info.currentAttemptScheduledTimestampMs +
    info.startToCloseTimeoutMs -
    clockSkewMsOf(info.startToCloseTimeoutMs) -
    clock.now();
  if (cancellationSignal.aborted) throw notSent('cancelled before it was sent');
  if (leftMs < leastTimeMs) throw notSent('too little time was left in the attempt');
  return { signal: AbortSignal.timeout(leftMs) };
}

/** Short attempts, as in tests, cannot spare two seconds. */
function clockSkewMsOf(startToCloseMs: number): number {
  return Math.min(clockSkewMs, startToCloseMs / 10);
}

function notSent(why: string): PaymentFailureError {
  return new PaymentFailureError(paymentFailure('not_sent', why));
}
