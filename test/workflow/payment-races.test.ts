import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { expectLetGo, expectOneStory } from '../support/agreed-stories';
import { openStories } from '../support/order-stories';
import type { Stories, Story } from '../support/order-stories';
import { temporalAddress } from '../support/temporal-server';

let stories: Stories;

beforeAll(async () => {
  stories = await openStories(temporalAddress());
});

afterAll(() => stories.close());

/** The order is about to close the page, because the customer's time is over. */
async function closing(): Promise<{ story: Story; open: () => void }> {
  const story = stories.plan({ paymentDeadlineMs: 300 });
  const gate = story.provider.holdUp('cancelCheckoutSession');
  await story.orders.start(story.order);
  await gate.reached;
  return { story, open: () => gate.open() };
}

test.concurrent(
  'when the payment comes before the page is closed and closing is refused, the order is paid',
  async () => {
    const { story, open } = await closing();
    story.provider.closingVoids = false;
    story.provider.customerPays();
    story.provider.gateway.always('cancelCheckoutSession', (run) => run());
    open();
    const paid = await story.until('authorized');
    expect(paid).toMatchObject({ needsAttention: null, amounts: { authorized: 49_700 } });
    await story.orders.capture(story.reference, { captureId: 'all' });
    expectOneStory(story, await story.state());
  },
);

test.concurrent(
  'when closing the page lets an authorization go that just came, the order is expired and owes nothing',
  async () => {
    const { story, open } = await closing();
    story.provider.customerPays();
    story.provider.backOffice('void', 0);
    open();
    const end = await story.end();
    expect(end).toMatchObject({ status: 'expired', needsAttention: null });
    expectLetGo(story, end);
  },
);

test.concurrent(
  'when a payment comes after the page could not be closed, it is voided',
  async () => {
    const { story, open } = await closing();
    story.provider.customerPays('INITIATED');
    story.provider.closingVoids = false;
    open();
    await story.until('expired');
    story.provider.customerPays('AUTHORIZED');
    const end = await story.end();
    expect(end).toMatchObject({
      status: 'expired',
      needsAttention: null,
      amounts: { authorized: 49_700, released: 49_700 },
    });
    expectLetGo(story, end);
    expect(story.provider.gateway.count('voidTransaction')).toBe(1);
  },
);

test.concurrent(
  'when a payment that captures at once comes after the end, it is recorded and refunded',
  async () => {
    const { story, open } = await closing();
    story.provider.customerPays('INITIATED');
    story.provider.closingVoids = false;
    open();
    await story.until('expired');
    const { world } = story.provider.gateway;
    world.transactions.delete('T1');
    story.provider.customerPays('CAPTURED');
    const end = await story.end();
    expect(end).toMatchObject({
      status: 'expired',
      needsAttention: null,
      amounts: { captured: 49_700, refunded: 49_700 },
    });
    expectLetGo(story, end);
    expect(story.provider.ledger()).toMatchObject({
      recordedCaptures: 49_700,
      recordedRefunds: 49_700,
    });
  },
);

test.concurrent(
  'when a cancel comes while the customer is paying, the payment is let go',
  async () => {
    const story = await stories.begin();
    const gate = story.provider.holdUp('cancelCheckoutSession');
    const cancelled = story.orders.cancel(story.reference, { reason: 'customer' });
    await gate.reached;
    story.provider.closingVoids = false;
    story.provider.customerPays();
    gate.open();
    const end = await story.end();
    expect(end).toMatchObject({ status: 'cancelled', amounts: { released: 49_700 } });
    expect(await cancelled).toMatchObject({ status: 'recorded', amount: 49_700 });
    expectLetGo(story, end);
  },
);

test.concurrent(
  'when a cancel comes while the order is watched for late money, it is told that the order has ended',
  async () => {
    const { story, open } = await closing();
    story.provider.customerPays('ON_HOLD');
    story.provider.closingVoids = false;
    story.provider.gateway.always('cancelCheckoutSession', (run) => run());
    story.provider.customerPays('INITIATED');
    open();
    await story.until('expired');
    await story.until(() => story.provider.ledger().orderStatus === 'cancelled');
    const look = story.provider.holdUp('readCheckoutSession');
    await look.reached;
    await expect(
      story.orders.cancel(story.reference, { reason: 'customer' }, { deadlineMs: 5_000 }),
    ).rejects.toMatchObject({ type: 'already_ended' });
    look.open();
    story.provider.customerPays('FAILED');
    expectLetGo(story, await story.end());
  },
);

