import type { Client, WorkflowHandle } from '@temporalio/client';
import type { Sandbox } from '../../sandbox/server';
import { createOrderSagaClient } from '../../src/client/order-saga-client';
import type { OrderSagaClient } from '../../src/client/order-saga-client';
import { toMinorUnits } from '../../src/domain/money';
import type { LineAmount, OrderRequest } from '../../src/domain/order';
import type { OrderStatus, OrderView } from '../../src/domain/order-view';
import { defaultTiming } from '../../src/domain/timing';
import type { Timing } from '../../src/domain/timing';
import { workflowIdOf } from '../../src/workflows/messages';

/** Short enough to be recorded while one waits, and in the same proportions as in real life. */
const quickTiming: Timing = {
  ...defaultTiming,
  moneyAttemptMs: 5_000,
  pollFirstMs: 100,
  pollMaxMs: 400,
  settleDelayMs: 300,
  lateMoneyWatchMs: 500,
  attentionAfterMs: 6_000,
};

const longestStepMs = 30_000;

/** One order whose history is recorded: what its client, its customer and its provider do. */
export interface OrderScene {
  readonly orders: OrderSagaClient;
  readonly handle: WorkflowHandle;
  readonly reference: string;
  readonly start: () => Promise<void>;
  /** What the customer does on the checkout page; `options` are those of the sandbox. */
  readonly customer: (act: string, options?: object) => Promise<void>;
  /** What somebody does in the provider's back office. */
  readonly backOffice: (act: string, options?: object) => Promise<void>;
  /** From start to the authorization. */
  readonly payFor: (options?: object) => Promise<void>;
  /** Something that goes wrong at the provider, with this order only. */
  readonly fault: (definition: object) => void;
  readonly until: (wanted: OrderStatus | ((state: OrderView) => boolean)) => Promise<OrderView>;
  /** Waits until the history shows that many events of a type, such as `activityTaskScheduled`. */
  readonly untilHistory: (attributes: string, count: number) => Promise<void>;
  readonly end: () => Promise<void>;
}

export interface SceneSurroundings {
  readonly client: Client;
  readonly sandbox: Sandbox;
  readonly taskQueue: string;
}

export function openScene(
  { client, sandbox, taskQueue }: SceneSurroundings,
  name: string,
  timing: Partial<Timing>,
): OrderScene {
  const order = twoLines(name);
  const { orderReference: reference } = order;
  const orders = createOrderSagaClient({
    client,
    taskQueue,
    timing: { ...quickTiming, ...timing },
    deadlineMs: longestStepMs,
  });
  const handle = client.workflow.getHandle(workflowIdOf(reference));
  const scene: OrderScene = {
    orders,
    handle,
    reference,
    async start() {
      await orders.start(order);
    },
    async customer(act, options = {}) {
      const { sessionId = '' } = await orders.state(reference);
      sandbox.engine.actOnSession(sessionId, act, options);
    },
    async backOffice(act, options = {}) {
      const { transactionId = '' } = await orders.state(reference);
      sandbox.engine.actOnTransaction(transactionId, act, options);
    },
    async payFor(options) {
      await scene.start();
      await scene.customer('pay', options);
      await scene.until('authorized');
    },
    fault: (definition) => void sandbox.engine.faults.add({ reference, ...definition }),
    until: (wanted) => orders.waitFor(reference, wanted),
    untilHistory: (attributes, count) => awaitEvents(handle, `${attributes}EventAttributes`, count),
    async end() {
      await handle.result();
    },
  };
  return scene;
}

async function awaitEvents(handle: WorkflowHandle, key: string, count: number): Promise<void> {
  const deadlineMs = Date.now() + longestStepMs;
  for (;;) {
    const { events } = await handle.fetchHistory();
    const found = (events ?? []).filter(
      (event) => key in event && event[key as keyof typeof event],
    );
    if (found.length >= count) return;
    if (Date.now() > deadlineMs)
      throw new Error(`${handle.workflowId}: only ${found.length} of ${count} ${key}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function twoLines(orderReference: string): OrderRequest {
  const line = (lineId: number, grossAmount: number, vat: number) => ({
    lineId,
    productId: `product-${lineId}`,
    description: `Product ${lineId}`,
    quantity: 1,
    grossAmount: toMinorUnits(grossAmount),
    taxLines: [{ amount: toMinorUnits(vat), percentage: 25 }],
  });
  return {
    orderReference,
    currency: 'NOK',
    lines: [line(1, 39_800, 7_960), line(2, 9_900, 1_980)],
    returnUrl: 'https://shop.example/thanks',
  };
}

/** An amount on one of the scene's two lines, minor units. */
export function on(lineId: 1 | 2, amount: number): LineAmount {
  return { lineId, amount: toMinorUnits(amount) };
}
