import { defaultTiming } from '../../src/domain/timing';
import type { Timing } from '../../src/domain/timing';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;

/** The product's own durations, but for those that would only make a story longer. */
export const timing: Timing = {
  ...defaultTiming,
  paymentDeadlineMs: 8 * minuteMs,
  pollFirstMs: 2 * secondMs,
  holdLimitMs: 40 * minuteMs,
};

export const requestTimeoutMs = 15 * secondMs;

/**
 * What the provider and the machines do at the worst, for the guarantee to hold without exception. It is the window that
 * the product states: a request that took effect did so at most `settleDelayMs` after we gave up on it.
 */
export const bounds = {
  /** From our giving up on a request to its effect. */
  lateEffectMs: timing.settleDelayMs - 100,
  /** How old the picture is that a read shows; less than the two looks are apart. */
  staleReadMs: 9 * secondMs,
  /** From a failed event to its correction: the hold, less the age of the picture that ends it. */
  correctionMs: timing.settleDelayMs - 10 * secondMs,
  /** Of a worker's clock against the server's. */
  skewMs: 1_500,
  /** Of one that nobody keeps in time. */
  wrongClockMs: 2 * minuteMs,
  /** How far such a one may be behind: what the settle delay covers. */
  slowClockMs: timing.settleDelayMs - secondMs,
} as const;
