import { Client, Connection } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { millisecondsOf, readPayload } from '../src/client/timeline-events';
import { searchAttributes, workflowIdOf } from '../src/workflows/messages';

/** What Temporal itself wrote down of the orders: to ask it costs the orders nothing, and it was there when it happened. */
export interface Watch {
  readonly temporalVersion: string;
  /** How many orders of this task queue have come to a status; a moment behind. */
  count(status: string): Promise<number>;
  /** When it was written down that an order is authorized, epoch milliseconds. */
  authorizedAtMs(orderReference: string): Promise<number>;
  /** Waits until no step of an order runs any more, and answers with the length of its history. */
  eventsAtRest(orderReference: string, deadlineAtMs: number): Promise<number>;
  close(): Promise<void>;
}

const callTimeoutMs = 10_000;
const betweenLooksMs = 200;

export async function watchOrders(address: string, taskQueue: string): Promise<Watch> {
  const connection = await Connection.connect({ address, connectTimeout: callTimeoutMs });
  const client = new Client({ connection, namespace: 'default' });
  const within = <T>(ask: () => Promise<T>) =>
    connection.withDeadline(Date.now() + callTimeoutMs, ask);
  const { serverVersion } = await within(() => connection.workflowService.getSystemInfo({}));
  return {
    temporalVersion: serverVersion,
    async count(status) {
      const query = `TaskQueue = "${taskQueue}" AND OrderStatus = "${status}"`;
      return (await within(() => client.workflow.count(query))).count;
    },
    authorizedAtMs: (reference) => within(() => findAuthorized(client, reference)),
    async eventsAtRest(reference, deadlineAtMs) {
      for (;;) {
        const { raw, historyLength } = await within(() =>
          client.workflow.getHandle(workflowIdOf(reference)).describe(),
        );
        if (!raw.pendingActivities?.length && !raw.pendingWorkflowTask) return historyLength;
        if (Date.now() > deadlineAtMs) throw new Error(`${reference} does not come to rest`);
        await new Promise((resolve) => setTimeout(resolve, betweenLooksMs));
      }
    },
    close: () => connection.close(),
  };
}

async function findAuthorized(client: Client, reference: string): Promise<number> {
  const { events } = await client.workflow.getHandle(workflowIdOf(reference)).fetchHistory();
  const written = events?.find(({ upsertWorkflowSearchAttributesEventAttributes: upsert }) => {
    const status = upsert?.searchAttributes?.indexedFields?.[searchAttributes.orderStatus.name];
    return readPayload(defaultPayloadConverter, status) === 'authorized';
  });
  if (written === undefined) throw new Error(`${reference} never was authorized`);
  return millisecondsOf(written.eventTime);
}
