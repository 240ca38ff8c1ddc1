import type { RunningProcess } from '../../dev/start-process';
import type { Stack } from '../../dev/start-stack';
import { startTemporalServer } from '../../dev/temporal/start-server';
import type { OwnTemporalServer } from '../../dev/temporal/start-server';
import type { Draws } from '../simulation/draws';
import type { Count } from './count';
import { pause } from './drive-order';
import { providerSleepMs, workerSleepMs } from './setting';

export interface Machines {
  readonly stack: Stack;
  temporal: OwnTemporalServer;
  readonly restartTemporal: () => Promise<OwnTemporalServer>;
  readonly workers: (RunningProcess | undefined)[];
}

export interface Mischief {
  readonly machines: Machines;
  readonly draws: Draws;
  readonly count: Count;
  readonly untilMs: number;
}

/** Kills, freezes and restarts at seeded moments; at the end everything runs. */
export async function makeMischief(mischief: Mischief): Promise<void> {
  const { machines } = mischief;
  const each = machines.workers.map((_worker, index) => troubleWorker(mischief, index));
  await Promise.all([...each, troubleProvider(mischief), troubleTemporal(mischief)]);
  await Promise.all(machines.workers.map((_worker, index) => ensureWorker(mischief, index)));
}

/** False when the time is over before the moment comes. */
async function waitMoment({ untilMs }: Mischief, ms: number): Promise<boolean> {
  const isIn = Date.now() + ms < untilMs;
  await pause(Math.max(0, Math.min(ms, untilMs - Date.now())));
  return isIn;
}

async function troubleWorker(mischief: Mischief, index: number): Promise<void> {
  const { machines, draws, count } = mischief;
  for (;;) {
    const { draw } = draws.next(`worker-${index}`);
    if (!(await waitMoment(mischief, draw.whole(2_000, 14_000)))) return;
    const worker = machines.workers[index];
    if (draw.chance(0.5) && worker !== undefined) {
      count('worker frozen and woken');
      worker.signal('SIGSTOP');
      await pause(draw.whole(workerSleepMs.from, workerSleepMs.to));
      worker.signal('SIGCONT');
      continue;
    }
    if (worker !== undefined) {
      count('worker killed');
      worker.signal('SIGKILL');
      await worker.ended;
    }
    machines.workers[index] = undefined;
    await pause(draw.whole(0, 3_000));
    await ensureWorker(mischief, index);
  }
}

const mostStarts = 5;

/** A worker that was killed, or that gave up while Temporal was down, is started anew. */
async function ensureWorker({ machines, count }: Mischief, index: number): Promise<void> {
  for (let starts = 0; starts < mostStarts; starts += 1) {
    const worker = machines.workers[index];
    const hasEnded =
      worker === undefined ||
      (await Promise.race([worker.ended.then(() => true), pause(0).then(() => false)]));
    if (!hasEnded) return;
    try {
      machines.workers[index] = await machines.stack.startWorker();
      count('worker started again');
    } catch {
      machines.workers[index] = undefined;
      await pause(1_000);
    }
  }
}

async function troubleProvider(mischief: Mischief): Promise<void> {
  const { provider } = mischief.machines.stack;
  for (;;) {
    const { draw } = mischief.draws.next('provider');
    if (!(await waitMoment(mischief, draw.whole(5_000, 20_000)))) return;
    mischief.count('provider frozen and woken');
    provider.signal('SIGSTOP');
    await pause(draw.whole(providerSleepMs.from, providerSleepMs.to));
    provider.signal('SIGCONT');
  }
}

async function troubleTemporal(mischief: Mischief): Promise<void> {
  const { machines } = mischief;
  for (;;) {
    const { draw } = mischief.draws.next('temporal');
    if (!(await waitMoment(mischief, draw.whole(8_000, 30_000)))) return;
    mischief.count('temporal server killed and restarted');
    await machines.temporal.kill();
    await pause(draw.whole(0, 1_500));
    machines.temporal = await machines.restartTemporal();
  }
}

export function restarter(port: number, uiPort: number, databaseFile: string) {
  return () => startTemporalServer({ port, uiPort, databaseFile });
}
