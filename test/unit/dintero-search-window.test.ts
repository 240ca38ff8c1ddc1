import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { searchWindow } from '../../src/dintero/search-window';
import type { Window } from '../../src/domain/payment-gateway';

const day: Window = { fromMs: 0, toMs: 86_400_000 };

/** A list that shows the newest first and never more than `most`. */
function shop(madeAtMs: readonly number[], most: number) {
  const asked: Window[] = [];
  const list = async (window: Window) => {
    asked.push(window);
    return madeAtMs
      .filter((atMs) => atMs >= window.fromMs && atMs <= window.toMs)
      .sort((left, right) => right - left)
      .slice(0, most);
  };
  return { asked, list };
}

it('when a page may be cut, finds an order made soon after the beginning in few pages', async () => {
  const everyEightSeconds = Array.from({ length: 10_000 }, (_, place) => place * 8_640);
  for (const most of [10, 37, 100]) {
    const { asked, list } = shop([...everyEightSeconds, 4_321], most);
    const search = await searchWindow(day, list, (atMs) => atMs === 4_321);
    expect(search.found).toBe(4_321);
    expect(asked.length).toBeLessThan(20);
  }
});

it('when nothing more than a few orders is listed, one page is enough', async () => {
  const { asked, list } = shop([1, 2, 3], 100);
  expect(await searchWindow(day, list, () => false)).toEqual({ completeToMs: day.toMs });
  expect(asked).toEqual([day]);
});

it('when there are too many orders to read, says up to when it read all instead of calling it absent', async () => {
  const everySecond = Array.from({ length: 86_400 }, (_, place) => place * 1_000);
  const { asked, list } = shop(everySecond, 100);
  const search = await searchWindow(day, list, (atMs) => atMs === 80_000_000);
  expect(search.found).toBeUndefined();
  expect(search.completeToMs).toBeGreaterThan(0);
  expect(search.completeToMs).toBeLessThan(80_000_000);
  expect(asked).toHaveLength(40);
});

it('when more orders bear one moment than a page holds, does not call the search complete', async () => {
  const { list } = shop(
    Array.from({ length: 30 }, () => 5_000),
    10,
  );
  const search = await searchWindow(day, list, () => false);
  expect(search.completeToMs).toBeLessThanOrEqual(5_000);
});

it('when more orders bear one moment than a page holds, finds what was made later', async () => {
  const burst = Array.from({ length: 30 }, () => 5_000);
  const { list } = shop([...burst, 65_000], 10);
  expect(await searchWindow(day, list, (atMs) => atMs === 65_000)).toMatchObject({ found: 65_000 });
});

it('whatever is listed and however pages are cut, finds the order or does not claim to have looked past it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(day.toMs), { maxLength: 300 }),
      fc.nat(day.toMs),
      fc.integer({ min: 10, max: 100 }),
      async (others, wanted, most) => {
        const { list } = shop([...others, wanted], most);
        const search = await searchWindow(day, list, (atMs) => atMs === wanted);
        expect(search.found === wanted || search.completeToMs <= wanted).toBe(true);
      },
    ),
  );
});
