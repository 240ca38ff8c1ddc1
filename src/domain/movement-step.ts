/** What to do next about one movement, until it is over. */
export type MovementStep =
  | {
      readonly next: 'attempt';
      /** Something went wrong on the way: the movement is looked at again later. */
      readonly uncertain: boolean;
      readonly pauseMs: number;
      /** How often it was sent, looked for, and proven absent. */
      readonly absences: number;
    }
  | {
      readonly next: 'settle';
      /** Epoch milliseconds: only after it does a look that finds nothing count. */
      readonly notBeforeMs: number;
      /** How often somebody else's movement has already been taken as the new base line. */
      readonly changes: number;
      readonly absences: number;
    }
  | { readonly next: 'over' };

export type AttemptStep = Extract<MovementStep, { next: 'attempt' }>;
export type SettleStep = Extract<MovementStep, { next: 'settle' }>;

export const over: MovementStep = { next: 'over' };

const firstPauseMs = 500;
const longestPauseMs = 30_000;
const mostChanges = 1;
const mostAbsences = 3;

export function attemptNow(uncertain: boolean): AttemptStep {
  return { next: 'attempt', uncertain, pauseMs: firstPauseMs, absences: 0 };
}

export function attemptAfterAbsence({ absences }: SettleStep): AttemptStep {
  return { ...attemptNow(true), absences: absences + 1 };
}

/** Sent again and again without a trace: something refuses it that repeating does not mend. */
export function isInVain({ absences }: AttemptStep): boolean {
  return absences >= mostAbsences;
}

/** `pausedMs`: for how long the provider wanted to be left alone, where that was longer. */
export function attemptLater(step: AttemptStep, pausedMs: number): AttemptStep {
  return { ...step, pauseMs: longerPause(Math.max(step.pauseMs, pausedMs)) };
}

export function settleAfter(lastSendMs: number, settleDelayMs: number, absences = 0): SettleStep {
  return { next: 'settle', notBeforeMs: lastSendMs + settleDelayMs, changes: 0, absences };
}

export function hasWaitedLong(step: AttemptStep): boolean {
  return step.pauseMs >= longestPauseMs;
}

/** The changed picture becomes the base line, and the search begins anew; undefined once that has been done often enough. */
export function settleAnew(
  step: SettleStep,
  nowMs: number,
  settleDelayMs: number,
): SettleStep | undefined {
  if (step.changes >= mostChanges) return undefined;
  return { ...settleAfter(nowMs, settleDelayMs, step.absences), changes: step.changes + 1 };
}

/**
 * When an attempt can no longer be sending: at its own report, or, when it never reported, at the end of the time that it
 * was given. Epoch milliseconds.
 */
export function lastSendMs(attempt: {
  scheduledMs: number;
  reportedMs?: number;
  moneyAttemptMs: number;
}): number {
  return attempt.reportedMs ?? attempt.scheduledMs + attempt.moneyAttemptMs;
}

export function longerPause(pauseMs: number): number {
  return Math.min(pauseMs * 2, longestPauseMs);
}

export const firstPause = firstPauseMs;

/** How far apart the two reads are that prove absence; well within one attempt. */
export function absenceGapMs(settleDelayMs: number): number {
  return Math.min(Math.ceil(settleDelayMs / 2), 10_000);
}
