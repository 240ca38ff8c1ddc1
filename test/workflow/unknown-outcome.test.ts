import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { expectLetGo, expectOneStory, untilLetGo } from '../support/agreed-stories';
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

const shipment = { captureId: 'shipment-1', lines: [on(1, 19_900)] };
const sentReference = (story: Story) => `${story.reference}/capture/shipment-1`;

test.concurrent.each([
  'request_timed_out',
  'provider_error',
  'conflict',
  'unreadable_answer',
] as const)(
  'when the answer to a capture is lost by %s, looks, finds it moved, and sends nothing again',
  async (code) => {
    const story = await stories.paid();
    const { orders, reference, provider } = story;
    provider.gateway.once('captureTransaction', losingAnswer(code));
    await orders.capture(reference, shipment);
    await story.operation('shipment-1', 'recorded');
    const state = await story.state();
    expect(state).toMatchObject({ status: 'partially_captured', needsAttention: null });
    expectOneStory(story, state);
    expect(provider.gateway.count('captureTransaction')).toBe(1);
  },
);

test.concurrent(
  'when the answer to a refund is lost, looks, finds it moved, and sends nothing again',
  async () => {
    const story = await stories.paid();
    const { orders, reference, provider } = story;
    await orders.capture(reference, shipment);
    provider.gateway.once('refundTransaction', losingAnswer('connection_cut'));
    await orders.refund(reference, { refundId: 'return-1', lines: [on(1, 9_900)] });
    await story.operation('return-1', 'recorded');
    expectOneStory(story, await story.state());
    expect(provider.gateway.count('refundTransaction')).toBe(1);
  },
);

test.concurrent(
  'when the answer to a release is lost, looks, finds it done, and lets the order go',
  async () => {
    const story = await stories.paid();
    const { orders, reference, provider } = story;
    provider.gateway.once('voidTransaction', losingAnswer('request_timed_out'));
    await orders.cancel(reference, { reason: 'customer' });
    const end = await untilLetGo(story);
    expect(end).toMatchObject({ status: 'cancelled', needsAttention: null });
    expectLetGo(story, end);
    expect(provider.gateway.count('voidTransaction')).toBe(1);
  },
);

test.concurrent(
  'when a capture never arrived, sends it a second time, once its absence is proven',
  async () => {
    const story = await stories.paid();
    const { orders, reference, provider } = story;
    provider.gateway.once('captureTransaction', failing('connection_cut'));
    await orders.capture(reference, shipment);
    await story.operation('shipment-1', 'recorded');
    const { calls } = provider.gateway;
    const [first, second] = calls.flatMap((call, at) =>
      call === 'captureTransaction' ? [at] : [],
    );
    const looks = calls.slice(first, second).filter((call) => call === 'readTransaction');
    // Two that prove the absence, and the one that every attempt begins with.
    expect(looks.length).toBeGreaterThanOrEqual(3);
    expect(provider.gateway.count('captureTransaction')).toBe(2);
    expectOneStory(story, await story.state());
  },
);

test.concurrent('when a release never arrived, sends it a second time', async () => {
  const story = await stories.paid();
  const { orders, reference, provider } = story;
  provider.gateway.once('voidTransaction', failing('request_timed_out'));
  await orders.cancel(reference, { reason: 'customer' });
  expectLetGo(story, await untilLetGo(story));
  expect(provider.gateway.count('voidTransaction')).toBe(2);
});

test.concurrent(
  'when the worker never reports, waits out the attempt before it looks and sends again',
  async () => {
    const story = await stories.paid({ moneyAttemptMs: 2_000 });
    const { orders, reference, provider } = story;
    const gate = provider.holdUp('captureTransaction');
    const captured = orders.capture(reference, shipment);
    await gate.reached;
    await story.operation('shipment-1', 'recorded');
    expect(provider.gateway.count('captureTransaction')).toBe(2);
    gate.open(failing('not_sent'));
    await captured;
    expectOneStory(story, await story.state());
  },
);

