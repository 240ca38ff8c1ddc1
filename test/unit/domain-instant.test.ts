import { expect, it } from '@jest/globals';
import { earliest, latest } from '../../src/domain/instant';

const [first, second, third] = [1, 2, 3].map((day) => `2026-01-0${day}T00:00:00.000Z`);
const outOfOrder = [second, first, third].flatMap((instant) => instant ?? []);

it('the earliest and the latest of several instants are found in whatever order they stand', () => {
  expect(earliest(outOfOrder)).toBe(first);
  expect(latest([undefined, ...outOfOrder, undefined])).toBe(third);
  expect(latest([third, second, first])).toBe(third);
});

it('of none there is neither', () => {
  expect(earliest([])).toBeUndefined();
  expect(latest([undefined])).toBeUndefined();
});
