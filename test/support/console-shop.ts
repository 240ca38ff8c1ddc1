import { createHash } from 'node:crypto';
import { pino } from 'pino';
import type { ListedOrder, ListRequest } from '../../src/client/list-orders';
import { queryOf } from '../../src/client/order-filter';
import type { OrderSagaClient } from '../../src/client/order-saga-client';
import { OperationRefusedError, OrderNotFoundError } from '../../src/client/order-saga-errors';
import type { OrderSagaError } from '../../src/client/order-saga-errors';
import { judgeOperation } from '../../src/domain/judge-operation';
import { zero } from '../../src/domain/money';
import type { OperationRequest } from '../../src/domain/operation';
import type { OrderRequest } from '../../src/domain/order';
import type { OrderState } from '../../src/domain/order-state';
import { viewOperation, viewOrder } from '../../src/domain/order-view';
import type { OperationView, OrderView } from '../../src/domain/order-view';
import { readApiKeys } from '../../src/http/api-keys';
import { buildApp } from '../../src/http/build-app';
import { addConsole } from '../../src/http/console/add-console';
import { done, line, noon, operationNamed, orderOf, paid } from './order-states';

const order: OrderRequest = {
  ...orderOf(60_000, 40_000),
  customer: { email: 'kari@shop.example' },
};
const hash = (key: string) => createHash('sha256').update(key).digest('hex');

function listedOrder(orderReference: string, needsAttention: boolean): ListedOrder {
  const amounts = { authorized: line(1, 100_000).amount, captured: zero, refunded: zero };
  const common = { status: 'authorized', currency: 'NOK', startedAt: noon } as const;
  return { ...common, orderReference, needsAttention, amounts };
}

/** The console in front of one paid order, `web-1`, that lives by the domain's rules in memory. */
export interface ConsoleShop {
  /** How often the order was asked for something, whatever came of it. */
  readonly asked: readonly string[];
  state(): OrderState;
  /** What was looked for in the list. */
  readonly listed: readonly ListRequest[];
  /** What the order shows from now on. */
  show(change: Partial<OrderView>): void;
  /** What the next request is answered, although the order has heard it. */
  fail(error: OrderSagaError): void;
  visit(): Visitor;
  close(): Promise<void>;
}

