import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { toMinorUnits } from '../../src/domain/money';
import { failing } from '../support/fake-gateway';
import { taskFailures } from '../support/order-health';
import { openStories } from '../support/order-stories';
import type { Stories, Story } from '../support/order-stories';
import { temporalAddress } from '../support/temporal-server';
import { on } from '../support/two-line-order';

let stories: Stories;

beforeAll(async () => {
  stories = await openStories(temporalAddress());
});

afterAll(() => stories.close());

/** Orders tells all that an adoption asks for; the answer is the order's id there. */
function makeAdoptable({ provider, reference, order }: Story): string {
  const { orders } = provider.gateway.world;
  for (const [id, stored] of orders)
    orders.set(id, { ...stored, orderReference: reference, currency: 'NOK', lines: order.lines });
  return [...orders.keys()].at(-1) ?? '';
}

test.concurrent(
  'when a cancel is asked for while the order is looked for, it keeps its turn, and the money is let go',
  async () => {
    const story = await stories.paid();
    const { provider, orders, reference, handle } = story;
    const orderId = makeAdoptable(story);
    await story.until(() => provider.gateway.count('addRecord') === 1);
    await handle.terminate('lost');
    const heal = provider.breakDown(['readOrder'], failing('provider_error'));
    const adopting = orders.adopt(reference, { orderId, transactionId: 'T1', sessionId: 'S1' });
    // Sent any sooner, it may still reach the run that was ended.
    await story.until('preparing');
    const cancelled = orders.cancel(reference, { reason: 'customer' });
    await story.operation('cancel-1', 'queued');
    heal();
    await adopting;
    expect(await cancelled).toMatchObject({ kind: 'cancel', status: 'recorded', amount: 49_700 });
    expect(provider.ledger()).toMatchObject({ released: 49_700 });
  },
);

test.concurrent(
  'when an order cannot be taken over, whoever asked for its cancel meanwhile is told that it is refused',
  async () => {
    const { provider, orders, operation, reference, handle } = stories.plan();
    const gate = provider.holdUp('readOrder');
    const adopting = orders.adopt(reference, { orderId: 'O9' }, { deadlineMs: 2_000 });
    await Promise.all([gate.reached, expect(adopting).rejects.toThrow()]);
    const cancelled = orders.cancel(reference, { reason: 'customer' });
    await operation('cancel-1', 'queued');
    gate.open();
    expect(await cancelled).toMatchObject({
      status: 'rejected',
      reason: 'the order was not taken over: Orders knows no order O9',
    });
    await expect(handle.result()).rejects.toMatchObject({ cause: { type: 'adoption_refused' } });
  },
);

test.concurrent(
  'when a read that an adoption needs is refused for ever, a person may give it up, and a cancel that was asked for is refused with it',
  async () => {
    const { handle, operation, order, orders, provider, reference } = stories.plan();
    const stored = { orderId: 'O1', status: 'open', currency: 'NOK', lines: order.lines } as const;
    provider.gateway.world.orders.set('O1', stored);
    provider.customerPays();
    provider.breakDown(['listRecords'], failing('not_found', { status: 404 }));
    const named = { orderId: 'O1', transactionId: 'T1' };
    const { needsAttention } = await orders.adopt(reference, named);
    expect(needsAttention).toMatchObject({
      operationId: 'adoption',
      choices: ['retry', 'cancel'],
    });
    await handle.signal('cancel', { reason: 'customer' });
    await orders.resolve(reference, { choice: 'cancel' });
    await expect(handle.result()).rejects.toMatchObject({
      cause: { type: 'adoption_refused', message: expect.stringContaining('gave it up') },
    });
    await operation('cancel-1', 'rejected');
  },
);

test.concurrent(
  'when an order was adopted without its session and its status is not told as it is let go, its money is released once it is told',
  async () => {
    const { handle, operation, order, orders, provider, reference } = stories.plan({
      attentionAfterMs: 1_000,
      moneyAttemptMs: 2_000,
    });
    const stored = { orderId: 'O1', status: 'open', currency: 'NOK', lines: order.lines } as const;
    provider.gateway.world.orders.set('O1', stored);
    provider.customerPays();
    await orders.adopt(reference, { orderId: 'O1', transactionId: 'T1' });
    const refused = failing('refused', { status: 400 });
    provider.gateway.once('voidTransaction', refused);
    const gate = provider.holdUp('voidTransaction');
    await handle.signal('cancel', { reason: 'customer' });
    await gate.reached;
    provider.customerPays('UNKNOWN');
    gate.open(refused);
    await operation('release-1', 'rejected');
    await operation('release-2', 'moving');
    provider.customerPays('AUTHORIZED');
    await operation('release-2', 'recorded');
    expect(provider.ledger()).toMatchObject({ released: 49_700, reserved: 0 });
    expect(provider.gateway.count('readCheckoutSession')).toBe(0);
  },
);

