import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { toMinorUnits } from '../../src/domain/money';
import { expectLetGo, expectOneStory } from '../support/agreed-stories';
import { failing } from '../support/fake-gateway';
import { transactionPicture } from '../support/fake-world';
import { openStories } from '../support/order-stories';
import type { Stories, Story } from '../support/order-stories';
import { temporalAddress } from '../support/temporal-server';
import { on } from '../support/two-line-order';

let stories: Stories;

beforeAll(async () => {
  stories = await openStories(temporalAddress());
});

afterAll(() => stories.close());

/** The customer pays in a second tab: the session carries that transaction from now on. */
function paysInAnotherTab({ provider }: Story): void {
  const { world } = provider.gateway;
  const authorizedAt = new Date().toISOString();
  const second = { ...transactionPicture('AUTHORIZED', 49_700), transactionId: 'T2', authorizedAt };
  world.transactions.set('T2', second);
  for (const [sessionId, session] of world.sessions)
    world.sessions.set(sessionId, { ...session, transactionId: 'T2' });
}

test.concurrent(
  'when the first tab has only begun and the second one pays, the order is authorized by the second and captured from it',
  async () => {
    const story = await stories.begin();
    story.provider.customerPays('INITIATED');
    await story.until(() => story.provider.gateway.count('readTransaction') >= 1);
    paysInAnotherTab(story);
    const paid = await story.until('authorized');
    expect(paid).toMatchObject({ transactionId: 'T2', amounts: { authorized: 49_700 } });
    await story.orders.capture(story.reference, { captureId: 'all' });
    const { world } = story.provider.gateway;
    expect(world.transactions.get('T2')).toMatchObject({ captured: 49_700 });
    expect(world.transactions.get('T1')).toMatchObject({ captured: 0 });
  },
);

test.concurrent(
  'when the first tab has failed and the second one pays while the order is being let go, that payment is let go as well',
  async () => {
    const story = await stories.begin();
    const { provider, handle } = story;
    provider.closingVoids = false;
    const gate = provider.holdUp('cancelCheckoutSession');
    provider.customerPays('DECLINED');
    await gate.reached;
    paysInAnotherTab(story);
    gate.open();
    const end = await story.end();
    expect(end).toMatchObject({ status: 'payment_failed', needsAttention: null });
    const second = provider.gateway.world.transactions.get('T2');
    expect(second).toMatchObject({ status: 'AUTHORIZATION_VOIDED', released: 49_700 });
    expect((await handle.describe()).status.name).toBe('COMPLETED');
  },
);

test.concurrent(
  'when a refund is asked for while the record of its capture is still missing, the money goes back at once, and both records follow in their order',
  async () => {
    const story = await stories.paid();
    const { provider, orders, reference } = story;
    await story.until(() => provider.ledger().recordedCaptures === 0);
    const heal = provider.breakDown(['addRecord'], failing('not_sent'));
    await story.handle.signal('capture', { captureId: 'shipment-1', lines: [on(2, 9_900)] });
    await story.operation('shipment-1', 'moved');
    const refunded = orders.refund(reference, { refundId: 'return-1', lines: [on(2, 9_900)] });
    await story.operation('return-1', 'moved');
    expect(provider.ledger()).toMatchObject({ refunded: 9_900, recordedCaptures: 0 });
    heal();
    expect(await refunded).toMatchObject({ kind: 'refund' });
    await story.operation('return-1', 'recorded');
    expectOneStory(story, await story.state());
  },
);

test.concurrent(
  'when the back office captures between our look and our capture, and both fit, both are recorded and the remainder is right',
  async () => {
    const story = await stories.paid();
    const { provider, orders, reference } = story;
    provider.gateway.once('captureTransaction', (run) => {
      provider.backOffice('capture', 9_900, { lines: [on(2, 9_900)] });
      return run();
    });
    await orders.capture(reference, { captureId: 'shipment-1', lines: [on(1, 19_900)] });
    await orders.reconcile(reference);
    const state = await story.until(({ operations }) =>
      operations.every(({ status }) => status === 'recorded'),
    );
    expect(state).toMatchObject({ amounts: { captured: 29_800 }, needsAttention: null });
    expect(state.lines).toMatchObject([{ captured: 19_900 }, { captured: 9_900 }]);
    expect(await orders.capture(reference)).toMatchObject({ amount: 19_900 });
    expectOneStory(story, await story.state());
  },
);

