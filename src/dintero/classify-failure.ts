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
    const message = error.message.slice(0, 200);
    return error.code === undefined
      ? { message }
      : { message, providerCode: error.code.slice(0, 80) };
  } catch {
    return { message: 'without a readable error' };
  }
}

/** Seconds or an HTTP date; at most an hour, so that a slip of the provider does not stop an order for days. */
function readRetryAfter(header: string | undefined): { retryAfterMs?: number } {
  if (header === undefined) return {};
  const seconds = Number(header);
  const waitMs = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(header) - Date.now();
  return Number.isFinite(waitMs) ? { retryAfterMs: Math.min(Math.max(waitMs, 0), 3_600_000) } : {};
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

/** Before a connection stands, nothing can have been sent. */
const neverSent = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
];
const timedOut = ['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'];

function codeOfBreak(error: unknown, callerAborted: boolean): FailureCode {
  const code = errorCode(error);
  if (neverSent.includes(code)) return 'not_sent';
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
