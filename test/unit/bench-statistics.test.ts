import { describe, expect, test } from '@jest/globals';
import { mean, quantile, ratioOfMedians, spreadOf } from '../../bench/statistics';
import type { Pair } from '../../bench/statistics';
import { createRandom } from '../../sandbox/engine/random';

describe('a quantile', () => {
  test.each([
    [0, 10],
    [0.25, 20],
    [0.5, 30],
    [0.9, 46],
    [1, 50],
  ])('of %d lies where the share of the samples below it says: %d', (share, value) => {
    expect(quantile([50, 10, 40, 20, 30], share)).toBeCloseTo(value, 9);
  });

  test('of an even number of samples lies between the two in the middle', () => {
    expect(quantile([4, 1, 2, 3], 0.5)).toBe(2.5);
  });

  test('leaves the samples in their order, and is refused where there are none', () => {
    const samples = [3, 1, 2];
    expect(spreadOf(samples)).toEqual({ min: 1, median: 2, p90: 2.8, max: 3 });
    expect(samples).toEqual([3, 1, 2]);
    expect(mean(samples)).toBe(2);
    expect(() => quantile([], 0.5)).toThrow('there is no sample');
  });
});

describe('the ratio of two medians', () => {
  test('is that of the first of each pair over the second, and certain where all pairs agree', () => {
    const pairs = Array.from({ length: 9 }, (): Pair => [100, 400]);
    const ratio = ratioOfMedians(pairs, createRandom(1));
    expect(ratio).toEqual({ value: 0.25, low: 0.25, high: 0.25, level: 0.95 });
  });

  test('when its pairs are drawn anew with the same seed, has the same interval, which holds the true ratio', () => {
    const random = createRandom(5);
    const noise = () => 0.5 + random();
    const pairs = Array.from({ length: 200 }, (): Pair => [30 * noise(), 100 * noise()]);
    const ratio = ratioOfMedians(pairs, createRandom(2));
    expect(ratio).toEqual(ratioOfMedians(pairs, createRandom(2)));
    expect(ratio.low).toBeLessThan(0.3);
    expect(ratio.high).toBeGreaterThan(0.3);
    expect(ratio.high - ratio.low).toBeLessThan(0.15);
    expect(ratio.value).toBeGreaterThan(ratio.low);
    expect(ratio.value).toBeLessThan(ratio.high);
  });
});
