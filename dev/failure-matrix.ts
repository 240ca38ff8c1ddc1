import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { playRow, rows } from '../test/simulation/failure-matrix/cells';
import { renderMatrix } from '../test/simulation/failure-matrix/render-matrix';
import { loadProduct } from '../test/simulation/product';

const usage = `npm run failure-matrix                     writes docs/failure-matrix.md from the data of its tests
npm run failure-matrix -- --check          says whether it is what the data says
npm run failure-matrix -- --play 1/2       plays the first half of the cases, prints one line of JSON for each`;

const page = join(__dirname, '..', 'docs', 'failure-matrix.md');
const shortStack = 3;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      check: { type: 'boolean', default: false },
      play: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) process.stdout.write(`${usage}\n`);
  else if (values.play !== undefined) await play(values.play);
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

async function play(share: string): Promise<void> {
  const [, part, parts] = /^([1-9]\d*)\/([1-9]\d*)$/.exec(share) ?? [];
  if (part === undefined || Number(part) > Number(parts)) throw new RangeError(usage);
  // Every failure of an activity carries its stack, which takes longer to write than the failure to happen.
  Error.stackTraceLimit = shortStack;
  const product = loadProduct();
  for (const [index, row] of rows.entries())
    if (index % Number(parts) === Number(part) - 1)
      for (const result of await playRow(product, row))
        process.stdout.write(`${JSON.stringify(result)}\n`);
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 70;
  },
);
