import type { Client } from '@temporalio/client';
import type { OrderRequest } from '../domain/order';
import { isPlainObject } from '../domain/plain-object';
import { workflowIdOf } from '../workflows/messages';
import { persist } from './persist';
import type { Call } from './persist';
import { describeOrder } from './read-state';
import { readPayload } from './timeline-events';

/**
 * What was ordered, as it stands at the beginning of the order's present run; undefined for an order that was taken over and
 * has not gone on in a new run since, whose lines only its state knows.
 */
export async function readOrdered(client: Client, call: Call): Promise<OrderRequest | undefined> {
  const { runId } = await describeOrder(client, call);
  const { history } = await persist(client, call, () =>
    client.workflowService.getWorkflowExecutionHistory({
      namespace: client.options.namespace,
      execution: { workflowId: workflowIdOf(call.orderReference), runId },
      maximumPageSize: 1,
    }),
  );
  const started = history?.events?.[0]?.workflowExecutionStartedEventAttributes;
  const { payloadConverter } = client.options.loadedDataConverter;
  const input = readPayload(payloadConverter, started?.input?.payloads?.[0]);
  if (!isPlainObject(input)) return undefined;
  const carried = isPlainObject(input['carried']) ? input['carried'] : {};
  return [carried['order'], input['order']].find(hasLines);
}

function hasLines(order: unknown): order is OrderRequest {
  return isPlainObject(order) && Array.isArray(order['lines']) && order['lines'].length > 0;
}
