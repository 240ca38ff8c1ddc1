import { msOf } from './activity-task';
import type { ScheduleActivity } from './activity-task';
import type { HistoryEntry } from './history';
import type { Command, Job } from './workflow-instance';

interface ResetPoint {
  /** Scheduled before the point and not ended before it: they begin anew. */
  readonly activities: readonly ScheduleActivity[];
  readonly timers: readonly { readonly seq: number; readonly dueMs: number }[];
  /** Signals and updates that came after it. */
  readonly messages: readonly Job[];
}

/** What the server makes of a history whose tasks after the first `kept` are forgotten. */
export function readResetPoint(
  history: readonly HistoryEntry[],
  kept: number,
  pending: readonly Job[],
): ResetPoint {
  const before = history.slice(0, kept);
  const ended = new Set(before.flatMap((entry) => entry.activation.jobs.map(endOf)));
  const given = before.flatMap(({ activation, commands }) =>
    commands.map((command) => ({ atMs: activation.atMs, command })),
  );
  for (const { command } of given) {
    const cancelled = cancelOf(command);
    if (cancelled !== undefined) ended.add(cancelled);
  }
  const later = history.slice(kept).flatMap(({ activation }) => activation.jobs);
  return {
    activities: given.flatMap(({ command }) => {
      const scheduled = command['scheduleActivity'] as ScheduleActivity | undefined;
      return scheduled === undefined || ended.has(`activity ${scheduled.seq}`) ? [] : [scheduled];
    }),
    timers: given.flatMap(({ atMs, command }) => {
      const timer = command['startTimer'] as Timer | undefined;
      if (timer === undefined || ended.has(`timer ${timer.seq}`)) return [];
      return [{ seq: timer.seq, dueMs: atMs + (msOf(timer.startToFireTimeout) ?? 0) }];
    }),
    messages: [...later, ...pending].filter(isMessage).map(unread),
  };
}

interface Timer {
  readonly seq: number;
  readonly startToFireTimeout: Parameters<typeof msOf>[0];
}

function endOf({ variant, content }: Job): string {
  const { seq } = content as { seq?: number };
  if (variant === 'resolveActivity') return `activity ${seq}`;
  return variant === 'fireTimer' ? `timer ${seq}` : '';
}

function cancelOf(command: Command): string | undefined {
  const activity = command['requestCancelActivity'] as { seq: number } | undefined;
  const timer = command['cancelTimer'] as { seq: number } | undefined;
  if (activity !== undefined) return `activity ${activity.seq}`;
  return timer === undefined ? undefined : `timer ${timer.seq}`;
}

function isMessage({ variant }: Job): boolean {
  return variant === 'signalWorkflow' || variant === 'doUpdate';
}

/** An update is validated again: what it asked for may not be possible any more. */
function unread(job: Job): Job {
  if (job.variant !== 'doUpdate') return job;
  return { ...job, content: { ...job.content, runValidator: true } };
}
