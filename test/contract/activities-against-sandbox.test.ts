import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { toMinorUnits } from '../../src/domain/money';
import {
  captureOf,
  nextOrder,
  nothingSeen,
  recordOf,
  startActivitiesOnSandbox,
} from '../support/activities-on-sandbox';
import type { ActivitiesOnSandbox } from '../support/activities-on-sandbox';

let world: ActivitiesOnSandbox;
beforeAll(async () => {
  world = await startActivitiesOnSandbox();
});
afterAll(() => world.close());
beforeEach(() => {
  world.sandbox.engine.faults.clear();
  world.sandbox.engine.switches.reset();
});

it('a whole order: both systems tell the same story, and each step asks what it has to and no more', async () => {
  const order = nextOrder();
  const { orderReference } = order;
  const startedAt = new Date().toISOString();
  const { draftId } = await world.run('createDraftOrder', { order });
  const { orderId } = await world.run('completeDraftOrder', {
    draftId,
    orderReference,
    startedAt,
    settleDelayMs: 100,
  });
  const payWithinMs = 600_000;
  const session = await world.run('createCheckoutSession', { order, orderId, payWithinMs });
  expect(session.checkoutUrl).toMatch(/^http/);
  const { sessionId } = session;
  const poll = {
    sessionId,
    deadlineAtMs: Date.now() + 60_000,
    pollFirstMs: 20,
    pollMaxMs: 100,
    held: false,
  };
  await expect(world.run('pollUntilAuthorized', poll)).rejects.toMatchObject({
    type: 'still_waiting',
  });
  world.sandbox.engine.actOnSession(sessionId, 'pay', {});
  const paid = await world.run('pollUntilAuthorized', poll);
  expect(paid).toMatchObject({
    verdict: 'paid',
    transaction: { status: 'AUTHORIZED', authorized: 100_000 },
  });
  if ('unreadable' in paid) throw new Error(paid.unreadable.message);
  const { transactionId } = paid.transaction;
  const ids = { orderId, sessionId, transactionId };

  await world.run('recordAuthorization', { ...recordOf(ids, 100_000), key: 'a' });
  const moved = await world.run('captureTransaction', captureOf(transactionId));
  expect(moved).toMatchObject({ outcome: 'moved', echoed: true, totals: { captured: 30_000 } });
  await world.run('recordCapture', recordOf(ids));
  const refund = {
    ...captureOf(transactionId, 'web/refund/return-1'),
    amount: toMinorUnits(10_000),
  };
  const refunded = await world.run('refundTransaction', {
    ...refund,
    lines: [],
    reason: 'damaged',
  });
  expect(refunded).toMatchObject({ outcome: 'moved', echoed: true, totals: { refunded: 10_000 } });
  await world.run('recordRefund', recordOf(ids, 10_000));
  const picture = await world.run('readTransaction', { purpose: 'look', transactionId });
  expect(picture).toMatchObject({
    picture: { movements: [{ kind: 'capture' }, { kind: 'refund' }] },
  });

  const { transactions, orders } = world.ledger(orderId);
  expect(transactions).toMatchObject([{ captured: 30_000, refunded: 10_000 }]);
  expect(orders).toMatchObject([
    {
      references: [orderReference],
      sums: { authorizations: 100_000, captures: 30_000, refunds: 10_000 },
    },
  ]);
  const asked = (endpoint: string) => world.requests(orderId, endpoint);
  expect([
    asked('captureTransaction'),
    asked('recordCapture'),
    asked('completeDraftOrder'),
  ]).toEqual([1, 1, 1]);
});

it('a payment that is cancelled before it ships: released, recorded, and the order cancelled', async () => {
  const paid = await world.payOrder();
  await world.run('recordAuthorization', { ...recordOf(paid, 100_000), key: 'a' });
  const { transactionId, orderId } = paid;
  const released = await world.run('voidTransaction', { transactionId, seen: nothingSeen });
  expect(released).toMatchObject({
    outcome: 'moved',
    amount: 100_000,
    totals: { released: 100_000 },
  });
  await world.run('recordCancellation', { ...recordOf(paid, 100_000), key: 'c' });
  await world.run('cancelOrder', { orderId, reason: 'customer' });
  await world.run('cancelOrder', { orderId, reason: 'customer' });
  expect(world.ledger(orderId)).toMatchObject({
    transactions: [{ status: 'AUTHORIZATION_VOIDED', voided: 100_000, reserved: 0 }],
    orders: [{ status: 'cancelled', sums: { cancellations: 100_000 } }],
  });
  expect(world.requests(orderId, 'cancelOrder')).toBe(1);
});

describe('what is left after a part capture is released', () => {
  it.each(['CAPTURED', 'PARTIALLY_CAPTURED', 'AUTHORIZATION_VOIDED'] as const)(
    'once, whatever status (%s) the provider gives it then, and whether the event says the amount or not',
    async (statusAfterRestVoided) => {
      for (const voidEventAmount of [true, false]) {
        world.sandbox.engine.switches.change({ statusAfterRestVoided, voidEventAmount });
        const { transactionId, orderId } = await world.payOrder();
        await world.run('captureTransaction', captureOf(transactionId));
        world.sandbox.engine.faults.add({ endpoint: 'voidTransaction', kind: 'apply-then-cut' });
        await expect(
          world.run('voidTransaction', { transactionId, seen: nothingSeen }),
        ).rejects.toMatchObject({
          type: 'connection_cut',
        });
        await expect(
          world.run('voidTransaction', { transactionId, seen: nothingSeen }),
        ).resolves.toMatchObject({
          outcome: 'moved',
          amount: 70_000,
        });
        expect(world.ledger(orderId).transactions).toMatchObject([
          { captured: 30_000, voided: 70_000 },
        ]);
        expect(world.requests(orderId, 'voidTransaction')).toBe(1);
      }
    },
  );
});

