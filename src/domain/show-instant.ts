/** `2026-01-01T12:34:56.789Z` → `2026-01-01 12:34 UTC` */
export function showInstant<T extends string | undefined>(instant: T): T {
  return instant?.replace(/^(.{10})T(.{5}).*$/, '$1 $2 UTC') as T;
}

/** `300000` → `5 minutes`: to the nearest of the largest unit that fits. */
export function showDuration(durationMs: number): string {
  const units = [
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000],
    ['second', 1_000],
  ] as const;
  const [name, sizeMs] = units.find(([, size]) => durationMs >= size) ?? ['second', 1_000];
  const count = Math.max(1, Math.round(durationMs / sizeMs));
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}
