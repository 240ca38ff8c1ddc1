import { ActivityTask, msOf } from './activity-task';
import type { AttemptOrder, Report, ScheduleActivity } from './activity-task';
import { cancelledAtOnce, isClosing, sign, withoutRejectedUpdates } from './history';
import type { HistoryEntry, UpdateResponse } from './history';
import type { TaskFate } from './task-fate';
import { UpdateBook } from './update-book';
import type { UpdateAnswer } from './update-book';
import { WorkflowInstance } from './workflow-instance';
import type { Command, Job, WorkflowRuntime } from './workflow-instance';
import type { Payload } from '@temporalio/common';

/** What a run asks of the server around it. */
export interface RunSurroundings {
  readonly runtime: WorkflowRuntime;
  readonly workflowId: string;
  now(): number;
  schedule(delayMs: number, act: () => void | Promise<void>): () => void;
  dispatch(order: AttemptOrder, started: () => void, report: (report: Report) => void): void;
  /** How the next workflow task goes. */
  nextTask(): TaskFate;
  /** What the workflow code does from here on counts as told, or, while a history is replayed, as nothing. */
  listen(what: 'live' | 'replay', atMs: number): void;
  /** What was told since belongs to a task that the server has taken, or has not. */
  conclude(isTaken: boolean): void;
  closed(end: RunEnd): void;
  broken(why: string): void;
}

export type RunEnd =
  | { readonly how: 'completed'; readonly result: Payload }
  | { readonly how: 'continued'; readonly input: readonly Payload[] };

const taskTimeoutMs = 10_000;

/** One run at the server: its workflow tasks, timers, activities and messages. */
export class Run {
  readonly runId: string;
  private readonly around: RunSurroundings;
  private readonly startMs: number;
  private instance: WorkflowInstance;
  private history: HistoryEntry[] = [];
  private pending: Job[] = [];
  private task: 'none' | 'scheduled' | 'started' = 'none';
  private isClosed = false;
  private readonly activities = new Map<number, ActivityTask>();
  private readonly timers = new Map<number, () => void>();
  private readonly updates = new UpdateBook((job) => this.deliver(job));

  constructor(around: RunSurroundings, runId: string, input: readonly Payload[]) {
    this.around = around;
    this.runId = runId;
    this.startMs = around.now();
    this.instance = this.newInstance();
    const content = { workflowId: around.workflowId, arguments: input };
    this.deliver({ variant: 'initializeWorkflow', content });
  }

  deliver(job: Job): void {
    if (this.isClosed) return;
    this.pending.push(job);
    this.wake();
  }

  signal(signalName: string, input: readonly Payload[]): void {
    this.deliver({ variant: 'signalWorkflow', content: { signalName, input, headers: {} } });
  }

  update(name: string, id: string, input: Payload, answer: (answer: UpdateAnswer) => void): void {
    if (this.isClosed) return answer({ answer: 'closed' });
    this.updates.ask(name, id, input, answer);
  }

  query(name: string): Promise<unknown> {
    return this.instance.query(name);
  }

  /** True when such an activity was pausing between two attempts. */
  resetActivity(activityType: string): boolean {
    return [...this.activities.values()].some(
      (task) => task.command.activityType === activityType && task.reset(),
    );
  }

  private newInstance(): WorkflowInstance {
    const identity = { workflowId: this.around.workflowId, runId: this.runId };
    return new WorkflowInstance(this.around.runtime, identity, this.startMs);
  }

  private wake(): void {
    if (this.task !== 'none' || this.isClosed) return;
    this.task = 'scheduled';
    const fate = this.around.nextTask();
    this.around.schedule(fate.waitMs, () => this.startTask(fate));
  }

  private async startTask(fate: TaskFate): Promise<void> {
    this.task = 'started';
    const jobs = this.pending.splice(0);
    try {
      if (fate.isCold) await this.replay();
      const entries = await this.carryOut(jobs, fate.continueAsNewSuggested);
      const endsMs = fate.isLost ? taskTimeoutMs : fate.lastsMs;
      this.around.schedule(endsMs, () =>
        fate.isLost ? this.rollBack(jobs) : this.completeTask(jobs, entries),
      );
    } catch (error) {
      this.fail(error);
    }
  }

