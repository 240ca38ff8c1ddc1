import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { OrderStatus } from '../../src/domain/order-view';
import { expectLetGo, expectOneStory } from '../support/agreed-stories';
import { openStories } from '../support/order-stories';
import type { Stories } from '../support/order-stories';
import { temporalAddress } from '../support/temporal-server';
import { on } from '../support/two-line-order';

let stories: Stories;

beforeAll(async () => {
  stories = await openStories(temporalAddress());
});

afterAll(() => stories.close());

test.concurrent(
  'an order that is delivered and returned passes from status to status',
  async () => {
    const story = stories.plan();
    const gate = story.provider.holdUp('createDraftOrder');
    const { orders, reference } = story;
    const started = orders.start(story.order);
    const seen: OrderStatus[] = [];
    const note = async (status: OrderStatus) => void seen.push((await story.until(status)).status);
    await gate.reached;
    await note('preparing');
    gate.open();
    await started;
    await note('awaiting_payment');
    story.provider.customerPays();
    await note('authorized');
    await orders.capture(reference, { captureId: 'shipment-1', lines: [on(1, 19_900)] });
    await note('partially_captured');
    await orders.capture(reference);
    await note('captured');
    await orders.refund(reference, { refundId: 'return-1', lines: [on(1, 39_800)] });
    await note('partially_refunded');
    await orders.refund(reference, { refundId: 'return-2', lines: [on(2, 9_900)] });
    await note('refunded');
    expect(seen).toHaveLength(7);
    expectOneStory(story, await story.state());
  },
);

test.concurrent.each([
  ['payment_failed', 'DECLINED'],
  ['payment_failed', 'FAILED'],
  ['payment_failed', 'AUTHORIZATION_VOIDED'],
] as const)('an order is %s when its payment is %s', async (status, payment) => {
  const story = await stories.begin();
  story.provider.customerPays(payment);
  const end = await story.end();
  expect(end).toMatchObject({ status, needsAttention: null, amounts: { captured: 0 } });
  expectLetGo(story, end);
});