describe('completing a draft whose answer is lost', () => {
  it.each([
    ['order-id', 'refuse-400'],
    ['orders', 'refuse-409'],
    ['nothing', 'same-orders'],
    ['nothing', 'new-orders'],
    ['gone', 'refuse-400'],
  ] as const)(
    'makes one order where a completed draft shows %s and a second complete would %s',
    async (shows, twice) => {
      world.sandbox.engine.switches.change({ completedDraftShows: shows, completeTwice: twice });
      const order = nextOrder();
      const { orderReference } = order;
      const startedAt = new Date().toISOString();
      const { draftId } = await world.run('createDraftOrder', { order });
      const input = { draftId, orderReference, startedAt, settleDelayMs: 100 };
      world.sandbox.engine.faults.add({ endpoint: 'completeDraftOrder', kind: 'apply-then-cut' });
      await expect(world.run('completeDraftOrder', input)).rejects.toMatchObject({
        type: 'connection_cut',
      });
      const { orderId } = await world.run('completeDraftOrder', input);
      const { orders } = world.sandbox.engine.ledger({ reference: orderReference });
      expect(orders.filter(({ draftId: id }) => id === draftId)).toMatchObject([{ orderId }]);
    },
  );

  it('finds its order in a busy shop, of which a list shows ten orders at most', async () => {
    world.sandbox.engine.switches.change({ completedDraftShows: 'nothing', orderListMost: 10 });
    const order = nextOrder();
    const startedAt = new Date().toISOString();
    const { draftId } = await world.run('createDraftOrder', { order });
    const { orderReference } = order;
    const input = { draftId, orderReference, startedAt, settleDelayMs: 100 };
    world.sandbox.engine.faults.add({ endpoint: 'completeDraftOrder', kind: 'apply-then-cut' });
    await expect(world.run('completeDraftOrder', input)).rejects.toMatchObject({
      type: 'connection_cut',
    });
    for (let other = 0; other < 15; other += 1) await completeAnotherOrder();
    const { orderId } = await world.run('completeDraftOrder', input);
    const { orders } = world.sandbox.engine.ledger({ reference: orderReference });
    expect(orders).toMatchObject([{ orderId }]);
  });

  it('is patient while the list of orders is behind', async () => {
    world.sandbox.engine.switches.change({ completedDraftShows: 'nothing', listLagMs: 3_000 });
    const order = nextOrder();
    const startedAt = new Date().toISOString();
    const { draftId } = await world.run('createDraftOrder', { order });
    const { orderReference } = order;
    const input = { draftId, orderReference, startedAt, settleDelayMs: 100 };
    world.sandbox.engine.faults.add({ endpoint: 'completeDraftOrder', kind: 'error-after' });
    await expect(world.run('completeDraftOrder', input)).rejects.toMatchObject({
      type: 'provider_error',
    });
    await expect(world.run('completeDraftOrder', input)).rejects.toMatchObject({
      type: 'still_waiting',
    });
    await expect(world.retry('completeDraftOrder', input)).resolves.toMatchObject({
      orderId: expect.any(String),
    });
  });
});

describe('a record whose answer is lost', () => {
  it.each(['echo', 'answer-only', 'drop'] as const)(
    'is written once where metadata is kept so: %s',
    async (recordMetadata) => {
      world.sandbox.engine.switches.change({ recordMetadata, recordSums: 'lenient' });
      const paid = await world.payOrder();
      const first = recordOf(paid);
      const second = { ...first, key: 'web/capture/shipment-2', equalBefore: 1 };
      for (const record of [first, second]) {
        world.sandbox.engine.faults.add({ endpoint: 'recordCapture', kind: 'apply-then-cut' });
        await expect(world.run('recordCapture', record)).rejects.toMatchObject({
          type: 'connection_cut',
        });
        await world.run('recordCapture', { ...record, absenceGapMs: 20 });
      }
      expect(world.ledger(paid.orderId).orders[0]?.records['captures']).toHaveLength(2);
    },
  );

  it('is written again once it is proven absent', async () => {
    world.sandbox.engine.switches.change({ recordSums: 'lenient' });
    const paid = await world.payOrder();
    world.sandbox.engine.faults.add({ endpoint: 'recordCapture', kind: 'error-before' });
    await expect(world.run('recordCapture', recordOf(paid))).rejects.toMatchObject({
      type: 'provider_error',
    });
    await world.run('recordCapture', { ...recordOf(paid), absenceGapMs: 20 });
    expect(world.ledger(paid.orderId).orders[0]?.records['captures']).toHaveLength(1);
  });
});

async function completeAnotherOrder(): Promise<void> {
  const order = nextOrder();
  const { draftId } = await world.run('createDraftOrder', { order });
  const { orderReference } = order;
  const startedAt = new Date().toISOString();
  await world.run('completeDraftOrder', { draftId, orderReference, startedAt, settleDelayMs: 100 });
}
