const defaultSeconds = 10;
const longestSeconds = 60;
/** A call that has no time at all would be answered by nobody. */
const shortestMs = 1_000;

/** `Prefer: respond-async, wait=20` → 20,000 ms (RFC 7240); what is not understood is left unheard. */
export function readWaitMs(prefer: string | undefined): number {
  const [, seconds] =
    /(?:^|[,;])\s*wait\s*=\s*"?(\d{1,4})"?\s*(?:$|[,;])/i.exec(prefer ?? '') ?? [];
  const wanted = seconds === undefined ? defaultSeconds : Number(seconds);
  return Math.max(Math.min(wanted, longestSeconds) * 1_000, shortestMs);
}