test.concurrent(
  'when the back office captures between our look and our capture, and ours no longer fits, ours is rejected and theirs recorded',
  async () => {
    const story = await stories.paid();
    const { provider, orders, reference } = story;
    provider.gateway.once('captureTransaction', (run, bounds) => {
      provider.backOffice('capture', 40_000);
      return failing('refused')(run, bounds);
    });
    const ours = { captureId: 'shipment-1', lines: [on(1, 19_900)] };
    expect(await orders.capture(reference, ours)).toMatchObject({ status: 'rejected' });
    await orders.reconcile(reference);
    await story.operation('auto-b1', 'recorded');
    const state = await story.state();
    expect(state.amounts.captured).toBe(40_000);
    await expect(
      orders.capture(reference, { captureId: 'shipment-2', lines: [on(1, 9_701)] }),
    ).rejects.toMatchObject({ type: 'amount_exceeds_remainder' });
    expect(provider.gateway.count('captureTransaction')).toBe(1);
    expectOneStory(story, state);
  },
);

/** How an order that nobody delivers comes to its end while a payment is still on its way. */
const endings = {
  expired: (story: Story) => story.until('expired'),
  cancelled: async (story: Story) => {
    await story.handle.signal('cancel', { reason: 'customer' });
    return story.until('cancelled');
  },
} as const;

const arrivals = [
  ['an authorization', { released: 49_700, captured: 0, refunded: 0 }],
  ['an authorization that was held for review', { released: 49_700, captured: 0, refunded: 0 }],
  ['a capture', { released: 0, captured: 49_700, refunded: 49_700 }],
  ['a part capture', { released: 29_700, captured: 20_000, refunded: 20_000 }],
  [
    'a part capture of which some was given back',
    { released: 29_700, captured: 20_000, refunded: 20_000 },
  ],
] as const;

const cases = (['expired', 'cancelled'] as const).flatMap((ending) =>
  arrivals.map(([arrival, amounts]) => ({ ending, arrival, amounts })),
);

test.concurrent.each(cases)(
  'when money arrives after the order is $ending as $arrival, nothing of it is kept, and both systems say so',
  async ({ ending, arrival, amounts }) => {
    const story = await stories.begin({
      lateMoneyWatchMs: 300,
      paymentDeadlineMs: ending === 'expired' ? 1_000 : 60_000,
    });
    const { provider } = story;
    provider.closingVoids = false;
    provider.customerPays('INITIATED');
    await endings[ending](story);
    if (arrival.includes('held')) {
      provider.customerPays('ON_HOLD');
      const looks = provider.gateway.count('readTransaction');
      await story.until(() => provider.gateway.count('readTransaction') > looks + 1);
    }
    arrive(story, arrival);
    const end = await story.end();
    expect(end).toMatchObject({ status: ending, amounts, needsAttention: null });
    expectLetGo(story, end);
  },
);

/** All at once, since a look may come at any moment. */
function arrive({ provider }: Story, arrival: string): void {
  if (arrival === 'a capture') {
    provider.gateway.world.transactions.delete('T1');
    return provider.customerPays('CAPTURED');
  }
  provider.customerPays('AUTHORIZED');
  if (arrival.startsWith('a part')) provider.backOffice('capture', 20_000);
  if (arrival.includes('given back')) provider.backOffice('refund', 5_000);
}

test.concurrent(
  'when ten captures at once ask for more than remains in all, as many move as fit, and the rest is told the remainder',
  async () => {
    const story = await stories.paid();
    const { orders, reference, provider } = story;
    await orders.capture(reference, { captureId: 'before', lines: [on(1, 30_000)] });
    const asked = Array.from({ length: 10 }, (_, index) =>
      orders.capture(reference, {
        captureId: `parcel-${index}`,
        lines: [on((index % 2) + 1, 4_000)],
      }),
    );
    const outcomes = await Promise.allSettled(asked);
    const moved = outcomes.filter(({ status }) => status === 'fulfilled');
    // 9,800 are left on one line and 9,900 on the other: two parcels each.
    expect(moved).toHaveLength(4);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected')
        expect(outcome.reason).toMatchObject({ type: 'amount_exceeds_remainder' });
    expect(provider.ledger()).toMatchObject({ captured: 46_000, reserved: 3_700 });
    const rest = { captureId: 'rest', lines: [on(1, 1_800), on(2, 1_900)] };
    expect(await orders.capture(reference, rest)).toMatchObject({ amount: toMinorUnits(3_700) });
    expectOneStory(story, await story.state());
  },
);
