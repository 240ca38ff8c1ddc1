import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { expectLetGo, expectOneStory } from '../support/agreed-stories';
import { failing, losingAnswer } from '../support/fake-gateway';
import { openStories } from '../support/order-stories';
import type { Stories, Story } from '../support/order-stories';
import { temporalAddress } from '../support/temporal-server';
import { on } from '../support/two-line-order';

let stories: Stories;

beforeAll(async () => {
  stories = await openStories(temporalAddress());
});

afterAll(() => stories.close());

/** The records in the order in which they were written. */
function recordsOf(story: Story): readonly string[] {
  const { calls, asked } = story.provider.gateway;
  return calls.flatMap((call, index) => {
    const [, kind] = asked[index] as readonly [string, string];
    return call === 'addRecord' ? [kind] : [];
  });
}

const ordersApi = ['listRecords', 'addRecord', 'cancelOrder', 'readOrder'] as const;

test.concurrent(
  'while Orders is down, money moves, and the records follow in order once it is up',
  async () => {
    const story = await stories.begin();
    const { orders, reference, provider } = story;
    const heal = provider.breakDown(ordersApi, failing('not_sent'));
    provider.customerPays();
    await story.until('authorized');
    const captured = orders.capture(reference, { captureId: 'shipment-1', lines: [on(1, 19_900)] });
    await story.operation('shipment-1', 'moved');
    const refunded = orders.refund(reference, { refundId: 'return-1', lines: [on(1, 9_900)] });
    await story.operation('return-1', 'moved');
    expect(provider.ledger()).toMatchObject({
      captured: 19_900,
      refunded: 9_900,
      recordedCaptures: 0,
    });
    heal();
    expect(await captured).toMatchObject({ status: 'recorded' });
    expect(await refunded).toMatchObject({ status: 'recorded' });
    expect(recordsOf(story)).toEqual(['authorization', 'capture', 'refund']);
    expectOneStory(story, await story.state());
  },
);

test.concurrent(
  'when Orders stays down, the order says so, and after "retry" it goes on at once',
  async () => {
    const story = await stories.begin({ attentionAfterMs: 1_500 });
    const { orders, reference, provider } = story;
    const heal = provider.breakDown(ordersApi, failing('provider_error'));
    provider.customerPays();
    const { needsAttention } = await story.attention('provider_unreachable');
    expect(needsAttention).toMatchObject({
      choices: ['retry'],
      operationId: 'record authorization',
      message: expect.stringContaining('provider_error'),
    });
    await story.handle.signal('capture', { captureId: 'all' });
    await story.operation('all', 'moved');
    heal();
    const resolvedAt = Date.now();
    await orders.resolve(reference, { choice: 'retry', code: 'provider_unreachable' });
    await story.operation('all', 'recorded');
    expect(Date.now() - resolvedAt).toBeLessThan(20_000);
    const state = await story.state();
    expect(state.needsAttention).toBeNull();
    expectOneStory(story, state);
  },
);

test.concurrent(
  'when an order waits slowly, "retry" does not wait for the end of the pause',
  async () => {
    const story = await stories.paid({ attentionAfterMs: 60_000 });
    const { orders, reference, provider } = story;
    provider.gateway.once('addRecord', failing('refused'));
    await story.handle.signal('capture', { captureId: 'all' });
    await story.attention('step_refused');
    expect((await story.operation('all', 'moved')).amount).toBe(49_700);
    await orders.resolve(reference, { choice: 'retry' });
    await story.operation('all', 'recorded');
    expectOneStory(story, await story.state());
  },
);

test.concurrent(
  'when the draft cannot be made, the order says so, and after "retry" it goes on at once',
  async () => {
    const story = stories.plan({ attentionAfterMs: 1_000, moneyAttemptMs: 900 });
    const { orders, reference, provider, order } = story;
    const heal = provider.breakDown(['createDraftOrder'], failing('not_sent'));
    const started = orders.start(order);
    await story.attention('provider_unreachable');
    heal();
    await orders.resolve(reference, { choice: 'retry' });
    await story.until('awaiting_payment');
    expect((await story.state()).needsAttention).toBeNull();
    await started;
  },
);

test.concurrent(
  'when the credentials are refused, a person is told, and no money is lost sight of',
  async () => {
    const story = await stories.paid();
    const { orders, reference, provider } = story;
    provider.gateway.once('captureTransaction', failing('unauthorized'));
    await story.handle.signal('capture', { captureId: 'all' });
    const { needsAttention } = await story.attention('configuration_refused');
    expect(needsAttention).toMatchObject({
      operationId: 'capture all',
      choices: ['retry', 'mark_not_moved'],
    });
    await orders.resolve(reference, { choice: 'retry' });
    await story.operation('all', 'recorded');
    expectOneStory(story, await story.state());
  },
);

