import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Timing } from '../../src/domain/timing';
import { expectLetGo, expectOneStory } from '../support/agreed-stories';
import { failing } from '../support/fake-gateway';
import { openStories } from '../support/order-stories';
import type { Stories, Story } from '../support/order-stories';
import { temporalAddress } from '../support/temporal-server';
import { on } from '../support/two-line-order';

let stories: Stories;

beforeAll(async () => {
  stories = await openStories(temporalAddress());
});

afterAll(() => stories.close());

const refused = failing('refused', { status: 400 });
const unknownThere = failing('not_found', { status: 404 });

/** What the order asks of a person about this step or operation. */
async function matterAbout(story: Story, operationId: string) {
  const { needsAttention } = await story.until((seen) => {
    return seen.needsAttention?.operationId === operationId;
  });
  return needsAttention;
}

/** The customer's time is over, while the payment stays so and its page cannot be closed. */
async function leftAs(
  status: 'INITIATED' | 'ON_HOLD',
  timing: Partial<Timing> = {},
): Promise<Story> {
  const story = stories.plan({ paymentDeadlineMs: 300, ...timing });
  const gate = story.provider.holdUp('cancelCheckoutSession');
  await story.orders.start(story.order);
  await gate.reached;
  story.provider.customerPays(status);
  story.provider.closingVoids = false;
  gate.open(refused);
  return story;
}

test.concurrent.each(['a decision', 'a request'] as const)(
  'when Orders refuses to complete the draft, the order can be given up by %s, and there never is a page',
  async (how) => {
    const story = stories.plan();
    const { orders, provider, reference } = story;
    provider.breakDown(['completeDraftOrder'], refused);
    const started = orders.start(story.order);
    expect(await matterAbout(story, 'completeDraftOrder')).toMatchObject({
      code: 'step_refused',
      choices: ['retry', 'cancel'],
    });
    if (how === 'a decision') await orders.resolve(reference, { choice: 'cancel' });
    else await orders.cancel(reference, { reason: 'customer' });
    const end = await story.end();
    expect(end).toMatchObject({
      status: 'cancelled',
      needsAttention: null,
      operations: [{ kind: 'cancel', status: 'recorded' }],
    });
    expect(provider.gateway.count('createCheckoutSession')).toBe(0);
    await started;
  },
);

test.concurrent(
  'when the provider forbids refunds, a person may withdraw one, and the capture behind it goes through',
  async () => {
    const story = await stories.paid();
    const { orders, provider, reference } = story;
    await orders.capture(reference, { captureId: 'shipment-1', lines: [on(1, 19_900)] });
    provider.breakDown(['refundTransaction'], failing('scope_missing', { status: 403 }));
    await story.handle.signal('refund', { refundId: 'return-1', lines: [on(1, 19_900)] });
    expect(await matterAbout(story, 'refund return-1')).toMatchObject({
      code: 'configuration_refused',
      choices: ['retry', 'mark_not_moved'],
    });
    await story.handle.signal('capture', { captureId: 'shipment-2', lines: [on(2, 9_900)] });
    await story.operation('shipment-2', 'queued');
    await orders.resolve(reference, { choice: 'mark_not_moved' });
    await story.operation('shipment-2', 'recorded');
    expect(await story.operation('return-1', 'rejected')).toMatchObject({
      reason: expect.stringContaining('an operator decided'),
    });
    const state = await story.state();
    expect(state).toMatchObject({
      needsAttention: null,
      amounts: { captured: 29_800, refunded: 0 },
    });
    expectOneStory(story, state);
  },
);

test.concurrent.each([
  ['captureTransaction', 'capture all', ['retry', 'mark_not_moved']],
  ['addRecord', 'record capture all', ['retry']],
] as const)(
  'when %s is to be left alone for an hour, the order says so at once, and "retry" tries at once',
  async (method, about, choices) => {
    const story = await stories.paid();
    const { orders, provider, reference } = story;
    await story.until(() => provider.gateway.count('addRecord') === 1);
    const before = provider.gateway.count(method);
    const busy = failing('rate_limited', { status: 429, retryAfterMs: 3_600_000 });
    provider.gateway.once(method, busy);
    await story.handle.signal('capture', { captureId: 'all' });
    expect(await matterAbout(story, about)).toMatchObject({
      code: 'provider_unreachable',
      choices,
    });
    await orders.resolve(reference, { choice: 'retry' });
    await story.operation('all', 'recorded');
    expect(provider.gateway.count(method)).toBe(before + 2);
    const state = await story.state();
    expect(state.needsAttention).toBeNull();
    expectOneStory(story, state);
  },
);

