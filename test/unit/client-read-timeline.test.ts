import { describe, expect, test } from '@jest/globals';
import type { Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils';
import { createOrderSagaClient } from '../../src/client/order-saga-client';
import { OrderNotFoundError } from '../../src/client/order-saga-errors';
import { readHistories } from '../replay/recorded-histories';

const runs = readHistories()
  .filter(({ name }) => name.startsWith('continued-as-new-run-'))
  .map(({ history }) => historyFromJSON(history).events ?? []);

/** The runs' own ids: what a run says it continues is the id of the one before. */
const ids = runs.map(
  (_events, index) =>
    runs[index + 1]?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId ??
    'newest',
);

interface Page {
  readonly execution: { readonly runId: string };
  readonly maximumPageSize: number;
  readonly nextPageToken?: Uint8Array;
}

/** A server that hands out the recorded runs from their ends, page by page, and whose order does not answer. */
function serve(largestPage: number) {
  const asked: { runId: string; size: number }[] = [];
  const client = {
    options: {
      namespace: 'default',
      loadedDataConverter: { payloadConverter: defaultPayloadConverter },
    },
    withDeadline: (_deadline: number, send: () => Promise<unknown>) => send(),
    workflow: {
      getHandle: () => ({
        describe: () => Promise.resolve({ runId: 'newest', raw: { pendingActivities: [] } }),
        query: () => Promise.reject(new OrderNotFoundError('web-1')),
      }),
    },
    workflowService: {
      getWorkflowExecutionHistoryReverse({ execution, maximumPageSize, nextPageToken }: Page) {
        const { runId } = execution;
        const size = Math.min(maximumPageSize, largestPage);
        asked.push({ runId, size });
        const events = [...(runs[ids.indexOf(runId)] ?? [])].reverse();
        const from = nextPageToken === undefined ? 0 : Number(Buffer.from(nextPageToken));
        const token = from + size < events.length ? Buffer.from(String(from + size)) : Buffer.of();
        return Promise.resolve({
          history: { events: events.slice(from, from + size) },
          nextPageToken: token,
        });
      },
    },
  } as unknown as Client;
  return { asked, orders: createOrderSagaClient({ client }) };
}

describe('reading the timeline of an order that went on in new runs', () => {
  test.each([1_000, 7])(
    'in pages of %d events, reads every run from its end and tells one story',
    async (largestPage) => {
      const { orders, asked } = serve(largestPage);
      const rows = await orders.timeline('web-1');
      expect(rows[0]).toMatchObject({ what: 'The order was started', amount: 49_700 });
      expect(rows.filter(({ outcome }) => outcome === 'moved')).toHaveLength(6);
      expect([...new Set(asked.map(({ runId }) => runId))]).toEqual([...ids].reverse());
    },
  );

  test('for a few rows, reads no more of a long history than they can stand in', async () => {
    const { orders, asked } = serve(1_000);
    const rows = await orders.timeline('web-1', { limit: 3 });
    expect(rows).toHaveLength(3);
    expect(asked.reduce((sum, { size }) => sum + size, 0)).toBeLessThanOrEqual(2 * 3 * 8);
    expect(asked.map(({ runId }) => runId)).not.toContain(ids[0]);
  });

  test('for more rows than are ever told, reads at most for the most', async () => {
    const { orders, asked } = serve(1_000);
    await orders.timeline('web-1', { limit: 1_000_000 });
    for (const { size } of asked) expect(size).toBeLessThanOrEqual(1_000);
  });
});
