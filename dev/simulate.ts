import { parseArgs } from 'node:util';
import { minimize } from '../test/simulation/minimize';
import { mutations } from '../test/simulation/mutations';
import { loadProduct } from '../test/simulation/product';
import type { Product } from '../test/simulation/product';
import { showFailure, Tally } from '../test/simulation/report';
import { isBeyond, simulateSeed } from '../test/simulation/simulate-seed';
import type { Outcome } from '../test/simulation/outcome';

const usage = `npm run simulate -- --seeds 2000 --from 1   many seeds (1000 from 1 by default)
npm run simulate -- --seed 17               one seed, with its whole story
npm run simulate -- --mutations             with one rule of the recipes taken out at a time`;

const print = (text: string) => process.stdout.write(`${text}\n`);

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      seeds: { type: 'string', default: '1000' },
      from: { type: 'string', default: '1' },
      mutations: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    print(usage);
    return 0;
  }
  if (values.mutations) return provokeAll(readWhole('from', values.from));
  const product = loadProduct();
  if (values.seed !== undefined) return tellOne(product, readWhole('seed', values.seed));
  return simulateMany(product, readWhole('from', values.from), readWhole('seeds', values.seeds));
}

function readWhole(name: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new RangeError(`--${name} must be a whole number, not ${text}\n${usage}`);
}

async function tellOne(product: Product, seed: number): Promise<number> {
  const outcome = await simulateSeed(product, { seed, beyond: isBeyond(seed) });
  print(outcome.story.join('\n'));
  if (outcome.violations.length === 0) {
    print(`Seed ${seed} (${outcome.theme}) kept every promise.`);
    return 0;
  }
  print(showFailure(outcome, await minimize(product, outcome)));
  return 1;
}

const mostStories = 3;

async function simulateMany(product: Product, from: number, count: number): Promise<number> {
  const startedMs = Date.now();
  const tally = new Tally();
  const failed: Outcome[] = [];
  for (let seed = from; seed < from + count; seed += 1) {
    const outcome = await simulateSeed(product, { seed, beyond: isBeyond(seed) });
    tally.add(outcome);
    if (outcome.violations.length > 0) {
      failed.push(outcome);
      print(`seed ${seed} fails: ${outcome.violations[0]}`);
    }
    const done = seed - from + 1;
    if (done % 200 === 0 || done === count) print(showProgress(done, count, startedMs, failed));
  }
  print(tally.show());
  for (const outcome of failed.slice(0, mostStories))
    print(showFailure(outcome, await minimize(product, outcome)));
  if (failed.length > 0) print(`Failing seeds: ${failed.map(({ seed }) => seed).join(' ')}`);
  return failed.length === 0 ? 0 : 1;
}

function showProgress(done: number, count: number, startedMs: number, failed: Outcome[]): string {
  const perMinute = Math.round((done / (Date.now() - startedMs)) * 60_000);
  return `${done} of ${count} seeds, ${failed.length} failed, ${perMinute} a minute`;
}

const mostSeedsPerMutation = 3_000;

/** Each broken rule has to be noticed; those that are not are the weak places of the simulator. */
async function provokeAll(from: number): Promise<number> {
  let unnoticed = 0;
  for (const { name, replacements } of mutations) {
    const product = loadProduct(replacements);
    const found = await provoke(product, from);
    if (found === undefined) unnoticed += 1;
    print(
      found === undefined
        ? `NOT noticed within ${mostSeedsPerMutation} seeds: ${name}`
        : `noticed after ${found.after} seeds: ${name}\n    seed ${found.seed}: ${found.violation}`,
    );
  }
  return unnoticed === 0 ? 0 : 1;
}

async function provoke(product: Product, from: number) {
  for (let after = 1; after <= mostSeedsPerMutation; after += 1) {
    const seed = from + after - 1;
    const { violations } = await simulateSeed(product, { seed, beyond: isBeyond(seed) });
    if (violations[0] !== undefined) return { after, seed, violation: violations[0].slice(0, 160) };
  }
  return undefined;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(70);
  },
);
