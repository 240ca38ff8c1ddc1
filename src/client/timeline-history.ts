import type { PayloadConverter } from '@temporalio/common';
import type { TimelineRow } from './timeline';
import { millisecondsOf, readPayload } from './timeline-events';
import type { HistoryEvent, PendingActivity } from './timeline-events';
import { tellMessage } from './timeline-messages';
import { tellClosing, tellStart } from './timeline-runs';
import {
  stepOf,
  tellStepDone,
  tellStepFailed,
  tellStepRunning,
  tellStepStopped,
} from './timeline-steps';
import type { Step } from './timeline-steps';

export interface HistoryOptions {
  readonly converter: PayloadConverter;
  readonly pending: readonly PendingActivity[];
  /** Captures, refunds and cancels are told from the messages that asked for them. */
  readonly tellMessages: boolean;
}

/** Tells runs in their order, and remembers what the one before said. */
export interface HistoryTeller {
  tell(events: readonly HistoryEvent[]): readonly TimelineRow[];
  /** Whether the story began with the order's own start. */
  isWhole(): boolean;
  firstAtMs(): number;
}

export function createHistoryTeller(options: HistoryOptions): HistoryTeller {
  const { converter, pending } = options;
  let standing: Standing = { status: '', attention: false };
  let first: HistoryEvent | undefined;
  return {
    tell(events) {
      first ??= events[0];
      const steps = createStepBook(converter);
      const timers = new Map<string, string>();
      const rows = events.flatMap((event): readonly TimelineRow[] => {
        const atMs = millisecondsOf(event.eventTime);
        const seen = readStanding(event, converter, standing);
        const changes = tellStanding(standing, seen, atMs);
        standing = seen;
        return [
          ...tellStart(event, atMs, converter),
          ...steps.tell(event, atMs),
          ...tellTimer(event, atMs, timers, converter),
          ...tellMessage(event, atMs, options),
          ...changes,
          ...tellClosing(event, atMs),
        ];
      });
      return [...rows, ...steps.running(pending, isClosed(events.at(-1)))];
    },
    isWhole: () =>
      first?.workflowExecutionStartedEventAttributes !== undefined &&
      first.workflowExecutionStartedEventAttributes !== null &&
      !first.workflowExecutionStartedEventAttributes.continuedExecutionRunId,
    firstAtMs: () => millisecondsOf(first?.eventTime),
  };
}

function isClosed(last: HistoryEvent | undefined): boolean {
  return last !== undefined && tellClosing(last, 0).length > 0;
}

function createStepBook(converter: PayloadConverter) {
  const open = new Map<string, Step>();
  const close = (scheduledEventId: unknown, tell: (step: Step) => TimelineRow) => {
    const key = String(scheduledEventId);
    const step = open.get(key);
    // Scheduled before the first event that was read: its name is not known.
    if (step === undefined) return [];
    open.delete(key);
    return [tell(step)];
  };
  return {
    tell(event: HistoryEvent, atMs: number): readonly TimelineRow[] {
      const scheduled = event.activityTaskScheduledEventAttributes;
      if (scheduled) open.set(String(event.eventId), stepOf(event, scheduled, converter));
      noteAttempt(event, open);
      noteGivenUp(event, open);
      return tellStepEnd(event, atMs, close, converter);
    },
    running: (pending: readonly PendingActivity[], closed: boolean): readonly TimelineRow[] =>
      [...open.values()].map((step) =>
        closed
          ? tellStepStopped(step, step.scheduledAtMs)
          : tellStepRunning(
              step,
              pending.find(({ activityId }) => activityId === step.activityId),
            ),
      ),
  };
}

function noteAttempt(event: HistoryEvent, open: Map<string, Step>): void {
  const started = event.activityTaskStartedEventAttributes;
  if (!started) return;
  const key = String(started.scheduledEventId);
  const step = open.get(key);
  if (step === undefined) return;
  open.set(key, { ...step, attempt: started.attempt ?? 1, lastFailure: started.lastFailure });
}

function noteGivenUp(event: HistoryEvent, open: Map<string, Step>): void {
  const key = String(event.activityTaskCancelRequestedEventAttributes?.scheduledEventId);
  const step = open.get(key);
  if (step !== undefined) open.set(key, { ...step, givenUp: true });
}

function tellStepEnd(
  event: HistoryEvent,
  atMs: number,
  close: (id: unknown, tell: (step: Step) => TimelineRow) => readonly TimelineRow[],
  converter: PayloadConverter,
): readonly TimelineRow[] {
  const completed = event.activityTaskCompletedEventAttributes;
  if (completed) {
    const result = readPayload(converter, completed.result?.payloads?.[0]);
    return close(completed.scheduledEventId, (step) => tellStepDone(step, atMs, result));
  }
  const failed =
    event.activityTaskFailedEventAttributes ?? event.activityTaskTimedOutEventAttributes;
  if (failed)
    return close(failed.scheduledEventId, (step) => tellStepFailed(step, atMs, failed.failure));
  const stopped = event.activityTaskCanceledEventAttributes;
  return stopped ? close(stopped.scheduledEventId, (step) => tellStepStopped(step, atMs)) : [];
}

function tellTimer(
  event: HistoryEvent,
  atMs: number,
  timers: Map<string, string>,
  converter: PayloadConverter,
): readonly TimelineRow[] {
  const started = event.timerStartedEventAttributes;
  if (started) {
    const summary = readPayload(converter, event.userMetadata?.summary);
    if (typeof summary === 'string') timers.set(started.timerId ?? '', summary);
  }
  const fired = event.timerFiredEventAttributes;
  const what = timers.get(fired?.timerId ?? '');
  return what === undefined ? [] : [{ atMs, source: 'workflow', what, outcome: 'time is up' }];
}

/** What the order's search attributes say of it. */
interface Standing {
  readonly status: string;
  readonly attention: boolean;
}

function readStanding(
  event: HistoryEvent,
  converter: PayloadConverter,
  before: Standing,
): Standing {
  const fields =
    event.upsertWorkflowSearchAttributesEventAttributes?.searchAttributes?.indexedFields;
  if (!fields) return before;
  const status = readPayload(converter, fields['OrderStatus']);
  const attention = readPayload(converter, fields['NeedsAttention']);
  return {
    status: typeof status === 'string' ? status : before.status,
    attention: typeof attention === 'boolean' ? attention : before.attention,
  };
}

function tellStanding(before: Standing, now: Standing, atMs: number): readonly TimelineRow[] {
  const status =
    now.status === before.status
      ? []
      : [
          {
            atMs,
            source: 'workflow' as const,
            what: sayStatus(now.status),
          },
        ];
  if (now.attention === before.attention) return status;
  const what = now.attention ? 'The order needs a person' : 'Nothing needs a person any more';
  return [...status, { atMs, source: 'workflow', what }];
}

function sayStatus(status: string): string {
  return status === 'payment_failed'
    ? 'The payment has failed'
    : `The order is ${status.replaceAll('_', ' ')}`;
}
