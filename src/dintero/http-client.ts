import { Agent, buildConnector, request } from 'undici';
import { paymentFailure, PaymentFailureError } from '../domain/payment-failure';
import { classifyAnswer, classifyBreak, NeverConnectedError } from './classify-failure';
import { requestIdOf, watchExchange } from './watch-exchange';
import type { OnExchange, SeenAnswer } from './watch-exchange';

export interface HttpCall {
  /** For error messages: the endpoint's name, never a URL with ids or queries. */
  readonly what: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Parsed JSON; undefined for an empty body. */
  readonly json: unknown;
}

export interface HttpClientOptions {
  /** For the whole exchange, connection included, milliseconds. */
  readonly requestTimeoutMs: number;
  /** Is told of every exchange once it is over. */
  readonly onExchange?: OnExchange | undefined;
}

export interface HttpClient {
  /** @throws PaymentFailureError for everything but a 2xx answer with a readable body. */
  send(call: HttpCall): Promise<HttpAnswer>;
  close(): Promise<void>;
}

const connectTimeoutMs = 5_000;
const keepAliveMs = 30_000;
const mostConnections = 64;
/** A transaction comes with all of its events: as many as an order can hold operations, some kilobytes each with the headers that they quote. */
const largestBodyBytes = 8 * 1024 * 1024;

/** One pool for the whole worker. It never repeats a request: Temporal is the only retrier. */
export function createHttpClient({ requestTimeoutMs, onExchange }: HttpClientOptions): HttpClient {
  const agent = new Agent({
    connect: createConnector(Math.min(connectTimeoutMs, requestTimeoutMs)),
    headersTimeout: requestTimeoutMs,
    bodyTimeout: requestTimeoutMs,
    keepAliveTimeout: keepAliveMs,
    keepAliveMaxTimeout: keepAliveMs,
    connections: mostConnections,
    // One request at a time on a connection: a lost answer must never be another request's.
    pipelining: 1,
    maxResponseSize: largestBodyBytes,
  });
  return {
    send: (call) =>
      watchExchange(call, onExchange, (saw) => send(agent, call, requestTimeoutMs, saw)),
    close: () => agent.close(),
  };
}

function createConnector(timeoutMs: number): buildConnector.connector {
  const connect = buildConnector({ timeout: timeoutMs });
  return (options, callback) =>
    connect(options, (error, socket) => {
      if (error !== null) callback(new NeverConnectedError(error), null);
      else callback(null, socket);
    });
}

async function send(
  agent: Agent,
  call: HttpCall,
  requestTimeoutMs: number,
  saw: (answer: SeenAnswer) => void,
): Promise<HttpAnswer> {
  if (call.signal.aborted)
    throw new PaymentFailureError(
      paymentFailure('not_sent', `${call.what}: cancelled before it was sent`),
    );
  const { status, headers, text } = await withinTime(requestTimeoutMs, call.signal, (signal) =>
    exchange(agent, call, signal),
  );
  saw({ status, ...requestIdOf(headers) });
  if (status < 200 || status > 299) {
    const retryAfter = headers['retry-after'];
    const refused = {
      status,
      body: text,
      ...(typeof retryAfter === 'string' ? { retryAfter } : {}),
    };
    throw new PaymentFailureError(classifyAnswer(call.what, refused));
  }
  return { status, headers, json: parseBody(call.what, text, status) };
}

async function withinTime<T>(
  timeoutMs: number,
  callerSignal: AbortSignal,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  // Not AbortSignal.timeout: Node 20 may forget one that was passed through AbortSignal.any when memory is cleaned up.
  const deadline = new AbortController();
  const timer = setTimeout(
    () => deadline.abort(new DOMException('the time of the request is over', 'TimeoutError')),
    timeoutMs,
  );
  try {
    return await run(AbortSignal.any([callerSignal, deadline.signal]));
  } finally {
    clearTimeout(timer);
  }
}

async function exchange(agent: Agent, call: HttpCall, signal: AbortSignal) {
  try {
    const { what: _what, url, body, ...rest } = call;
    const answer = await request(url, {
      ...rest,
      ...(body === undefined ? {} : { body }),
      signal,
      dispatcher: agent,
    });
    return { status: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
  } catch (error) {
    throw new PaymentFailureError(
      classifyBreak(call.what, error, call.signal.aborted && !isTimeout(call.signal.reason)),
    );
  }
}

/** The attempt's own deadline also arrives by the caller's signal, and it is a timeout, not a cancellation. */
function isTimeout(reason: unknown): boolean {
  return reason instanceof DOMException && reason.name === 'TimeoutError';
}

function parseBody(what: string, text: string, status: number): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new PaymentFailureError(
      paymentFailure('unreadable_answer', `${what}: ${status} whose body is no JSON`, { status }),
    );
  }
}
