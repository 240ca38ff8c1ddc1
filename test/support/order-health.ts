import { expect } from '@jest/globals';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { toMinorUnits } from '../../src/domain/money';
import { workflowIdOf } from '../../src/workflows/messages';
import type { ClientRig } from './client-rig';

type History = Awaited<ReturnType<WorkflowHandle['fetchHistory']>>;
export type HistoryEvent = NonNullable<History['events']>[number];

export async function historyOf(
  client: Client,
  orderReference: string,
  runId?: string,
): Promise<readonly HistoryEvent[]> {
  const handle = client.workflow.getHandle(workflowIdOf(orderReference), runId);
  return (await handle.fetchHistory()).events ?? [];
}

/**
 * What the server itself ends a task for, to run it once more: a message came while the run was closing
 * (`UNHANDLED_COMMAND`), or more messages than it holds back came while the task ran (`FORCE_CLOSE_COMMAND`).
 */
const endedByServer: readonly unknown[] = [1, 17];

/**
 * Under many updates at once the server may drop a task that it had given out on trial, and the worker's core then finds a
 * gap, drops the run from its cache and replays it: Temporal's own matter, and over with the next task.
 */
const healedByReplay = /History is out of order/;

/** Why tasks of this run failed; an order that is well has no such reasons. */
export function taskFailures(events: readonly HistoryEvent[]): readonly string[] {
  return events
    .flatMap((event) => event.workflowTaskFailedEventAttributes ?? [])
    .filter(({ cause }) => !endedByServer.includes(cause))
    .filter(({ failure }) => !healedByReplay.test(failure?.message ?? ''))
    .map(({ cause, failure }) => `cause ${cause}: ${failure?.message}`);
}

/** The order answers, its tasks have not failed, and an honest capture still works. */
export async function expectHealthy(
  { client, orders }: ClientRig,
  orderReference: string,
): Promise<void> {
  const honest = { captureId: 'honest', lines: [{ lineId: 2, amount: toMinorUnits(100) }] };
  expect(await orders.capture(orderReference, honest)).toMatchObject({ status: 'recorded' });
  expect(await orders.state(orderReference)).toMatchObject({ orderReference });
  expect(taskFailures(await historyOf(client, orderReference))).toEqual([]);
}

/** Starts the order and has it paid. */
export async function startPaid({ orders, order, pay }: ClientRig): Promise<string> {
  const { orderReference } = await orders.start(order);
  pay();
  await orders.waitFor(orderReference, 'authorized');
  return orderReference;
}
