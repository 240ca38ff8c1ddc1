import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { OrderView } from '../../src/domain/order-view';
import { workflowIdOf } from '../../src/workflows/messages';
import { openServerRig, paidOrder, until } from '../support/client-rig';
import type { ServerRig } from '../support/client-rig';
import { failing } from '../support/fake-gateway';
import { temporalAddress } from '../support/temporal-server';
import { on } from '../support/two-line-order';

let server: ServerRig;

beforeAll(async () => {
  server = await openServerRig(temporalAddress());
});

afterAll(() => server.close());

describe('an order that has ended', () => {
  test('shows its final state without a worker, and refuses what comes too late', async () => {
    const rig = server.setUp({ refundWindowMs: 500 });
    const worker = await rig.startWorker();
    const reference = await paidOrder(rig);
    await rig.orders.capture(reference, { captureId: 'all' });
    await rig.client.workflow.getHandle(`order-${reference}`).result();
    await worker.stop();
    const state = await rig.orders.state(reference, { deadlineMs: 3_000 });
    expect(state).toMatchObject({ status: 'captured', amounts: { captured: 49_700 } });
    const again = await rig.orders.start(rig.order, { deadlineMs: 3_000 });
    expect(again).toMatchObject({ alreadyRunning: true, status: 'captured', ended: state });
    expect(again.checkoutUrl).toBeUndefined();
    await expect(rig.orders.start({ ...rig.order, currency: 'SEK' })).rejects.toMatchObject({
      code: 'order_reference_taken',
    });
    await expect(
      rig.orders.refund(reference, { refundId: 'late', lines: [on(1, 100)] }),
    ).rejects.toMatchObject({ code: 'order_closed', ending: 'COMPLETED', state });
    const soon = { deadlineMs: 3_000 };
    expect(await rig.orders.waitFor(reference, 'authorized', soon)).toEqual(state);
    for (const never of ['refunded', ({ amounts }: OrderView) => amounts.refunded > 0] as const)
      await expect(rig.orders.waitFor(reference, never, soon)).rejects.toMatchObject({
        code: 'order_ended',
        message: expect.stringContaining('has ended as captured'),
        state,
      });
  });

  test('when it was cancelled, whoever waits for its payment is told at once', async () => {
    const rig = await server.working();
    const { orderReference } = await rig.orders.start(rig.order);
    const waiting = rig.orders.waitFor(orderReference, 'authorized');
    await Promise.all([
      expect(waiting).rejects.toMatchObject({
        code: 'order_ended',
        message: expect.stringContaining('has ended as cancelled and will never be authorized'),
      }),
      rig.orders.cancel(orderReference, { reason: 'customer' }),
    ]);
    const { status } = await rig.orders.waitFor(orderReference, 'cancelled');
    expect(status).toBe('cancelled');
  });

  test('when it was terminated, says so instead of pretending', async () => {
    const rig = await server.working();
    const { orderReference, workflowId } = await rig.orders.start(rig.order);
    await rig.client.workflow.getHandle(workflowId).terminate('by hand');
    for (const call of [
      () => rig.orders.state(orderReference),
      () => rig.orders.capture(orderReference, { captureId: 'all' }),
      () => rig.orders.start(rig.order),
    ])
      await expect(call()).rejects.toMatchObject({ code: 'order_closed', ending: 'TERMINATED' });
  });

  test('when it is terminated under a waiting start, tells the caller at once', async () => {
    const rig = await server.working();
    rig.gateway.always('createDraftOrder', failing('provider_error'));
    const waiting = rig.orders.start(rig.order, { deadlineMs: 50_000 });
    await until(() => rig.gateway.count('createDraftOrder') > 0);
    const { orderReference } = rig.order;
    await rig.client.workflow.getHandle(workflowIdOf(orderReference)).terminate('by hand');
    await expect(waiting).rejects.toMatchObject({ code: 'order_closed', ending: 'TERMINATED' });
  }, 30_000);

  test('when it is terminated under a waiting capture, tells the caller at once', async () => {
    const rig = await server.working();
    const orderReference = await paidOrder(rig);
    rig.gateway.always('addRecord', failing('provider_error'));
    const recorded = rig.gateway.count('addRecord');
    const waiting = rig.orders.capture(
      orderReference,
      { captureId: 'all' },
      { deadlineMs: 50_000 },
    );
    await until(() => rig.gateway.count('addRecord') > recorded);
    const { workflowId } = await rig.orders.start(rig.order);
    await rig.client.workflow.getHandle(workflowId).terminate('by hand');
    await expect(waiting).rejects.toMatchObject({ code: 'order_closed', ending: 'TERMINATED' });
  }, 30_000);
});
