import type { Client, WorkflowHandle } from '@temporalio/client';
import { workflowIdOf } from '../../src/workflows/messages';
import { newTally } from './count';

type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;
type Event = NonNullable<History['events']>[number];

export interface WhatHappened {
  /** Workflow tasks that failed for a reason of ours. */
  readonly problems: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
}

/** UNHANDLED_COMMAND, RESET_STICKY_TASK_QUEUE and FORCE_CLOSE_COMMAND: the server ended the task to run it once more. */
const endedByServer: readonly unknown[] = [1, 13, 17];

/** What a worker says that was frozen in the middle of a task, or that heard only part of a history: the task is run once more. */
const healedByReplay = /History is out of order|Script execution timed out/;

export async function readHistory(client: Client, reference: string): Promise<WhatHappened> {
  const { events } = await client.workflow.getHandle(workflowIdOf(reference)).fetchHistory();
  const { counts, count } = newTally();
  const problems: string[] = [];
  for (const event of events ?? []) {
    const name = nameOf(event);
    if (name) count(`history: ${name}`);
    const problem = problemOf(event);
    if (problem !== undefined) problems.push(problem);
  }
  return { problems, counts };
}

function problemOf({ workflowTaskFailedEventAttributes: failed }: Event): string | undefined {
  if (!failed || endedByServer.includes(failed.cause)) return undefined;
  const message = failed.failure?.message ?? '';
  if (healedByReplay.test(message)) return undefined;
  return `workflow task failed, cause ${failed.cause}: ${message}`;
}

/** Events that are named by their kind alone. */
const names = {
  workflowTaskTimedOutEventAttributes: 'workflow task without an end',
  workflowTaskFailedEventAttributes: 'workflow task run once more',
  activityTaskTimedOutEventAttributes: 'attempt without an end',
  workflowExecutionSignaledEventAttributes: 'signal taken',
  workflowExecutionUpdateAcceptedEventAttributes: 'update accepted',
} as const satisfies Partial<Record<keyof Event, string>>;

type Named = keyof typeof names;

function nameOf(event: Event): string | undefined {
  const key = (Object.keys(names) as Named[]).find((one) => event[one]);
  if (key !== undefined) return names[key];
  const { activityTaskStartedEventAttributes: started, activityTaskFailedEventAttributes: failed } =
    event;
  if (started?.lastFailure?.timeoutFailureInfo) return 'attempt lost, given to a worker anew';
  return failed
    ? `attempt ended: ${failed.failure?.applicationFailureInfo?.type ?? 'failed'}`
    : undefined;
}
