import type { Client } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workflowIdOf } from '../../src/workflows/messages';

const callMs = 10_000;

/** What Temporal knows of an order that is wrong: what it waits for, what its tasks failed of, and where its history was put. */
export async function examineOrder(client: Client, reference: string): Promise<readonly string[]> {
  const handle = client.workflow.getHandle(workflowIdOf(reference));
  try {
    return await client.withDeadline(Date.now() + callMs, async () => {
      const { raw, status, historyLength } = await handle.describe();
      const history = await handle.fetchHistory();
      const task = raw.pendingWorkflowTask;
      const failures = (history.events ?? []).flatMap(
        ({ workflowTaskFailedEventAttributes: failed }) => failed?.failure?.message ?? [],
      );
      return [
        `${status.name}, ${historyLength} events, kept in ${keep(reference, historyToJSON(history))}`,
        ...(task ? [`workflow task, attempt ${task.attempt}, state ${task.state}`] : []),
        ...(raw.pendingActivities ?? []).map(
          ({ activityType, attempt, state, lastFailure }) =>
            `${activityType?.name}, attempt ${attempt}, state ${state}: ${lastFailure?.message ?? 'no failure'}`,
        ),
        ...failures.map((message) => `a workflow task failed: ${message}`),
      ];
    });
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

/** For `Worker.runReplayHistory`: how the order came to be there can be gone through step by step. */
function keep(reference: string, history: string): string {
  const folder = join(tmpdir(), 'order-chaos-wrong');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${reference}.json`);
  writeFileSync(path, history);
  return path;
}
