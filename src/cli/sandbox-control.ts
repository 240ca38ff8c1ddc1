import { isPlainObject } from '../domain/plain-object';
import { CommandError } from './command-error';
import { exitCodes } from './exit-codes';
import type { Surroundings } from './surroundings';

/** One delivery of a callback, as the sandbox tells of it. */
export interface Delivery {
  readonly deliveryId: string;
  readonly sessionId: string;
  readonly url: string;
  readonly state: string;
  readonly attempts: readonly { readonly at: string; readonly outcome: DeliveryOutcome }[];
}

type DeliveryOutcome = { readonly status: number } | { readonly broken: string };

/** The sandbox, whose customer and network one may play. */
export interface Sandbox {
  readonly url: string;
  act(sessionId: string, act: string): Promise<void>;
  deliveries(sessionId: string): Promise<readonly Delivery[]>;
  resend(deliveryId: string): Promise<void>;
}

const requestTimeoutMs = 10_000;

/**
 * Nothing is sent to the real service, and nothing but a look to what does not turn out to be the sandbox.
 * @throws CommandError
 */
export async function findSandbox({ fetch }: Surroundings, address: string): Promise<Sandbox> {
  const url = originOf(address);
  const look = await ask(fetch, url, '/switches');
  if (!isPlainObject(look)) throw noSandbox(url);
  return {
    url,
    async act(sessionId, act) {
      await ask(fetch, url, `/sessions/${encodeURIComponent(sessionId)}/${act}`, 'POST');
    },
    async deliveries(sessionId) {
      const answer = await ask(fetch, url, '/callbacks');
      const all = isPlainObject(answer) ? (answer['callbacks'] as readonly Delivery[]) : [];
      return all.filter((one) => one.sessionId === sessionId);
    },
    async resend(deliveryId) {
      await ask(fetch, url, `/callbacks/${encodeURIComponent(deliveryId)}/resend`, 'POST');
    },
  };
}

function originOf(address: string): string {
  if (!URL.canParse(address))
    throw new CommandError(
      exitCodes.usage,
      `"${address.slice(0, 80)}" is no URL`,
      'Give the address of the sandbox, as in --url http://127.0.0.1:8900.',
    );
  const { hostname, origin } = new URL(address);
  if (/(^|\.)dintero\.[a-z]+$/i.test(hostname.replace(/\.$/, '')))
    throw new CommandError(
      exitCodes.refused,
      `${origin} is the real service: nobody pays there by a command`,
      'Open the checkout page and pay as the customer does; these verbs play the customer of the sandbox only.',
    );
  return origin;
}

function noSandbox(url: string): CommandError {
  return new CommandError(
    exitCodes.refused,
    `${url} is no sandbox: it does not answer as one`,
    'Start it with npm run sandbox or npm run demo -- --keep, or give its address by --url.',
  );
}

async function ask(
  fetch: Surroundings['fetch'],
  url: string,
  path: string,
  method: 'GET' | 'POST' = 'GET',
): Promise<unknown> {
  const answer = await request(fetch, `${url}/sandbox${path}`, method).catch((error: unknown) => {
    throw new CommandError(
      exitCodes.unavailable,
      `${url} cannot be reached: ${sayCause(error)}`,
      'Start the sandbox, or give its address by --url.',
    );
  });
  const body: unknown = await answer.json().catch(() => undefined);
  if (answer.ok) return body;
  if (path === '/switches') throw noSandbox(url);
  throw new CommandError(
    exitCodes.refused,
    `the sandbox refused it: ${sayRefusal(body) ?? answer.status}`,
    'Look at the order with ordersaga show: a page is paid once, and not after its end.',
  );
}

function request(
  fetch: Surroundings['fetch'],
  url: string,
  method: 'GET' | 'POST',
): Promise<Response> {
  return fetch(url, {
    method,
    // A redirect may lead to another service, which no verb is meant for.
    redirect: 'error',
    signal: AbortSignal.timeout(requestTimeoutMs),
    ...(method === 'POST' ? { headers: { 'content-type': 'application/json' }, body: '{}' } : {}),
  });
}

function sayCause(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? cause.message : message;
}

function sayRefusal(body: unknown): string | undefined {
  const error = isPlainObject(body) ? body['error'] : undefined;
  const message = isPlainObject(error) ? error['message'] : undefined;
  return typeof message === 'string' ? message : undefined;
}
