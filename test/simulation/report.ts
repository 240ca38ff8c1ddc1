import type { Outcome, SeedResult } from './outcome';

/** How often each kind of mishap was met. */
export class Tally {
  private readonly counts = new Map<string, number>();
  private seeds = 0;

  add({ mishaps }: SeedResult): void {
    this.seeds += 1;
    for (const what of mishaps) this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  show(): string {
    const rows = [...this.counts].sort(([, left], [, right]) => right - left);
    const width = Math.max(...rows.map(([what]) => what.length), 8);
    const lines = rows.map(
      ([what, count]) => `  ${what.padEnd(width)} ${String(count).padStart(8)}`,
    );
    return [`In ${this.seeds} seeds:`, ...lines].join('\n');
  }
}

const mostLines = 400;

/** A failed seed as a person reads it: what is wrong, what was needed for it, how it came about, and how to see it again. */
export function showFailure(failed: Outcome, minimal: Outcome): string {
  const { seed, theme, adopting, violations } = failed;
  const story = minimal.story.slice(0, mostLines);
  return [
    `Seed ${seed} (${theme}) broke a promise:`,
    ...violations.map((violation) => `  ${violation}`),
    `Needed for it: ${minimal.injected.map(({ name, what }) => `${name} (${what})`).join(', ')}`,
    `The shortest story that shows it:`,
    ...story.map((line) => `  ${line}`),
    ...(minimal.story.length > mostLines ? ['  …'] : []),
    `Again: npm run simulate -- --seed ${seed}${adopting ? ' --adopt' : ''}`,
  ].join('\n');
}
