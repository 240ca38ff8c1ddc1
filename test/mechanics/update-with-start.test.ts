import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { WithStartWorkflowOperation } from '@temporalio/client';
import { defineUpdate } from '@temporalio/workflow';
import type { OrderView } from '../../src/domain/order-view';
import { workflowIdOf, workflowType } from '../../src/workflows/messages';
import { openServerRig, quickTiming } from '../support/client-rig';
import type { ServerRig } from '../support/client-rig';
import { expectHealthy, historyOf, startPaid, taskFailures } from '../support/order-health';
import { temporalAddress } from '../support/temporal-server';

let server: ServerRig;

beforeAll(async () => {
  server = await openServerRig(temporalAddress());
});

afterAll(() => server.close());

test('when twenty callers start one order in parallel, there is one run, one update, and one answer for all', async () => {
  const rig = await server.working();
  const started = await Promise.all(Array.from({ length: 20 }, () => rig.orders.start(rig.order)));
  const [{ runId, checkoutUrl, orderReference }] = started as [(typeof started)[number]];
  expect(started.every((one) => one.runId === runId && one.checkoutUrl === checkoutUrl)).toBe(true);
  expect(started.filter(({ alreadyRunning }) => !alreadyRunning)).toHaveLength(1);
  const events = await historyOf(rig.client, orderReference);
  const accepted = events.filter((event) => event.workflowExecutionUpdateAcceptedEventAttributes);
  expect(accepted).toHaveLength(1);
  rig.pay();
  await rig.orders.waitFor(orderReference, 'authorized');
  await expectHealthy(rig, orderReference);
});

test('whichever update comes with the start itself, it finds the whole state, and the order lives on its own', async () => {
  const rig = server.setUp();
  await rig.startWorker();
  const startWith = async (name: string): Promise<readonly [string, unknown]> => {
    const order = { ...rig.order, orderReference: `${rig.order.orderReference}-${name}` };
    const args: [unknown] = [name === 'checkout' ? { order } : { reason: 'first' }];
    const startWorkflowOperation = new WithStartWorkflowOperation(workflowType, {
      workflowId: workflowIdOf(order.orderReference),
      taskQueue: rig.taskQueue,
      args: [{ order, timing: quickTiming }],
      workflowIdConflictPolicy: 'USE_EXISTING',
    });
    const answer: unknown = await rig.client.workflow
      .executeUpdateWithStart(defineUpdate<unknown, [unknown]>(name), {
        args,
        startWorkflowOperation,
      })
      .catch((error: Error) => error.cause);
    const wanted = name === 'cancel' ? 'cancelled' : 'awaiting_payment';
    await rig.orders.waitFor(order.orderReference, wanted);
    expect(taskFailures(await historyOf(rig.client, order.orderReference))).toEqual([]);
    return [name, answer];
  };
  const names = ['checkout', 'capture', 'refund', 'cancel', 'resolve', 'reconcile'];
  const answers = await Promise.all(names.map(startWith));
  expect(Object.fromEntries(answers)).toMatchObject({
    checkout: { status: 'awaiting_payment' },
    capture: { type: 'malformed_request' },
    refund: { type: 'malformed_request' },
    cancel: { kind: 'cancel' },
    resolve: { type: 'choice_not_offered' },
    reconcile: { orderReference: `${rig.order.orderReference}-reconcile` },
  });
});

test('when the order has closed, the same one is answered with its final state, and another one is refused by name', async () => {
  const rig = await server.working({ refundWindowMs: 300 });
  const reference = await startPaid(rig);
  await rig.orders.capture(reference, { captureId: 'all' });
  const handle = rig.client.workflow.getHandle<() => Promise<OrderView>>(workflowIdOf(reference));
  const end = await handle.result();
  const before = await handle.describe();
  const again = await rig.orders.start(rig.order);
  expect(again).toMatchObject({ alreadyRunning: true, status: 'captured', ended: end });
  expect(again.runId).toBe(before.runId);
  const others = [
    { ...rig.order, currency: 'SEK' },
    { ...rig.order, returnUrl: 'https://shop.example/other' },
  ];
  for (const other of others)
    await expect(rig.orders.start(other)).rejects.toMatchObject({ code: 'order_reference_taken' });
  expect((await handle.describe()).runId).toBe(before.runId);
  expect(rig.gateway.count('createDraftOrder')).toBe(1);
});
