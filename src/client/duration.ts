const unitMs = {
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
} as const;

const pattern = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+)s)?(?:(\d+)ms)?$/;

/** Ten years: anything longer is a typing error. */
const longestMs = 3_650 * unitMs.d;

/**
 * `500ms`, `15s`, `30m`, `1h30m`, `7d` → milliseconds.
 * @throws RangeError with the remedy when the text is no duration above zero.
 */
export function parseDuration(text: string): number {
  const match = pattern.exec(text.trim().toLowerCase());
  const [days, hours, minutes, seconds, millis] = (match ?? [])
    .slice(1)
    .map((part) => Number(part ?? 0));
  const durationMs =
    (days ?? 0) * unitMs.d +
    (hours ?? 0) * unitMs.h +
    (minutes ?? 0) * unitMs.m +
    (seconds ?? 0) * unitMs.s +
    (millis ?? 0);
  if (match !== null && durationMs > 0 && durationMs <= longestMs) return durationMs;
  throw new RangeError(
    `"${text.slice(0, 40)}" is not a duration above zero: write it like 500ms, 15s, 30m, 1h30m or 7d`,
  );
}

/** The inverse of `parseDuration`: `5400000` → `1h30m`. */
export function formatDuration(durationMs: number): string {
  let left = Math.round(durationMs);
  const parts = (Object.keys(unitMs) as (keyof typeof unitMs)[]).map((unit) => {
    const count = Math.floor(left / unitMs[unit]);
    left -= count * unitMs[unit];
    return count === 0 ? '' : `${count}${unit}`;
  });
  return parts.join('') || '0ms';
}
