import type { TimelineRow } from '../client/timeline';
import { formatMoney } from '../domain/money';
import { toneOfOutcome } from '../domain/tone';
import { printable } from './draw-table';
import type { Paint } from './paint';

export const timelineTitle = 'time (UTC)           who        what';

/** One row as one line: when, who, what, how much, and how it ended. */
export function drawTimelineRow(row: TimelineRow, currency: string, paint: Paint): string {
  const { atMs, source, what, detail, outcome } = row;
  const money = sayAmount(row, currency) ?? '';
  const end = outcome === undefined ? '' : sayOutcome(outcome);
  const line = [
    paint('faint', `${showInstant(atMs)}  ${source.padEnd(9)}`),
    drawWhat(printable(what), money, paint),
    paint(toneOfOutcome(outcome ?? ''), end.padEnd(endWidth)),
    ...(detail === undefined ? [] : [paint('faint', printable(detail))]),
  ].join('  ');
  return line.trimEnd();
}

/** Rows come one by one, so that no column can wait for its widest cell; most fit, and into a terminal of 100 columns. */
const [whatWidth, endWidth] = [54, 8];

/** The amount stands at the right end of the same column: what is long to say says its amount itself. */
function drawWhat(what: string, money: string, paint: Paint): string {
  if (money === '') return what.padEnd(whatWidth);
  const gap = ' '.repeat(Math.max(2, whatWidth - what.length - money.length));
  return `${what}${gap}${paint('strong', money)}`;
}

export function drawTimeline(
  rows: readonly TimelineRow[],
  currency: string,
  paint: Paint,
): readonly string[] {
  return [
    paint('faint', timelineTitle),
    ...rows.map((row) => drawTimelineRow(row, currency, paint)),
  ];
}

/** Undefined where the words say it already. */
function sayAmount({ amount, what }: TimelineRow, currency: string): string | undefined {
  if (amount === undefined) return undefined;
  const money = currency === '' ? String(amount) : formatMoney(amount, currency);
  return what.includes(money) ? undefined : money;
}

const sayOutcome = (outcome: string): string => printable(outcome.replaceAll('_', ' '));

/** `2026-11-25 11:01:38` */
function showInstant(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 19).replace('T', ' ');
}

const ageUnits = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const;

/** The largest unit that fits: `3d`, `5h`, `12m`. */
export function showAge(ageMs: number): string {
  const [unit, unitMs] = ageUnits.find(([, ms]) => ageMs >= ms) ?? ['s', 1_000];
  return `${Math.max(0, Math.floor(ageMs / unitMs))}${unit}`;
}
