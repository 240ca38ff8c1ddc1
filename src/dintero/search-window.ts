import type { Window } from '../domain/payment-gateway';

export interface WindowSearch<Thing> {
  readonly found?: Thing;
  /** A second one that is wanted too, where the page that shows the first shows it. */
  readonly another?: Thing;
  /** How far the search was complete: what was made up to this moment and is wanted would have been found. */
  readonly completeToMs: number;
}

/** The most that is asked for in one page. */
export const largestPage = 100;
/** Whether a list of Orders takes `limit` is not documented; the list of transactions holds this many without one. */
const smallestPage = 10;
/** Each is a request: an attempt has the time for so many. */
const mostPages = 40;
/** A span as short as this is not halved any more: whether moments are kept finer than to the second is not documented. */
const shortestWindowMs = 10;

/**
 * Searches a list that takes bounds of time and whose further pages nobody documented: a page that may be cut is read again as
 * two halves of its time, the older first, since what is wanted was made soon after the beginning.
 */
export async function searchWindow<Thing>(
  window: Window,
  list: (window: Window) => Promise<readonly Thing[]>,
  isWanted: (thing: Thing) => boolean,
): Promise<WindowSearch<Thing>> {
  const due = [window];
  let longest = 0;
  let completeToMs = window.toMs;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const next = due.pop();
    if (next === undefined) return { completeToMs };
    const page = await list(next);
    const [found, another] = page.filter(isWanted);
    if (found !== undefined) {
      const second = another === undefined ? {} : { another };
      return { found, ...second, completeToMs: next.toMs };
    }
    longest = Math.max(longest, page.length);
    const isWhole = page.length < smallestPage || page.length < longest;
    if (isWhole) continue;
    // More were made in one moment than a page shows: what is wanted may still be found after it.
    if (next.toMs - next.fromMs <= shortestWindowMs)
      completeToMs = Math.min(completeToMs, next.fromMs);
    else due.push(...halvesOf(next));
  }
  return { completeToMs: Math.min(completeToMs, due.at(-1)?.fromMs ?? window.toMs) };
}

/** The older half last, which is the one that is taken next. */
function halvesOf({ fromMs, toMs }: Window): readonly Window[] {
  const middleMs = Math.floor((fromMs + toMs) / 2);
  return [
    { fromMs: middleMs, toMs },
    { fromMs, toMs: middleMs },
  ];
}
