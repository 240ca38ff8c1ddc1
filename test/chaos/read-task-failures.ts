import type { Client } from '@temporalio/client';
import { workflowIdOf } from '../../src/workflows/messages';

/** UNHANDLED_COMMAND, RESET_STICKY_TASK_QUEUE and FORCE_CLOSE_COMMAND: the server ended the task to run it once more. */
const endedByServer: readonly unknown[] = [1, 13, 17];
const healedByReplay = /History is out of order/;

/** Why workflow tasks of an order failed, for reasons of ours. */
export async function readTaskFailures(client: Client, reference: string): Promise<string[]> {
  const history = await client.workflow.getHandle(workflowIdOf(reference)).fetchHistory();
  return (history.events ?? [])
    .flatMap((event) => event.workflowTaskFailedEventAttributes ?? [])
    .filter(({ cause }) => !endedByServer.includes(cause))
    .filter(({ failure }) => !healedByReplay.test(failure?.message ?? ''))
    .map(({ cause, failure }) => `workflow task failed, cause ${cause}: ${failure?.message}`);
}
