import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { exampleOrder } from '../../dev/demo/stage';
import { takeFreePort } from '../../dev/free-port';
import { startProcess } from '../../dev/start-process';
import type { RunningProcess } from '../../dev/start-process';
import { startStack } from '../../dev/start-stack';
import type { Stack } from '../../dev/start-stack';
import { sandboxCallbackSecret, sandboxClient } from '../../sandbox/credentials';
import { eventually } from '../support/sandbox-rig';
import { hangSwallowingDoor } from '../support/swallowing-door';
import type { SwallowingDoor } from '../support/swallowing-door';
import { temporalAddress, workflowBundlePath } from '../support/temporal-server';

/** Looks at payments so seldom that only a callback can bring them home while the tests run. */
const seldom = { ORDER_POLL_FIRST: '10m', ORDER_POLL_MAX: '11m' } as const;
/** Shorter than the provider's own pauses; its twenty retries still outlast the start of a service on a loaded machine. */
const shortPauses = { callbackRetryFirstMs: 100, callbackRetryMaxMs: 1_000 } as const;

let port: number;
let stack: Stack;
/** The only way from the HTTP service to Temporal; worker and client go past it. */
let door: SwallowingDoor;
let server: RunningProcess | undefined;

beforeAll(async () => {
  [port, door] = await Promise.all([takeFreePort(), hangSwallowingDoor(temporalAddress())]);
  stack = await startStack({
    temporalAddress: temporalAddress(),
    taskQueue: `callback-${randomUUID().slice(0, 8)}`,
    env: {
      ...seldom,
      WORKFLOW_BUNDLE: workflowBundlePath(),
      CALLBACK_PUBLIC_URL: `http://127.0.0.1:${port}/callbacks/dintero`,
    },
  });
  await stack.sandbox.change(shortPauses);
});

afterAll(() => stack.close());
afterAll(() => server?.stop());
afterAll(() => door.close());

/** The HTTP service, which nothing of these tests starts by itself. */
async function bringServerUp(): Promise<void> {
  server ??= startProcess('src/server.ts', {
    env: {
      ...stack.env,
      TEMPORAL_ADDRESS: door.address,
      HTTP_PORT: String(port),
      DINTERO_ACCOUNT_ID: sandboxClient.accountId,
      DINTERO_CALLBACK_SECRET: sandboxCallbackSecret,
    },
  });
  await server.waitFor('server ready');
}

interface Unpaid {
  readonly reference: string;
  readonly sessionId: string;
}

async function unpaidOrder(): Promise<Unpaid> {
  const { orderReference } = await stack.orders.start(exampleOrder(randomUUID()));
  const { sessionId = '' } = await stack.orders.state(orderReference);
  return { reference: orderReference, sessionId };
}

interface Delivery {
  readonly sessionId: string;
  readonly state: string;
  readonly attempts: readonly { readonly outcome: { status?: number; broken?: string } }[];
}

async function awaitDelivery(
  { sessionId }: Unpaid,
  wanted: (delivery: Delivery) => boolean,
): Promise<Delivery> {
  return eventually(async () => {
    const answer = await fetch(`${stack.sandbox.url}/sandbox/callbacks`, {
      signal: AbortSignal.timeout(10_000),
    });
    const { callbacks } = (await answer.json()) as { callbacks: readonly Delivery[] };
    return callbacks.find((delivery) => delivery.sessionId === sessionId && wanted(delivery));
  });
}

/** Waits until the provider has called in vain, and shows that the order knows nothing of its payment. */
async function expectCallInVain(order: Unpaid, outcome: unknown): Promise<void> {
  const { attempts, state } = await awaitDelivery(order, (one) => one.attempts.length > 0);
  expect({ state, first: attempts[0]?.outcome }).toEqual({ state: 'waiting', first: outcome });
  const { status } = await stack.orders.state(order.reference);
  expect(status).toBe('awaiting_payment');
}

async function expectBroughtHome(order: Unpaid): Promise<void> {
  await stack.orders.waitFor(order.reference, 'authorized', { deadlineMs: 25_000 });
  // The bell rings before the provider hears that it did.
  const { attempts } = await awaitDelivery(order, ({ state }) => state !== 'waiting');
  expect(attempts.at(-1)?.outcome).toEqual({ status: 204 });
}

test('when the HTTP service is down while the customer pays, a retry of the callback brings the payment home once it is up', async () => {
  const order = await unpaidOrder();
  await stack.sandbox.actOnSession(order.sessionId, 'pay');
  await expectCallInVain(order, { broken: expect.any(String) });
  await bringServerUp();
  await expectBroughtHome(order);
});

test('when the HTTP service cannot reach Temporal while the customer pays, it answers 503, and a retry of the callback brings the payment home', async () => {
  await bringServerUp();
  const order = await unpaidOrder();
  door.swallow();
  await stack.sandbox.actOnSession(order.sessionId, 'pay');
  await expectCallInVain(order, { status: 503 });
  door.open();
  await expectBroughtHome(order);
});
