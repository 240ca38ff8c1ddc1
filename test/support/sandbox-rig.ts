import { sandboxClient } from '../../sandbox/credentials';
import type { SandboxClient } from '../../sandbox/credentials';
import { startSandbox } from '../../sandbox/server';
import type { Sandbox, SandboxOptions } from '../../sandbox/server';

export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Parsed where it is JSON. */
  readonly body: Json;
}

/** Loose on purpose: what an answer holds is what the tests are about. */
export type Json = { readonly [name: string]: Json } & readonly Json[];

export interface Purchase {
  readonly orderId: string;
  readonly sessionId: string;
  readonly transactionId: string;
}

export interface SandboxRig {
  readonly sandbox: Sandbox;
  /** An HTTP request to any path, without a token. */
  send(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<RawAnswer>;
  /** With a token. Below `/v1`. */
  checkout(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<RawAnswer>;
  /** With a token. Below `/v1/accounts/{aid}/shopping`. */
  orders(method: string, path: string, body?: unknown): Promise<RawAnswer>;
  control(path: string, body?: unknown): Promise<RawAnswer>;
  ledger(query?: string): Promise<Json>;
  /** The only transaction of the ledger. */
  money(transactionId: string): Promise<Json>;
  draft(order?: Record<string, unknown>, options?: Record<string, unknown>): Promise<RawAnswer>;
  session(order?: Record<string, unknown>, rest?: Record<string, unknown>): Promise<RawAnswer>;
  /** From draft to a paid session, 39800 NOK by default. */
  purchase(payment?: Record<string, unknown>, session?: Record<string, unknown>): Promise<Purchase>;
  token(client?: SandboxClient): Promise<string>;
  close(): Promise<void>;
}

export const account = sandboxClient.accountId;

export const draftItem = {
  id: '175938',
  line_id: 1,
  quantity: 2,
  gross_amount: 39800,
  tax_lines: [{ amount: 7960, percentage: 25 }],
  description: 'Stablestol',
};

const sessionItem = {
  id: '175938',
  line_id: '1',
  description: 'Stablestol',
  quantity: 2,
  amount: 39800,
  vat_amount: 7960,
  vat: 25,
};

export async function requestToken(url: string, client: SandboxClient): Promise<RawAnswer> {
  const basic = Buffer.from(`${client.clientId}:${client.clientSecret}`).toString('base64');
  const audience = `https://api.dintero.com/v1/accounts/${client.accountId}`;
  return send(
    url,
    'POST',
    `/v1/accounts/${client.accountId}/auth/token`,
    { grant_type: 'client_credentials', audience },
    { authorization: `Basic ${basic}` },
  );
}

async function send(
  url: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<RawAnswer> {
  const answer = await fetch(url + path, {
    method,
    redirect: 'manual',
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(10_000),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, body: parse(text) };
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return {} as Json;
  }
}

/** A sandbox of the test's own over real HTTP, and short ways to talk to it. */
export async function startSandboxRig(options: SandboxOptions = {}): Promise<SandboxRig> {
  const sandbox = await startSandbox({ seed: 7, ...options });
  const client = options.clients?.[0] ?? sandboxClient;
  const token = async (of: SandboxClient = client) =>
    String((await requestToken(sandbox.url, of)).body['access_token']);
  const bearer = { authorization: `Bearer ${await token()}` };
  const call: SandboxRig['send'] = (...request) => send(sandbox.url, ...request);
  const checkout: SandboxRig['checkout'] = (method, path, body, headers) =>
    call(method, `/v1${path}`, body, { ...bearer, ...headers });
  const orders: SandboxRig['orders'] = (method, path, body) =>
    call(method, `/v1/accounts/${account}/shopping${path}`, body, bearer);
  const ledger: SandboxRig['ledger'] = async (query = '') =>
    (await call('GET', `/sandbox/ledger${query}`)).body;
  const rig: Omit<SandboxRig, 'purchase'> = {
    sandbox,
    send: call,
    checkout,
    orders,
    ledger,
    control: (path, body = {}) => call('POST', `/sandbox${path}`, body),
    money: async (id) => (await ledger(`?transactionId=${id}`))['transactions']![0]!,
    draft: (order = {}, draftOptions = { generate_order_id: 'ALPHANUMERIC_9' }) =>
      orders('POST', '/draft_orders', {
        options: draftOptions,
        order: { currency: 'NOK', items: [draftItem], ...order },
      }),
    session: (order = {}, rest = {}) =>
      checkout('POST', '/sessions-profile', {
        url: { return_url: 'https://shop.example/thanks' },
        order: {
          amount: 39800,
          currency: 'NOK',
          merchant_reference: 'order-1',
          items: [sessionItem],
          ...order,
        },
        profile_id: 'default',
        ...rest,
      }),
    token,
    close: () => sandbox.close(),
  };
  return { ...rig, purchase: (payment, session) => purchase(rig, payment, session) };
}

async function purchase(
  rig: Omit<SandboxRig, 'purchase'>,
  payment: Record<string, unknown> = {},
  session: Record<string, unknown> = {},
): Promise<Purchase> {
  const draft = await rig.draft();
  const completed = await rig.orders(
    'PUT',
    `/draft_orders/${String(draft.body['id'])}/complete`,
    {},
  );
  const orderId = String(completed.body['orders']![0]!['order_id']);
  const made = await rig.session({ merchant_reference: orderId }, session);
  const sessionId = String(made.body['id']);
  const paid = await rig.control(`/sessions/${sessionId}/pay`, payment);
  return { orderId, sessionId, transactionId: String(paid.body['transaction']!['id']) };
}

/** Awaits a condition by looking again and again, for at most `withinMs`. */
export async function eventually<T>(
  look: () => Promise<T | undefined>,
  withinMs = 5_000,
): Promise<T> {
  const giveUpAtMs = Date.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (Date.now() > giveUpAtMs) throw new Error(`nothing was seen within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