  private async carryOut(jobs: readonly Job[], suggested: boolean): Promise<HistoryEntry[]> {
    const atMs = this.around.now();
    this.around.listen('live', atMs);
    const entries: HistoryEntry[] = [];
    for (let next = jobs; entries.length === 0 || next.length > 0;) {
      const activation = { atMs, jobs: next, continueAsNewSuggested: suggested };
      const commands = await this.instance.activate(activation);
      entries.push({ activation, commands });
      next = cancelledAtOnce(entries, commands, (seq) => this.activities.get(seq)?.command);
    }
    for (const warning of this.instance.warnings.splice(0)) this.around.broken(warning);
    return entries;
  }

  /** The server has not taken the task: its jobs come again, with those that came meanwhile. */
  private async rollBack(jobs: readonly Job[]): Promise<void> {
    this.around.conclude(false);
    this.pending.unshift(...jobs);
    this.task = 'none';
    try {
      await this.replay();
      this.wake();
    } catch (error) {
      this.fail(error);
    }
  }

  private completeTask(
    jobs: readonly Job[],
    entries: readonly HistoryEntry[],
  ): void | Promise<void> {
    const commands = entries.flatMap((entry) => entry.commands);
    const isLast = commands.some((command) => isClosing(command));
    // New events make the server refuse the end of a run: the workflow has to see them first.
    if (isLast && this.pending.some(({ variant }) => variant !== 'doUpdate'))
      return this.rollBack(jobs);
    this.history.push(...entries.flatMap(withoutRejectedUpdates));
    this.task = 'none';
    this.around.conclude(true);
    for (const command of commands) this.apply(command);
    if (this.pending.length > 0) this.wake();
  }

  private async replay(): Promise<void> {
    this.instance = this.newInstance();
    for (const { activation, commands } of this.history) {
      this.around.listen('replay', activation.atMs);
      const again = await this.instance.activate(activation);
      if (sign(again) !== sign(commands))
        throw new Error(`replay differs: ${sign(again)} instead of ${sign(commands)}`);
    }
    this.instance.warnings.length = 0;
  }

  private fail(error: unknown): void {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.around.broken(`workflow task failed: ${why}`);
    this.close();
  }

  private apply(command: Command): void {
    for (const [name, content] of Object.entries(command))
      this.appliers[name]?.(content as CommandContent);
  }

  private readonly appliers: Readonly<Record<string, (content: CommandContent) => void>> = {
    startTimer: ({ seq, startToFireTimeout }) => {
      const fire = () => {
        this.timers.delete(seq);
        this.deliver({ variant: 'fireTimer', content: { seq } });
      };
      this.timers.set(seq, this.around.schedule(msOf(startToFireTimeout) ?? 0, fire));
    },
    cancelTimer: ({ seq }) => {
      this.timers.get(seq)?.();
      this.timers.delete(seq);
      this.forget('fireTimer', seq);
    },
    scheduleActivity: (content) => this.scheduleActivity(content as unknown as ScheduleActivity),
    requestCancelActivity: ({ seq }) => {
      this.activities.get(seq)?.abandon();
      this.activities.delete(seq);
      this.forget('resolveActivity', seq);
    },
    updateResponse: (content) => this.updates.respond(content as unknown as UpdateResponse),
    completeWorkflowExecution: ({ result }) => this.end({ how: 'completed', result }),
    continueAsNewWorkflowExecution: (content) =>
      this.end({ how: 'continued', input: content.arguments }),
    failWorkflowExecution: (content) => {
      this.around.broken(`the workflow failed: ${JSON.stringify(content)}`);
      this.close();
    },
  };

  private scheduleActivity(command: ScheduleActivity): void {
    const { seq } = command;
    const task = new ActivityTask(command, {
      now: () => this.around.now(),
      schedule: (delayMs, act) => this.around.schedule(delayMs, act),
      dispatch: (order, started, report) => this.around.dispatch(order, started, report),
      ended: (result) => {
        this.activities.delete(seq);
        this.deliver({ variant: 'resolveActivity', content: { seq, result } });
      },
    });
    this.activities.set(seq, task);
  }

  /** What the workflow gave up on does not reach it any more. */
  private forget(variant: Job['variant'], seq: number): void {
    this.pending = this.pending.filter(
      (job) => job.variant !== variant || (job.content as { seq?: number }).seq !== seq,
    );
  }

  private end(end: RunEnd): void {
    this.close();
    this.around.closed(end);
  }

  private close(): void {
    this.isClosed = true;
    for (const task of this.activities.values()) task.abandon();
    for (const cancel of this.timers.values()) cancel();
    this.updates.close();
  }
}

/** The fields of the commands that are applied here. */
interface CommandContent {
  readonly seq: number;
  readonly startToFireTimeout: Parameters<typeof msOf>[0];
  readonly result: Payload;
  readonly arguments: readonly Payload[];
}
