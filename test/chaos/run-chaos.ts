import { Draws } from '../simulation/draws';
import { brewFaults } from './brew-faults';
import { attendAll, comeToRest } from './come-to-rest';
import type { WrongOrder } from './come-to-rest';
import { newTally } from './count';
import { driveOrder, pause } from './drive-order';
import { makeMischief } from './make-mischief';
import { countFaults } from './read-ledger';
import type { ChaosOptions, Scene } from './scene';
import { startMachines } from './start-machines';

export interface ChaosReport {
  readonly seed: number;
  readonly orders: number;
  readonly workers: number;
  readonly injected: Readonly<Record<string, number>>;
  /** Of the requests that the provider got while the storm went on, how many met a fault. */
  readonly faultShare: number;
  readonly seen: Readonly<Record<string, number>>;
  readonly wrong: readonly WrongOrder[];
  readonly durationMs: number;
}

/** Room for everything to be started and stopped on a slow machine. */
const marginMs = 180_000;

/** Real processes under real signals, and a provider that fails; then quiet, and a verdict on every order. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const startedAtMs = Date.now();
  const { seed, setting, chaosMs, workers, orders } = options;
  // From the seed alone, since everything is drawn by the orders' names.
  const batch = String(seed).padStart(6, '0');
  const machines = await startMachines({
    taskQueue: `chaos-${batch}`,
    env: { ...setting.timings, WORKFLOW_BUNDLE: options.workflowBundle },
    workers,
    lifetimeMs: chaosMs + 2 * setting.restMs + marginMs,
  });
  try {
    const references = Array.from(
      { length: orders },
      (_none, index) => `ch-${batch}-${String(index + 1).padStart(3, '0')}`,
    );
    const [injected, seen] = [newTally(), newTally()];
    const scene: Scene = {
      options,
      machines,
      references,
      draws: new Draws(seed),
      injected,
      seen,
    };
    const faultShare = await storm(scene);
    const wrong = await comeToRest(scene);
    const durationMs = Date.now() - startedAtMs;
    const told = { injected: injected.counts, faultShare, seen: seen.counts, wrong };
    return { seed, orders, workers, ...told, durationMs };
  } catch (error) {
    // Said before anything is closed: what is still waiting on a closed connection may end the program first.
    options.tell?.(`The run failed: ${(error as Error).stack ?? String(error)}`);
    throw error;
  } finally {
    await machines.close();
  }
}

/** Answers with the share of requests that met a fault. */
async function storm(scene: Scene): Promise<number> {
  const { options, machines, draws, injected, seen, references } = scene;
  const { chaosMs, setting, tell } = options;
  const { stack, client } = machines;
  for (const fault of brewFaults(options.seed, setting)) await stack.sandbox.fault(fault);
  const untilMs = Date.now() + chaosMs;
  const driver = { stack, client, setting, draws, count: seen.count };
  const mischief = makeMischief({ machines, setting, draws, count: injected.count, untilMs });
  const driven = references.map(async (reference, index) => {
    // Spread over the first half, so that orders of every age meet every mishap.
    await pause((chaosMs * 0.5 * index) / references.length);
    await driveOrder(driver, reference, untilMs + setting.restMs / 2);
  });
  const isOver = { yet: false };
  const attended = attendWhile(scene, () => !isOver.yet);
  await mischief;
  const { requests = 0, ...faults } = await countFaults(stack.sandbox.url);
  await stack.sandbox.clearFaults();
  tell?.('The storm is over.');
  await Promise.all(driven);
  tell?.('All is asked for.');
  isOver.yet = true;
  await attended;
  injected.count('requests to the provider', requests);
  for (const [kind, times] of Object.entries(faults)) injected.count(`fault: ${kind}`, times);
  const met = Object.values(faults).reduce((sum, times) => sum + times, 0);
  return met / Math.max(1, requests);
}

async function attendWhile(scene: Scene, goOn: () => boolean): Promise<void> {
  while (goOn()) {
    await attendAll(scene);
    await pause(scene.options.setting.roundMs);
  }
}
