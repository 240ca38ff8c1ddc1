import { Client, Connection } from '@temporalio/client';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeFreePort } from '../../dev/free-port';
import { startStack } from '../../dev/start-stack';
import type { OrderView } from '../../src/domain/order-view';
import { Draws } from '../simulation/draws';
import { attendOrder } from './attend-order';
import { brewFaults } from './brew-faults';
import { newTally } from './count';
import type { Tally } from './count';
import { driveOrder, pause } from './drive-order';
import { judgeOrder } from './judge-order';
import { makeMischief, restarter } from './make-mischief';
import type { Machines } from './make-mischief';
import { countFaults, readLedger } from './read-ledger';
import type { FullLedger } from './read-ledger';
import { readTaskFailures } from './read-task-failures';
import { timings } from './setting';

export interface ChaosOptions {
  readonly seed: number;
  readonly orders: number;
  readonly chaosMs: number;
  /** For all orders to come to rest after the last mishap. */
  readonly restMs: number;
  readonly workers: number;
  readonly workflowBundle?: string;
  /** What is waited for, while it goes on. */
  readonly tell?: (text: string) => void;
}

export interface WrongOrder {
  readonly reference: string;
  readonly problems: readonly string[];
  readonly view?: OrderView;
  readonly ledger: FullLedger;
}

export interface ChaosReport {
  readonly seed: number;
  readonly orders: number;
  readonly injected: Readonly<Record<string, number>>;
  readonly seen: Readonly<Record<string, number>>;
  readonly wrong: readonly WrongOrder[];
  readonly durationMs: number;
}

interface Scene {
  readonly options: ChaosOptions;
  readonly machines: Machines;
  readonly client: Client;
  readonly references: readonly string[];
  readonly draws: Draws;
  readonly injected: Tally;
  readonly seen: Tally;
}

/** Real processes under real signals, and a provider that fails; then quiet, and a verdict on every order. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const startedAtMs = Date.now();
  const folder = mkdtempSync(join(tmpdir(), 'order-chaos-'));
  const [port, uiPort] = [await takeFreePort(), await takeFreePort()];
  const restartTemporal = restarter(port, uiPort, join(folder, 'temporal.db'));
  const temporal = await restartTemporal();
  const lifetimeMs = options.chaosMs + options.restMs + 180_000;
  const { workflowBundle } = options;
  // From the seed alone, since everything is drawn by the orders' names.
  const batch = String(options.seed).padStart(6, '0');
  const stack = await startStack({
    temporalAddress: temporal.address,
    taskQueue: `chaos-${batch}`,
    env: {
      ...timings,
      ...(workflowBundle === undefined ? {} : { WORKFLOW_BUNDLE: workflowBundle }),
    },
    lifetimeMs,
  });
  const machines: Machines = { stack, temporal, restartTemporal, workers: [stack.worker] };
  const connection = await Connection.connect({ address: temporal.address });
  try {
    while (machines.workers.length < options.workers)
      machines.workers.push(await stack.startWorker());
    const scene: Scene = {
      options,
      machines,
      client: new Client({ connection }),
      references: Array.from(
        { length: options.orders },
        (_none, index) => `ch-${batch}-${String(index + 1).padStart(3, '0')}`,
      ),
      draws: new Draws(options.seed),
      injected: newTally(),
      seen: newTally(),
    };
    await storm(scene);
    const wrong = await judgeAll(scene, await comeToRest(scene));
    const faults = await countFaults(stack.sandbox.url);
    return {
      seed: options.seed,
      orders: options.orders,
      injected: { ...scene.injected.counts, ...faults },
      seen: scene.seen.counts,
      wrong,
      durationMs: Date.now() - startedAtMs,
    };
  } finally {
    await connection.close();
    await stack.close();
    await machines.temporal.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function storm(scene: Scene): Promise<void> {
  const { options, machines, client, draws, injected, seen, references } = scene;
  const { stack } = machines;
  for (const fault of brewFaults(options.seed)) await stack.sandbox.fault(fault);
  const untilMs = Date.now() + options.chaosMs;
  const lastMs = untilMs + options.restMs / 2;
  const driver = { stack, client, draws, count: seen.count };
  const mischief = makeMischief({ machines, draws, count: injected.count, untilMs });
  const driven = references.map(async (reference, index) => {
    // Spread over the first half, so that orders of every age meet every mishap.
    await pause((options.chaosMs * 0.5 * index) / references.length);
    await driveOrder(driver, reference, lastMs);
  });
  const isOver = { yet: false };
  const attended = attendWhile(scene, () => !isOver.yet);
  await mischief;
  await stack.sandbox.clearFaults();
  options.tell?.('The storm is over.');
  await Promise.all(driven);
  options.tell?.('All is asked for.');
  isOver.yet = true;
  await attended;
}

const roundMs = 3_000;

async function attendWhile(scene: Scene, goOn: () => boolean): Promise<void> {
  while (goOn()) {
    await attendAll(scene);
    await pause(roundMs);
  }
}

async function attendAll({ machines, references, seen }: Scene) {
  const { orders, sandbox } = machines.stack;
  const desk = { orders, url: sandbox.url, count: seen.count };
  return Promise.all(
    references.map(async (reference) => [reference, await attendOrder(desk, reference)] as const),
  );
}

function isAtRest(view: OrderView | undefined): boolean {
  if (view === undefined || view.needsAttention !== null) return false;
  if (['preparing', 'awaiting_payment'].includes(view.status)) return false;
  return view.operations.every(({ status }) => status === 'recorded' || status === 'rejected');
}

type Views = ReadonlyMap<string, OrderView | undefined>;

/** Rest means that the verdict is clean twice in a row, or that the time is over. */
async function comeToRest(scene: Scene): Promise<Views> {
  const untilMs = Date.now() + scene.options.restMs;
  let clean = 0;
  for (;;) {
    const views: Views = new Map(await attendAll(scene));
    const restless = scene.references.filter((reference) => !isAtRest(views.get(reference)));
    const wrong = restless.length > 0 ? restless : await judgeAll(scene, views);
    scene.options.tell?.(
      `quiet: ${restless.length} not at rest, ${wrong.length - restless.length} wrong: ${JSON.stringify(wrong.slice(0, 3)).slice(0, 300)}`,
    );
    clean = wrong.length === 0 ? clean + 1 : 0;
    if (clean === 2 || Date.now() > untilMs) return views;
    await pause(roundMs);
  }
}

async function judgeAll(scene: Scene, views: Views): Promise<WrongOrder[]> {
  const { machines, client, references } = scene;
  const wrong: WrongOrder[] = [];
  for (const reference of references) {
    const ledger = await readLedger(machines.stack.sandbox.url, reference);
    const view = views.get(reference);
    const problems =
      view === undefined
        ? ['it does not answer']
        : [
            ...judgeOrder(ledger, view),
            ...(isAtRest(view) ? [] : [`it did not come to rest: ${view.status}`]),
            ...(await readTaskFailures(client, reference)),
          ];
    if (problems.length > 0)
      wrong.push({ reference, problems, ledger, ...(view === undefined ? {} : { view }) });
  }
  return wrong;
}
