import type { MetricMeter } from '@temporalio/common';
import type { NativeConnection } from '@temporalio/worker';
import type { Logger } from 'pino';
import { workerMetrics } from './metrics';
import { searchAttributes, workflowType } from '../workflows/messages';

export interface OrderCounting {
  /** Ends once the count that is on its way is over. */
  stop(): Promise<void>;
}

/** Two counts of Temporal's visibility in that time: little for it, and soon enough for people. */
const pauseMs = 30_000;
const countTimeoutMs = 10_000;
const dayMs = 86_400_000;

const { orderStatus, needsAttention, authorizationExpiresAt } = searchAttributes;
const running = `WorkflowType = '${workflowType}' AND ExecutionStatus = 'Running'`;
const reserved = `(${orderStatus.name} = 'authorized' OR ${orderStatus.name} = 'partially_captured')`;

/** What each gauge shows, as a query of Temporal's visibility. */
const queries = {
  ordersNeedingAttention: () => `${running} AND ${needsAttention.name} = true`,
  authorizationsEnding: (nowMs: number) =>
    `${running} AND ${reserved} AND ${authorizationExpiresAt.name} < '${new Date(nowMs + dayMs).toISOString()}'`,
} as const;

/**
 * Has Temporal count the orders again and again. Only it knows those of all workers, and those that a worker saw in an earlier
 * life; so each worker shows the same figures, and whoever reads them takes the greatest and not the sum.
 */
export function countOrders(
  connection: NativeConnection,
  namespace: string,
  meter: MetricMeter,
  logger: Logger,
): OrderCounting {
  const count = createCount(connection, namespace, meter, logger);
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let counting = Promise.resolve();
  const again = () => {
    counting = count().then(() => {
      if (!stopped) timer = setTimeout(again, pauseMs);
    });
  };
  again();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await counting;
    },
  };
}

function createCount(
  connection: NativeConnection,
  namespace: string,
  meter: MetricMeter,
  logger: Logger,
): () => Promise<void> {
  const names = Object.keys(queries) as (keyof typeof queries)[];
  const gauges = names.map((key) => {
    const { name, unit, meaning } = workerMetrics[key];
    return { query: queries[key], gauge: meter.createGauge(name, 'int', unit, meaning) };
  });
  const { name, unit, meaning } = workerMetrics.countsReadable;
  const readable = meter.createGauge(name, 'int', unit, meaning);
  return async () => {
    try {
      for (const { query, gauge } of gauges) {
        const { count } = await connection.withDeadline(Date.now() + countTimeoutMs, () =>
          connection.workflowService.countWorkflowExecutions({
            namespace,
            query: query(Date.now()),
          }),
        );
        gauge.set(Number(count));
      }
      readable.set(1);
    } catch (error) {
      readable.set(0);
      logger.debug({ error }, 'the orders could not be counted');
    }
  };
}
