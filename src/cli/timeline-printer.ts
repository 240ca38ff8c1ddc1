import type { TimelineRow } from '../client/timeline';
import { drawTimelineRow, timelineTitle } from './draw-timeline';
import type { Paint } from './paint';

/** Tells each row once: a step that runs again when its attempt or its failure is another one. */
export function newcomers(): (rows: readonly TimelineRow[]) => readonly TimelineRow[] {
  const told = new Set<string>();
  return (rows) =>
    rows.filter((row) => {
      const key = keyOf(row);
      if (told.has(key)) return false;
      told.add(key);
      return true;
    });
}

function keyOf(row: TimelineRow): string {
  const { atMs, source, what, outcome } = row;
  return [atMs, source, what, isOnTheWay(row) ? '' : outcome, attemptOf(row)].join('|');
}

const ends: readonly (string | undefined)[] = ['recorded', 'rejected'];

/** What was asked for is one row, however far it has come: its steps tell each move, and its end is a row of its own. */
const isOnTheWay = ({ source, outcome }: TimelineRow): boolean =>
  source === 'operation' && !ends.includes(outcome);

const attemptOf = ({ outcome, detail }: TimelineRow): string | undefined =>
  outcome === 'running' && !detail?.startsWith('looked') ? detail : '';

/** Prints what is new since the last time, under one title; answers how much it was. */
export function createTimelinePrinter(
  print: (line: string) => void,
  paint: Paint,
): (rows: readonly TimelineRow[], currency: string) => number {
  const fresh = newcomers();
  let titled = false;
  return (rows, currency) => {
    const lines = fresh(rows).map((row) => drawTimelineRow(row, currency, paint));
    if (!titled) print(paint('faint', timelineTitle));
    titled = true;
    lines.forEach(print);
    return lines.length;
  };
}

/** What runs stands elsewhere, or is soon over. */
export function isOver({ outcome }: TimelineRow): boolean {
  return outcome !== 'running';
}
