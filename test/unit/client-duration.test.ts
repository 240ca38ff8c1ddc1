import { expect, test } from '@jest/globals';
import { assert, integer, property } from 'fast-check';
import { formatDuration, parseDuration } from '../../src/client/duration';

test.each([
  ['500ms', 500],
  ['15s', 15_000],
  ['30m', 1_800_000],
  ['1h30m', 5_400_000],
  ['7d', 604_800_000],
  [' 2M ', 120_000],
])('%s is %d milliseconds', (text, durationMs) => {
  expect(parseDuration(text)).toBe(durationMs);
});

test.each(['', '0s', '15', '1.5h', '-1s', 'm', '5m3h', '99999d', '1 h', '5min', '1e3s'])(
  '"%s" is refused with the remedy',
  (text) => {
    expect(() => parseDuration(text)).toThrow(/1h30m/);
  },
);

test('what is formatted is read back as it was', () => {
  assert(
    property(integer({ min: 1, max: 315_000_000_000 }), (durationMs) => {
      expect(parseDuration(formatDuration(durationMs))).toBe(durationMs);
    }),
  );
});
