import type { Client } from '@temporalio/client';
import type { OrderStatus } from '../domain/order-view';
import { searchAttributes } from '../workflows/messages';
import { everyOrder, orderStatuses, queryOf } from './order-filter';
import { persist } from './persist';
import type { Call } from './persist';

/** How many orders Temporal keeps, those that have ended included; a moment behind. */
export interface OrderCounts {
  readonly byStatus: Readonly<Record<OrderStatus, number>>;
  /** Of those that run. */
  readonly needingAttention: number;
}

/** @throws OrderSagaError */
export async function countOrders(client: Client, call: Call): Promise<OrderCounts> {
  const count = (query: string) =>
    persist(client, call, async () => (await client.workflow.count(query)).count);
  const needing = `${everyOrder} AND ExecutionStatus = 'Running' AND ${searchAttributes.needsAttention.name} = true`;
  const [needingAttention, ...counts] = await Promise.all([
    count(needing),
    ...orderStatuses.map((status) => count(queryOf({ status }))),
  ]);
  const pairs = orderStatuses.map((status, index) => [status, counts[index] ?? 0]);
  return {
    byStatus: Object.fromEntries(pairs) as Record<OrderStatus, number>,
    needingAttention,
  };
}

/** How many workers ask for each kind of work of a task queue. */
export interface Workers {
  readonly forWorkflows: number;
  readonly forActivities: number;
}

/** A worker asks anew after a minute at the latest; one that ended is kept in the server's list for longer. */
const lastSeenMs = 75_000;

type DescribeRequest = Parameters<Client['workflowService']['describeTaskQueue']>[0];
type Kind = NonNullable<DescribeRequest['taskQueueType']>;

/** The numbers of Temporal's API. */
const kinds = { workflow: 1 as unknown as Kind, activity: 2 as unknown as Kind } as const;

/** @throws OrderSagaError */
export async function countWorkers(
  client: Client,
  taskQueue: string,
  call: Call,
): Promise<Workers> {
  const { namespace } = client.options;
  const count = async (taskQueueType: Kind) => {
    const request = { namespace, taskQueue: { name: taskQueue }, taskQueueType };
    const { pollers } = await persist(client, call, () =>
      client.workflowService.describeTaskQueue(request),
    );
    const since = Date.now() - lastSeenMs;
    return pollers.filter(({ lastAccessTime }) => Number(lastAccessTime?.seconds) * 1_000 > since)
      .length;
  };
  const [forWorkflows, forActivities] = await Promise.all([
    count(kinds.workflow),
    count(kinds.activity),
  ]);
  return { forWorkflows, forActivities };
}
