import {
  ActivityFailure,
  ApplicationFailure,
  CancelledFailure,
  rootCause,
  TimeoutFailure,
} from '@temporalio/common';
import { isFailureCode, paymentFailure } from '../domain/payment-failure';
import type { PaymentFailure } from '../domain/payment-failure';

/**
 * The inverse of `raiseApplicationFailure`: what a failed activity says about the money. An attempt that ran out of time,
 * was cancelled, or failed in a way without a row of its own is unknown, never "did not happen".
 */
export function readActivityFailure(error: unknown): PaymentFailure {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof ApplicationFailure) return readApplicationFailure(cause);
  if (cause instanceof TimeoutFailure) return readTimeout(cause);
  if (cause instanceof CancelledFailure)
    return paymentFailure('attempt_cancelled', 'the attempt was cancelled');
  return paymentFailure('unexpected', rootCause(error) ?? 'an error without a message');
}

function readApplicationFailure(failure: ApplicationFailure): PaymentFailure {
  const [detail] = failure.details ?? [];
  if (isFailureCode(failure.type) && isPaymentFailure(detail) && detail.code === failure.type)
    return detail;
  return paymentFailure('unexpected', `${failure.type ?? 'Error'}: ${failure.message}`);
}

/** A timeout after attempts that failed carries the last failure: that one says why it took so long. */
function readTimeout(timeout: TimeoutFailure): PaymentFailure {
  if (timeout.cause instanceof ApplicationFailure) return readApplicationFailure(timeout.cause);
  return paymentFailure(
    'attempt_timed_out',
    `${timeout.timeoutType}: no worker reported the attempt's end`,
  );
}

function isPaymentFailure(value: unknown): value is PaymentFailure {
  return (
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    'message' in value &&
    isFailureCode(value.code)
  );
}
