import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import { toMinorUnits } from '../../src/domain/money';
import type { OrderView } from '../../src/domain/order-view';
import { workflowIdOf } from '../../src/workflows/messages';
import { openServerRig } from '../support/client-rig';
import type { ClientRig, ServerRig } from '../support/client-rig';
import { closeGate, openEveryGate } from '../support/gate';
import { historyOf, startPaid, taskFailures } from '../support/order-health';
import { temporalAddress } from '../support/temporal-server';

let server: ServerRig;

beforeAll(async () => {
  server = await openServerRig(temporalAddress());
});

afterEach(openEveryGate);

afterAll(() => server.close());

const shipment = { captureId: 's1', lines: [{ lineId: 1, amount: toMinorUnits(10_000) }] };

async function working(): Promise<ClientRig> {
  const rig = await server.working({ refundWindowMs: 300 });
  return rig;
}

function handleOf({ client }: ClientRig, orderReference: string) {
  return client.workflow.getHandle<() => Promise<OrderView>>(workflowIdOf(orderReference));
}

async function endOf(rig: ClientRig, handle: WorkflowHandle<() => Promise<OrderView>>) {
  const state = await handle.result();
  expect((await handle.describe()).status.name).toBe('COMPLETED');
  expect(taskFailures(await historyOf(rig.client, state.orderReference))).toEqual([]);
  return state;
}

test('when Temporal is asked to cancel during a capture, twice, the capture is heard and recorded, its caller answered, and the rest released', async () => {
  const rig = await working();
  const reference = await startPaid(rig);
  const handle = handleOf(rig, reference);
  const gate = closeGate();
  rig.gateway.once('captureTransaction', gate.hold);
  const asked = rig.orders.capture(reference, shipment);
  await gate.reached;
  await handle.cancel();
  await rig.orders.waitFor(reference, ({ operations }) =>
    operations.some(({ kind, status }) => kind === 'cancel' && status === 'queued'),
  );
  await handle.cancel();
  gate.open();
  expect(await asked).toMatchObject({ operationId: 's1', status: 'recorded' });
  const state = await endOf(rig, handle);
  expect(state).toMatchObject({
    amounts: { authorized: 49_700, captured: 10_000, released: 39_700 },
    operations: [
      { kind: 'capture', operationId: 's1', status: 'recorded' },
      { kind: 'cancel', operationId: 'cancel-1', status: 'recorded' },
    ],
  });
  expect(rig.gateway.world.records.get('capture')).toHaveLength(1);
  expect(rig.gateway.world.records.get('cancellation')).toHaveLength(1);
});

test('when Temporal is asked to cancel before the customer has paid, the page is closed and the order cancelled', async () => {
  const rig = await working();
  const { orderReference } = await rig.orders.start(rig.order);
  const handle = handleOf(rig, orderReference);
  await handle.cancel();
  const state = await endOf(rig, handle);
  expect(state).toMatchObject({ status: 'cancelled', amounts: { authorized: 0, captured: 0 } });
  expect([...rig.gateway.world.sessions.values()]).toEqual([
    expect.objectContaining({ cancelledAt: expect.any(String) }),
  ]);
  expect([...rig.gateway.world.orders.values()]).toEqual([
    expect.objectContaining({ status: 'cancelled' }),
  ]);
});

test('when Temporal is asked to cancel a paid order, everything is released and recorded', async () => {
  const rig = await working();
  const reference = await startPaid(rig);
  const handle = handleOf(rig, reference);
  await handle.cancel();
  const state = await endOf(rig, handle);
  expect(state).toMatchObject({ status: 'cancelled', amounts: { captured: 0, released: 49_700 } });
  expect(rig.gateway.count('voidTransaction')).toBe(1);
});

test('when Temporal is asked to cancel what is wholly captured, that is shown as rejected, and the order goes on serving', async () => {
  const rig = await server.working();
  const reference = await startPaid(rig);
  await rig.orders.capture(reference, { captureId: 'all' });
  const handle = handleOf(rig, reference);
  await handle.cancel();
  const { operations } = await rig.orders.waitFor(reference, (state) => state.refusedMessages > 0);
  expect(operations.at(-1)).toMatchObject({
    kind: 'cancel',
    status: 'rejected',
    reason: expect.stringContaining('nothing is reserved any more'),
  });
  // The cancelled root scope must not reach the handlers: they still hold their callers until the end.
  const refund = { refundId: 'r1', lines: shipment.lines };
  const gate = closeGate();
  rig.gateway.once('refundTransaction', gate.hold);
  const asked = handle.executeUpdate('refund', { args: [refund] });
  await gate.reached;
  gate.open();
  expect(await asked).toMatchObject({ operationId: 'r1', status: 'recorded' });
  expect(await rig.orders.reconcile(reference)).toMatchObject({ status: 'partially_refunded' });
  expect(taskFailures(await historyOf(rig.client, reference))).toEqual([]);
});
