import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { randomUUID } from 'node:crypto';
import { createActivities } from '../../src/activities';
import { systemClock } from '../../src/activities/system-clock';
import { createOrderSagaClient } from '../../src/client/order-saga-client';
import type { OrderSagaClient } from '../../src/client/order-saga-client';
import type { OrderRequest } from '../../src/domain/order';
import { defaultTiming } from '../../src/domain/timing';
import type { Timing } from '../../src/domain/timing';
import { workflowIdOf } from '../../src/workflows/messages';
import { activitiesByOrder } from './activities-by-order';
import { createFakeGateway } from './fake-gateway';
import type { FakeGateway } from './fake-gateway';
import { transactionPicture } from './fake-world';
import { workflowBundlePath } from './temporal-server';
import { twoLines } from './two-line-order';
import { taskLimit } from '../../src/task-limit';

/** Short enough for a test, and in the same proportions as in real life. */
export const quickTiming: Timing = {
  ...defaultTiming,
  paymentDeadlineMs: 60_000,
  moneyAttemptMs: 5_000,
  pollFirstMs: 50,
  pollMaxMs: 200,
  settleDelayMs: 300,
  attentionAfterMs: 6_000,
};

export interface ClientRig {
  readonly orders: OrderSagaClient;
  readonly client: Client;
  readonly gateway: FakeGateway;
  readonly order: OrderRequest;
  readonly taskQueue: string;
  startWorker(): Promise<RunningWorker>;
  /** The customer pays: from the next look on, the order is authorized. */
  pay(): void;
}

interface RunningWorker {
  stop(): Promise<void>;
}

export interface ServerRig {
  /** An order of its own, a provider of its own, and a task queue of its own, whose workers the test starts. */
  setUp(timing?: Partial<Timing>): ClientRig;
  /** An order of its own and a provider of its own, on a worker that all of them share. */
  working(timing?: Partial<Timing>): Promise<ClientRig>;
  close(): Promise<void>;
}

/** The typed client and the real workflow on a real server; only the provider is one in memory. */
export async function openServerRig(address: string): Promise<ServerRig> {
  const logger = new DefaultLogger('ERROR');
  Runtime.install({ logger });
  const [connection, native] = await Promise.all([
    Connection.connect({ address }),
    NativeConnection.connect({ address }),
  ]);
  const client = new Client({ connection, workflow: { queryRejectCondition: 'NOT_OPEN' } });
  const shared: Shared = { client, native, workers: new Set(), gateways: new Map() };
  const { workers, gateways } = shared;
  const sharedQueue = `clients-${randomUUID().slice(0, 8)}`;
  let sharedWorker: Promise<RunningWorker> | undefined;
  return {
    setUp: (timing = {}) => setUpOrder(shared, timing),
    async working(timing = {}) {
      const activities = activitiesByOrder(gateways, systemClock);
      sharedWorker ??= startWorker(shared, activities, sharedQueue);
      await sharedWorker;
      return setUpOrder(shared, timing, sharedQueue);
    },
    async close() {
      await Promise.all([...workers].map((worker) => worker.stop()));
      await native.close();
      await connection.close();
    },
  };
}

interface Shared {
  readonly client: Client;
  readonly native: NativeConnection;
  readonly workers: Set<RunningWorker>;
  /** By workflow id. */
  readonly gateways: Map<string, FakeGateway>;
}

function setUpOrder(shared: Shared, timing: Partial<Timing>, sharedQueue?: string): ClientRig {
  const id = randomUUID().slice(0, 8);
  const gateway = createFakeGateway();
  const order = twoLines(`client-${id}`);
  shared.gateways.set(workflowIdOf(order.orderReference), gateway);
  const taskQueue = sharedQueue ?? `client-${id}`;
  const { client } = shared;
  const orders = createOrderSagaClient({
    client,
    taskQueue,
    timing: { ...quickTiming, ...timing },
    deadlineMs: 20_000,
  });
  return {
    orders,
    client,
    gateway,
    taskQueue,
    order,
    startWorker: () => startWorker(shared, activitiesOf(gateway), taskQueue),
    pay() {
      const [sessionId = ''] = gateway.world.sessions.keys();
      // Just now: an old authorization would be warned of, and a warning answers whoever waits.
      const authorizedAt = new Date().toISOString();
      const picture = transactionPicture('AUTHORIZED', 49_700);
      gateway.world.transactions.set('T1', { ...picture, authorizedAt });
      gateway.world.sessions.set(sessionId, { sessionId, transactionId: 'T1' });
    },
  };
}

function activitiesOf(gateway: FakeGateway) {
  return createActivities({ gateway, clock: systemClock, random: Math.random });
}

async function startWorker(
  { native, workers }: Shared,
  activities: ReturnType<typeof createActivities>,
  taskQueue: string,
): Promise<RunningWorker> {
  const worker = await Worker.create({
    ...taskLimit,
    connection: native,
    taskQueue,
    workflowBundle: { codePath: workflowBundlePath() },
    activities: { ...activities },
  });
  const ended = worker.run();
  const running: RunningWorker = {
    async stop() {
      if (!workers.delete(running)) return;
      worker.shutdown();
      await ended;
    },
  };
  workers.add(running);
  return running;
}

export async function paidOrder(rig: ClientRig): Promise<string> {
  const { orderReference } = await rig.orders.start(rig.order);
  rig.pay();
  await rig.orders.waitFor(orderReference, 'authorized');
  return orderReference;
}

export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
}
