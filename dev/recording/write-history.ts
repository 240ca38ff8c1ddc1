import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import type { WorkflowHandle } from '@temporalio/client';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;

/** One event on a line: small, and the difference between two recordings can be read. Answers the number of events. */
export function writeHistory(folder: string, name: string, history: History): number {
  const { events } = JSON.parse(historyToJSON(history), onlyWhatMatters) as { events: unknown[] };
  const lines = events.map((event) => JSON.stringify(event));
  writeFileSync(join(folder, `${name}.json`), `{"events":[\n${lines.join(',\n')}\n]}\n`);
  return events.length;
}

/** The stack of a failure holds paths of the machine that it happened on; the others change with every recording. No decision of the workflow reads any. */
const leftOut: readonly string[] = ['stackTrace', 'taskId', 'requestId', 'workerVersion'];

function onlyWhatMatters(key: string, value: unknown): unknown {
  return leftOut.includes(key) ? undefined : value;
}

export function firstRunOf({ events }: History): string | undefined {
  return events?.[0]?.workflowExecutionStartedEventAttributes?.firstExecutionRunId ?? undefined;
}

/** Undefined when the run was not continued as new. */
export function nextRunOf({ events }: History): string | undefined {
  const last = events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes;
  return last?.newExecutionRunId ?? undefined;
}
