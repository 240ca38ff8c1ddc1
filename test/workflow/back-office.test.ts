import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { expectLetGo, expectOneStory } from '../support/agreed-stories';
import { openStories } from '../support/order-stories';
import type { Stories, Story } from '../support/order-stories';
import { temporalAddress } from '../support/temporal-server';
import { on } from '../support/two-line-order';

let stories: Stories;

beforeAll(async () => {
  stories = await openStories(temporalAddress());
});

afterAll(() => stories.close());

/** Both systems were brought in line: nothing that moved lacks its record. */
function settled(story: Story) {
  return story.until(
    ({ operations, amounts }) =>
      operations.length > 0 &&
      operations.every(({ status }) => status === 'recorded' || status === 'rejected') &&
      amounts.captured === story.provider.ledger().captured,
  );
}

test.concurrent(
  'when the payment method captures at once, the capture is taken in under its event and recorded',
  async () => {
    const story = await stories.begin();
    story.provider.customerPays('CAPTURED');
    const operation = await story.operation('auto-direct', 'recorded');
    expect(operation).toMatchObject({ kind: 'capture', amount: 49_700 });
    const state = await story.state();
    expect(state).toMatchObject({ status: 'captured', needsAttention: null });
    expectOneStory(story, state);
    await expect(
      story.orders.cancel(story.reference, { reason: 'customer' }),
    ).rejects.toMatchObject({
      type: 'nothing_remains',
      message: expect.stringContaining('refund'),
    });
    const back = { refundId: 'return-1', lines: [on(1, 39_800), on(2, 9_900)] };
    expect(await story.orders.refund(story.reference, back)).toMatchObject({ status: 'recorded' });
    expectOneStory(story, await story.until('refunded'));
  },
);

test.concurrent.each([
  ['PARTIALLY_CAPTURED', 'partially_captured', 10_000, 0],
  ['PARTIALLY_CAPTURED_REFUNDED', 'partially_refunded', 10_000, 4_000],
  ['PARTIALLY_REFUNDED', 'partially_refunded', 49_700, 4_000],
  ['REFUNDED', 'refunded', 49_700, 49_700],
] as const)(
  'when the first look finds %s, the order is paid, and all of that is recorded',
  async (payment, status, captured, refunded) => {
    const story = await stories.begin({ pollFirstMs: 300, pollMaxMs: 300 });
    const { provider } = story;
    const gate = provider.holdUp('readCheckoutSession');
    await gate.reached;
    provider.customerPays();
    provider.backOffice('capture', captured);
    if (refunded > 0) provider.backOffice('refund', refunded);
    expect(provider.transaction().status).toBe(payment);
    gate.open();
    await story.until(status);
    const state = await settled(story);
    expect(state).toMatchObject({ status, amounts: { captured, refunded }, needsAttention: null });
    expectOneStory(story, state);
  },
);

test.concurrent(
  'when the back office captures a part, our next capture takes it in, and what remains is told right',
  async () => {
    const story = await stories.paid();
    const { orders, reference, provider } = story;
    provider.backOffice('capture', 9_900, { lines: [on(2, 9_900)] });
    expect(
      await orders.capture(reference, { captureId: 'shipment-1', lines: [on(1, 19_900)] }),
    ).toMatchObject({ status: 'recorded' });
    const state = await settled(story);
    expect(state).toMatchObject({
      status: 'partially_captured',
      lines: [{ captured: 19_900 }, { captured: 9_900 }],
      unattributed: { captured: 0 },
    });
    expect(state.operations.map(({ operationId }) => operationId)).toContain('auto-b1');
    expectOneStory(story, state);
    await expect(
      orders.capture(reference, { captureId: 'shipment-2', lines: [on(2, 100)] }),
    ).rejects.toMatchObject({ type: 'amount_exceeds_remainder' });
  },
);

test.concurrent(
  'when the back office captures without lines, the amount is shown apart and counts in the remainder',
  async () => {
    const story = await stories.paid();
    const { orders, reference, provider } = story;
    provider.backOffice('capture', 20_000);
    await orders.reconcile(reference);
    const state = await settled(story);
    expect(state).toMatchObject({
      unattributed: { captured: 20_000 },
      amounts: { captured: 20_000 },
    });
    expectOneStory(story, state);
    await expect(
      orders.capture(reference, { captureId: 'too-much', lines: [on(1, 29_800)] }),
    ).rejects.toMatchObject({ message: expect.stringContaining('29700') });
    expect(await orders.capture(reference)).toMatchObject({ status: 'recorded', amount: 29_700 });
    expectOneStory(story, await story.until('captured'));
  },
);

