import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { toMinorUnits, zero } from '../../src/domain/money';
import { captureOf, startActivitiesOnSandbox } from '../support/activities-on-sandbox';
import type { ActivitiesOnSandbox, PaidOrder } from '../support/activities-on-sandbox';

let world: ActivitiesOnSandbox;
beforeAll(async () => {
  world = await startActivitiesOnSandbox();
});
afterAll(() => world.close());
beforeEach(() => {
  world.sandbox.engine.faults.clear();
  world.sandbox.engine.switches.reset();
});

const { reference } = captureOf('');
const settleCapture = (paid: PaidOrder) => world.settle(paid, { kind: 'capture', reference });

async function waitUntil(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

it('when a picture is behind, a capture is not refused for what was true before', async () => {
  const { transactionId, orderId } = await world.payOrder();
  const stale = { endpoint: 'readTransaction', kind: 'stale-read', forMs: 60_000 };
  world.sandbox.engine.faults.add(stale);
  await expect(world.run('captureTransaction', captureOf(transactionId))).resolves.toMatchObject({
    outcome: 'moved',
  });
  expect(world.ledger(orderId).transactions).toMatchObject([{ captured: 30_000 }]);
});

describe('what the provider refuses is refused by name, whatever its back office did meanwhile', () => {
  it.each([
    [false, 'refused'],
    [true, 'failed'],
  ])(
    'a capture that the back office was quicker than (an event of it: %p)',
    async (leavesEvent, outcome) => {
      world.sandbox.engine.switches.change({ refusalLeavesEvent: leavesEvent });
      const { transactionId, orderId } = await world.payOrder();
      const slow = { endpoint: 'captureTransaction', kind: 'slow-then-apply', delayMs: 150 };
      world.sandbox.engine.faults.add(slow);
      const attempt = world.run('captureTransaction', captureOf(transactionId));
      await waitUntil(() => world.requests(orderId, 'captureTransaction') === 1);
      world.sandbox.engine.actOnTransaction(transactionId, 'capture', { amount: 80_000 });
      await expect(attempt).resolves.toMatchObject({ outcome, totals: { captured: 80_000 } });
      expect(world.ledger(orderId).transactions).toMatchObject([{ captured: 80_000 }]);
    },
  );

  it('a refund of more than was captured, sent after a picture of before', async () => {
    const paid = await world.payOrder({ captured: 'direct' });
    const { transactionId, orderId } = paid;
    const refund = {
      ...captureOf(transactionId, 'web/refund/r1'),
      amount: toMinorUnits(90_000),
      lines: [],
    };
    await world.run('refundTransaction', refund);
    world.sandbox.engine.faults.add({ endpoint: 'readTransaction', kind: 'stale-read', forMs: 1 });
    const second = { ...refund, reference: 'web/refund/r2' };
    await expect(world.run('refundTransaction', second)).resolves.toMatchObject({
      outcome: 'refused',
    });
    expect(world.ledger(orderId).transactions).toMatchObject([
      { captured: 100_000, refunded: 90_000 },
    ]);
  });
});

it('when the back office moves money while a capture is in doubt, the look says that the totals changed', async () => {
  const paid = await world.payOrder();
  world.sandbox.engine.actOnTransaction(paid.transactionId, 'capture', { amount: 5_000 });
  await expect(settleCapture(paid)).resolves.toMatchObject({
    settled: 'changed',
    totals: { captured: 5_000 },
  });
  const known = { captured: toMinorUnits(5_000), refunded: zero };
  await expect(world.settle(paid, { reference, known })).resolves.toMatchObject({
    settled: 'absent',
  });
});

it('when reads are behind, older totals prove no absence', async () => {
  const paid = await world.payOrder();
  await world.run('captureTransaction', captureOf(paid.transactionId));
  const known = { captured: toMinorUnits(30_000), refunded: zero };
  const staleness = { kind: 'stale-read', forMs: 400, times: 3 };
  world.sandbox.engine.faults.add({ endpoint: 'readTransaction', ...staleness });
  await expect(
    world.settle(paid, { reference: 'other', known, notBeforeMs: 0 }),
  ).resolves.toMatchObject({
    settled: 'absent',
    totals: { captured: 30_000 },
  });
});
