import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exitCodes } from '../src/cli/exit-codes';
import { choosePaint } from '../src/cli/paint';
import { present } from '../src/domain/present';
import { defaultTaskQueue } from '../src/workflows/messages';
import { invite } from './demo/invite';
import { tellStory } from './demo/tell-story';
import { weatherStorm } from './demo/weather-storm';
import { preferPort } from './free-port';
import { startStack } from './start-stack';
import type { Stack } from './start-stack';
import { openTemporalServer } from './temporal/open-server';
import type { TemporalServer } from './temporal/start-server';
import { withWishes } from './with-wishes';

const usage = `npm run demo                            one order: paid, shipped in two parts, partly refunded
npm run demo -- --keep                  the same, and everything stays up until Ctrl+C
npm run demo -- --orders 20 [--faults]  many orders at once; with --faults every first answer is lost`;

/** In the proportions of real life, and short enough to watch. */
const timings = {
  ORDER_POLL_FIRST: '200ms',
  ORDER_POLL_MAX: '1s',
  DINTERO_REQUEST_TIMEOUT: '2s',
  ORDER_SETTLE_DELAY: '3s',
  ORDER_MONEY_ATTEMPT: '10s',
  ORDER_ATTENTION_AFTER: '30s',
} as const;

const keepsForMs = 24 * 60 * 60_000;
const paint = choosePaint(process.stdout.isTTY, process.env['NO_COLOR']);
const print = (line: string) => void process.stdout.write(`${line}\n`);

interface Wishes {
  readonly keep: boolean;
  readonly orders: number;
  readonly faults: boolean;
  readonly help: boolean;
}

function readWishes(): Wishes {
  const options = {
    keep: { type: 'boolean', default: false },
    orders: { type: 'string', default: '1' },
    faults: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  } as const;
  const { values } = parseArgs({ options });
  const orders = Number(values.orders);
  if (!Number.isInteger(orders) || orders < 1 || orders > 1_000)
    throw new Error('--orders takes a whole number from 1 to 1000');
  return { ...values, orders };
}

async function play(wishes: Wishes): Promise<number> {
  if (wishes.help) {
    print(usage);
    return 0;
  }
  print(paint('strong', 'One moment: Temporal, the sandbox and a worker are starting …'));
  const temporal = await openServer(wishes.keep);
  let stack: Stack | undefined;
  try {
    stack = await openStack(temporal, wishes.keep);
    const stage = { stack, temporal, paint, print, kept: wishes.keep };
    const agreed =
      wishes.orders === 1 && !wishes.faults
        ? await tellStory(stage)
        : await weatherStorm(stage, wishes);
    if (wishes.keep) await invite(stage);
    return agreed ? 0 : 1;
  } finally {
    await stack?.close();
    await temporal.stop();
  }
}

/** Kept servers take Temporal's usual ports, so that the other commands find them without a word. */
async function openServer(keep: boolean): Promise<TemporalServer> {
  if (!keep) return openTemporalServer();
  // The sandbox forgets its orders with its process, so that Temporal must not remember them either.
  const folder = mkdtempSync(join(tmpdir(), 'order-demo-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const databaseFile = join(folder, 'temporal.db');
  const [port, uiPort] = [await preferPort(7_233), await preferPort(8_233)];
  return openTemporalServer({ port, uiPort, databaseFile });
}

async function openStack({ address }: TemporalServer, keep: boolean): Promise<Stack> {
  return startStack({
    temporalAddress: address,
    taskQueue: keep ? defaultTaskQueue : `demo-${randomUUID().slice(0, 8)}`,
    env: { ...timings, ...present('WORKFLOW_BUNDLE', process.env['WORKFLOW_BUNDLE']) },
    ...(keep ? await keptPorts() : {}),
  });
}

/** What is kept can be used by HTTP too, and the sandbox calls it back. */
async function keptPorts() {
  return {
    sandboxPort: await preferPort(8_900),
    server: { port: await preferPort(8_080) },
    lifetimeMs: keepsForMs,
  };
}

withWishes(readWishes, { usage, exitCode: exitCodes.usage }, play).then(
  (exitCode) => process.exit(exitCode),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
