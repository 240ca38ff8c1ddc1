import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { isRetryable, paymentFailure, PaymentFailureError } from '../domain/payment-failure';
import type { PaymentFailure } from '../domain/payment-failure';

const benign = ['still_waiting', 'payment_deadline'];

/** Writes a failure of the table as what Temporal carries; `readActivityFailure` reads it back. */
export function raiseApplicationFailure(
  failure: PaymentFailure,
  nextRetryDelayMs?: number,
): ApplicationFailure {
  const delayMs = nextRetryDelayMs ?? failure.retryAfterMs;
  return ApplicationFailure.create({
    type: failure.code,
    message: failure.message,
    nonRetryable: !isRetryable(failure),
    details: [failure],
    ...(delayMs === undefined ? {} : { nextRetryDelay: Math.max(1, Math.round(delayMs)) }),
    ...(benign.includes(failure.code) ? { category: ApplicationFailureCategory.BENIGN } : {}),
  });
}

/** The failure that an error carries; one without a row of its own is a defect, and its effect is unknown. */
export function failureOf(error: unknown): PaymentFailure {
  if (error instanceof PaymentFailureError) return error.failure;
  return paymentFailure(
    'unexpected',
    error instanceof Error ? `${error.name}: ${error.message}` : 'not an error',
  );
}

/** Runs an activity's body; whatever it throws leaves as a row of the failure table. */
export async function raising<T>(body: () => Promise<T>): Promise<T> {
  try {
    return await body();
  } catch (error) {
    if (error instanceof ApplicationFailure) throw error;
    throw raiseApplicationFailure(failureOf(error));
  }
}
