import { ActivityTask, msOf } from './activity-task';
import type { ScheduleActivity } from './activity-task';
import { isWaitedFor } from './cancelled-activity';
import { cancelledAtOnce, isClosing, isSame, sign, withoutRejectedUpdates } from './history';
import type { CommandContent, HistoryEntry, UpdateResponse } from './history';
import { readResetPoint } from './reset-point';
import type { RunEnd, RunSurroundings } from './run-surroundings';
import type { TaskFate } from './task-fate';
import { UpdateBook } from './update-book';
import type { UpdateAnswer } from './update-book';
import { WorkflowInstance } from './workflow-instance';
import type { Command, Job } from './workflow-instance';
import type { Payload } from '@temporalio/common';

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

  private constructor(around: RunSurroundings, runId: string, startMs: number) {
    this.around = around;
    this.runId = runId;
    this.startMs = startMs;
    this.instance = this.newInstance();
  }

  static begin(around: RunSurroundings, runId: string, input: readonly Payload[]): Run {
    const run = new Run(around, runId, around.now());
    const content = { workflowId: around.workflowId, arguments: input };
    run.deliver({ variant: 'initializeWorkflow', content });
    return run;
  }

  /** The run as it was after its first `kept` tasks; what it was asked since then, it is asked again. */
  async reset(runId: string, kept: number): Promise<Run> {
    const { around, startMs, history, pending } = this;
    this.close();
    const run = new Run(around, runId, startMs);
    run.history = history.slice(0, kept);
    await run.replay();
    const point = readResetPoint(history, kept, pending);
    for (const command of point.activities) run.scheduleActivity(command);
    for (const { seq, dueMs } of point.timers) run.startTimer(seq, dueMs - around.now());
    for (const job of point.messages) run.deliver(job);
    run.wake();
    return run;
  }

  terminate(): boolean {
    if (this.task === 'none') this.close();
    return this.task === 'none';
  }

  /** After how many tasks it may be reset: not while one is carried out, and only to those since that moment. */
  resetPoints(sinceMs: number): readonly number[] {
    if (this.task !== 'none' || this.isClosed) return [];
    const endsTask = (index: number) => this.history[index + 1]?.isFollowUp === false;
    return this.history.flatMap(({ activation }, index) =>
      activation.atMs >= sinceMs && endsTask(index) ? [index + 1] : [],
    );
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
    const identity = { ...this.around, runId: this.runId };
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
      entries.push({ activation, commands, isFollowUp: entries.length > 0 });
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
      if (!isSame(again, commands))
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
    startTimer: ({ seq, startToFireTimeout }) =>
      this.startTimer(seq, msOf(startToFireTimeout) ?? 0),
    cancelTimer: ({ seq }) => {
      this.timers.get(seq)?.();
      this.timers.delete(seq);
      this.forget('fireTimer', seq);
    },
    scheduleActivity: (content) => this.scheduleActivity(content as unknown as ScheduleActivity),
    requestCancelActivity: ({ seq }) => {
      const task = this.activities.get(seq);
      if (task !== undefined && isWaitedFor(task.command)) return task.cancel();
      task?.abandon();
      this.forget('resolveActivity', seq);
    },
    updateResponse: (content) => this.updates.respond(content as unknown as UpdateResponse),
    completeWorkflowExecution: ({ result }) => this.end({ how: 'completed', result }),
    continueAsNewWorkflowExecution: (content) =>
      this.end({ how: 'continued', input: content.arguments }),
    failWorkflowExecution: ({ failure }) => this.end({ how: 'failed', failure }),
  };

  private startTimer(seq: number, delayMs: number): void {
    const fire = () => {
      this.timers.delete(seq);
      this.deliver({ variant: 'fireTimer', content: { seq } });
    };
    this.timers.set(seq, this.around.schedule(delayMs, fire));
  }

  private scheduleActivity(command: ScheduleActivity): void {
    const { seq } = command;
    const task = new ActivityTask(command, {
      ...this.around,
      ended: (result) => this.deliver({ variant: 'resolveActivity', content: { seq, result } }),
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
