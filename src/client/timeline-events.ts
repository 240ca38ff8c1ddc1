import type { Client, WorkflowExecutionDescription, WorkflowHandle } from '@temporalio/client';
import type { PayloadConverter } from '@temporalio/common';
import { workflowIdOf } from '../workflows/messages';
import { persist } from './persist';
import type { Call } from './persist';

export type HistoryEvent = NonNullable<
  Awaited<ReturnType<WorkflowHandle['fetchHistory']>>['events']
>[number];

export type PendingActivity = NonNullable<
  WorkflowExecutionDescription['raw']['pendingActivities']
>[number];

type Instant = HistoryEvent['eventTime'];
type Payload = Parameters<PayloadConverter['fromPayload']>[0];

/** Epoch milliseconds. */
export function millisecondsOf(instant: Instant): number {
  return Number(String(instant?.seconds ?? 0)) * 1_000 + Math.floor((instant?.nanos ?? 0) / 1e6);
}

/** What a payload holds; undefined for one that nobody can read, which must not hide the rest. */
export function readPayload(
  converter: PayloadConverter,
  payload: Payload | null | undefined,
): unknown {
  if (payload === null || payload === undefined) return undefined;
  try {
    return converter.fromPayload(payload);
  } catch {
    return undefined;
  }
}

/** The events of one run, oldest first. */
export interface RunEvents {
  readonly runId: string;
  readonly events: readonly HistoryEvent[];
}

const eventsOnAPage = 1_000;

/**
 * The newest events of an order, run by run backwards over continue-as-new, at most about `mostEvents`; runs oldest first.
 * @throws OrderSagaError
 */
export async function readNewestEvents(
  client: Client,
  newestRunId: string,
  mostEvents: number,
  call: Call,
): Promise<readonly RunEvents[]> {
  const runs: RunEvents[] = [];
  let left = mostEvents;
  let runId: string | undefined = newestRunId;
  while (runId !== undefined && left > 0) {
    const events = await readRun(client, runId, left, call);
    runs.unshift({ runId, events });
    left -= events.length;
    runId = runBefore(events);
  }
  return runs;
}

function runBefore(events: readonly HistoryEvent[]): string | undefined {
  return events[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId || undefined;
}

/** Read from its end, so that a long run costs no more than what is wanted of it. */
async function readRun(
  client: Client,
  runId: string,
  most: number,
  call: Call,
): Promise<readonly HistoryEvent[]> {
  const newestFirst: HistoryEvent[] = [];
  let nextPageToken: Uint8Array | undefined;
  do {
    const page = await persist(client, call, () =>
      client.workflowService.getWorkflowExecutionHistoryReverse({
        namespace: client.options.namespace,
        execution: { workflowId: workflowIdOf(call.orderReference), runId },
        maximumPageSize: Math.min(eventsOnAPage, most - newestFirst.length),
        ...(nextPageToken === undefined ? {} : { nextPageToken }),
      }),
    );
    newestFirst.push(...(page.history?.events ?? []));
    nextPageToken = page.nextPageToken?.length ? page.nextPageToken : undefined;
  } while (nextPageToken !== undefined && newestFirst.length < most);
  return newestFirst.reverse();
}
