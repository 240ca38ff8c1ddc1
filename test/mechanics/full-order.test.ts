import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { toMinorUnits } from '../../src/domain/money';
import type { OrderState } from '../../src/domain/order-state';
import { workflowIdOf, workflowType } from '../../src/workflows/messages';
import type { OrderLifecycleInput } from '../../src/workflows/messages';
import { quickTiming } from '../support/client-rig';
import type { ClientRig, ServerRig } from '../support/client-rig';
import { losingAnswer } from '../support/fake-gateway';
import { fullOrder, tellOf } from '../support/full-order';
import { historyOf, taskFailures } from '../support/order-health';
import { openRenewingServer } from '../support/renewing-server';

/** What Temporal takes as one payload. */
const largestPayload = 2 * 1024 * 1024;
const longHistory = 90;

let server: ServerRig;

beforeAll(async () => {
  server = await openRenewingServer(longHistory);
});

afterAll(() => server.close());

/** Of whatever an event carries in payloads. */
function payloadBytes(value: unknown): number {
  if (value instanceof Uint8Array) return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((total, each) => total + payloadBytes(each), 0);
}

const on = (amount: number) => [{ lineId: 1, amount: toMinorUnits(amount) }];

const patience = { moneyAttemptMs: 20_000, attentionAfterMs: 60_000 };

function startCarried({ client, order, taskQueue }: ClientRig, carried: OrderState) {
  const input: OrderLifecycleInput = { order, timing: { ...quickTiming, ...patience }, carried };
  return client.workflow.start(workflowType, {
    workflowId: workflowIdOf(order.orderReference),
    taskQueue,
    args: [input],
  });
}

test('an order that carries as much as it may refuses captures by name, still refunds, compares both systems, goes on as new, and answers to its name', async () => {
  const rig = await server.working(patience);
  const reference = rig.order.orderReference;
  const carried = fullOrder(rig.order);
  const { length: count } = carried.operations;
  tellOf(carried, rig.gateway.world);
  const handle = await startCarried(rig, carried);
  const firstRunId = handle.firstExecutionRunId;

  expect(await rig.orders.reconcile(reference)).toMatchObject({
    compared: { differences: [] },
    needsAttention: null,
  });
  const fillUp = async () => {
    for (let tries = 0; tries < 10; tries += 1)
      await rig.orders.capture(reference, { captureId: `last-${tries}`, lines: on(1) });
  };
  await expect(fillUp()).rejects.toMatchObject({
    type: 'order_is_full',
    message: expect.stringContaining('no room for another capture'),
  });

  // Its answer is lost, so that the order has to look through everything that the provider lists.
  rig.gateway.once('refundTransaction', losingAnswer('connection_cut'));
  const refund = { refundId: 'return-1', lines: on(10) };
  await rig.orders.refund(reference, refund);
  await rig.orders.waitFor(reference, ({ amounts }) => amounts.refunded === 10);

  for (let sent = 0; sent < longHistory; sent += 1) await handle.signal('capture', { typo: sent });
  const state = await rig.orders.waitFor(
    reference,
    ({ refusedMessages, operations }) =>
      refusedMessages === longHistory &&
      operations.every(({ status }) => status === 'recorded' || status === 'rejected'),
  );
  const { runId } = await rig.client.workflow.getHandle(workflowIdOf(reference)).describe();
  expect(runId).not.toBe(firstRunId);
  const events = (
    await Promise.all([firstRunId, runId].map((each) => historyOf(rig.client, reference, each)))
  ).flat();
  const largest = Math.max(...events.map(payloadBytes));
  const answer = JSON.stringify(state).length;
  console.info(`${count} operations: the largest event ${largest} bytes, the state ${answer}`);
  for (const size of [largest, answer]) expect(size).toBeLessThan(largestPayload);
  expect(taskFailures(events)).toEqual([]);
  expect(await rig.orders.refund(reference, refund)).toMatchObject({ status: 'recorded' });
  await expect(
    rig.orders.capture(reference, { captureId: 'shipment-17', lines: on(2) }),
  ).rejects.toMatchObject({ type: 'operation_id_reused' });
  expect(rig.gateway.count('refundTransaction')).toBe(1);
}, 120_000);

test('when 300 captures were asked for by signal of an order of thousands while no worker ran, each is taken or refused by name, and none stops the order', async () => {
  const rig = server.setUp(patience);
  const reference = rig.order.orderReference;
  // What is under way takes about twice the room of what is finished.
  const carried = fullOrder(rig.order, 200);
  tellOf(carried, rig.gateway.world);
  const handle = await startCarried(rig, carried);
  const ids = Array.from({ length: 300 }, (_, index) => `parcel-${index}`);
  for (let sent = 0; sent < ids.length; sent += 50) {
    const some = ids.slice(sent, sent + 50);
    await Promise.all(
      some.map((captureId) => handle.signal('capture', { captureId, lines: on(1) })),
    );
  }
  await rig.startWorker();
  const { operations, refusedMessages } = await rig.orders.waitFor(
    reference,
    (seen) => seen.refusedMessages > 0,
    // One task takes all of them, and the state is told only after it.
    { deadlineMs: 90_000 },
  );
  const parcels = operations.filter(({ operationId }) => operationId.startsWith('parcel-'));
  const taken = parcels.filter(({ content }) => content !== '').map((each) => each.operationId);
  expect(carried.operations.length).toBeGreaterThan(2_000);
  expect(taken.length).toBeGreaterThan(50);
  expect(new Set(taken).size).toBe(taken.length);
  expect(refusedMessages).toBe(ids.length - taken.length);
  expect(operations.at(-1)?.reason).toContain('order_is_full');
  expect(taskFailures(await historyOf(rig.client, reference))).toEqual([]);
}, 120_000);