/** A browser without scripts: it keeps its cookie and sends forms as they stand. */
export interface Visitor {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<Shown>;
  post(
    path: string,
    fields: Readonly<Record<string, string>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Shown>;
  /** Sends a form on to its confirmation, and goes where it leads. */
  review(path: string, fields: Readonly<Record<string, string>>): Promise<Shown>;
  /** The hidden fields of the form that leads to a path. */
  fieldsOf(shown: Shown, path: string): Readonly<Record<string, string>>;
  logIn(key: string): Promise<Shown>;
}

export interface Shown {
  readonly status: number;
  readonly body: string;
  readonly location: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

export async function openConsoleShop(keys: readonly string[] = []): Promise<ConsoleShop> {
  let state = paid(order);
  let change: Partial<OrderView> = {};
  let failure: OrderSagaError | undefined;
  const asked: string[] = [];
  const listed: ListRequest[] = [];
  const ask = async (request: OperationRequest): Promise<OperationView> => {
    asked.push(`${request.kind} ${request.operationId ?? ''}`.trim());
    const judgement = judgeOperation(state, request, noon);
    if ('refused' in judgement)
      throw new OperationRefusedError(judgement.refused.code, judgement.refused.reason);
    if ('accepted' in judgement) state = done(state, request);
    if (failure !== undefined) {
      const error = failure;
      failure = undefined;
      throw error;
    }
    const { operationId } = 'known' in judgement ? judgement.known : judgement.accepted;
    return viewOperation(operationNamed(state, request.kind, operationId));
  };
  const view = () => ({ ...viewOrder(state), ...change });
  const orders = {
    async state(reference: string) {
      if (reference !== 'web-1') throw new OrderNotFoundError(reference);
      return view();
    },
    ordered: async () => order,
    timeline: async (reference: string) => {
      if (reference !== 'web-1') throw new OrderNotFoundError(reference);
      return [{ atMs: 0, source: 'workflow', what: 'The order was started' } as const];
    },
    async list(request: ListRequest) {
      const { limit: _limit, cursor: _cursor, ...filter } = request;
      queryOf(filter);
      listed.push(request);
      const urgent = listedOrder('web-2', true);
      const orders = request.needsAttention ? [urgent] : [listedOrder('web-1', false), urgent];
      return { orders, nextCursor: 'next' };
    },
    capture: async (
      _reference: string,
      { captureId, lines }: { captureId: string; lines: never },
    ) => ask({ kind: 'capture', operationId: captureId, lines }),
    refund: async (
      _reference: string,
      { refundId, lines, reason }: { refundId: string; lines: never; reason: string },
    ) => ask({ kind: 'refund', operationId: refundId, lines, note: reason }),
    cancel: async (_reference: string, { reason }: { reason: string }) =>
      ask({ kind: 'cancel', note: reason }),
    async resolve(_reference: string, { choice }: { choice: string }) {
      asked.push(`resolve ${choice}`);
      change = { ...change, needsAttention: null };
      return view();
    },
    async reconcile() {
      asked.push('reconcile');
      return view();
    },
  } as unknown as OrderSagaClient;
  const known = keys.map((key) => `${key}:${hash(`secret-of-${key.split(':')[0]}`)}`).join(',');
  const http = await buildApp(
    {
      orders,
      keys: known === '' ? [] : readApiKeys(known),
      logger: pino({ level: 'silent' }),
      version: '0.0.0',
      requestsPerMinute: 10_000,
      mostStreams: 1,
      trustedProxies: [],
    },
    [addConsole()],
  );
  return {
    asked,
    listed,
    state: () => state,
    show: (next) => (change = next),
    fail: (error) => (failure = error),
    visit: () => openVisitor(home, injecting(http.app)),
    close: () => http.close(),
  };
}

const home = 'http://127.0.0.1:8080';

type App = Awaited<ReturnType<typeof buildApp>>['app'];

interface Sent {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload?: string;
}

/** One exchange, redirects not followed. */
type Send = (sent: Sent) => Promise<Shown>;

function injecting(app: App): Send {
  return async ({ method, path, headers, payload }) => {
    const { statusCode, ...answer } = await app.inject({
      method,
      url: path,
      headers: { host: new URL(home).host, ...headers },
      ...(payload === undefined ? {} : { payload }),
    });
    const { headers: given, body } = answer;
    return { status: statusCode, body, location: given.location ?? '', headers: given };
  };
}

/** To a server that listens. */
export function visitServer(url: string): Visitor {
  return openVisitor(url, async ({ method, path, headers, payload }) => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(20_000),
      ...(payload === undefined ? {} : { body: payload }),
    });
    const given = Object.fromEntries(answer.headers);
    const body = await answer.text();
    return { status: answer.status, body, location: given['location'] ?? '', headers: given };
  });
}

function openVisitor(origin: string, exchange: Send): Visitor {
  let cookie = '';
  const send: Send = async (sent) => {
    const carried = cookie === '' ? {} : { cookie };
    const shown = await exchange({ ...sent, headers: { ...carried, ...sent.headers } });
    const given = shown.headers['set-cookie'];
    if (typeof given === 'string') cookie = given.split(';')[0] ?? '';
    return shown;
  };
  const visitor: Visitor = {
    get: (path, headers = {}) => send({ method: 'GET', path, headers }),
    post: (path, fields, headers = {}) =>
      send({
        method: 'POST',
        path,
        headers: { origin, 'content-type': 'application/x-www-form-urlencoded', ...headers },
        payload: new URLSearchParams(fields).toString(),
      }),
    async review(path, fields) {
      const answer = await visitor.post(path, { ...fields, step: 'review' });
      return answer.status === 303 ? visitor.get(answer.location) : answer;
    },
    fieldsOf(shown, path) {
      const form = shown.body.split('<form').find((one) => one.includes(`action="${path}"`)) ?? '';
      const hidden = form.matchAll(/type="hidden"\s+name="([^"]*)"\s+value="([^"]*)"/g);
      return Object.fromEntries(
        [...hidden].map(([, name = '', value = '']) => [name, unescapeHtml(value)]),
      );
    },
    async logIn(key) {
      const path = '/console/login';
      const form = await visitor.get(path);
      return visitor.post(path, { ...visitor.fieldsOf(form, path), key });
    },
  };
  return visitor;
}

function unescapeHtml(text: string): string {
  const signs = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };
  return Object.entries(signs).reduce(
    (plain, [name, sign]) => plain.replaceAll(`&${name};`, sign),
    text,
  );
}
