import type { OrderActivities } from '../../../src/activities/contract';
import type { AttemptOrder, Report } from '../temporal/activity-task';
import { failureReport } from '../temporal/activity-task';
import { settle } from '../virtual-time';
import { ContextStorage } from './context-storage';
import { PlainAbortController } from './plain-abort';

/** One attempt of an activity in one process, seen from inside: what the SDK's context shows. */
export interface Attempt {
  readonly process: WorkerProcess;
  /** The order that it is for, as the story calls it. */
  readonly order: string;
  readonly activityType: string;
  readonly info: {
    readonly attempt: number;
    readonly scheduledTimestampMs: number;
    readonly currentAttemptScheduledTimestampMs: number;
    readonly startToCloseTimeoutMs: number;
    readonly heartbeatDetails: unknown;
  };
  heartbeat(details: unknown): void;
  readonly cancellationSignal: AbortSignal;
}

/** Which attempt is running at this moment; its promises carry it along. */
export const currentAttempt = new ContextStorage<Attempt>();

export type Arrival = 'io' | 'timer';

interface Held {
  readonly arrival: Arrival;
  readonly act: () => void;
}

/**
 * One worker process. Everything from outside reaches its code through `deliver`, so that it can stand still for a while
 * with its attempts in the middle of something, or be gone.
 */
export class WorkerProcess {
  readonly name: string;
  private readonly skew: () => number;
  private state: 'up' | 'frozen' | 'gone' = 'up';
  private held: Held[] = [];
  private readonly aborts = new Set<PlainAbortController>();
  private readonly endListeners = new Set<() => void>();
  private activities: OrderActivities | undefined;

  constructor(name: string, skew: () => number) {
    this.name = name;
    this.skew = skew;
  }

  /** How far its clock is ahead of the server's. */
  get skewMs(): number {
    return this.skew();
  }

  setActivities(activities: OrderActivities): void {
    this.activities = activities;
  }

  get isGone(): boolean {
    return this.state === 'gone';
  }

  get isFrozen(): boolean {
    return this.state === 'frozen';
  }

  deliver(arrival: Arrival, act: () => void): void {
    if (this.state === 'up') act();
    else if (this.state === 'frozen') this.held.push({ arrival, act });
  }

  /** Calls back when the process is gone; the answer ends that. */
  onEnd(listener: () => void): () => void {
    this.endListeners.add(listener);
    return () => this.endListeners.delete(listener);
  }

  freeze(): void {
    if (this.state === 'up') this.state = 'frozen';
  }

  /** What arrived meanwhile is worked off, either kind first: the event loop knows no fair order. */
  async thaw(first: Arrival): Promise<void> {
    if (this.state !== 'frozen') return;
    this.state = 'up';
    const held = this.held.splice(0);
    const inOrder = [
      ...held.filter(({ arrival }) => arrival === first),
      ...held.filter(({ arrival }) => arrival !== first),
    ];
    for (const { arrival, act } of inOrder) {
      this.deliver(arrival, act);
      await settle();
    }
  }

  kill(): void {
    this.state = 'gone';
    this.held = [];
    for (const listener of this.endListeners) listener();
    this.endListeners.clear();
  }

  /** Tells all its attempts that the worker shuts down. */
  shutDown(): void {
    for (const abort of this.aborts) abort.abort(new Error('WORKER_SHUTDOWN'));
  }

  /** Runs one attempt; `report` hears how it ended unless the process is gone by then. */
  run(order: string, asked: AttemptOrder, report: (report: Report) => void): void {
    const abort = new PlainAbortController();
    this.aborts.add(abort);
    const attempt: Attempt = {
      process: this,
      order,
      activityType: asked.activityType,
      info: {
        attempt: asked.attempt,
        scheduledTimestampMs: asked.scheduledMs,
        currentAttemptScheduledTimestampMs: asked.attemptScheduledMs,
        startToCloseTimeoutMs: asked.startToCloseMs,
        heartbeatDetails: asked.heartbeatDetails,
      },
      heartbeat: (details) => {
        if (this.state !== 'gone') asked.heartbeat(details);
      },
      cancellationSignal: abort.signal,
    };
    const end = (ended: Report) => {
      this.aborts.delete(abort);
      if (this.state !== 'gone') report(ended);
    };
    currentAttempt.run(attempt, () => {
      this.call(asked).then(
        (result) => end({ result }),
        (error: unknown) => end(failureReport(error)),
      );
    });
  }

  private call({ activityType, input }: AttemptOrder): Promise<unknown> {
    const activities = this.activities as unknown as Record<
      string,
      (input: unknown) => Promise<unknown>
    >;
    const activity = activities[activityType];
    if (activity === undefined) throw new Error(`no activity ${activityType}`);
    return activity(input);
  }
}