test.concurrent(
  'when the lost request failed at the provider, waits whether that is corrected, and rejects it',
  async () => {
    const story = await stories.paid();
    const { orders, reference, provider } = story;
    provider.gateway.world.turnout = { outcome: 'failed' };
    provider.gateway.once('captureTransaction', losingAnswer('provider_error'));
    await orders.capture(reference, shipment);
    expect(await story.operation('shipment-1', 'rejected')).toMatchObject({
      reason: expect.stringContaining('the acquirer declined; to try again, ask with a new id'),
    });
    provider.gateway.world.turnout = {};
    await orders.capture(reference, { ...shipment, captureId: 'shipment-1b' });
    expectOneStory(story, await story.state());
    expect(provider.ledger().captured).toBe(19_900);
  },
);

test.concurrent(
  'when somebody else moves money while ours is looked for, that becomes the base line, and ours is sent again',
  async () => {
    const story = await stories.paid();
    const { orders, reference, provider } = story;
    provider.gateway.once('captureTransaction', async () => {
      provider.backOffice('capture', 9_900, { lines: [on(2, 9_900)] });
      return failing('connection_cut')(() => Promise.resolve(), { signal: AbortSignal.abort() });
    });
    await orders.capture(reference, shipment);
    await story.operation('shipment-1', 'recorded');
    await story.operation('auto-b1', 'recorded');
    const state = await story.state();
    expect(state.amounts.captured).toBe(29_800);
    expectOneStory(story, state);
  },
);

test.concurrent(
  'when the provider accepts a capture and finishes it later, waits for that',
  async () => {
    const story = await stories.paid();
    const { orders, reference, provider } = story;
    provider.gateway.world.turnout = { outcome: 'pending' };
    const captured = orders.capture(reference, shipment);
    await story.until(() => provider.gateway.count('captureTransaction') === 1);
    await story.operation('shipment-1', 'moving');
    provider.correct(sentReference(story), { outcome: 'succeeded' });
    expect(await captured).toMatchObject({ status: 'recorded' });
    expectOneStory(story, await story.state());
  },
);

test.concurrent(
  'when a failed capture is corrected while its amount is held, it has moved and is recorded',
  async () => {
    const story = await stories.paid({ settleDelayMs: 2_000 });
    const { orders, reference, provider } = story;
    provider.gateway.world.turnout = { outcome: 'failed' };
    const captured = orders.capture(reference, shipment);
    await story.until(() => provider.transaction().movements.length === 1);
    await expect(
      orders.capture(reference, { captureId: 'instead', lines: [on(1, 39_800)] }),
    ).rejects.toMatchObject({ type: 'amount_exceeds_remainder' });
    provider.correct(sentReference(story), { outcome: 'succeeded' });
    expect(await captured).toMatchObject({ status: 'recorded' });
    expectOneStory(story, await story.state());
  },
);

test.concurrent(
  'when a failed capture is corrected after it was rejected, a later look finds it moved and it is recorded',
  async () => {
    const story = await stories.paid({ settleDelayMs: 300 });
    const { orders, reference, provider } = story;
    provider.gateway.world.turnout = { outcome: 'failed' };
    expect(await orders.capture(reference, shipment)).toMatchObject({ status: 'rejected' });
    provider.correct(sentReference(story), { outcome: 'succeeded' });
    await story.operation('shipment-1', 'recorded');
    const state = await story.state();
    expect(state).toMatchObject({ status: 'partially_captured', amounts: { captured: 19_900 } });
    expectOneStory(story, state);
  },
);

test.concurrent(
  'when the provider does not echo references, the next movement waits until that is accepted',
  async () => {
    const story = await stories.paid();
    const { orders, reference, provider } = story;
    provider.gateway.world.turnout = { reference: null };
    await orders.capture(reference, shipment);
    const { needsAttention } = await story.attention('reference_not_echoed');
    expect(needsAttention).toMatchObject({ choices: ['accept'], operationId: 'shipment-1' });
    await story.handle.signal('capture', { captureId: 'shipment-2', lines: [on(2, 9_900)] });
    await story.operation('shipment-2', 'queued');
    expect(provider.gateway.count('captureTransaction')).toBe(1);
    await orders.resolve(reference, { choice: 'accept' });
    await story.operation('shipment-2', 'recorded');
    const state = await story.state();
    expect(state).toMatchObject({ needsAttention: null, amounts: { captured: 29_800 } });
    expectOneStory(story, state);
  },
);
