import { randomInt, randomUUID } from 'node:crypto';
import { availableParallelism, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { startStack } from '../dev/start-stack';
import { openTemporalServer } from '../dev/temporal/open-server';
import { withWishes } from '../dev/with-wishes';
import { createRandom } from '../sandbox/engine/random';
import { defaultTiming } from '../src/domain/timing';
import { longestCaptures, measureCaptures } from './measure-captures';
import { longestPayments, measurePayments } from './measure-payments';
import { drawPlan } from './plan';
import { createProgress } from './progress';
import type { Progress } from './progress';
import { compareCaptures, comparePayments, showReport } from './report';
import type { Report } from './report';
import { watchOrders } from './watch-orders';

const usage = `npm run bench                    40 pairs of orders: with a callback and without, in one run of two minutes
  --orders N       pairs, 2 to 500
  --page-open S    the customer pays within so many seconds, 1 to 600; 20 by default
  --seed N         the same plan again
  --json           the report as one document`;

/** 1 and 2 have the meaning that they have in most programs; what is measured has no other end. */
const exitCodes = { measured: 0, failed: 1, usage: 2 } as const;

interface Wishes {
  readonly pairs: number;
  readonly longestPageOpenMs: number;
  readonly seed: number;
  readonly json: boolean;
  readonly help: boolean;
}

/** @throws Error that says what fits */
function readWishes(): Wishes {
  const { values } = parseArgs({
    options: {
      orders: { type: 'string', default: '40' },
      'page-open': { type: 'string', default: '20' },
      seed: { type: 'string', default: String(randomInt(1_000_000)) },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  return {
    pairs: readWhole('orders', values.orders, 2, 500),
    longestPageOpenMs: readWhole('page-open', values['page-open'], 1, 600) * 1_000,
    seed: readWhole('seed', values.seed, 0, 2 ** 32 - 1),
    json: values.json,
    help: values.help,
  };
}

function readWhole(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new RangeError(`--${name} takes a whole number from ${least} to ${most}, not ${text}`);
}

const longestStartMs = 120_000;

async function measure(wishes: Wishes, progress: Progress): Promise<Report> {
  const { pairs, longestPageOpenMs, seed } = wishes;
  const lifetimeMs =
    longestStartMs + longestPayments(2 * pairs, longestPageOpenMs) + longestCaptures(2 * pairs);
  const limit = setTimeout(() => fail(new Error(`${lifetimeMs} ms are over`)), lifetimeMs);
  const before = loadavg()[0] ?? 0;
  const random = createRandom(seed);
  const taskQueue = `bench-${randomUUID().slice(0, 8)}`;
  progress.show('Temporal, the sandbox, a worker and the HTTP service are starting …');
  const temporal = await openTemporalServer();
  const plan = drawPlan(pairs, longestPageOpenMs, random);
  const temporalAddress = temporal.address;
  const stack = await startStack({ temporalAddress, taskQueue, server: {}, lifetimeMs });
  const watch = await watchOrders(temporalAddress, taskQueue);
  const stage = { stack, watch, plan, progress };
  const paid = await measurePayments(stage);
  const captured = await measureCaptures(stage, paid);
  const conditions = {
    seed,
    at: new Date().toISOString(),
    pairs,
    longestPageOpenMs,
    timing: defaultTiming,
    node: process.versions.node,
    temporal: watch.temporalVersion,
    cores: availableParallelism(),
    load: [before, loadavg()[0] ?? 0],
  } as const;
  await watch.close();
  await stack.close();
  await temporal.stop();
  clearTimeout(limit);
  return {
    conditions,
    comparisons: [comparePayments(paid, random), compareCaptures(captured, random)],
  };
}

async function carryOut(wishes: Wishes): Promise<number> {
  if (wishes.help) {
    process.stdout.write(`${usage}\n`);
    return exitCodes.measured;
  }
  process.stderr.write(`Seed ${wishes.seed}\n`);
  const progress = createProgress(process.stderr);
  try {
    const report = await measure(wishes, progress);
    progress.end();
    process.stdout.write(`${wishes.json ? JSON.stringify(report) : showReport(report)}\n`);
    return exitCodes.measured;
  } finally {
    progress.end();
  }
}

/** With an exit of its own, what was started is ended as well. */
function fail(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(exitCodes.failed);
}

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)
  process.on(signal, () => process.exit(code));

withWishes(readWishes, { usage, exitCode: exitCodes.usage }, carryOut).then(
  (code) => process.exit(code),
  fail,
);
