/** Notes that something happened, by its name. */
export type Count = (what: string, times?: number) => void;

export interface Tally {
  readonly counts: Record<string, number>;
  readonly count: Count;
}

export function newTally(): Tally {
  const counts: Record<string, number> = {};
  return {
    counts,
    count(what, times = 1) {
      counts[what] = (counts[what] ?? 0) + times;
    },
  };
}
