import type { Client } from '@temporalio/client';

/** A worker asks anew after a minute at the latest; one that ended is kept in the server's list for longer. */
const lastSeenMs = 75_000;

type DescribeRequest = Parameters<Client['workflowService']['describeTaskQueue']>[0];
type Kind = NonNullable<DescribeRequest['taskQueueType']>;

/** The numbers of Temporal's API. */
const kinds = { workflow: 1 as unknown as Kind, activity: 2 as unknown as Kind } as const;

/** How many workers ask the task queue for this kind of work; those that ended are counted for a minute more. */
export async function countPollers(
  client: Client,
  taskQueue: string,
  kind: keyof typeof kinds,
): Promise<number> {
  const { pollers } = await client.workflowService.describeTaskQueue({
    namespace: client.options.namespace,
    taskQueue: { name: taskQueue },
    taskQueueType: kinds[kind],
  });
  const since = Date.now() - lastSeenMs;
  return pollers.filter(({ lastAccessTime }) => Number(lastAccessTime?.seconds) * 1_000 > since)
    .length;
}
