import type { Played } from './played';

/**
 * How an order fares, in one line: `+45s` (at most so much later than without the fault), `again:1` (sent once more than
 * without it), the matters that were raised on the way, and where it ends otherwise than usual. Empty: as if nothing had happened.
 */
export type Fate = string;

const secondMs = 1_000;
const unnoticedMs = 5 * secondMs;
const limits: readonly (readonly [string, number])[] = [
  ['15s', 15],
  ['30s', 30],
  ['45s', 45],
  ['1m', 60],
  ['2m', 120],
  ['3m', 180],
  ['5m', 300],
  ['10m', 600],
  ['15m', 900],
  ['20m', 1_200],
  ['30m', 1_800],
  ['1h', 3_600],
  ['2h', 7_200],
  ['6h', 21_600],
  ['1d', 86_400],
  ['7d', 604_800],
  ['90d', 7_776_000],
];

export function fateOf(played: Played, usual: Played): Fate {
  const known = usual.end.split(' ');
  const differs = played.end.split(' ').filter((part) => !known.includes(part));
  const late = latenessOf(played, usual);
  return [
    ...(late === '' ? [] : [late]),
    ...(played.sent > usual.sent ? [`again:${played.sent - usual.sent}`] : []),
    ...played.raised,
    ...differs,
  ].join(' ');
}

function latenessOf(played: Played, usual: Played): string {
  const lateMs = played.isDecided ? played.doneMs : played.doneMs - usual.doneMs;
  if (lateMs <= unnoticedMs) return '';
  const limit = limits.find(([, seconds]) => lateMs <= seconds * secondMs);
  return `+${limit?.[0] ?? 'never'}`;
}

/** Whether what happened is what was expected, or the same sooner. */
export function isAsExpected(happened: Fate, expected: Fate): boolean {
  const [left, right] = [readFate(happened), readFate(expected)];
  return left.others.join(' ') === right.others.join(' ') && left.rank <= right.rank;
}

export function readFate(fate: Fate): {
  readonly late: string | undefined;
  readonly rank: number;
  readonly others: readonly string[];
} {
  const parts = fate.split(' ').filter((part) => part !== '');
  const late = parts.find((part) => part.startsWith('+'))?.slice(1);
  const index = limits.findIndex(([name]) => name === late);
  const rank = late === undefined ? -1 : index < 0 ? limits.length : index;
  return { late, rank, others: parts.filter((part) => !part.startsWith('+')) };
}
