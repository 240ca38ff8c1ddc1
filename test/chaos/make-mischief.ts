import type { Draws } from '../simulation/draws';
import type { Count } from './count';
import { pause } from './drive-order';
import { within } from './setting';
import type { Setting } from './setting';
import type { Machines } from './start-machines';

export interface Mischief {
  readonly machines: Machines;
  readonly setting: Setting;
  readonly draws: Draws;
  readonly count: Count;
  readonly untilMs: number;
}

/** Kills, freezes and restarts at seeded moments; at the end everything runs. */
export async function makeMischief(mischief: Mischief): Promise<void> {
  const { machines } = mischief;
  const each = machines.workers.map((_worker, index) => troubleWorker(mischief, index));
  await Promise.all([
    ...each,
    troubleProvider(mischief),
    troubleTemporal(mischief),
    troubleReceiver(mischief),
  ]);
  await Promise.all(machines.workers.map((_worker, index) => ensureWorker(mischief, index)));
}

/** False when the time is over before the moment comes. */
async function waitMoment({ untilMs }: Mischief, ms: number): Promise<boolean> {
  const isIn = Date.now() + ms < untilMs;
  await pause(Math.max(0, Math.min(ms, untilMs - Date.now())));
  return isIn;
}

async function troubleWorker(mischief: Mischief, index: number): Promise<void> {
  const { machines, draws, count, setting } = mischief;
  for (;;) {
    const { draw } = draws.next(`worker-${index}`);
    if (!(await waitMoment(mischief, within(draw, setting.untilWorkerMs)))) return;
    const worker = machines.workers[index];
    if (draw.chance(0.5) && worker !== undefined) {
      count('worker frozen and woken');
      worker.signal('SIGSTOP');
      await pause(within(draw, setting.workerSleepMs));
      worker.signal('SIGCONT');
      continue;
    }
    if (worker !== undefined) {
      count('worker killed');
      worker.signal('SIGKILL');
      await worker.ended;
    }
    machines.workers[index] = undefined;
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
      machines.workers[index] = await machines.startWorker();
      count('worker started again');
    } catch {
      machines.workers[index] = undefined;
      await pause(1_000);
    }
  }
}

async function troubleProvider(mischief: Mischief): Promise<void> {
  const { machines, draws, count, setting } = mischief;
  const { provider } = machines.stack;
  for (;;) {
    const { draw } = draws.next('provider');
    if (!(await waitMoment(mischief, within(draw, setting.untilProviderMs)))) return;
    const isGone = draw.chance(0.5);
    count(isGone ? 'provider gone and back with its state' : 'provider frozen and woken');
    if (isGone) await machines.door.shut();
    else provider.signal('SIGSTOP');
    await pause(within(draw, setting.providerSleepMs));
    if (isGone) await machines.door.open();
    else provider.signal('SIGCONT');
  }
}

async function troubleReceiver(mischief: Mischief): Promise<void> {
  const { machines, draws, count, setting } = mischief;
  for (;;) {
    const { draw } = draws.next('receiver');
    if (!(await waitMoment(mischief, within(draw, setting.untilReceiverMs)))) return;
    count('callback receiver killed and restarted');
    machines.receiver.signal('SIGKILL');
    await machines.receiver.ended;
    await pause(draw.whole(0, 3_000));
    machines.receiver = await persist(() => machines.stack.startServer());
  }
}

async function troubleTemporal(mischief: Mischief): Promise<void> {
  const { machines, draws, count, setting } = mischief;
  for (;;) {
    const { draw } = draws.next('temporal');
    if (!(await waitMoment(mischief, within(draw, setting.untilTemporalMs)))) return;
    count('temporal server killed and restarted');
    await machines.temporal.kill();
    await pause(draw.whole(0, 1_500));
    machines.temporal = await persist(() => machines.restartTemporal());
  }
}

/** A busy machine may need more than one try; without what was to be started there is nothing left to judge. */
async function persist<Started>(start: () => Promise<Started>): Promise<Started> {
  for (let starts = 1; ; starts += 1) {
    try {
      return await start();
    } catch (error) {
      if (starts === mostStarts) throw error;
      await pause(1_000);
    }
  }
}
