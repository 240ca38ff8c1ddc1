import type { Client } from '@temporalio/client';
import { workflowType } from '../workflows/messages';

/** The references of all orders that run, at most `most`; the list may be a moment behind. */
export async function listRunning(
  client: Client,
  most: number,
  deadlineAtMs: number,
): Promise<readonly string[]> {
  const query = `WorkflowType = '${workflowType}' AND ExecutionStatus = 'Running'`;
  const references: string[] = [];
  await client.withDeadline(deadlineAtMs, async () => {
    for await (const { workflowId } of client.workflow.list({ query, pageSize: 100 })) {
      if (references.length >= most) break;
      references.push(workflowId.replace(/^order-/, ''));
    }
  });
  return references;
}
