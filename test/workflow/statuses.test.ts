import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { OrderStatus } from '../../src/domain/order-view';
import type { TransactionPicture } from '../../src/domain/transaction-picture';
import { expectLetGo, expectOneStory } from '../support/agreed-stories';
import type { Behaviour } from '../support/fake-gateway';
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

const untold: Behaviour = async (run) => ({
  ...((await run()) as TransactionPicture),
  status: 'UNKNOWN',
});

test.concurrent(
  'when a payment was captured at once and its status is not told, the order is captured',
  async () => {
    const story = await stories.begin({ paymentDeadlineMs: 5_000 });
    story.provider.gateway.always('readTransaction', untold);
    story.provider.customerPays('CAPTURED');
    expect(await story.until('captured')).toMatchObject({ amounts: { captured: 49_700 } });
  },
);

test.concurrent(
  'when a part was captured and the status is not told, an adopted order keeps what was captured',
  async () => {
    const { order, orders, provider, reference } = stories.plan();
    const stored = { orderId: 'O1', status: 'open', currency: 'NOK', lines: order.lines } as const;
    provider.gateway.world.orders.set('O1', stored);
    provider.customerPays();
    provider.backOffice('capture', 39_800);
    provider.gateway.always('readTransaction', untold);
    const adopted = await orders.adopt(reference, { orderId: 'O1', transactionId: 'T1' });
    expect(adopted).toMatchObject({ status: 'partially_captured', needsAttention: null });
    expect(await orders.reconcile(reference)).toMatchObject({
      amounts: { captured: 39_800, refunded: 0, released: 0 },
    });
  },
);
