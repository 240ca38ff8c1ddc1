import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { isRetryable, paymentFailure, PaymentFailureError } from '../domain/payment-failure';
import type { FailureCode, PaymentFailure } from '../domain/payment-failure';

/** Part of the normal course: no warning in the log, no count among the failures. */
const benign: readonly FailureCode[] = ['still_waiting', 'payment_deadline'];

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
  const { name, message } = describe(error);
  if (name === 'AbortError')
    return paymentFailure('attempt_cancelled', 'the attempt was cancelled while it waited');
  return paymentFailure('unexpected', `${name}: ${withoutSecrets(message)}`);
}

/** By its shape, not by its class: what the runtime itself throws may come from another realm. */
function describe(error: unknown): { name: string; message: string } {
  if (typeof error !== 'object' || error === null) return { name: typeof error, message: '' };
  const { name, message } = error as { name?: unknown; message?: unknown };
  return { name: String(name), message: String(message) };
}

/** Nobody knows what the message of a foreign error holds: long opaque words, such as tokens, are left out. */
function withoutSecrets(message: string): string {
  return message
    .replaceAll(/\b(basic|bearer)\s+\S+/gi, '$1 …')
    .replaceAll(/[A-Za-z0-9+/=_.~-]{32,}/g, '…');
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
