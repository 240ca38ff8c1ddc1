import { Client, Connection } from '@temporalio/client';
import {
  bundleWorkflowCode,
  DefaultLogger,
  NativeConnection,
  Runtime,
  Worker,
} from '@temporalio/worker';
import type { WorkflowBundle } from '@temporalio/worker';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { sandboxClient } from '../sandbox/credentials';
import { startSandbox } from '../sandbox/server';
import { createActivities } from '../src/activities';
import { systemClock } from '../src/activities/system-clock';
import { createDinteroGateway } from '../src/dintero/gateway';
import { Secret } from '../src/dintero/secret';
import { workflowSources } from '../src/workflow-sources';
import { workflowIdOf } from '../src/workflows/messages';
import { openScene } from './recording/order-scene';
import type { SceneSurroundings } from './recording/order-scene';
import { longScenes, scenes } from './recording/scenes';
import type { Scene } from './recording/scenes';
import { firstRunOf, nextRunOf, writeHistory } from './recording/write-history';
import { startTemporalServer } from './temporal/start-server';
import { taskLimit } from '../src/task-limit';

const folder = join(__dirname, '..', 'test', 'replay', 'histories');
const taskQueue = 'order-lifecycle';
/** A life of four captures is longer than this. */
const eventsOfShortRun = 60;

/** Plays every scene, or those named on the command line, on a real server and writes their histories for the replay test. */
async function main(wanted: readonly string[]): Promise<void> {
  const isWanted = ([name]: readonly [string, unknown]) =>
    wanted.length === 0 || wanted.includes(name);
  const unknown = wanted.filter((name) => !(name in scenes) && !(name in longScenes));
  if (unknown.length > 0)
    throw new Error(
      `no scene ${unknown.join(', ')}; there are ${Object.keys({ ...scenes, ...longScenes }).join(', ')}`,
    );
  mkdirSync(folder, { recursive: true });
  const logger = new DefaultLogger('ERROR');
  Runtime.install({ logger });
  const bundle = await bundleWorkflowCode({
    ...workflowSources,
    logger,
  });
  await record(bundle, Object.entries(scenes).filter(isWanted), {});
  await record(bundle, Object.entries(longScenes).filter(isWanted), {
    'limit.historyCount.suggestContinueAsNew': eventsOfShortRun,
  });
}

type NamedScene = readonly [string, Scene];

async function record(
  bundle: WorkflowBundle,
  named: readonly NamedScene[],
  dynamicConfig: Readonly<Record<string, number>>,
): Promise<void> {
  if (named.length === 0) return;
  const server = await startTemporalServer({ dynamicConfig });
  try {
    await onWorker(bundle, server.address, async (surroundings) => {
      for (const [name, { timing = {}, play }] of named) {
        const scene = openScene(surroundings, name, timing);
        await play(scene);
        await writeRuns(surroundings.client, name);
      }
    });
  } finally {
    await server.stop();
  }
}

/** Fixed names for worker and client, and a seed for the provider's ids: nothing of this machine gets into a history. */
async function onWorker(
  bundle: WorkflowBundle,
  address: string,
  work: (surroundings: SceneSurroundings) => Promise<void>,
): Promise<void> {
  const sandbox = await startSandbox({ seed: 1, publicUrl: 'https://checkout.example' });
  const gateway = createDinteroGateway({
    ...sandboxClient,
    clientSecret: new Secret(sandboxClient.clientSecret),
    apiUrl: sandbox.apiUrl,
    checkoutUrl: sandbox.apiUrl,
    profileId: 'default',
    requestTimeoutMs: 1_000,
    system: { name: 'recording', version: '0' },
  });
  const connection = await Connection.connect({ address });
  const native = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    ...taskLimit,
    connection: native,
    identity: 'worker',
    taskQueue,
    workflowBundle: bundle,
    activities: { ...createActivities({ gateway, clock: systemClock, random: Math.random }) },
  });
  const client = new Client({
    connection,
    identity: 'client',
    workflow: { queryRejectCondition: 'NOT_OPEN' },
  });
  try {
    await worker.runUntil(work({ client, sandbox, taskQueue }));
  } finally {
    await gateway.close();
    await native.close();
    await connection.close();
    await sandbox.close();
  }
}

/** A life that was continued as new has several runs, and each replays by itself. */
async function writeRuns(client: Client, name: string): Promise<void> {
  const read = (runId?: string) =>
    client.workflow.getHandle(workflowIdOf(name), runId).fetchHistory();
  let runId = firstRunOf(await read());
  for (let part = 1; runId !== undefined; part += 1) {
    const history = await read(runId);
    runId = nextRunOf(history);
    const isWhole = part === 1 && runId === undefined;
    const file = isWhole ? name : `${name}-run-${part}`;
    process.stdout.write(`${file}: ${writeHistory(folder, file, history)} events\n`);
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
