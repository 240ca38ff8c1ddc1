import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { workflowIdOf } from '../../src/workflows/messages';
import { openServerRig } from '../support/client-rig';
import type { ClientRig, ServerRig } from '../support/client-rig';
import { historyOf, taskFailures } from '../support/order-health';
import { temporalAddress } from '../support/temporal-server';

let server: ServerRig;

beforeAll(async () => {
  server = await openServerRig(temporalAddress());
});

afterAll(() => server.close());

/** How long a poll that nobody wakes sleeps here: longer than any test. */
const asleepMs = 300_000;
const rings = 300;

async function ringInFifties(ring: () => Promise<unknown>): Promise<void> {
  for (let rung = 0; rung < rings; rung += 50) await Promise.all(Array.from({ length: 50 }, ring));
}

async function waitingOrder(rig: ClientRig): Promise<string> {
  await rig.startWorker();
  const { orderReference } = await rig.orders.start(rig.order);
  await looks(rig, 1);
  return orderReference;
}

async function looks({ gateway }: ClientRig, count: number): Promise<void> {
  while (gateway.count('readCheckoutSession') < count)
    await new Promise((resolve) => setTimeout(resolve, 20));
}

test('when hundreds of notices come by signal, few looks are taken, the history grows by little more than the signals, and the payment is found', async () => {
  const rig = server.setUp({
    pollFirstMs: 1_000,
    pollMaxMs: asleepMs,
    paymentDeadlineMs: 2 * asleepMs,
  });
  const reference = await waitingOrder(rig);
  const handle = rig.client.workflow.getHandle(workflowIdOf(reference));
  const beganMs = Date.now();
  await ringInFifties(() => handle.signal('paymentNotice', { deliveryId: 'd-1' }));
  const secondsTaken = (Date.now() - beganMs) / 1_000;
  rig.pay();
  await rig.orders.waitFor(reference, 'authorized', { deadlineMs: 50_000 });
  // Of the poll's own pace and of the bell's, which doubles from one second: never one for each ring.
  const looked = rig.gateway.count('readCheckoutSession');
  expect(looked).toBeLessThan(10 + 2 * secondsTaken);
  const events = await historyOf(rig.client, reference);
  const signals = events.filter((event) => event.workflowExecutionSignaledEventAttributes);
  expect(signals).toHaveLength(rings);
  const tasks = events.filter((event) => event.workflowTaskScheduledEventAttributes);
  // Three events for each task, and at most eight more for each look that was woken.
  expect(events.length - signals.length).toBeLessThan(60 + 3 * tasks.length + 8 * looked);
  expect(tasks.length).toBeLessThan(rings / 2);
  expect(taskFailures(events)).toEqual([]);
}, 90_000);

test('when hundreds of notices wake the waiting poll, the history grows by nothing but the signals that a slow look asks for, and the payment is found', async () => {
  const rig = server.setUp({
    pollFirstMs: asleepMs,
    pollMaxMs: asleepMs,
    paymentDeadlineMs: 2 * asleepMs,
  });
  const reference = await waitingOrder(rig);
  const before = await historyOf(rig.client, reference);
  const answers: string[] = [];
  await ringInFifties(async () => answers.push(await rig.orders.notifyPayment(reference)));
  const signals = answers.filter((answer) => answer === 'signal').length;
  expect(signals).toBeLessThan(rings / 4);
  await looks(rig, 2);
  const { length } = await historyOf(rig.client, reference);
  // Of a signal: itself, a task of three events, and eight for the look that it wakes.
  expect(length - before.length).toBeLessThanOrEqual(12 * signals);
  rig.pay();
  await rig.orders.notifyPayment(reference);
  await rig.orders.waitFor(reference, 'authorized', { deadlineMs: 30_000 });
  expect(rig.gateway.count('readCheckoutSession')).toBeLessThan(100);
  expect(taskFailures(await historyOf(rig.client, reference))).toEqual([]);
}, 90_000);
