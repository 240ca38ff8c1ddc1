import { Client, Connection, WorkflowNotFoundError } from '@temporalio/client';
import type { WorkflowHandle } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { randomUUID } from 'node:crypto';
import type { Clock } from '../../src/activities/attempt-bounds';
import { systemClock } from '../../src/activities/system-clock';
import { createOrderSagaClient } from '../../src/client/order-saga-client';
import type { OrderSagaClient } from '../../src/client/order-saga-client';
import type { AttentionCode } from '../../src/domain/attention';
import type { OrderRequest } from '../../src/domain/order';
import type { OperationView, OrderStatus, OrderView } from '../../src/domain/order-view';
import { defaultTiming } from '../../src/domain/timing';
import type { Timing } from '../../src/domain/timing';
import type { PaymentGateway } from '../../src/domain/payment-gateway';
import { stateQuery, workflowIdOf } from '../../src/workflows/messages';
import { activitiesByOrder } from './activities-by-order';
import { createStoryProvider } from './story-provider';
import type { StoryProvider } from './story-provider';
import { workflowBundlePath } from './temporal-server';
import { twoLines } from './two-line-order';
import { taskLimit } from '../../src/task-limit';

/** Short enough for a test, and in the same proportions as in real life. */
const quickTiming: Timing = {
  ...defaultTiming,
  paymentDeadlineMs: 60_000,
  moneyAttemptMs: 8_000,
  pollFirstMs: 50,
  pollMaxMs: 200,
  settleDelayMs: 200,
  lateMoneyWatchMs: 200,
  attentionAfterMs: 30_000,
};

/** How long a story may take to come to where a test waits for it. */
const patienceMs = 40_000;

/** One order of 398.00 NOK on line 1 and 99.00 NOK on line 2, with a provider of its own. */
export interface Story {
  readonly orders: OrderSagaClient;
  readonly provider: StoryProvider;
  readonly order: OrderRequest;
  readonly reference: string;
  readonly handle: WorkflowHandle;
  state(): Promise<OrderView>;
  /** Asks until the state is so. */
  until(holds: OrderStatus | ((state: OrderView) => boolean)): Promise<OrderView>;
  /** Asks until the order says that it needs a person for this. */
  attention(code: AttentionCode): Promise<OrderView>;
  operation(operationId: string, ...statuses: OperationView['status'][]): Promise<OperationView>;
  /** Waits until the workflow has completed. */
  end(): Promise<OrderView>;
}

export interface Stories {
  /** Sets the stage only. */
  plan(timing?: Partial<Timing>): Story;
  /** The order waits for its customer. */
  begin(timing?: Partial<Timing>): Promise<Story>;
  /** The customer has paid. */
  paid(timing?: Partial<Timing>): Promise<Story>;
  close(): Promise<void>;
}

/** The real workflow and the real activities on a real server: one worker, and for each order a provider in memory. */
export async function openStories(address: string): Promise<Stories> {
  silenceRuntime();
  const [connection, native] = await Promise.all([
    Connection.connect({ address }),
    NativeConnection.connect({ address }),
  ]);
  const stage = createStage({ client: new Client({ connection }), clock: systemClock });
  const worker = await stage.startWorker(native);
  return {
    ...stage.stories,
    async close() {
      await worker.stop();
      await native.close();
      await connection.close();
    },
  };
}

export function silenceRuntime(): void {
  const logger = new DefaultLogger('ERROR');
  const filter = { core: 'ERROR', other: 'ERROR' } as const;
  Runtime.install({ logger, telemetryOptions: { logging: { filter } } });
}

export interface Surroundings {
  readonly client: Client;
  readonly clock: Clock;
  readonly timing?: Timing;
}

export interface Stage {
  readonly stories: Omit<Stories, 'close'>;
  startWorker(native: NativeConnection): Promise<{ stop(): Promise<void> }>;
}

export function createStage({ client, clock, timing = quickTiming }: Surroundings): Stage {
  const taskQueue = `stories-${randomUUID().slice(0, 8)}`;
  const gateways = new Map<string, PaymentGateway>();
  const plan = (own: Partial<Timing> = {}) => {
    const provider = createStoryProvider(clock.now);
    const order = twoLines(`${taskQueue}-${gateways.size + 1}`);
    gateways.set(workflowIdOf(order.orderReference), provider.gateway);
    const orders = createOrderSagaClient({
      client,
      taskQueue,
      timing: { ...timing, ...own },
      deadlineMs: 30_000,
    });
    return createStory(client, orders, provider, order);
  };
  const begin = async (own?: Partial<Timing>) => {
    const story = plan(own);
    await story.orders.start(story.order);
    return story;
  };
  const paid = async (own?: Partial<Timing>) => {
    const story = await begin(own);
    story.provider.customerPays();
    await story.until('authorized');
    return story;
  };
  return {
    stories: { plan, begin, paid },
    startWorker: (native) => startWorker(native, taskQueue, activitiesByOrder(gateways, clock)),
  };
}

async function startWorker(
  connection: NativeConnection,
  taskQueue: string,
  activities: object,
): Promise<{ stop(): Promise<void> }> {
  const worker = await Worker.create({
    ...taskLimit,
    connection,
    taskQueue,
    workflowBundle: { codePath: workflowBundlePath() },
    activities: { ...activities },
    // A test that failed may have left a call standing still.
    shutdownForceTime: '3s',
  });
  const ended = worker.run();
  return {
    async stop() {
      worker.shutdown();
      await ended;
    },
  };
}

function createStory(
  client: Client,
  orders: OrderSagaClient,
  provider: StoryProvider,
  order: OrderRequest,
): Story {
  const reference = order.orderReference;
  const handle = client.workflow.getHandle(workflowIdOf(reference));
  const state = () => handle.query(stateQuery);
  const until: Story['until'] = async (wanted) => {
    const holds =
      typeof wanted === 'function' ? wanted : ({ status }: OrderView) => status === wanted;
    let seen: OrderView | undefined;
    const deadline = Date.now() + patienceMs;
    for (let pauseMs = 50; Date.now() < deadline; pauseMs = Math.min(pauseMs * 1.6, 500)) {
      seen = await state().catch(unlessNotStarted);
      if (seen !== undefined && holds(seen)) return seen;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    throw new Error(`it did not come to be as awaited: ${JSON.stringify(seen, null, 1)}`);
  };
  const find = (view: OrderView, operationId: string) =>
    view.operations.find((operation) => operation.operationId === operationId);
  return {
    orders,
    provider,
    order,
    reference,
    handle,
    state,
    until,
    attention: (code) => until(({ needsAttention }) => needsAttention?.code === code),
    async operation(operationId, ...statuses) {
      const fits = (operation?: OperationView) =>
        operation !== undefined && statuses.includes(operation.status);
      const operation = find(await until((seen) => fits(find(seen, operationId))), operationId);
      if (operation === undefined) throw new Error(`there is no operation ${operationId}`);
      return operation;
    },
    async end() {
      const isClosed = async () => (await handle.describe()).status.name !== 'RUNNING';
      const deadline = Date.now() + patienceMs;
      while (Date.now() < deadline && !(await isClosed()))
        await new Promise((resolve) => setTimeout(resolve, 100));
      if (await isClosed()) return (await handle.result()) as OrderView;
      throw new Error(`it did not end: ${JSON.stringify(await state(), null, 1)}`);
    },
  };
}

function unlessNotStarted(error: unknown): undefined {
  if (!(error instanceof WorkflowNotFoundError)) throw error;
}
