import type { Payload } from '@temporalio/common';
import { cancelledEnd } from './cancelled-activity';
import { decode, encode, encodeFailure } from './workflow-instance';
import type { Failure } from './workflow-instance';

/** A Duration of protobuf, as the SDK builds it. */
type Duration =
  { seconds?: { toString(): string } | null; nanos?: number | null } | null | undefined;

export function msOf(duration: Duration): number | undefined {
  if (duration === null || duration === undefined) return undefined;
  const seconds = Number(duration.seconds?.toString() ?? 0);
  return seconds * 1_000 + (duration.nanos ?? 0) / 1_000_000;
}

/** `scheduleActivity`, as far as it matters here. */
export interface ScheduleActivity {
  readonly seq: number;
  readonly activityId: string;
  readonly activityType: string;
  readonly arguments: readonly Payload[];
  readonly startToCloseTimeout?: Duration;
  readonly scheduleToCloseTimeout?: Duration;
  readonly cancellationType: number;
  readonly retryPolicy?: {
    readonly initialInterval?: Duration;
    readonly maximumInterval?: Duration;
    readonly backoffCoefficient?: number;
    readonly maximumAttempts?: number;
  };
}

/** What one attempt is told by the server. */
export interface AttemptOrder {
  readonly activityType: string;
  readonly input: unknown;
  readonly attempt: number;
  readonly scheduledMs: number;
  readonly attemptScheduledMs: number;
  readonly startToCloseMs: number;
  /** What the last heartbeat of an attempt before said. */
  readonly heartbeatDetails: unknown;
  heartbeat(details: unknown): void;
}

/** How an attempt ended, as its worker reports it. */
export type Report = { readonly result: unknown } | { readonly failure: Failure };

export interface ActivityEnd {
  readonly completed?: { readonly result: Payload };
  readonly failed?: { readonly failure: Failure };
  readonly cancelled?: { readonly failure: Failure };
}

interface Surroundings {
  now(): number;
  schedule(delayMs: number, act: () => void): () => void;
  /** Brings an attempt to a worker, sooner or later; `started` is called when one has taken it up. */
  dispatch(order: AttemptOrder, started: () => void, report: (report: Report) => void): void;
  ended(end: ActivityEnd): void;
}

const secondMs = 1_000;

/** One activity at the server: its attempts, its timeouts and its retries, by Temporal's rules. */
export class ActivityTask {
  readonly command: ScheduleActivity;
  private readonly around: Surroundings;
  private readonly scheduledMs: number;
  private readonly startToCloseMs: number;
  private readonly deadlineMs: number;
  private attempt = 0;
  private current = 0;
  private isOver = false;
  private isPausing = false;
  private isStarted = false;
  private isCancelRequested = false;
  private lastFailure: Failure | undefined;
  private heartbeatDetails: unknown;
  private readonly timers = new Set<() => void>();

  constructor(command: ScheduleActivity, around: Surroundings) {
    this.command = command;
    this.around = around;
    this.scheduledMs = around.now();
    this.startToCloseMs = msOf(command.startToCloseTimeout) ?? Number.POSITIVE_INFINITY;
    const total = msOf(command.scheduleToCloseTimeout) || Number.POSITIVE_INFINITY;
    this.deadlineMs = this.scheduledMs + total;
    if (Number.isFinite(total)) this.later(total, () => this.expire());
    this.begin();
  }

  /** Nobody waits for it any more: no further attempt, and no report counts. The running attempt goes on. */
  abandon(): void {
    this.isOver = true;
    for (const cancel of this.timers) cancel();
    this.timers.clear();
  }

  /** Its end is waited for: an attempt that has begun may still succeed, and is the last one. */
  cancel(): void {
    if (this.isOver) return;
    if (this.isStarted) this.isCancelRequested = true;
    else this.end(cancelledEnd(this.command));
  }

  /** An operator's or our own reset: the next attempt begins at once, counted from one. */
  reset(): boolean {
    if (this.isOver || !this.isPausing) return false;
    this.attempt = 0;
    this.begin();
    return true;
  }

  private later(delayMs: number, act: () => void): void {
    const cancel = this.around.schedule(delayMs, () => {
      this.timers.delete(cancel);
      if (!this.isOver) act();
    });
    this.timers.add(cancel);
  }

