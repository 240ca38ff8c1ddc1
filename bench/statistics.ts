/** A number in [0, 1). */
export type Random = () => number;

/** Two samples that were taken under the same conditions, the one that is held against the other first. */
export type Pair = readonly [sample: number, base: number];

export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly p90: number;
  readonly max: number;
}

/** The interval in which the true ratio lies, with the likelihood of `level`. */
export interface Ratio {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly level: number;
}

/**
 * The value below which a share of the samples lies; between two samples on the straight line that joins them.
 * @throws RangeError when there is no sample
 */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((left, right) => left - right);
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) throw new RangeError('there is no sample');
  return below + (above - below) * (place - Math.floor(place));
}

const median = (samples: readonly number[]): number => quantile(samples, 0.5);

export const mean = (samples: readonly number[]): number =>
  samples.reduce((sum, sample) => sum + sample, 0) / samples.length;

export function spreadOf(samples: readonly number[]): Spread {
  return {
    min: quantile(samples, 0),
    median: median(samples),
    p90: quantile(samples, 0.9),
    max: quantile(samples, 1),
  };
}

const resamples = 2_000;
const level = 0.95;

/**
 * The median of the samples over that of their bases, with its bootstrap interval: whole pairs are drawn anew, so that what both
 * of a pair have in common stays with both.
 */
export function ratioOfMedians(pairs: readonly Pair[], random: Random): Ratio {
  const drawn = Array.from({ length: resamples }, () =>
    ratio(pairs.map(() => pick(pairs, random))),
  );
  const tail = (1 - level) / 2;
  return {
    value: ratio(pairs),
    low: quantile(drawn, tail),
    high: quantile(drawn, 1 - tail),
    level,
  };
}

function ratio(pairs: readonly Pair[]): number {
  return median(pairs.map(([sample]) => sample)) / median(pairs.map(([, base]) => base));
}

function pick(pairs: readonly Pair[], random: Random): Pair {
  const pair = pairs[Math.floor(random() * pairs.length)];
  if (pair === undefined) throw new RangeError('there is no pair');
  return pair;
}
