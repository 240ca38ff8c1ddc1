import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { exitCodes } from '../src/cli/exit-codes';
import { minimize } from '../test/simulation/minimize';
import { mutations } from '../test/simulation/mutations';
import { loadProduct } from '../test/simulation/product';
import { showFailure, Tally } from '../test/simulation/report';
import { isBeyond, simulateSeed } from '../test/simulation/simulate-seed';
import { SeedPool } from '../test/simulation/seed-pool';
import type { Asked } from '../test/simulation/seed-pool';
import type { SeedResult } from '../test/simulation/outcome';
import { withWishes } from './with-wishes';

const usage = `npm run simulate -- --seeds 2000 --from 1   many seeds (1000 from 1 by default)
npm run simulate -- --seed 17               one seed, with its whole story
npm run simulate -- --mutations             with one rule of the recipes taken out at a time
--adopt                                     the workflow of every order is lost once, and the order adopted
--processes 1                               instead of one per core`;

const print = (text: string) => process.stdout.write(`${text}\n`);

interface Wishes {
  readonly help: boolean;
  readonly mutations: boolean;
  readonly adopting: boolean;
  readonly seed?: number;
  readonly from: number;
  readonly count: number;
  readonly processes: number;
}

function readWishes(): Wishes {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      seeds: { type: 'string', default: '1000' },
      from: { type: 'string', default: '1' },
      mutations: { type: 'boolean', default: false },
      adopt: { type: 'boolean', default: false },
      processes: { type: 'string', default: String(availableParallelism()) },
      help: { type: 'boolean', default: false },
    },
  });
  const { help, mutations: isProvoking, adopt, seed } = values;
  return {
    help,
    mutations: isProvoking,
    adopting: adopt,
    ...(seed === undefined ? {} : { seed: readWhole('seed', seed) }),
    from: readWhole('from', values.from),
    count: readWhole('seeds', values.seeds),
    processes: Math.max(1, readWhole('processes', values.processes)),
  };
}

async function simulate({ seed, adopting, from, count, ...wishes }: Wishes): Promise<number> {
  if (wishes.help) {
    print(usage);
    return 0;
  }
  if (seed !== undefined) return tellOne(seed, adopting);
  const pool = new SeedPool(wishes.processes);
  try {
    if (wishes.mutations) return await provokeAll(pool, from);
    return await simulateMany(pool, { from, count, adopting });
  } finally {
    pool.close();
  }
}

function readWhole(name: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new RangeError(`--${name} takes a whole number, not ${text}`);
}

async function tellOne(seed: number, adopting: boolean): Promise<number> {
  const product = loadProduct();
  const options = { seed, beyond: isBeyond(seed), adopting, withStacks: true };
  const outcome = await simulateSeed(product, options);
  print(outcome.story.join('\n'));
  if (outcome.violations.length === 0) {
    print(`Seed ${seed} (${outcome.theme}) kept every promise.`);
    return 0;
  }
  print(showFailure(outcome, await minimize(product, outcome)));
  return 1;
}

const mostStories = 3;

async function simulateMany(pool: SeedPool, asked: Asked): Promise<number> {
  const { count, adopting } = asked;
  const startedMs = Date.now();
  const tally = new Tally();
  const failed: number[] = [];
  let done = 0;
  await pool.run(asked, (result) => {
    tally.add(result);
    done += 1;
    if (result.violations.length > 0) {
      failed.push(result.seed);
      print(`seed ${result.seed} fails: ${result.violations[0]}`);
    }
    if (done % 500 === 0 || done === count)
      print(showProgress(done, count, startedMs, failed.length));
    return true;
  });
  print(tally.show());
  if (failed.length === 0) return 0;
  const product = loadProduct();
  for (const seed of failed.sort((left, right) => left - right).slice(0, mostStories)) {
    const outcome = await simulateSeed(product, { seed, beyond: isBeyond(seed), adopting });
    print(showFailure(outcome, await minimize(product, outcome)));
  }
  print(`Failing seeds: ${failed.join(' ')}`);
  return 1;
}

function showProgress(done: number, count: number, startedMs: number, failed: number): string {
  const seconds = (Date.now() - startedMs) / 1_000;
  const pace = (done / seconds).toFixed(1);
  return `${done} of ${count} seeds, ${failed} failed, in ${seconds.toFixed(0)} s, ${pace} a second`;
}

const mostSeedsPerMutation = 6_000;

/** Each broken rule has to be noticed; those that are not are the weak places of the simulator. */
async function provokeAll(pool: SeedPool, from: number): Promise<number> {
  let unnoticed = 0;
  for (const { name, adopting = false } of mutations) {
    const noticed: SeedResult[] = [];
    let tried = 0;
    const asked = { from, count: mostSeedsPerMutation, mutation: name, adopting };
    await pool.run(asked, (result) => {
      tried += 1;
      if (result.violations.length > 0) noticed.push(result);
      return noticed.length === 0;
    });
    const [first] = noticed;
    if (first === undefined) unnoticed += 1;
    print(
      first === undefined
        ? `NOT noticed within ${tried} seeds: ${name}`
        : `noticed after ${tried} seeds: ${name}\n    seed ${first.seed}: ${first.violations[0]?.slice(0, 160)}`,
    );
  }
  return unnoticed === 0 ? 0 : 1;
}

withWishes(readWishes, { usage, exitCode: exitCodes.usage }, simulate).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(exitCodes.defect);
  },
);
