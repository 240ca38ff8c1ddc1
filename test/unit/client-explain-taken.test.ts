import { describe, expect, test } from '@jest/globals';
import type { Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { explainTaken } from '../../src/client/explain-taken';
import { firstDifference } from '../../src/client/first-difference';
import { openCall } from '../../src/client/persist';
import { readOrder } from '../../src/client/read-order';
import example from '../../examples/order.json';

const { order } = readOrder(example);

/** Temporal, which keeps the first event of an order that was sent, and this memo. */
function clientOf(orderHash: string): Client {
  const input = { payloads: [defaultPayloadConverter.toPayload({ order })] };
  const events = [{ workflowExecutionStartedEventAttributes: { input } }];
  const handle = { describe: () => Promise.resolve({ runId: 'r', memo: { orderHash } }) };
  const client = {
    options: {
      namespace: 'default',
      loadedDataConverter: { payloadConverter: defaultPayloadConverter },
    },
    withDeadline: (_deadline: number, send: () => unknown) => send(),
    workflow: { getHandle: () => handle },
    workflowService: {
      getWorkflowExecutionHistory: () => Promise.resolve({ history: { events } }),
    },
  };
  return client as unknown as Client;
}

const call = () => openCall('start web-100234', 'web-100234', 5_000);

describe('a reference that is taken', () => {
  test('when the order was adopted, says that there is nothing to start, and how it is asked for', async () => {
    const error = await explainTaken(clientOf('adopted'), order, call());
    expect(error.message).toContain('was taken over');
    expect(error.remedy).toContain('ordersaga show web-100234');
    expect(error.remedy).not.toContain('content');
  });

  test('when the order was sent, names the first field in which this one differs, and no value', async () => {
    const customer = { ...order.customer, email: 'kari@example.com' };
    const error = await explainTaken(clientOf('aef0'), { ...order, customer }, call());
    expect(error.message).toBe(
      'web-100234 is another order already: they differ in customer.email',
    );
    expect(error.toJSON()).toMatchObject({ differsIn: 'customer.email' });
  });

  test('when Temporal does not tell why, is told all the same', async () => {
    const client = { withDeadline: () => Promise.reject(new Error('gone')) } as unknown as Client;
    const error = await explainTaken(client, order, call());
    expect(error).toMatchObject({
      code: 'order_reference_taken',
      message: 'web-100234 is another order already',
    });
  });
});

test.each([
  [{ a: [{ b: 1 }] }, { a: [{ b: 1 }] }, undefined],
  [{ a: [{ b: 1 }] }, { a: [{ b: 2 }] }, 'a[0].b'],
  [{ a: [1] }, { a: [1, 2] }, 'a[1]'],
  [{ a: 1 }, { a: 1, b: 2 }, 'b'],
  [{ a: [] }, { a: {} }, 'a'],
])('when %j is compared with %j, the first difference is %s', (left, right, path) => {
  expect(firstDifference(left, right)).toBe(path);
});
