import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { expectLetGo, expectOneStory } from '../support/agreed-stories';
import { failing, losingAnswer } from '../support/fake-gateway';
import { openSkippingStories } from '../support/skipping-stories';
import type { SkippingStories } from '../support/skipping-stories';
import { on } from '../support/two-line-order';

let stories: SkippingStories;

beforeAll(async () => {
  stories = await openSkippingStories();
});

afterAll(() => stories.close());

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** Looks are free of history, yet each one takes this machine some milliseconds. */
const slowPolls = { pollFirstMs: hour, pollMaxMs: 6 * hour };

async function paid() {
  const story = await stories.begin();
  story.provider.customerPays();
  await stories.pass(minute);
  await story.until('authorized');
  return story;
}

test('when nobody pays for half an hour, the order is over', async () => {
  const story = await stories.begin();
  await stories.pass(29 * minute);
  expect((await story.state()).status).toBe('awaiting_payment');
  await stories.pass(2 * minute);
  const end = await story.end();
  expect(end.status).toBe('expired');
  expectLetGo(story, end);
});

test('when 70 % of the time of the authorization are over the order says so, and again when it has lapsed; then it completes after the refund window', async () => {
  const story = await paid();
  const { orders, reference } = story;
  await orders.capture(reference, { captureId: 'shipment-1', lines: [on(1, 19_900)] });
  await stories.pass(4.9 * day - hour);
  expect((await story.state()).needsAttention).toBeNull();
  await stories.pass(2 * hour);
  await story.attention('authorization_expiring');
  await stories.pass(2.1 * day);
  await story.attention('authorization_lapsed');
  expect((await story.state()).furtherAttentions).toBe(0);
  await stories.pass(90 * day);
  // A matter that nobody has decided keeps the order open.
  expect((await story.handle.describe()).status.name).toBe('RUNNING');
  await orders.resolve(reference, { choice: 'accept', code: 'authorization_lapsed' });
  const end = await story.end();
  expect(end).toMatchObject({ amounts: { captured: 19_900 }, needsAttention: null });
  expectOneStory(story, end);
});

test('when the warning is answered with "cancel", the rest is released', async () => {
  const story = await paid();
  const { orders, reference, provider } = story;
  await stories.pass(4.9 * day + hour);
  await story.attention('authorization_expiring');
  await orders.resolve(reference, { choice: 'cancel' });
  const end = await story.end();
  expect(end).toMatchObject({ status: 'cancelled', needsAttention: null });
  expectLetGo(story, end);
  expect(provider.gateway.count('voidTransaction')).toBe(1);
});

test('when the provider lets a lapsed authorization go, a look finds it, and the order ends as cancelled', async () => {
  const story = await paid();
  await stories.pass(7 * day + hour);
  await story.attention('authorization_lapsed');
  story.provider.backOffice('void', 0);
  await story.orders.reconcile(story.reference);
  const end = await story.end();
  expect(end).toMatchObject({ status: 'cancelled', needsAttention: null });
  expectLetGo(story, end);
});

test('each refund opens the window anew, and the order completes with its final state ninety days after the last', async () => {
  const story = await paid();
  const { orders, reference } = story;
  await orders.capture(reference, { captureId: 'all' });
  await stories.pass(89 * day);
  await orders.refund(reference, { refundId: 'return-1', lines: [on(2, 9_900)] });
  await stories.pass(89 * day);
  expect((await story.handle.describe()).status.name).toBe('RUNNING');
  await stories.pass(2 * day);
  const end = await story.end();
  expect(end).toMatchObject({ status: 'partially_refunded', amounts: { refunded: 9_900 } });
  expectOneStory(story, end);
});

test('when the back office refunds within the window, the last look finds it, records it, and keeps the order open', async () => {
  const story = await paid();
  const { orders, reference, provider } = story;
  await orders.capture(reference, { captureId: 'all' });
  await stories.pass(80 * day);
  provider.backOffice('refund', 9_900, { lines: [on(2, 9_900)] });
  await stories.pass(11 * day);
  await story.operation('auto-b1', 'recorded');
  expect((await story.handle.describe()).status.name).toBe('RUNNING');
  await stories.pass(91 * day);
  const end = await story.end();
  expect(end).toMatchObject({ status: 'partially_refunded' });
  expectOneStory(story, end);
});

