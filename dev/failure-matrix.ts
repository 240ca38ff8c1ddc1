import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import type { CellResult, CellTask } from '../test/simulation/failure-matrix/cells';
import { renderMatrix } from '../test/simulation/failure-matrix/render-matrix';
import { targets } from '../test/simulation/failure-matrix/targets';
import { ProcessPool } from '../test/simulation/process-pool';

const usage = `npm run failure-matrix                     writes docs/failure-matrix.md from the data of its tests
npm run failure-matrix -- --check          says whether it is what the data says
npm run failure-matrix -- --play           plays all cases, prints one line of JSON for each`;

const page = join(__dirname, '..', 'docs', 'failure-matrix.md');

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      check: { type: 'boolean', default: false },
      play: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) process.stdout.write(`${usage}\n`);
  else if (values.play) await play();
  else if (values.check) return check();
  else writeFileSync(page, await renderPage());
  return 0;
}

async function renderPage(): Promise<string> {
  return format(renderMatrix(), { ...(await resolveConfig(page)), filepath: page });
}

async function check(): Promise<number> {
  if (readFileSync(page, 'utf8') === (await renderPage())) return 0;
  process.stderr.write('docs/failure-matrix.md is out of date: run npm run failure-matrix\n');
  return 1;
}

async function play(): Promise<void> {
  const pool = new ProcessPool<CellTask, CellResult>('simulate-cells.ts');
  const tasks = Object.keys(targets).map((target) => ({ target }));
  const tell = (result: CellResult) => process.stdout.write(`${JSON.stringify(result)}\n`);
  try {
    await pool.run(tasks.values(), (result) => {
      tell(result);
      return true;
    });
  } finally {
    pool.close();
  }
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 70;
  },
);
