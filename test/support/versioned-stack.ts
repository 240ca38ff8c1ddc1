import { Client, Connection } from '@temporalio/client';
import { randomUUID } from 'node:crypto';
import { startStack } from '../../dev/start-stack';
import type { Stack } from '../../dev/start-stack';
import type { RunningProcess } from '../../dev/start-process';
import { toMinorUnits } from '../../src/domain/money';
import { readOrder } from '../../src/client/read-order';
import { workflowIdOf } from '../../src/workflows/messages';
import example from '../../examples/order.json';
import { historyOf, taskFailures } from './order-health';
import { openTemporalCli } from './temporal-cli';
import { workflowBundlePath } from './temporal-server';
import { stackTimings } from './whole-stack';

/** Workers of several versions side by side, moved about with Temporal's own command line. */
export interface VersionedStack extends Stack {
  readonly deployment: string;
  /** `temporal …`, its output; anything but success is an error. */
  temporal(...groups: readonly (readonly string[])[]): Promise<string>;
  /** A further worker, of this version and with this workflow code. */
  startVersion(buildId: string, workflowBundle?: string): Promise<RunningProcess>;
  makeCurrent(buildId: string): Promise<void>;
  /** What Temporal says of a version: `draining`, `drained`, or nothing as long as it is current. */
  drainageOf(buildId: string): Promise<string>;
  startOrder(): Promise<string>;
  startPaidOrder(): Promise<string>;
  pay(orderReference: string): Promise<void>;
  /** The builds that worked on the order's present run, in their order, and why tasks of theirs failed. */
  lifeOf(orderReference: string): Promise<OrderLife>;
}

export interface OrderLife {
  readonly builds: readonly string[];
  readonly failures: readonly string[];
  readonly pinned: boolean;
  readonly isClosed: boolean;
}

/** The first worker is of version `1`, which is made current. */
export async function startVersionedStack(
  temporalAddress: string,
  more: Readonly<Record<string, string>> = {},
): Promise<VersionedStack> {
  const id = randomUUID().slice(0, 8);
  const deployment = `orders-${id}`;
  const version = { WORKER_DEPLOYMENT_NAME: deployment, WORKER_BUILD_ID: '1' };
  const env = { ...stackTimings, WORKFLOW_BUNDLE: workflowBundlePath(), ...version, ...more };
  const stack = await startStack({ temporalAddress, taskQueue: `versions-${id}`, env });
  const cli = await openTemporalCli(temporalAddress);
  const connection = await Connection.connect({ address: temporalAddress });
  const client = new Client({ connection });
  const temporal = async (...groups: readonly (readonly string[])[]) => {
    const { exitCode, stdout, stderr } = await cli(...groups);
    if (exitCode !== 0) throw new Error(`temporal ${groups.flat().join(' ')}: ${stderr}`);
    return stdout;
  };
  const named = (buildId: string) => ['--deployment-name', deployment, '--build-id', buildId];
  const makeCurrent = async (buildId: string) => {
    const words = ['worker', 'deployment', 'set-current-version', ...named(buildId), '--yes'];
    // Temporal refuses a version that it has not seen at work on every task queue yet.
    await until(
      () => cli(words),
      ({ exitCode }) => exitCode === 0,
      pauseOfCommandMs,
    );
  };
  const pay = async (orderReference: string) => {
    const { sessionId = '' } = await stack.orders.state(orderReference);
    await stack.sandbox.actOnSession(sessionId, 'pay');
  };
  let orderCount = 0;
  const startOrder = async () => {
    orderCount += 1;
    const orderReference = `v-${orderCount}-${id}`;
    await stack.orders.start({ ...readOrder(example).order, orderReference });
    return orderReference;
  };
  await makeCurrent('1');
  return {
    ...stack,
    deployment,
    temporal,
    makeCurrent,
    pay,
    startOrder,
    startVersion: (buildId, workflowBundle = workflowBundlePath()) =>
      stack.startWorker({ WORKER_BUILD_ID: buildId, WORKFLOW_BUNDLE: workflowBundle }),
    async drainageOf(buildId) {
      const told = await temporal(
        ['worker', 'deployment', 'describe-version', '--output', 'json'],
        named(buildId),
      );
      const { drainageInfo } = JSON.parse(told) as { drainageInfo: { drainageStatus: string } };
      return drainageInfo.drainageStatus;
    },
    async startPaidOrder() {
      const orderReference = await startOrder();
      await pay(orderReference);
      await stack.orders.waitFor(orderReference, 'authorized');
      return orderReference;
    },
    lifeOf: (orderReference) => readLife(client, orderReference),
    async close() {
      await connection.close();
      await stack.close();
    },
  };
}

async function readLife(client: Client, orderReference: string): Promise<OrderLife> {
  const { raw, status } = await client.workflow.getHandle(workflowIdOf(orderReference)).describe();
  const events = await historyOf(client, orderReference);
  const builds = events.flatMap(
    ({ workflowTaskCompletedEventAttributes: task }) => task?.deploymentVersion?.buildId ?? [],
  );
  return {
    builds: builds.filter((build, index) => build !== builds[index - 1]),
    failures: taskFailures(events),
    pinned: Boolean(raw.workflowExecutionInfo?.versioningInfo?.versioningOverride?.pinned),
    isClosed: status.name !== 'RUNNING',
  };
}

export interface Stream {
  /** How many captures were answered so far. */
  readonly count: () => number;
  /** The ids of all captures, once the last one is recorded. */
  end(): Promise<readonly string[]>;
}

/** A small capture of one order after the other, each asked for a moment after the one before it is recorded. */
export function keepCapturing({ orders }: Stack, orderReference: string): Stream {
  const ids: string[] = [];
  let ended = false;
  const stream = async () => {
    for (;;) {
      if (ended) return ids;
      const captureId = `part-${ids.length + 1}`;
      const lines = [{ lineId: 1, amount: toMinorUnits(partAmount) }];
      const { status } = await orders.capture(orderReference, { captureId, lines });
      if (status !== 'recorded') throw new Error(`${orderReference} ${captureId}: ${status}`);
      ids.push(captureId);
      // Without a pause an order would move hundreds of times while a worker starts, and prove no more by it.
      await new Promise((resolve) => setTimeout(resolve, pauseOfStreamMs));
    }
  };
  const streaming = stream();
  // It is awaited at the end; until then a failure must not be one that nobody handles.
  streaming.catch(() => undefined);
  return {
    count: () => ids.length,
    async end() {
      ended = true;
      return streaming;
    },
  };
}

const pauseOfStreamMs = 150;
/** Each is a process, which takes a core for a while. */
export const pauseOfCommandMs = 1_000;
const longestWaitMs = 90_000;

/** Minor units of one capture of a stream. */
export const partAmount = 100;

/** Asks again until it holds; the error shows what it was last. */
export async function until<T>(
  look: () => T | Promise<T>,
  holds: (value: T) => boolean,
  pauseMs = 100,
): Promise<T> {
  const endMs = Date.now() + longestWaitMs;
  for (;;) {
    const value = await look();
    if (holds(value)) return value;
    if (Date.now() > endMs)
      throw new Error(`not within ${longestWaitMs} ms; it is ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
