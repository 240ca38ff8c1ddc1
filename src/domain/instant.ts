/* oxlint-disable no-restricted-globals -- converting an instant that is given reads no clock. */

/** `2026-01-01T00:00:00.000Z` → epoch milliseconds. */
export function epochMs(instant: string): number {
  return Date.parse(instant);
}

/** The end of the year 9999: what lies beyond is no time of a payment, and sums with it may leave the calendar. */
const latestMs = 253_402_300_799_999;

export function isInstant(text: string): boolean {
  return Math.abs(epochMs(text)) <= latestMs;
}

export function instantOf(atMs: number): string {
  return new Date(atMs).toISOString();
}

export function later(instant: string, byMs: number): string {
  return instantOf(epochMs(instant) + byMs);
}

export function latest(instants: readonly (string | undefined)[]): string | undefined {
  return instants
    .filter((instant) => instant !== undefined)
    .sort()
    .at(-1);
}

export function earliest(instants: readonly string[]): string | undefined {
  return [...instants].sort()[0];
}
