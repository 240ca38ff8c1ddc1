/** All time in the sandbox comes from here, so that a simulation can turn it by hand. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Runs `act` once, `delayMs` from now; the answer cancels it. */
  schedule(delayMs: number, act: () => void): () => void;
}

export interface SystemClock extends Clock {
  /** Cancels all that is scheduled, and schedules nothing any more. */
  stop(): void;
}

export function createSystemClock(): SystemClock {
  const timers = new Set<NodeJS.Timeout>();
  let stopped = false;
  return {
    now: () => Date.now(),
    schedule(delayMs, act) {
      if (stopped) return () => undefined;
      const timer = setTimeout(() => {
        timers.delete(timer);
        act();
      }, delayMs);
      timers.add(timer);
      return () => {
        clearTimeout(timer);
        timers.delete(timer);
      };
    },
    stop() {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}

export function pause(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    clock.schedule(delayMs, resolve);
  });
}

export function toInstant(atMs: number): string {
  return new Date(atMs).toISOString();
}
