import type { Payload } from '@temporalio/common';
import type { OrderState } from '../../../src/domain/order-state';
import type { PaymentEvent } from '../../../src/domain/payment-event';
import type { Draw, Draws } from '../draws';
import type { Story } from '../story/story';
import type { VirtualTime } from '../virtual-time';
import type { Weather } from '../weather';
import type { Fleet } from '../workers/fleet';
import type { AttemptOrder, Report } from './activity-task';
import { Run } from './run';
import type { RunEnd, RunSurroundings } from './run-surroundings';
import type { TaskFate } from './task-fate';
import type { UpdateAnswer } from './update-book';
import { decode, encode } from './workflow-instance';
import type { Failure, WorkflowRuntime } from './workflow-instance';

/** A change of the order's state that the server has taken: it is in the history. */
export interface Told {
  readonly atMs: number;
  readonly event: PaymentEvent;
  readonly before: OrderState;
  readonly after: OrderState;
}

export interface ExecutionOptions {
  readonly runtime: WorkflowRuntime;
  readonly time: VirtualTime;
  readonly draws: Draws;
  readonly story: Story;
  readonly weather: Weather;
  readonly fleet: Fleet;
  isCalm(): boolean;
  /** Who listens to the workflow code at this moment. */
  hearing(execution: Execution): void;
  told(execution: Execution, told: Told): void;
  /** The workflow itself ended with a failure. */
  failed(execution: Execution, failure: Failure): void;
  broken(execution: Execution, why: string): void;
}

const secondMs = 1_000;
const stickyTimeoutMs = 10 * secondMs;

/** One order's workflow, through all its runs. */
export class Execution {
  readonly name: string;
  isClosed = false;
  /** A query waits at the server for the first task of a run. */
  canAnswer = false;
  result: unknown;
  private readonly options: ExecutionOptions;
  private readonly workflowId: string;
  private startedMs: number;
  private run: Run;
  private runs = 0;
  private tasks = 0;
  private continueAfter = Number.POSITIVE_INFINITY;
  private seenLosses = 0;
  private mode: 'live' | 'replay' = 'live';
  private atMs = 0;
  private heard: Told[] = [];

  constructor(options: ExecutionOptions, name: string, workflowId: string, input: unknown) {
    this.options = options;
    this.name = name;
    this.workflowId = workflowId;
    this.startedMs = options.time.now();
    this.run = this.begin([encode(input)]);
  }

  signal(name: string, payload: unknown): void {
    if (!this.isClosed) this.run.signal(name, [encode(payload)]);
  }

  update(name: string, id: string, payload: unknown, answer: (answer: UpdateAnswer) => void): void {
    this.run.update(name, id, encode(payload), answer);
  }

  requestCancel(): void {
    this.run.deliver({ variant: 'cancelWorkflow', content: { reason: 'by a person' } });
  }

  query(name: string): Promise<unknown> {
    this.options.hearing(this);
    return this.run.query(name);
  }

  resetActivity(activityType: string): boolean {
    return !this.isClosed && this.run.resetActivity(activityType);
  }

  /** As an operator does it, to a task since that moment; false when there is none to go back to. */
  async reset(sinceMs: number, draw: Draw): Promise<boolean> {
    const points = this.isClosed ? [] : this.run.resetPoints(sinceMs);
    if (points.length === 0) return false;
    this.runs += 1;
    this.run = await this.run.reset(`${this.name}-run-${this.runs}`, draw.pick(points));
    return true;
  }

  /** Ended by a person and started again with nothing but this; false while a task is carried out. */
  startAnew(input: unknown): boolean {
    if (!this.isClosed && !this.run.terminate()) return false;
    this.isClosed = false;
    this.startedMs = this.options.time.now();
    this.run = this.begin([encode(input)]);
    return true;
  }

  /** Called by the workflow code itself, in the middle of a task. */
  hear(before: OrderState, event: PaymentEvent, after: OrderState): void {
    if (this.mode === 'live') this.heard.push({ atMs: this.atMs, event, before, after });
  }

  private begin(input: readonly Payload[]): Run {
    const { draws, weather } = this.options;
    this.runs += 1;
    this.tasks = 0;
    this.canAnswer = false;
    const { draw, name } = draws.next(`${this.name}/run`);
    const asked = draw.chance(weather.continueAsNew) && draws.inject(name, 'continue as new');
    this.continueAfter = asked ? draw.skewed(3, 60) : Number.POSITIVE_INFINITY;
    return Run.begin(this.surroundings(), `${this.name}-run-${this.runs}`, input);
  }

  private surroundings(): RunSurroundings {
    const { time, runtime, fleet, told, broken } = this.options;
    return {
      runtime,
      workflowId: this.workflowId,
      chainStartMs: this.startedMs,
      now: () => time.now(),
      schedule: (delayMs, act) => time.schedule(delayMs, act),
      dispatch: (order: AttemptOrder, started: () => void, report: (ended: Report) => void) =>
        fleet.dispatch(this.name, order, started, report),
      nextTask: () => this.nextTask(),
      listen: (mode, atMs) => {
        this.mode = mode;
        this.atMs = atMs;
        this.options.hearing(this);
      },
      conclude: (isTaken) => {
        const heard = this.heard.splice(0);
        this.canAnswer ||= isTaken;
        if (isTaken) for (const one of heard) told(this, one);
      },
      closed: (end) => this.close(end),
      broken: (why) => {
        this.isClosed = true;
        broken(this, why);
      },
    };
  }

  private nextTask(): TaskFate {
    const { draws, weather, fleet, isCalm } = this.options;
    this.tasks += 1;
    const { draw, name } = draws.next(`${this.name}/task`);
    const isCold = fleet.losses !== this.seenLosses;
    this.seenLosses = fleet.losses;
    const usual: TaskFate = {
      waitMs: draw.whole(1, 20) + (isCold || fleet.isDown ? stickyTimeoutMs : 0),
      lastsMs: draw.whole(1, 20),
      isLost: false,
      isCold,
      continueAsNewSuggested: this.tasks > this.continueAfter,
    };
    if (isCalm() || !draw.chance(weather.task)) return usual;
    const trouble = draw.pick(['slow start', 'slow', 'lost', 'cold'] as const);
    if (!draws.inject(name, `workflow task: ${trouble}`)) return usual;
    return {
      ...usual,
      waitMs: trouble === 'slow start' ? draw.whole(1, 30) * secondMs : usual.waitMs,
      lastsMs: trouble === 'slow' ? draw.whole(200, 5 * secondMs) : usual.lastsMs,
      isLost: trouble === 'lost',
      isCold: isCold || trouble === 'cold',
    };
  }

  private close(end: RunEnd): void {
    const { story } = this.options;
    if (end.how === 'continued') {
      story.tell(this.name, 'continues as new');
      this.run = this.begin(end.input);
      return;
    }
    this.isClosed = true;
    if (end.how === 'failed') return this.options.failed(this, end.failure);
    this.result = decode(end.result);
    story.tell(this.name, 'the workflow is completed');
  }
}
