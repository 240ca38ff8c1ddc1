import { drawTable } from '../src/cli/draw-table';
import type { Timing } from '../src/domain/timing';
import { measured } from './bench-stage';
import type { Sample } from './bench-stage';
import type { Answering, Knowing, PlannedOrder } from './plan';
import { mean, ratioOfMedians, spreadOf } from './statistics';
import type { Pair, Random, Ratio, Spread } from './statistics';

/** One of the two ways that a comparison holds against each other; all times in milliseconds. */
interface Way {
  readonly name: Knowing | Answering;
  readonly orders: number;
  readonly ms: Spread;
  /** By pair. */
  readonly samplesMs: readonly number[];
  /** For one order, on average. */
  readonly providerRequests: number;
  readonly historyEvents: number;
}

export interface Comparison {
  readonly name: 'payment' | 'capture';
  readonly from: string;
  readonly to: string;
  readonly ways: readonly [Way, Way];
  /** Of the medians, the first way over the second. */
  readonly ratio: Ratio;
}

export interface Conditions {
  readonly seed: number;
  /** ISO 8601. */
  readonly at: string;
  readonly pairs: number;
  readonly longestPageOpenMs: number;
  readonly timing: Timing;
  readonly node: string;
  readonly temporal: string;
  readonly cores: number;
  /** Of the machine over a minute, before and after: what else ran, and this. */
  readonly load: readonly [before: number, after: number];
}

export interface Report {
  readonly conditions: Conditions;
  readonly comparisons: readonly Comparison[];
}

export function comparePayments(samples: readonly Sample[], random: Random): Comparison {
  const ways = [knownBy('callback'), knownBy('polling')] as const;
  const label = { name: 'payment', from: 'pay click', to: 'authorized' } as const;
  return { ...label, ...compare(samples, ways, random) };
}

export function compareCaptures(samples: readonly Sample[], random: Random): Comparison {
  const ways = [answeredAs('answer_lost'), answeredAs('answered')] as const;
  const label = { name: 'capture', from: 'request for a capture', to: 'recorded' } as const;
  return { ...label, ...compare(samples, ways, random) };
}

type Choice = readonly [name: Way['name'], isOfIt: (planned: PlannedOrder) => boolean];

const knownBy = (name: Knowing): Choice => [name, ({ knowing }) => knowing === name];
const answeredAs = (name: Answering): Choice => [name, ({ answering }) => answering === name];

function compare(
  samples: readonly Sample[],
  [one, other]: readonly [Choice, Choice],
  random: Random,
): Pick<Comparison, 'ways' | 'ratio'> {
  const ways = [wayOf(samples, one), wayOf(samples, other)] as const;
  const [{ samplesMs }, { samplesMs: bases }] = ways;
  const pairs = samplesMs.map((ms, pair): Pair => [ms, measured(bases[pair])]);
  return { ways, ratio: ratioOfMedians(pairs, random) };
}

function wayOf(all: readonly Sample[], [name, isOfIt]: Choice): Way {
  const samples = all
    .filter(({ planned }) => isOfIt(planned))
    .sort((left, right) => left.planned.pair - right.planned.pair);
  const samplesMs = samples.map(({ ms }) => ms);
  return {
    name,
    orders: samples.length,
    ms: spreadOf(samplesMs),
    samplesMs,
    providerRequests: mean(samples.map(({ providerRequests }) => providerRequests)),
    historyEvents: mean(samples.map(({ historyEvents }) => historyEvents)),
  };
}

export function showReport({ conditions, comparisons }: Report): string {
  const { seed, pairs, longestPageOpenMs, timing, node, temporal, cores, load } = conditions;
  const seconds = (ms: number) => `${ms / 1_000} s`;
  return [
    `${pairs} pairs of orders, the checkout page open for 0 to ${seconds(longestPageOpenMs)}, seed ${seed}`,
    `The timings that are shipped: looks ${seconds(timing.pollFirstMs)} apart at first, ${seconds(timing.pollMaxMs)} at most`,
    `Node ${node}, Temporal server ${temporal}, ${cores} cores, load ${load.map((one) => one.toFixed(1)).join(' before and ')} after`,
    ...comparisons.flatMap((comparison) => ['', ...showComparison(comparison)]),
  ].join('\n');
}

const titles = [
  'min',
  'median',
  'p90',
  'max',
  'provider requests per order',
  'history events per order',
];

const spoken = (name: Way['name']): string => name.replace('_', ' ');

function showComparison({ from, to, ways, ratio }: Comparison): readonly string[] {
  const [one, other] = ways;
  const rows = ways.map(({ name, ms, providerRequests, historyEvents }) => [
    spoken(name),
    ...[ms.min, ms.median, ms.p90, ms.max].map((value) => `${(value / 1_000).toFixed(3)} s`),
    providerRequests.toFixed(1),
    historyEvents.toFixed(1),
  ]);
  const columns = [
    { title: `${from} → ${to}`, align: 'left' } as const,
    ...titles.map((title) => ({ title, align: 'right' }) as const),
  ];
  const [value, low, high] = [ratio.value, ratio.low, ratio.high].map((each) =>
    each.toPrecision(3),
  );
  return [
    ...drawTable(columns, rows),
    `median of "${spoken(one.name)}" / median of "${spoken(other.name)}": ${value} (${ratio.level * 100} %: ${low} to ${high})`,
  ];
}
