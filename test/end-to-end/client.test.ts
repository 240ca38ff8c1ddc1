import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
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

describe('starting an order', () => {
  test('when the same order is started again, attaches to it and changes nothing', async () => {
    const rig = await server.working();
    const first = await rig.orders.start(rig.order);
    expect(first).toMatchObject({ alreadyRunning: false, status: 'awaiting_payment' });
    expect(first.checkoutUrl).toMatch(/^https:\/\/checkout\.example\//);
    const { returnUrl, ...others } = rig.order;
    const again = await rig.orders.start({ returnUrl, ...others });
    expect(again).toEqual({ ...first, alreadyRunning: true });
    expect(rig.gateway.count('createDraftOrder')).toBe(1);
    expect(await rig.orders.checkoutUrl(first.orderReference)).toBe(first.checkoutUrl);
    rig.pay();
    await rig.orders.waitFor(first.orderReference, 'authorized');
    const { checkoutUrl: _paid, ...rest } = first;
    const late = await rig.orders.start(rig.order);
    expect(late).toEqual({ ...rest, status: 'authorized', alreadyRunning: true });
  });

  test('when twenty callers start it together, makes one order and answers all of them alike', async () => {
    const rig = await server.working();
    const started = await Promise.all(
      Array.from({ length: 20 }, () => rig.orders.start(rig.order)),
    );
    expect(new Set(started.map(({ runId, checkoutUrl }) => `${runId} ${checkoutUrl}`)).size).toBe(
      1,
    );
    expect(started.filter(({ alreadyRunning }) => !alreadyRunning)).toHaveLength(1);
    expect(rig.gateway.count('createCheckoutSession')).toBe(1);
  });

  test('when the reference belongs to another order, is refused by name', async () => {
    const rig = await server.working();
    await rig.orders.start(rig.order);
    await expect(rig.orders.start({ ...rig.order, currency: 'SEK' })).rejects.toMatchObject({
      code: 'order_reference_taken',
    });
  });

  test('when no worker runs, says so at its deadline, and the same call attaches once one does', async () => {
    const rig = server.setUp();
    await expect(rig.orders.start(rig.order, { deadlineMs: 1_000 })).rejects.toMatchObject({
      code: 'worker_unavailable',
      message: expect.stringContaining(rig.taskQueue),
      remedy: expect.stringMatching(/npm run worker.*ordersaga doctor/),
    });
    await rig.startWorker();
    expect(await rig.orders.start(rig.order)).toMatchObject({
      alreadyRunning: true,
      status: 'awaiting_payment',
    });
  });

  test('when the provider cannot be reached, answers without a URL, and has one after the retry', async () => {
    const rig = server.setUp({ attentionAfterMs: 1_000, moneyAttemptMs: 900 });
    rig.gateway.always('createDraftOrder', failing('not_sent'));
    await rig.startWorker();
    const started = await rig.orders.start(rig.order);
    expect(started).toMatchObject({ status: 'preparing' });
    expect(started.checkoutUrl).toBeUndefined();
    const { orderReference } = started;
    const { needsAttention } = await rig.orders.state(orderReference);
    expect(needsAttention).toMatchObject({ code: 'provider_unreachable', choices: ['retry'] });
    rig.gateway.always('createDraftOrder', (run) => run());
    await rig.orders.resolve(orderReference, { choice: 'retry', note: 'the provider is back' });
    const ready = await rig.orders.waitFor(orderReference, 'awaiting_payment');
    expect(await rig.orders.checkoutUrl(orderReference)).toBe(ready.checkoutUrl);
  });
});

describe('moving money', () => {
  test('when a capture is repeated, it moves once and both callers get its result', async () => {
    const rig = await server.working();
    const reference = await paidOrder(rig);
    const shipment = { captureId: 'shipment-1', lines: [on(1, 19_900)] };
    const first = await rig.orders.capture(reference, shipment);
    expect(first).toMatchObject({ operationId: 'shipment-1', status: 'recorded', amount: 19_900 });
    expect(await rig.orders.capture(reference, shipment)).toEqual(first);
    expect(rig.gateway.count('captureTransaction')).toBe(1);
    await expect(
      rig.orders.capture(reference, { captureId: 'shipment-1', lines: [on(1, 100)] }),
    ).rejects.toMatchObject({ code: 'operation_refused', type: 'operation_id_reused' });
  });

  test('when captures and refunds share an id, each moves and answers for itself', async () => {
    const rig = await server.working();
    const reference = await paidOrder(rig);
    const [captured, refunded] = await Promise.all([
      rig.orders.capture(reference, { captureId: '1', lines: [on(1, 10_000)] }),
      rig.orders
        .waitFor(reference, ({ amounts }) => amounts.captured === 10_000)
        .then(() => rig.orders.refund(reference, { refundId: '1', lines: [on(1, 4_000)] })),
    ]);
    expect(captured).toMatchObject({ kind: 'capture', amount: 10_000, status: 'recorded' });
    expect(refunded).toMatchObject({ kind: 'refund', amount: 4_000, status: 'recorded' });
    expect(await rig.orders.state(reference)).toMatchObject({
      status: 'partially_refunded',
      amounts: { captured: 10_000, refunded: 4_000 },
    });
    expect(await rig.orders.waitFor(reference, 'authorized', { deadlineMs: 2_000 })).toMatchObject({
      status: 'partially_refunded',
    });
  });

  test('when more callers come than may wait, all of them get the end of their own operation', async () => {
    const rig = await server.working();
    const reference = await paidOrder(rig);
    const pause = (run: () => Promise<unknown>) =>
      new Promise((resolve) => setTimeout(resolve, 100)).then(run);
    rig.gateway.always('captureTransaction', pause);
    const ids = Array.from({ length: 15 }, (_unused, index) => `parcel-${index}`);
    const results = await Promise.all(
      ids.map((captureId) => rig.orders.capture(reference, { captureId, lines: [on(1, 100)] })),
    );
    expect(results.map(({ operationId, status }) => `${operationId} ${status}`)).toEqual(
      ids.map((id) => `${id} recorded`),
    );
    expect(rig.gateway.count('captureTransaction')).toBe(15);
  });

  test('when too much is asked for, the refusal names the remainder', async () => {
    const rig = await server.working();
    const reference = await paidOrder(rig);
    await expect(
      rig.orders.capture(reference, { captureId: 'shipment-1', lines: [on(2, 10_000)] }),
    ).rejects.toMatchObject({
      type: 'amount_exceeds_remainder',
      message: expect.stringContaining('99.00 NOK'),
    });
    await expect(
      rig.orders.capture(reference, { captureID: 'typo' } as never),
    ).rejects.toMatchObject({ type: 'malformed_request' });
    expect(rig.gateway.count('captureTransaction')).toBe(0);
  });

  test('when the deadline comes first, says how the operation stood, and asking again attaches', async () => {
    const rig = await server.working();
    const reference = await paidOrder(rig);
    rig.gateway.once('captureTransaction', (run) =>
      new Promise((resolve) => setTimeout(resolve, 1_500)).then(run),
    );
    const shipment = { captureId: 'slow', lines: [on(1, 39_800)] };
    await expect(
      rig.orders.capture(reference, shipment, { deadlineMs: 500 }),
    ).rejects.toMatchObject({ code: 'deadline_exceeded' });
    expect(await rig.orders.capture(reference, shipment)).toMatchObject({ status: 'recorded' });
    expect(rig.gateway.count('captureTransaction')).toBe(1);
  });
});

describe('the doorbell', () => {
  test('when a poll is waiting, wakes it without a trace in the history', async () => {
    const rig = await server.working({ pollFirstMs: 30_000, pollMaxMs: 30_000 });
    const { orderReference, workflowId } = await rig.orders.start(rig.order);
    const handle = rig.client.workflow.getHandle(workflowId);
    await until(() => rig.gateway.count('readCheckoutSession') > 0);
    rig.pay();
    expect(await rig.orders.notifyPayment(orderReference, { deliveryId: 'd-1' })).toBe('poll');
    await rig.orders.waitFor(orderReference, 'authorized', { deadlineMs: 5_000 });
    const { events } = await handle.fetchHistory();
    expect(events?.some((event) => event.workflowExecutionSignaledEventAttributes)).toBe(false);
  });

  test('when no poll is waiting, signals; when there is no such order, says so', async () => {
    const rig = await server.working();
    const reference = await paidOrder(rig);
    expect(await rig.orders.notifyPayment(reference)).toBe('signal');
    await expect(rig.orders.notifyPayment('nobody-knows-it')).rejects.toMatchObject({
      code: 'order_not_found',
    });
  });
});

test('waiting for a state that does not come ends at the deadline and says how the order stands', async () => {
  const rig = await server.working();
  const { orderReference } = await rig.orders.start(rig.order);
  await expect(
    rig.orders.waitFor(orderReference, 'captured', { deadlineMs: 300 }),
  ).rejects.toMatchObject({
    code: 'deadline_exceeded',
    message: expect.stringContaining('awaiting_payment'),
  });
});
