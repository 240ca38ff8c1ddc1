import type { Client } from '@temporalio/client';
import type { OrderStatus } from '../domain/order-view';
import { searchAttributes } from '../workflows/messages';
import { everyOrder, orderStatuses, queryOf } from './order-filter';
import { persist } from './persist';
import type { Call } from './persist';
import { countPollers } from './read-pollers';

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

/** @throws OrderSagaError */
export async function countWorkers(
  client: Client,
  taskQueue: string,
  call: Call,
): Promise<Workers> {
  const [forWorkflows, forActivities] = await Promise.all(
    (['workflow', 'activity'] as const).map((kind) =>
      persist(client, call, () => countPollers(client, taskQueue, kind)),
    ),
  );
  return { forWorkflows: forWorkflows ?? 0, forActivities: forActivities ?? 0 };
}