test.concurrent.each([
  ['the bell rings', { lateMoneyWatchMs: 60_000 }],
  ['the time of a look has come', { attentionAfterMs: 300 }],
] as const)(
  'when money comes late while Orders does not cancel the order, it is voided all the same once %s',
  async (why, timing) => {
    const story = await leftAs('INITIATED', timing);
    const { orders, provider, reference } = story;
    const heal = provider.breakDown(['cancelOrder'], failing('provider_error', { status: 503 }));
    await story.until(() => provider.gateway.count('cancelOrder') > 0);
    provider.customerPays('AUTHORIZED');
    if (why === 'the bell rings') await orders.notifyPayment(reference);
    await story.operation('release-1', 'recorded');
    expect(provider.ledger()).toMatchObject({ released: 49_700, orderStatus: 'open' });
    heal();
    const end = await story.end();
    expect(end).toMatchObject({ status: 'expired', needsAttention: null });
    expectLetGo(story, end);
    expect(provider.gateway.count('voidTransaction')).toBe(1);
  },
);

test.concurrent.each(['INITIATED', 'ON_HOLD'] as const)(
  'when a payment stays %s for long after its page was closed, a person is asked, and may end the order',
  async (status) => {
    const story = await leftAs(status, { holdLimitMs: 300, lateMoneyWatchMs: 1_000 });
    const { orders, reference } = story;
    if (status === 'ON_HOLD') {
      await story.attention('hold_too_long');
      await orders.resolve(reference, { choice: 'cancel' });
    }
    const { needsAttention } = await story.attention('payment_undecided');
    expect(needsAttention).toMatchObject({
      choices: ['retry', 'accept'],
      message: expect.stringContaining(status),
    });
    await orders.resolve(reference, { choice: 'accept', note: 'the provider says it is dead' });
    const end = await story.end();
    expect(end).toMatchObject({
      status: status === 'ON_HOLD' ? 'cancelled' : 'expired',
      needsAttention: null,
    });
    expectLetGo(story, end);
  },
);

test.concurrent(
  'when the provider lets the rest go with a final capture, the record of it follows unasked',
  async () => {
    const story = await stories.paid();
    const { orders, provider, reference } = story;
    provider.gateway.once('captureTransaction', async (run) => {
      await run();
      provider.backOffice('void', 0);
      return { accepted: false, transaction: provider.transaction() };
    });
    const last = { captureId: 'last', lines: [on(1, 19_900)], final: true };
    expect(await orders.capture(reference, last)).toMatchObject({ status: 'recorded' });
    const state = await story.until(() => provider.ledger().recordedCancellations > 0);
    expect(provider.ledger().recordedCancellations).toBe(29_800);
    expect(state).toMatchObject({
      status: 'captured',
      needsAttention: null,
      amounts: { captured: 19_900, released: 29_800 },
    });
  },
);

test.concurrent(
  'when the provider never gives late money back, a person may leave it with the shop, and the order ends',
  async () => {
    const story = await leftAs('INITIATED');
    const { orders, provider, reference } = story;
    provider.breakDown(['refundTransaction'], refused);
    await story.until(() => provider.ledger().orderStatus === 'cancelled');
    provider.gateway.world.transactions.delete(provider.transaction().transactionId);
    provider.customerPays('CAPTURED');
    expect(await matterAbout(story, 'refund late-refund-1')).toMatchObject({
      code: 'step_refused',
      choices: ['retry', 'accept'],
    });
    await orders.resolve(reference, { choice: 'accept', note: 'paid back by bank transfer' });
    const end = await story.end();
    expect(end).toMatchObject({
      status: 'expired',
      needsAttention: null,
      amounts: { captured: 49_700, refunded: 0 },
    });
    expectOneStory(story, end);
  },
);

test.concurrent(
  'when Checkout knows the session no more, the order can be given up, and once its time is over a person may say that no payment comes',
  async () => {
    const story = await stories.begin({ paymentDeadlineMs: 3_000, attentionAfterMs: 500 });
    const { orders, provider, reference } = story;
    provider.breakDown(['readCheckoutSession', 'cancelCheckoutSession'], unknownThere);
    expect(await matterAbout(story, 'pollUntilAuthorized')).toMatchObject({
      code: 'step_refused',
      choices: ['retry', 'cancel'],
    });
    await orders.resolve(reference, { choice: 'cancel' });
    const early = await matterAbout(story, 'cancelCheckoutSession');
    expect(early).toMatchObject({ code: 'step_refused', choices: ['retry'] });
    await story.until(({ needsAttention }) => needsAttention?.choices.includes('accept') === true);
    await orders.resolve(reference, { choice: 'accept' });
    const end = await story.end();
    expect(end).toMatchObject({ status: 'cancelled', needsAttention: null });
    expectLetGo(story, end);
  },
);