test.concurrent(
  'when the payment is held for review, the deadline is suspended until it is authorized',
  async () => {
    const story = await stories.begin({ paymentDeadlineMs: 1_000 });
    story.provider.customerPays('ON_HOLD');
    const overAtMs = Date.now() + 2_000;
    await story.until(({ status }) => Date.now() > overAtMs && status === 'awaiting_payment');
    story.provider.customerPays('AUTHORIZED');
    const paid = await story.until('authorized');
    expect(paid.needsAttention).toBeNull();
  },
);

test.concurrent(
  'when the review begins in the moment of the deadline, the order waits for its end',
  async () => {
    const { story, open } = await closing();
    story.provider.customerPays('ON_HOLD');
    open();
    await story.until(() => story.provider.gateway.count('readTransaction') >= 2);
    story.provider.customerPays('AUTHORIZED');
    await story.until('authorized');
  },
);

test.concurrent('when the review of a held payment fails, the order ends as failed', async () => {
  const story = await stories.begin();
  story.provider.customerPays('ON_HOLD');
  await story.until(() => story.provider.gateway.count('readTransaction') >= 2);
  story.provider.customerPays('FAILED');
  const end = await story.end();
  expect(end).toMatchObject({ status: 'payment_failed', needsAttention: null });
  expectLetGo(story, end);
});

test.concurrent.each(['accept', 'cancel'] as const)(
  'when the review takes too long, a person decides: %s',
  async (choice) => {
    const story = await stories.begin({ holdLimitMs: 300 });
    const { provider, orders, reference } = story;
    provider.customerPays('ON_HOLD');
    const { needsAttention } = await story.attention('hold_too_long');
    expect(needsAttention?.choices).toEqual(['accept', 'cancel']);
    await orders.resolve(reference, { choice, code: 'hold_too_long' });
    if (choice === 'cancel') await story.until('cancelled');
    provider.customerPays('AUTHORIZED');
    if (choice === 'accept') {
      const paid = await story.until('authorized');
      return expect(paid.needsAttention).toBeNull();
    }
    const end = await story.end();
    expect(end).toMatchObject({ status: 'cancelled', needsAttention: null });
    expectLetGo(story, end);
  },
);

test.concurrent(
  'when the bell rings before the page exists, the order looks and loses nothing',
  async () => {
    const story = stories.plan({ pollFirstMs: 200, pollMaxMs: 60_000 });
    const gate = story.provider.holdUp('createCheckoutSession');
    const started = story.orders.start(story.order);
    await gate.reached;
    expect(await story.orders.notifyPayment(story.reference)).toBe('signal');
    gate.open();
    await started;
    story.provider.customerPays();
    await story.until('authorized');
  },
);

test.concurrent('when the bell rings while the order waits long, it looks at once', async () => {
  const story = await stories.begin({ pollFirstMs: 60_000, pollMaxMs: 60_000 });
  const { provider, orders, reference } = story;
  await story.until(() => provider.gateway.count('readCheckoutSession') > 0);
  provider.customerPays();
  expect(await orders.notifyPayment(reference)).toBe('poll');
  await story.until('authorized');
});

test.concurrent(
  'when the bell rings by signal during a long review, the order looks after a short pause',
  async () => {
    const story = await stories.begin({ pollFirstMs: 100, pollMaxMs: 60_000 });
    const { provider } = story;
    provider.customerPays('ON_HOLD');
    // The second look has found it held, and the next one is a minute away.
    await story.until(() => provider.gateway.count('readTransaction') >= 2);
    provider.customerPays('AUTHORIZED');
    await story.handle.signal('paymentNotice', {});
    await story.until('authorized');
  },
);

test.concurrent(
  'when the bell rings while the order looks for the third time, it looks again at once, and not when the time of that look is over',
  async () => {
    const story = await stories.begin({
      pollFirstMs: 100,
      pollMaxMs: 60_000,
      moneyAttemptMs: 30_000,
    });
    const { provider, orders, reference } = story;
    await story.until(() => provider.gateway.count('readCheckoutSession') >= 2);
    const gate = provider.holdUp('readCheckoutSession');
    await gate.reached;
    provider.customerPays();
    await orders.notifyPayment(reference);
    gate.open();
    await orders.waitFor(reference, 'authorized', { deadlineMs: 5_000 });
  },
);
