import type { Client, WorkflowHandle } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { workflowIdOf } from '../../src/workflows/messages';
import { newTally } from './count';

type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;
type Event = NonNullable<History['events']>[number];

export interface WhatHappened {
  /** Workflow tasks that failed for a reason of ours. */
  readonly problems: string[];
  readonly counts: Readonly<Record<string, number>>;
}

/** UNHANDLED_COMMAND, RESET_STICKY_TASK_QUEUE and FORCE_CLOSE_COMMAND: the server ended the task to run it once more. */
const endedByServer: readonly unknown[] = [1, 13, 17];

/**
 * What a worker says that was frozen in the middle of a task, that heard only part of a history, or that was asked for the state
 * of an order before its task: the task is run once more, and what is in the history replays.
 */
const healedByReplay =
  /History is out of order|Script execution timed out|A query came before|Nondeterminism/;

/**
 * What the histories of the orders tell, by their references. All are replayed by one worker, with every task, however it went
 * at the time, and none in between that only a worker's memory knew of.
 */
export async function readHistories(
  client: Client,
  references: readonly string[],
  codePath: string,
): Promise<ReadonlyMap<string, WhatHappened>> {
  const happened = new Map<string, WhatHappened>();
  async function* fetchAll() {
    for (const reference of references) {
      const workflowId = workflowIdOf(reference);
      const history = await client.workflow.getHandle(workflowId).fetchHistory();
      happened.set(workflowId, readEvents(history));
      yield { workflowId, history };
    }
  }
  const replays = Worker.runReplayHistories({ workflowBundle: { codePath } }, fetchAll());
  for await (const { workflowId, error } of replays)
    if (error !== undefined)
      happened.get(workflowId)?.problems.push(`its history does not replay: ${error.message}`);
  return new Map(references.map((one) => [one, happened.get(workflowIdOf(one)) ?? nothing()]));
}

function nothing(): WhatHappened {
  return { problems: ['its history was not read'], counts: {} };
}

function readEvents({ events }: History): WhatHappened {
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
