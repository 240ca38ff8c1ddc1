import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from './attempt-bounds';

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  pause: (durationMs, signal) => pause(durationMs, undefined, { signal }),
};
