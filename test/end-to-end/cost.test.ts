import { randomUUID } from 'node:crypto';
import { Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { exampleOrder } from '../../dev/demo/stage';
import { temporalAddress } from '../support/temporal-server';
import { startWholeStack } from '../support/whole-stack';
import type { WholeStack } from '../support/whole-stack';

/** What an order may cost at most: started, paid, one capture answered, and its timers armed. */
const mostEvents = 60;
const mostRequests = 12;

let stack: WholeStack;

beforeAll(async () => {
  // Slow looks, so that it is the doorbell that finds the payment.
  stack = await startWholeStack({ ORDER_POLL_FIRST: '5s', ORDER_POLL_MAX: '10s' });
}, 60_000);

afterAll(() => stack.close(), 30_000);

async function historyLength(workflowId: string): Promise<number> {
  const connection = await Connection.connect({ address: temporalAddress() });
  try {
    const { workflowExecutionInfo } = await connection.workflowService.describeWorkflowExecution({
      namespace: 'default',
      execution: { workflowId },
    });
    return Number(workflowExecutionInfo?.historyLength);
  } finally {
    await connection.close();
  }
}

test(`an order that is paid after a callback and captured once costs at most ${mostEvents} events and ${mostRequests} provider requests besides the looks of the poll`, async () => {
  const { orders, sandbox } = stack;
  const started = await orders.start(exampleOrder(`cost-${randomUUID().slice(0, 8)}`));
  const reference = started.orderReference;
  const { sessionId = '' } = await orders.state(reference);
  await sandbox.actOnSession(sessionId, 'pay');
  const startedAtMs = Date.now();
  expect(await orders.notifyPayment(reference, { sessionId })).toBe('poll');
  await orders.waitFor(reference, 'authorized');
  const noticedAfterMs = Date.now() - startedAtMs;
  const captured = await orders.capture(reference, { captureId: 'shipment-1' });
  expect(captured.status).toBe('recorded');

  const events = await historyLength(started.workflowId);
  const requests = await sandbox.requests(started.orderId ?? '');
  const { readSession = 0, readTransaction = 0, ...others } = requests;
  // The poll reads the session each time, and the transaction once there is one: here once, since the doorbell woke it after the payment.
  const besidesPolling =
    Object.values(others).reduce((sum, count) => sum + count, 0) + readTransaction - 1;
  console.info(
    `history events ${events}, provider requests besides polling ${besidesPolling} (polling: ${readSession + 1}), noticed after ${noticedAfterMs} ms: ${JSON.stringify(requests)}`,
  );
  expect(events).toBeLessThanOrEqual(mostEvents);
  expect(besidesPolling).toBeLessThanOrEqual(mostRequests);
});