test('when a review takes longer than two weeks, a person is told, and the payment still counts when it comes', async () => {
  const story = await stories.begin(slowPolls);
  story.provider.customerPays('ON_HOLD');
  await stories.pass(13 * day);
  expect(await story.state()).toMatchObject({ status: 'awaiting_payment', needsAttention: null });
  await stories.pass(2 * day);
  await story.attention('hold_too_long');
  story.provider.customerPays('AUTHORIZED');
  await stories.pass(8 * hour);
  expect((await story.until('authorized')).needsAttention).toBeNull();
});

test('when an order is given up during a review, it is watched until the review ends, and the late payment is released', async () => {
  const story = await stories.begin(slowPolls);
  const { provider, orders, reference } = story;
  provider.customerPays('ON_HOLD');
  await stories.pass(hour);
  await orders.cancel(reference, { reason: 'customer' });
  await stories.pass(2 * day);
  expect(await story.state()).toMatchObject({ status: 'cancelled' });
  expect((await story.handle.describe()).status.name).toBe('RUNNING');
  provider.closingVoids = false;
  provider.customerPays('AUTHORIZED');
  // The page has been closed for two days: it is looked at once a day.
  await stories.pass(day + hour);
  const end = await story.end();
  expect(end).toMatchObject({ status: 'cancelled', amounts: { released: 49_700 } });
  expectLetGo(story, end);
});

test('when the provider accepts a capture and never finishes it, a person is asked, and a late end is still taken in', async () => {
  const story = await paid();
  const { reference, provider } = story;
  provider.gateway.world.turnout = { outcome: 'pending' };
  await story.handle.signal('capture', { captureId: 'all' });
  await story.until(() => provider.gateway.count('captureTransaction') === 1);
  await stories.pass(10 * minute);
  const { needsAttention } = await story.attention('outcome_unknown');
  expect(needsAttention?.choices).toEqual(['retry', 'mark_moved', 'mark_not_moved']);
  provider.correct(`${reference}/capture/all`, { outcome: 'succeeded' });
  await stories.pass(10 * minute);
  await story.operation('all', 'recorded');
  const state = await story.state();
  expect(state.needsAttention).toBeNull();
  expectOneStory(story, state);
  expect(provider.gateway.count('captureTransaction')).toBe(1);
});

test('after a doubt it looks again for a day, and finds what moved twice', async () => {
  const story = await paid();
  const { reference, provider, orders } = story;
  provider.gateway.once('captureTransaction', losingAnswer('request_timed_out'));
  await story.handle.signal('capture', { captureId: 'shipment-1', lines: [on(1, 10_000)] });
  await stories.pass(2 * minute);
  await story.operation('shipment-1', 'recorded');
  await stories.pass(2 * hour);
  expect((await story.state()).needsAttention).toBeNull();
  provider.backOffice('capture', 10_000, { reference: `${reference}/capture/shipment-1` });
  await stories.pass(23 * hour);
  await story.attention('surplus_moved');
  await orders.resolve(reference, { choice: 'refund_surplus' });
  const state = await story.until(({ amounts }) => amounts.refunded === 10_000);
  expect(state.amounts.captured).toBe(20_000);
});

test('when Orders is down for a night, the order says so and then catches up by itself', async () => {
  const story = await paid();
  const { provider } = story;
  await story.until(() => provider.gateway.count('addRecord') === 1);
  const heal = provider.breakDown(['listRecords', 'addRecord'], failing('provider_error'));
  await story.handle.signal('capture', { captureId: 'all' });
  await story.operation('all', 'moved');
  await stories.pass(8 * hour);
  await story.attention('provider_unreachable');
  heal();
  await stories.pass(hour);
  await story.operation('all', 'recorded');
  const state = await story.state();
  expect(state.needsAttention).toBeNull();
  expectOneStory(story, state);
});
