import { createHash, randomUUID } from 'node:crypto';
import { startStack } from '../../dev/start-stack';
import type { Stack } from '../../dev/start-stack';
import example from '../../examples/order.json';
import { temporalAddress, workflowBundlePath } from './temporal-server';
import { stackTimings } from './whole-stack';

export const readKey = 'a-key-that-reads';
export const operateKey = 'a-key-that-operates';
const hashOf = (key: string) => createHash('sha256').update(key).digest('hex');

export const testKeys = `reports:read:${hashOf(readKey)},shop:read+operate:${hashOf(operateKey)}`;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Ask {
  /** Nothing, for a call without a key. */
  readonly key?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; without one it is a GET. */
  readonly body?: unknown;
}

/** Asks the HTTP service, as `shop` unless another key is given. */
export async function askServer(url: string, path: string, ask: Ask = {}): Promise<Answer> {
  const sending = ask.body !== undefined;
  const answer = await fetch(`${url}${path}`, {
    method: sending ? 'POST' : 'GET',
    headers: {
      ...authorization(ask),
      ...(sending ? { 'content-type': 'application/json' } : {}),
      ...ask.headers,
    },
    ...(sending ? { body: JSON.stringify(ask.body) } : {}),
    signal: AbortSignal.timeout(20_000),
  });
  const { status, headers } = answer;
  const isJson = /json/.test(headers.get('content-type') ?? '');
  const body = isJson ? await answer.json() : { text: await answer.text() };
  return { status, headers, body: body as Answer['body'] };
}

function authorization(ask: Ask): Readonly<Record<string, string>> {
  if ('key' in ask && ask.key === undefined) return {};
  return { authorization: `Bearer ${ask.key ?? operateKey}` };
}

export interface HttpStack extends Stack {
  readonly serverUrl: string;
  /** Where the sandbox calls back. */
  readonly publicUrl: string;
  ask(path: string, ask?: Ask): Promise<Answer>;
}

/** Looks at payments so seldom that only a callback can bring them about in time. */
const seldom = { ORDER_POLL_FIRST: '40s', ORDER_POLL_MAX: '50s' } as const;

export async function startHttpStack(): Promise<HttpStack> {
  const stack = await startStack({
    temporalAddress: temporalAddress(),
    taskQueue: `http-${randomUUID().slice(0, 8)}`,
    env: { ...stackTimings, ...seldom, WORKFLOW_BUNDLE: workflowBundlePath() },
    server: { env: { HTTP_API_KEYS: testKeys, HTTP_EVENT_STREAMS: '2' } },
  });
  const { serverUrl = '' } = stack;
  return {
    ...stack,
    serverUrl,
    publicUrl: `${serverUrl}/callbacks/dintero`,
    ask: (path, ask) => askServer(serverUrl, path, ask),
  };
}

export function newOrder(): typeof example {
  return { ...example, orderReference: `http-${randomUUID().slice(0, 8)}` };
}
