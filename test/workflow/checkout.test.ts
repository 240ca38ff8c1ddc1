import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { checkoutUpdate } from '../../src/workflows/messages';
import { openStories } from '../support/order-stories';
import type { Stories } from '../support/order-stories';
import { temporalAddress } from '../support/temporal-server';

let stories: Stories;

beforeAll(async () => {
  stories = await openStories(temporalAddress());
});

afterAll(() => stories.close());

const updateOf = (error: { cause?: { type?: string; message?: string } }) => error.cause;

test.concurrent('when the same order asks for its page again, gets the same page', async () => {
  const story = await stories.begin();
  const { checkoutUrl, orderId } = await story.state();
  const first = await story.handle.executeUpdate(checkoutUpdate, {
    updateId: 'checkout/a',
    args: [{ order: story.order }],
  });
  expect(first).toEqual({
    orderReference: story.reference,
    status: 'awaiting_payment',
    checkoutUrl,
    orderId,
  });
  const { returnUrl, ...others } = story.order;
  const again = await story.handle.executeUpdate(checkoutUpdate, {
    updateId: 'checkout/b',
    args: [{ order: { returnUrl, ...others } }],
  });
  expect(again).toEqual(first);
  expect(story.provider.gateway.count('createCheckoutSession')).toBe(1);
});

test.concurrent('when the page is asked for without an order, it is given', async () => {
  const story = await stories.begin();
  const { checkoutUrl } = await story.state();
  const view = await story.handle.executeUpdate(checkoutUpdate, { args: [{}] });
  expect(view.checkoutUrl).toBe(checkoutUrl);
});

test.concurrent(
  'when the page is asked for before it exists, the caller waits for it',
  async () => {
    const story = stories.plan();
    const gate = story.provider.holdUp('createCheckoutSession');
    const started = story.orders.start(story.order);
    await gate.reached;
    const answer = story.handle.executeUpdate(checkoutUpdate, { args: [{ order: story.order }] });
    gate.open();
    expect(await answer).toMatchObject({ status: 'awaiting_payment' });
    expect((await answer).checkoutUrl).toBe((await started).checkoutUrl);
  },
);

test.concurrent.each([
  ['another currency', { currency: 'SEK' }],
  ['another return URL', { returnUrl: 'https://shop.example/other' }],
  ['fewer lines', { lines: [] }],
] as const)(
  'when another order comes with the reference (%s), it is refused as taken, and the first goes on',
  async (_, change) => {
    const story = await stories.begin();
    const other = { ...story.order, ...change };
    const refusal = await story.handle
      .executeUpdate(checkoutUpdate, { args: [{ order: other }] })
      .catch(updateOf);
    expect(refusal).toMatchObject({
      type: 'order_reference_taken',
      message: expect.stringContaining(story.reference),
    });
    expect(await story.state()).toMatchObject({ status: 'awaiting_payment', currency: 'NOK' });
    story.provider.customerPays();
    await story.until('authorized');
  },
);

test.concurrent(
  'when the customer has paid, the page is no longer of use, and the status says why',
  async () => {
    const story = await stories.paid();
    const view = await story.handle.executeUpdate(checkoutUpdate, {
      args: [{ order: story.order }],
    });
    expect(view.status).toBe('authorized');
  },
);

test.concurrent(
  'when the order ends before the page exists, the caller is told how it ended',
  async () => {
    const story = stories.plan();
    const gate = story.provider.holdUp('createCheckoutSession');
    const started = story.orders.start(story.order);
    await gate.reached;
    const answer = story.handle.executeUpdate(checkoutUpdate, { args: [{ order: story.order }] });
    await story.orders.cancel(story.reference, { reason: 'customer' });
    expect(await answer).toMatchObject({ status: 'cancelled' });
    gate.open();
    expect(await started).toMatchObject({ status: 'cancelled' });
  },
);