test.concurrent(
  'when the back office takes everything before our capture, ours is rejected and theirs recorded',
  async () => {
    const story = await stories.paid();
    const { orders, reference, provider } = story;
    provider.backOffice('capture', 49_700);
    expect(await orders.capture(reference, { captureId: 'all' })).toMatchObject({
      status: 'rejected',
      reason: expect.stringContaining('CAPTURED'),
    });
    const state = await settled(story);
    expect(state).toMatchObject({ status: 'captured', needsAttention: null });
    expectOneStory(story, state);
  },
);

test.concurrent(
  'when the back office refunds, the refund is recorded, and ours cannot exceed what is left',
  async () => {
    const story = await stories.paid();
    const { orders, reference, provider } = story;
    await orders.capture(reference, { captureId: 'all' });
    provider.backOffice('refund', 9_900, { lines: [on(2, 9_900)] });
    await orders.reconcile(reference);
    const state = await settled(story);
    expect(state).toMatchObject({ status: 'partially_refunded', amounts: { refunded: 9_900 } });
    await expect(
      orders.refund(reference, { refundId: 'return-1', lines: [on(2, 100)] }),
    ).rejects.toMatchObject({ type: 'amount_exceeds_remainder' });
    await orders.refund(reference, { refundId: 'return-2', lines: [on(1, 39_800)] });
    expectOneStory(story, await story.until('refunded'));
  },
);

test.concurrent(
  'when the back office releases the rest of a part capture, the release is recorded and shown',
  async () => {
    const story = await stories.paid();
    const { orders, reference, provider } = story;
    await orders.capture(reference, { captureId: 'shipment-1', lines: [on(1, 19_900)] });
    provider.backOffice('void', 0);
    await orders.reconcile(reference);
    const state = await settled(story);
    expect(state).toMatchObject({ status: 'captured', amounts: { released: 29_800 } });
    expectOneStory(story, state);
    expect(provider.ledger().recordedCancellations).toBe(29_800);
    await expect(orders.capture(reference)).rejects.toMatchObject({ type: 'nothing_remains' });
  },
);

test.concurrent(
  'when the back office voids before our cancel, the order ends as cancelled all the same',
  async () => {
    const story = await stories.paid();
    const { orders, reference, provider } = story;
    provider.backOffice('void', 0);
    expect(await orders.cancel(reference, { reason: 'customer' })).toMatchObject({
      status: 'recorded',
    });
    const end = await story.end();
    expect(end).toMatchObject({ status: 'cancelled', needsAttention: null });
    expectLetGo(story, end);
    expect(provider.ledger().recordedCancellations).toBe(49_700);
  },
);

test.concurrent(
  'when the back office captures before our cancel, only the rest is released',
  async () => {
    const story = await stories.paid();
    const { orders, reference, provider } = story;
    provider.backOffice('capture', 9_900, { lines: [on(2, 9_900)] });
    await orders.cancel(reference, { reason: 'customer' });
    const state = await settled(story);
    expect(state).toMatchObject({
      status: 'captured',
      amounts: { captured: 9_900, refunded: 0, released: 39_800 },
    });
    expectOneStory(story, state);
    expect(provider.ledger().recordedCancellations).toBe(39_800);
  },
);

test.concurrent('when the order is reconciled and nothing differs, nothing changes', async () => {
  const story = await stories.paid();
  await story.orders.capture(story.reference, { captureId: 'shipment-1', lines: [on(1, 100)] });
  const before = await story.state();
  const { compared, ...state } = await story.orders.reconcile(story.reference);
  expect(state).toEqual(before);
  expect(compared?.differences).toEqual([]);
});

test.concurrent(
  'when the order waits for a decision, it is reconciled all the same before the caller is answered',
  async () => {
    const story = await stories.begin();
    const { orders, reference, provider } = story;
    provider.customerPays('AUTHORIZED', 60_000);
    await story.attention('authorized_differs');
    const gate = provider.holdUp('readTransaction');
    provider.backOffice('capture', 9_900, { lines: [on(2, 9_900)] });
    const reconciled = orders.reconcile(reference);
    await gate.reached;
    gate.open();
    expect((await reconciled).amounts.captured).toBe(9_900);
  },
);

test.concurrent(
  'when the look for what the back office captured meanwhile is behind, later looks find it and record it',
  async () => {
    const story = await stories.paid();
    const { provider } = story;
    const before = provider.transaction();
    const gate = provider.holdUp('captureTransaction');
    await story.handle.signal('capture', { captureId: 'part', lines: [on(1, 10_000)] });
    await gate.reached;
    provider.backOffice('capture', 5_000);
    provider.gateway.once('readTransaction', async () => before);
    gate.open();
    await story.operation('auto-b1', 'recorded');
    expectOneStory(story, await settled(story));
  },
);
