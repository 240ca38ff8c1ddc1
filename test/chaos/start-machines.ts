import { Client, Connection } from '@temporalio/client';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeFreePort } from '../../dev/free-port';
import type { RunningProcess } from '../../dev/start-process';
import { startStack } from '../../dev/start-stack';
import type { Stack } from '../../dev/start-stack';
import { startTemporalServer } from '../../dev/temporal/start-server';
import type { OwnTemporalServer } from '../../dev/temporal/start-server';
import { hangDoor } from './provider-door';
import type { Door } from './provider-door';

/** Everything that can be killed, frozen or shut. */
export interface Machines {
  readonly stack: Stack;
  readonly client: Client;
  readonly door: Door;
  temporal: OwnTemporalServer;
  /** On the database file of the one before. */
  readonly restartTemporal: () => Promise<OwnTemporalServer>;
  readonly workers: (RunningProcess | undefined)[];
  readonly startWorker: () => Promise<RunningProcess>;
  /** The HTTP service, which the sandbox calls back. */
  receiver: RunningProcess;
  close(): Promise<void>;
}

export interface MachineOptions {
  readonly taskQueue: string;
  readonly env: Readonly<Record<string, string>>;
  readonly workers: number;
  readonly lifetimeMs: number;
}

export async function startMachines(options: MachineOptions): Promise<Machines> {
  const { taskQueue, env, lifetimeMs } = options;
  const folder = mkdtempSync(join(tmpdir(), 'order-chaos-'));
  const databaseFile = join(folder, 'temporal.db');
  const [port, uiPort] = [await takeFreePort(), await takeFreePort()];
  const restartTemporal = () => startTemporalServer({ port, uiPort, databaseFile });
  const temporal = await restartTemporal();
  const { address: temporalAddress } = temporal;
  const door = await hangDoor();
  const between = (url: string) => door.leadTo(url);
  const stack = await startStack({
    temporalAddress,
    taskQueue,
    env,
    lifetimeMs,
    between,
    server: {},
  });
  const { startWorker, server: receiver } = stack;
  if (receiver === undefined) throw new Error('the stack came up without its HTTP service');
  const more = Array.from({ length: options.workers - 1 }, () => startWorker());
  const workers = [stack.worker, ...(await Promise.all(more))];
  const connection = await Connection.connect({ address: temporalAddress });
  const machines: Machines = {
    stack,
    client: new Client({ connection }),
    door,
    temporal,
    restartTemporal,
    workers,
    startWorker: () => startWorker(),
    receiver,
    async close() {
      await connection.close();
      await stack.close();
      await door.shut();
      await machines.temporal.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return machines;
}
