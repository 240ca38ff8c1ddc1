import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { failing } from '../support/fake-gateway';
import { openStories } from '../support/order-stories';
import type { Stories } from '../support/order-stories';
import { temporalAddress } from '../support/temporal-server';
import { on } from '../support/two-line-order';

let stories: Stories;

beforeAll(async () => {
  stories = await openStories(temporalAddress());
});

afterAll(() => stories.close());

const conflict = failing('conflict', { status: 409 });

test.concurrent.each([
  ['409', conflict],
  ['403', failing('scope_missing', { status: 403 })],
] as const)(
  'when the page of a payment that has begun cannot be closed, answered %s for ever, a person is asked about the payment, and the order ends',
  async (_status, answer) => {
    const story = stories.plan({ paymentDeadlineMs: 300, holdLimitMs: 300, attentionAfterMs: 500 });
    const { orders, provider, reference } = story;
    const gate = provider.holdUp('cancelCheckoutSession');
    await orders.start(story.order);
    await gate.reached;
    provider.customerPays('INITIATED');
    provider.breakDown(['cancelCheckoutSession'], answer);
    gate.open(answer);
    await story.attention('payment_undecided');
    await orders.resolve(reference, { choice: 'accept', note: 'the provider says it is dead' });
    expect(await story.end()).toMatchObject({ status: 'expired', needsAttention: null });
  },
);

const onePageLeft = 'when a page on which nobody has paid cannot be closed, answered 409 for ever,';

test.concurrent(
  `${onePageLeft} a person may only try again while somebody may still pay`,
  async () => {
    const { attention, handle, provider } = await stories.begin({ attentionAfterMs: 500 });
    provider.breakDown(['cancelCheckoutSession'], conflict);
    await handle.signal('cancel', { reason: 'customer' });
    const { needsAttention } = await attention('provider_unreachable');
    expect(needsAttention).toMatchObject({ choices: ['retry'] });
  },
);

test.concurrent(
  `${onePageLeft} a person may say after its time that no payment comes`,
  async () => {
    const story = await stories.begin({ paymentDeadlineMs: 2_500, attentionAfterMs: 500 });
    const { orders, provider, reference } = story;
    provider.breakDown(['cancelCheckoutSession'], conflict);
    await story.handle.signal('cancel', { reason: 'customer' });
    await story.until(({ needsAttention }) => needsAttention?.choices.includes('accept') === true);
    await orders.resolve(reference, { choice: 'accept' });
    expect(await story.end()).toMatchObject({ needsAttention: null });
  },
);

test.concurrent(
  'when Orders answers the cancel by 409 for ever, a person may leave the order open there, and it ends',
  async () => {
    const story = await stories.paid({ attentionAfterMs: 500 });
    const { orders, provider, reference } = story;
    provider.breakDown(['cancelOrder'], conflict);
    await story.handle.signal('cancel', { reason: 'customer' });
    const { needsAttention } = await story.attention('provider_unreachable');
    expect(needsAttention).toMatchObject({
      operationId: 'cancelOrder',
      choices: ['retry', 'accept'],
    });
    await orders.resolve(reference, { choice: 'accept' });
    expect(await story.end()).toMatchObject({ status: 'cancelled', needsAttention: null });
  },
);

test.concurrent(
  'when Orders answers a record by 409 for ever, a person who has looked says that it is there, and the records after it follow',
  async () => {
    const story = await stories.paid({ attentionAfterMs: 500 });
    const { orders, provider, reference } = story;
    await story.until(() => provider.gateway.count('addRecord') === 1);
    const heal = provider.breakDown(['addRecord'], conflict);
    await story.handle.signal('capture', { captureId: 'shipment-1', lines: [on(1, 10_000)] });
    const { needsAttention } = await story.attention('provider_unreachable');
    expect(needsAttention).toMatchObject({
      operationId: 'record capture shipment-1',
      choices: ['retry', 'mark_recorded'],
    });
    await orders.resolve(reference, { choice: 'mark_recorded', note: 'seen in the back office' });
    await story.operation('shipment-1', 'recorded');
    heal();
    const next = { captureId: 'shipment-2', lines: [on(2, 9_900)] };
    expect(await orders.capture(reference, next)).toMatchObject({ status: 'recorded' });
    expect(await story.state()).toMatchObject({ needsAttention: null });
  },
);
