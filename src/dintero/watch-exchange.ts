import { PaymentFailureError } from '../domain/payment-failure';
import type { FailureCode } from '../domain/payment-failure';
import { endpoints } from './endpoints';
import type { HttpAnswer, HttpCall } from './http-client';

/** One exchange with the provider that is over: nothing of its content, no id of an order, no address. */
export interface Exchange {
  /** The route, with `{id}` where an id stood: `/transactions/{id}/capture`. */
  readonly endpoint: string;
  readonly method: HttpCall['method'];
  readonly durationMs: number;
  /** The HTTP status, where an answer came. */
  readonly status?: number;
  /** The row of the failure table, where it failed; what a 2xx answer holds is judged later. */
  readonly failure?: FailureCode;
  /** What the provider calls the exchange, where it says so. */
  readonly requestId?: string;
}

export type OnExchange = (exchange: Exchange) => void;

export type SeenAnswer = Pick<Exchange, 'requestId'> & { readonly status: number };

const tokenPath = '/accounts/{id}/auth/token';

/** Every route that an exchange may bear. */
export const watchedEndpoints: readonly string[] = [
  ...new Set(Object.values(endpoints).map(({ path }) => path)),
  tokenPath,
];

/** Tells of the exchange when it has ended, however it did. */
export async function watchExchange(
  { what, method }: HttpCall,
  onExchange: OnExchange | undefined,
  send: (saw: (answer: SeenAnswer) => void) => Promise<HttpAnswer>,
): Promise<HttpAnswer> {
  if (onExchange === undefined) return send(() => {});
  const startedMs = performance.now();
  let seen: SeenAnswer | undefined;
  const tell = (more: { readonly failure?: FailureCode }) => {
    const durationMs = performance.now() - startedMs;
    try {
      onExchange({ endpoint: routeOf(what), method, durationMs, ...seen, ...more });
    } catch {
      // Whoever watches changes nothing: an answer that was paid for is not lost to a defect of the watcher.
    }
  };
  try {
    const answer = await send((answer) => (seen = answer));
    tell({});
    return answer;
  } catch (error) {
    tell({ failure: failureCodeOf(error) });
    throw error;
  }
}

/** Dintero documents `event-request-id` alone; the others are what gateways usually call it. */
const requestIdHeaders = ['request-id', 'x-request-id', 'event-request-id'];
const longestRequestId = 100;

export function requestIdOf(headers: HttpAnswer['headers']): { readonly requestId?: string } {
  const found = requestIdHeaders
    .map((name) => headers[name])
    .find((value) => typeof value === 'string' && /^[\w.:/+=-]+$/.test(value));
  return typeof found === 'string' ? { requestId: found.slice(0, longestRequestId) } : {};
}

function routeOf(what: string): string {
  const known: Readonly<Record<string, { readonly path: string }>> = endpoints;
  return known[what]?.path ?? tokenPath;
}

function failureCodeOf(error: unknown): FailureCode {
  return error instanceof PaymentFailureError ? error.failure.code : 'unexpected';
}