  private begin(): void {
    this.attempt += 1;
    this.current += 1;
    this.isPausing = false;
    const mine = this.current;
    const isMine = () => !this.isOver && mine === this.current;
    const order: AttemptOrder = {
      activityType: this.command.activityType,
      input: decode(this.command.arguments[0]),
      attempt: this.attempt,
      scheduledMs: this.scheduledMs,
      attemptScheduledMs: this.around.now(),
      startToCloseMs: this.startToCloseMs,
      heartbeatDetails: this.heartbeatDetails,
      heartbeat: (details) => {
        if (isMine()) this.heartbeatDetails = details;
      },
    };
    const started = () => {
      if (!isMine()) return;
      this.isStarted = true;
      this.later(this.startToCloseMs, () => isMine() && this.timeOut());
    };
    this.around.dispatch(order, started, (report) => {
      if (isMine()) this.take(report);
    });
  }

  private take(report: Report): void {
    if ('result' in report) return this.end({ completed: { result: encode(report.result) } });
    const { applicationFailureInfo: info } = report.failure;
    if (info?.nonRetryable === true)
      return this.fail(report.failure, 'RETRY_STATE_NON_RETRYABLE_FAILURE');
    this.retry(report.failure, msOf(info?.nextRetryDelay) || undefined);
  }

  private timeOut(): void {
    this.retry(timeoutFailure('TIMEOUT_TYPE_START_TO_CLOSE', this.lastFailure), undefined);
  }

  private retry(failure: Failure, nextMs: number | undefined): void {
    this.isStarted = false;
    if (this.isCancelRequested) return this.fail(failure, 'RETRY_STATE_CANCEL_REQUESTED');
    const { maximumAttempts = 0 } = this.command.retryPolicy ?? {};
    if (maximumAttempts > 0 && this.attempt >= maximumAttempts)
      return this.fail(failure, 'RETRY_STATE_MAXIMUM_ATTEMPTS_REACHED');
    const pauseMs = nextMs ?? this.backoffMs();
    if (this.around.now() + pauseMs > this.deadlineMs)
      return this.fail(failure, 'RETRY_STATE_TIMEOUT');
    if (failure.applicationFailureInfo) this.lastFailure = failure;
    this.current += 1;
    this.isPausing = true;
    const paused = this.current;
    this.later(pauseMs, () => paused === this.current && this.begin());
  }

  private backoffMs(): number {
    const { retryPolicy = {} } = this.command;
    const first = msOf(retryPolicy.initialInterval) ?? secondMs;
    const most = msOf(retryPolicy.maximumInterval) ?? first * 100;
    return Math.min(most, first * (retryPolicy.backoffCoefficient ?? 2) ** (this.attempt - 1));
  }

  private expire(): void {
    const failure = timeoutFailure('TIMEOUT_TYPE_SCHEDULE_TO_CLOSE', this.lastFailure);
    this.fail(failure, 'RETRY_STATE_TIMEOUT');
  }

  private fail(cause: Failure, retryState: string): void {
    const { activityId, activityType } = this.command;
    const activityFailureInfo = {
      activityId,
      activityType: { name: activityType },
      identity: 'worker',
      retryState: retryStates[retryState] ?? 0,
    };
    const failure = { message: 'Activity task failed', activityFailureInfo, cause } as Failure;
    this.end({ failed: { failure } });
  }

  private end(end: ActivityEnd): void {
    this.abandon();
    this.around.ended(end);
  }
}

const retryStates: Readonly<Record<string, number>> = {
  RETRY_STATE_NON_RETRYABLE_FAILURE: 2,
  RETRY_STATE_TIMEOUT: 3,
  RETRY_STATE_MAXIMUM_ATTEMPTS_REACHED: 4,
  RETRY_STATE_CANCEL_REQUESTED: 7,
};
const timeoutTypes: Readonly<Record<string, number>> = {
  TIMEOUT_TYPE_START_TO_CLOSE: 1,
  TIMEOUT_TYPE_SCHEDULE_TO_CLOSE: 3,
};

function timeoutFailure(type: string, cause: Failure | undefined): Failure {
  const timeoutFailureInfo = { timeoutType: timeoutTypes[type] ?? 0 };
  return {
    message: `activity ${type}`,
    timeoutFailureInfo,
    ...(cause === undefined ? {} : { cause }),
  };
}

export function failureReport(error: unknown): Report {
  return { failure: encodeFailure(error) };
}
