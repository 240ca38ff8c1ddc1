import type { Payload } from '@temporalio/common';
import type { AttemptOrder, Report } from './activity-task';
import type { TaskFate } from './task-fate';
import type { Failure, WorkflowRuntime } from './workflow-instance';

/** What a run asks of the server around it. */
export interface RunSurroundings {
  readonly runtime: WorkflowRuntime;
  readonly workflowId: string;
  /** When the first of the order's runs began. */
  readonly chainStartMs: number;
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
  | { readonly how: 'failed'; readonly failure: Failure }
  | { readonly how: 'continued'; readonly input: readonly Payload[] };
