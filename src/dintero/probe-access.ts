import { request } from 'undici';
import { PaymentFailureError } from '../domain/payment-failure';
import type { FailureCode } from '../domain/payment-failure';
import { createAccessTokens } from './access-token';
import { createApi } from './api';
import type { EndpointName } from './endpoints';
import { createHttpClient } from './http-client';
import type { Secret } from './secret';

export interface ProbeOptions {
  readonly accountId: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly apiUrl: string;
  readonly checkoutUrl: string;
  readonly requestTimeoutMs: number;
  readonly system: { readonly name: string; readonly version: string };
}

/** `ok`, or why not, in the words of the failure table. */
export type ProbeResult = 'ok' | { readonly code: FailureCode; readonly message: string };

export interface Probe {
  readonly token: ProbeResult;
  readonly orders: ProbeResult;
  readonly checkout: ProbeResult;
}

/** No order of anybody's bears it. */
const nobody = 'ordersaga-doctor';
/** The answer to a question about what does not exist; only who may ask gets one. */
const answered: readonly FailureCode[] = ['not_found', 'refused', 'unreadable_answer'];

/** Asks for a token and reads what does not exist in both systems: the credentials and the scopes for reading, at no effect. */
export async function probeAccess(options: ProbeOptions): Promise<Probe> {
  const http = createHttpClient(options);
  try {
    const audience = `https://api.dintero.com/v1/accounts/${options.accountId}`;
    const tokens = createAccessTokens({ ...options, http, audience, clock: Date.now });
    const { signal } = new AbortController();
    const token = await judge(() => tokens.current(signal));
    if (token !== 'ok') return { token, orders: token, checkout: token };
    const api = createApi({ ...options, http, tokens });
    const read = (name: EndpointName) => judge(() => api.call(name, { id: nobody, signal }));
    const [orders, checkout] = await Promise.all([read('readOrder'), read('readTransaction')]);
    return { token, orders, checkout };
  } finally {
    await http.close();
  }
}

async function judge(ask: () => Promise<unknown>): Promise<ProbeResult> {
  try {
    await ask();
    return 'ok';
  } catch (error) {
    if (!(error instanceof PaymentFailureError)) throw error;
    const { code, message } = error.failure;
    return answered.includes(code) ? 'ok' : { code, message };
  }
}

/**
 * How far the provider's clock is ahead of this one, milliseconds, by the `Date` of an answer; undefined where none came.
 * A second is what such a date can tell.
 */
export async function readClockAhead(
  url: string,
  timeoutMs: number,
  now: () => number,
): Promise<number | undefined> {
  try {
    const sentAtMs = now();
    const answer = await request(url, { method: 'HEAD', signal: AbortSignal.timeout(timeoutMs) });
    const nowMs = (sentAtMs + now()) / 2;
    await answer.body.dump();
    const { date } = answer.headers;
    const toldMs = typeof date === 'string' ? Date.parse(date) : Number.NaN;
    // The date is cut to its second: on average half of one is missing.
    return Number.isNaN(toldMs) ? undefined : toldMs + 500 - nowMs;
  } catch {
    return undefined;
  }
}
