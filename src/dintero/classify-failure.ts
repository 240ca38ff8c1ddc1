import { paymentFailure } from '../domain/payment-failure';
import type { FailureCode, PaymentFailure } from '../domain/payment-failure';
import { errorBody } from './wire/primitives';

/** An answer that is no success, as it came. */
export interface RefusedAnswer {
  readonly status: number;
  readonly body: string;
  readonly retryAfter?: string;
}

const codeByStatus: Readonly<Record<number, FailureCode>> = {
  401: 'unauthorized',
  403: 'scope_missing',
  404: 'not_found',
  409: 'conflict',
  429: 'rate_limited',
};

const longestWaitMs = 3_600_000;

/** A 408 says that the provider gave up waiting for something, so what it did is not known. */
export function classifyAnswer(what: string, answer: RefusedAnswer): PaymentFailure {
  const code = codeByStatus[answer.status] ?? codeOfOthers(answer.status);
  const { message, providerCode } = readErrorBody(answer.body);
  return paymentFailure(code, `${what}: ${answer.status} ${message}`, {
    status: answer.status,
    ...(providerCode === undefined ? {} : { providerCode }),
    ...readRetryAfter(answer.retryAfter),
  });
}

function codeOfOthers(status: number): FailureCode {
  if (status === 408 || status >= 500) return 'provider_error';
  return status >= 400 ? 'refused' : 'unreadable_answer';
}

/** Never the raw body: a proxy's error page may hold anything. */
function readErrorBody(body: string): { message: string; providerCode?: string } {
  try {
    const { error } = errorBody.parse(JSON.parse(body));
    const message = withoutCredentials(error.message).slice(0, 200);
    return error.code ? { message, providerCode: error.code.slice(0, 80) } : { message };
  } catch {
    return { message: 'without a readable error' };
  }
}

/** A proxy's message may repeat the header that it did not like. */
function withoutCredentials(message: string): string {
  return message.replaceAll(/\b(basic|bearer)\s+\S+/gi, '$1 …');
}

/**
 * Seconds or an HTTP date; at most an hour, so that a slip of the provider does not stop an order for days. A time that is
 * over (clocks differ) asks for no wait, which must not replace our own pauses: the step would be repeated without one.
 */
function readRetryAfter(header: string | undefined): { retryAfterMs?: number } {
  if (header === undefined) return {};
  const seconds = Number(header);
  const waitMs = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(header) - Date.now();
  return waitMs > 0 ? { retryAfterMs: Math.min(waitMs, longestWaitMs) } : {};
}

/** How an HTTP exchange broke, seen from the error that undici or the abort signal threw. */
export function classifyBreak(
  what: string,
  error: unknown,
  callerAborted: boolean,
): PaymentFailure {
  const code = codeOfBreak(error, callerAborted);
  return paymentFailure(code, `${what}: ${reasonOf(error)}`);
}

/**
 * What the connector of the pool fails with: before a connection stands, nothing can have been sent. It is known from where
 * it happened and not from an error's code, since one that stood may break with the same codes (`read EHOSTUNREACH`).
 */
export class NeverConnectedError extends Error {
  constructor(cause: unknown) {
    super('no connection', { cause });
    this.name = 'NeverConnectedError';
  }
}

const timedOut = ['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'];

function codeOfBreak(error: unknown, callerAborted: boolean): FailureCode {
  const code = errorCode(error);
  if (error instanceof NeverConnectedError) return 'not_sent';
  if (callerAborted) return 'attempt_cancelled';
  if (timedOut.includes(code) || errorName(error) === 'TimeoutError') return 'request_timed_out';
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') return 'unreadable_answer';
  return 'connection_cut';
}

function errorCode(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  return typeof code === 'string' ? code : errorCode(cause);
}

function errorName(error: unknown): string {
  return typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : '';
}

function reasonOf(error: unknown): string {
  return errorCode(error) || errorName(error) || 'the exchange broke';
}
