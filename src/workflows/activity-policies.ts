import { ActivityCancellationType, proxyActivities } from '@temporalio/workflow';
import type { ActivityOptions } from '@temporalio/workflow';
import type { OrderActivities } from '../activities/contract';
import type { Timing } from '../domain/timing';

/** What is done about an attempt that is under way when its step is interrupted: nothing, or its answer is waited for. */
type Ending = 'dropped' | 'awaited';

/** How an activity is tried. The summary is what the Web UI shows beside its name. */
export interface Steps {
  /** A read or a harmless step: retried until it succeeds, given up after `attentionAfterMs` so that the order can say so. */
  brisk(summary: string, ending?: Ending): OrderActivities;
  /** The same once the order has said so: it goes on slowly, in long rounds that cost few events. */
  slow(summary: string, ending?: Ending): OrderActivities;
  /** Money and records: one attempt, since an attempt cannot know what became of the one before it. */
  once(summary: string): OrderActivities;
  /** Fails benignly between its looks, which costs no history; its own input carries the deadline. */
  polling(summary: string, atMostMs: number): OrderActivities;
}

const endings = {
  dropped: ActivityCancellationType.TRY_CANCEL,
  awaited: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
} as const satisfies Record<Ending, ActivityCancellationType>;

const second = 1_000;
/** The poll ends by itself at its deadline; this net catches one whose worker never answers. */
const pollingNetMs = 60 * second;
const slowRounds = 12;

export function createSteps(timing: Timing): Steps {
  const attempt = { startToCloseTimeout: timing.moneyAttemptMs };
  const brisk: ActivityOptions = {
    ...attempt,
    scheduleToCloseTimeout: timing.attentionAfterMs,
    retry: { initialInterval: second, backoffCoefficient: 2, maximumInterval: 30 * second },
  };
  const slow: ActivityOptions = {
    ...brisk,
    scheduleToCloseTimeout: slowRounds * timing.attentionAfterMs,
    retry: {
      initialInterval: Math.min(30 * second, timing.attentionAfterMs),
      backoffCoefficient: 2,
      maximumInterval: Math.max(second, timing.attentionAfterMs),
    },
  };
  const once: ActivityOptions = {
    ...attempt,
    // The call may have left already: its answer is worth waiting for.
    cancellationType: endings.awaited,
    retry: { maximumAttempts: 1 },
  };
  const polling = (atMostMs: number): ActivityOptions => ({
    ...attempt,
    scheduleToCloseTimeout: Math.max(second, atMostMs) + pollingNetMs,
    cancellationType: endings.dropped,
    retry: {
      initialInterval: timing.pollFirstMs,
      backoffCoefficient: 1.5,
      maximumInterval: timing.pollMaxMs,
    },
  });
  return {
    brisk: (summary, ending = 'dropped') =>
      proxyActivities<OrderActivities>({ ...brisk, cancellationType: endings[ending], summary }),
    slow: (summary, ending = 'dropped') =>
      proxyActivities<OrderActivities>({ ...slow, cancellationType: endings[ending], summary }),
    once: (summary) => proxyActivities<OrderActivities>({ ...once, summary }),
    polling: (summary, atMostMs) =>
      proxyActivities<OrderActivities>({ ...polling(atMostMs), summary }),
  };
}
