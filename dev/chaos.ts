import { DefaultLogger, Runtime } from '@temporalio/worker';
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundleOnce } from '../test/chaos/bundle-once';
import { runChaos } from '../test/chaos/run-chaos';
import { longSetting } from '../test/chaos/setting';
import { showReport } from '../test/chaos/show-report';

const usage = `npm run chaos -- --minutes 3 --orders 60   kills and freezes for 3 minutes, then judges 60 orders
  --seed N      the same moments and faults again; what meets them depends on the machine
  --workers N   2 to 5, 3 by default
  --json        the report as one document`;

function readNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= least && value <= most) return value;
  throw new RangeError(`--${name} takes a number from ${least} to ${most}, not ${text}\n${usage}`);
}

async function main(): Promise<number> {
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
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  // The replays at the end are told by their verdict alone.
  Runtime.install({ logger: new DefaultLogger('ERROR') });
  const seed = Math.trunc(readNumber('seed', values.seed, 0, 1_000_000));
  process.stderr.write(`Seed ${seed}\n`);
  const folder = mkdtempSync(join(tmpdir(), 'order-chaos-code-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const report = await runChaos({
    seed,
    workflowBundle: await bundleOnce(folder),
    orders: Math.trunc(readNumber('orders', values.orders, 1, 999)),
    chaosMs: readNumber('minutes', values.minutes, 0.1, 600) * 60_000,
    setting: longSetting,
    tell: (text) => void process.stderr.write(`${text}\n`),
    workers: Math.trunc(readNumber('workers', values.workers, 2, 5)),
  });
  process.stdout.write(`${values.json ? JSON.stringify(report) : showReport(report)}\n`);
  return report.wrong.length === 0 ? 0 : 1;
}

// With an exit of its own, what was started is ended as well.
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)
  process.on(signal, () => process.exit(code));

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(70);
  },
);
