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
  if (isPaymentFailure(detail) && detail.code === failure.type) return detail;
  return paymentFailure('unexpected', `${failure.type ?? 'Error'}: ${failure.message}`);
}

/**
 * What the attempts before it reported says why it took so long, and nothing about the attempt that never reported. Only
 * the first attempt's schedule-to-start timeout proves that no code ever ran.
 */
function readTimeout({ timeoutType, cause }: TimeoutFailure): PaymentFailure {
  if (timeoutType === 'SCHEDULE_TO_START' && cause === undefined)
    return paymentFailure('not_sent', 'no worker took up the attempt in time');
  const before =
    cause instanceof ApplicationFailure ? `, after ${cause.type ?? 'Error'}: ${cause.message}` : '';
  return paymentFailure('attempt_timed_out', `${timeoutType}: no worker reported an end${before}`);
}

const optionalFields = {
  status: 'number',
  providerCode: 'string',
  retryAfterMs: 'number',
} as const;

function isPaymentFailure(value: unknown): value is PaymentFailure {
  if (typeof value !== 'object' || value === null) return false;
  const fields: Readonly<Record<string, unknown>> = { ...value };
  return (
    isFailureCode(fields['code']) &&
    typeof fields['message'] === 'string' &&
    Object.entries(optionalFields).every(
      ([name, type]) => fields[name] === undefined || typeof fields[name] === type,
    )
  );
}