test.concurrent.each([true, false])(
  'when the answer to a record is lost, looks before it writes again (keys echoed: %s)',
  async (echoesKeys) => {
    const story = await stories.paid();
    const { orders, reference, provider } = story;
    provider.gateway.world.echoesKeys = echoesKeys;
    provider.gateway.world.records.clear();
    const part = (captureId: string) => ({ captureId, lines: [on(1, 5_000)] });
    await orders.capture(reference, part('shipment-1'));
    provider.gateway.once('addRecord', losingAnswer('request_timed_out'));
    await orders.capture(reference, part('shipment-2'));
    await orders.capture(reference, part('shipment-3'));
    expectOneStory(story, await story.state());
    expect(provider.ledger().recordedCaptures).toBe(15_000);
  },
);

test.concurrent(
  'when Orders is down during a cancel, the money is released at once and the cancellation follows',
  async () => {
    const story = await stories.paid();
    const { orders, reference, provider } = story;
    await story.until(() => recordsOf(story).includes('authorization'));
    const heal = provider.breakDown(ordersApi, failing('not_sent'));
    const cancelled = orders.cancel(reference, { reason: 'customer' });
    await story.operation('cancel-1', 'moved');
    expect(provider.ledger()).toMatchObject({ reserved: 0, orderStatus: 'open' });
    heal();
    expect(await cancelled).toMatchObject({ status: 'recorded' });
    const end = await story.end();
    expectLetGo(story, end);
    expect(provider.ledger().recordedCancellations).toBe(49_700);
  },
);

test.concurrent(
  'when somebody has asked for a comparison while Orders is down, money moves all the same, and the comparison is made up for',
  async () => {
    const story = await stories.paid();
    const { orders, reference, provider } = story;
    await orders.capture(reference, { captureId: 'shipment-1', lines: [on(1, 10_000)] });
    const heal = provider.breakDown(ordersApi, failing('not_sent'));
    const before = provider.gateway.count('readOrder');
    const compared = orders.reconcile(reference);
    await story.until(() => provider.gateway.count('readOrder') > before);
    const captured = orders.capture(reference, { captureId: 'shipment-2', lines: [on(1, 5_000)] });
    await story.operation('shipment-2', 'moved');
    heal();
    expect(await captured).toMatchObject({ status: 'recorded' });
    expect(await compared).toMatchObject({ compared: { differences: [] }, needsAttention: null });
    expectOneStory(story, await story.state());
  },
);

test.concurrent(
  'when a payment is called off while Orders is down, a person is asked about it at once',
  async () => {
    const story = await stories.paid({ attentionAfterMs: 500 });
    const { orders, provider, reference } = story;
    await story.until(() => recordsOf(story).includes('authorization'));
    const heal = provider.breakDown(ordersApi, failing('not_sent'));
    provider.customerPays('DECLINED');
    const compared = orders.reconcile(reference);
    await story.until(({ furtherAttentions }) => furtherAttentions === 1);
    await orders.resolve(reference, { choice: 'accept', code: 'authorized_differs' });
    heal();
    await compared;
    await story.until(({ status, needsAttention }) => status === 'authorized' && !needsAttention);
  },
);

test.concurrent(
  'when an order is let go whose authorization Orders could not take, its record is not waited for, and nobody is asked about it',
  async () => {
    const story = await stories.begin({ attentionAfterMs: 500 });
    const { orders, provider, reference } = story;
    provider.breakDown(['addRecord'], failing('provider_error'));
    provider.customerPays();
    await story.until('authorized');
    provider.customerPays('DECLINED');
    await orders.reconcile(reference);
    await story.until(({ amounts }) => amounts.authorized === 0);
    await orders.resolve(reference, { choice: 'cancel', code: 'authorized_differs' });
    expect(await story.end()).toMatchObject({ status: 'cancelled', needsAttention: null });
  },
);

test.concurrent.each([
  ['was written', losingAnswer('provider_error')],
  ['was not written', failing('provider_error')],
] as const)(
  'when the answer to the record of an authorization is lost, which %s, and the order is cancelled before it was looked for, Orders learns of both',
  async (_what, answer) => {
    const story = await stories.begin({ settleDelayMs: 2_000 });
    const { orders, provider, reference } = story;
    provider.gateway.once('addRecord', answer);
    provider.customerPays();
    await story.until(() => recordsOf(story).length === 1);
    await orders.cancel(reference, { reason: 'customer' });
    const end = await story.end();
    expectLetGo(story, end);
    expect(provider.gateway.world.records.get('authorization')).toHaveLength(1);
    expect(provider.ledger()).toMatchObject({ released: 49_700, recordedCancellations: 49_700 });
  },
);
