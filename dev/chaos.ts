import { DefaultLogger, Runtime } from '@temporalio/worker';
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { exitCodes } from '../src/cli/exit-codes';
import { bundleOnce } from '../test/chaos/bundle-once';
import { runChaos } from '../test/chaos/run-chaos';
import { longSetting } from '../test/chaos/setting';
import { showReport } from '../test/chaos/show-report';
import { withWishes } from './with-wishes';

const usage = `npm run chaos -- --minutes 3 --orders 60   kills and freezes for 3 minutes, then judges 60 orders
  --seed N      the same moments and faults again; what meets them depends on the machine
  --workers N   2 to 5, 3 by default
  --json        the report as one document`;

interface Wishes {
  readonly chaosMs: number;
  readonly orders: number;
  readonly seed: number;
  readonly workers: number;
  readonly json: boolean;
  readonly help: boolean;
}

/** @throws Error that names the option and says what fits */
function readWishes(): Wishes {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '3' },
      orders: { type: 'string', default: '60' },
      seed: { type: 'string', default: String(randomInt(1_000_000)) },
      workers: { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  return {
    chaosMs: readNumber('minutes', values.minutes, 0.1, 600) * 60_000,
    orders: readWhole('orders', values.orders, 1, 999),
    seed: readWhole('seed', values.seed, 0, 1_000_000),
    workers: readWhole('workers', values.workers, 2, 5),
    json: values.json,
    help: values.help,
  };
}

function readWhole(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new RangeError(`--${name} takes a whole number from ${least} to ${most}, not ${text}`);
}

function readNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= least && value <= most) return value;
  throw new RangeError(`--${name} takes a number from ${least} to ${most}, not ${text}`);
}

async function runAndJudge({
  chaosMs,
  orders,
  seed,
  workers,
  json,
  help,
}: Wishes): Promise<number> {
  if (help) {
    process.stdout.write(`${usage}\n`);
    return exitCodes.ok;
  }
  // The replays at the end are told by their verdict alone.
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  process.stderr.write(`Seed ${seed}\n`);
  const folder = mkdtempSync(join(tmpdir(), 'order-chaos-code-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const report = await runChaos({
    seed,
    workflowBundle: await bundleOnce(folder),
    orders,
    chaosMs,
    setting: longSetting,
    tell: (text) => void process.stderr.write(`${text}\n`),
    workers,
  });
  process.stdout.write(`${json ? JSON.stringify(report) : showReport(report)}\n`);
  return report.wrong.length === 0 ? exitCodes.ok : exitCodes.refused;
}

// With an exit of its own, what was started is ended as well.
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)
  process.on(signal, () => process.exit(code));

withWishes(readWishes, { usage, exitCode: exitCodes.usage }, runAndJudge).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(exitCodes.defect);
  },
);