test.concurrent(
  'when all was let go while a capture of the lost run is pending, the adopted order waits for it, and it is captured and not given back',
  async () => {
    const { provider, orders, order, reference, until, operation } = stories.plan();
    const { world } = provider.gateway;
    world.orders.set('O1', { orderId: 'O1', status: 'open', currency: 'NOK', lines: order.lines });
    const sent = `${reference}/capture/shipment-1`;
    provider.customerPays();
    provider.backOffice('capture', 10_000, { reference: sent, outcome: 'pending' });
    provider.backOffice('void', 49_700);
    await orders.adopt(reference, { orderId: 'O1', transactionId: 'T1' });
    expect(await operation('shipment-1', 'unknown')).toMatchObject({ amount: 10_000 });
    provider.correct(sent, { outcome: 'succeeded' });
    await operation('shipment-1', 'recorded');
    await until(({ operations }) => operations.every(({ status }) => status === 'recorded'));
    expect(provider.ledger()).toMatchObject({
      captured: 10_000,
      refunded: 0,
      released: 39_700,
      recordedCaptures: 10_000,
      recordedCancellations: 39_700,
      orderStatus: 'open',
    });
  },
);

test.concurrent(
  'when the page of another order is named, the adoption is refused, and its customer may go on to pay',
  async () => {
    const { provider, orders, order, reference, handle } = stories.plan();
    const { world } = provider.gateway;
    const stored = { orderId: 'O1', status: 'open', orderReference: reference } as const;
    world.orders.set('O1', { ...stored, currency: 'NOK', lines: order.lines });
    const expiresAt = new Date().toISOString();
    world.sessions.set('S9', { sessionId: 'S9', merchantReference: 'O9', expiresAt });
    const named = { orderId: 'O1', sessionId: 'S9' };
    const asked = orders.adopt(reference, named, { deadlineMs: 2_000 });
    await expect(asked).rejects.toThrow();
    await expect(handle.result()).rejects.toMatchObject({
      cause: {
        type: 'adoption_refused',
        message: expect.stringContaining('session S9 was made for O9, not for order O1'),
      },
    });
    expect(provider.gateway.count('cancelCheckoutSession')).toBe(0);
  },
);

test.concurrent(
  'when a line of the order is a discount, the adoption is refused by the name of the line, and nothing is moved or recorded',
  async () => {
    const { provider, orders, order, reference, handle } = stories.plan();
    const { world, count } = provider.gateway;
    const lines = order.lines.map((each) =>
      each.lineId === 1 ? { ...each, grossAmount: toMinorUnits(-100) } : each,
    );
    world.orders.set('O1', { orderId: 'O1', status: 'open', currency: 'NOK', lines });
    provider.customerPays('AUTHORIZED', 9_800);
    const named = { orderId: 'O1', transactionId: 'T1' };
    const asked = orders.adopt(reference, named, { deadlineMs: 2_000 });
    await expect(asked).rejects.toThrow();
    await expect(handle.result()).rejects.toMatchObject({
      cause: {
        type: 'adoption_refused',
        message: expect.stringContaining('line 1 of order O1 is below zero in Orders (-1.00 NOK)'),
      },
    });
    expect([count('addRecord'), count('captureTransaction')]).toEqual([0, 0]);
  },
);

test.concurrent(
  'when the id to adopt by holds half a character, the adoption is refused in whole characters, and the worker lives on',
  async () => {
    const other = await stories.paid();
    const lost = stories.plan();
    const asked = lost.orders.adopt(lost.reference, { orderId: 'X\ud83d' }, { deadlineMs: 3_000 });
    await expect(asked).rejects.toThrow();
    await expect(lost.handle.result()).rejects.toMatchObject({
      cause: { type: 'adoption_refused', message: 'Orders knows no order X\ufffd' },
    });
    const captured = await other.orders.capture(other.reference, {
      captureId: 'shipment-1',
      lines: [on(1, 100)],
    });
    expect(captured).toMatchObject({ status: 'recorded' });
  },
);

test.concurrent(
  'when the last look finds a record missing, the order stays until it is written, and takes a refund meanwhile',
  async () => {
    const story = await stories.paid({ refundWindowMs: 2_500, attentionAfterMs: 2_000 });
    const { provider, orders, reference } = story;
    await orders.capture(reference);
    provider.gateway.world.records.set('authorization', []);
    const gate = provider.holdUp('addRecord');
    await gate.reached;
    const refund = { refundId: 'return-1', lines: [on(1, 10_000)] };
    const refunded = orders.refund(reference, refund);
    await story.operation('return-1', 'moved');
    gate.open();
    expect(await refunded).toMatchObject({ operationId: 'return-1' });
    await story.operation('return-1', 'recorded');
    expect(provider.ledger()).toMatchObject({ refunded: 10_000 });
  },
);

test.concurrent(
  'when an adopted order has no session and Orders refuses its cancel, a notice spins nothing, and a person may go on without it',
  async () => {
    const { handle, provider, orders, order, reference, attention, until } = stories.plan();
    provider.gateway.world.orders.set('O1', {
      orderId: 'O1',
      status: 'open',
      currency: 'NOK',
      lines: order.lines,
    });
    provider.customerPays('DECLINED', 0);
    provider.breakDown(['cancelOrder'], failing('refused', { status: 400 }));
    await orders.adopt(reference, { orderId: 'O1', transactionId: 'T1' });
    await attention('step_refused');
    await handle.signal('paymentNotice', {});
    await orders.reconcile(reference);
    await orders.resolve(reference, { choice: 'accept', code: 'step_refused' });
    await until(({ needsAttention }) => needsAttention === null);
    expect(taskFailures((await handle.fetchHistory()).events ?? [])).toEqual([]);
  },
);
