import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { expectLetGo, expectOneStory, untilLetGo } from '../support/agreed-stories';
import { failing, losingAnswer } from '../support/fake-gateway';
import type { Behaviour } from '../support/fake-gateway';
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

/** A capture of which nobody can tell what became of it, because nothing can be read. */
async function unknownCapture(behaviour: Behaviour): Promise<{ story: Story; heal: () => void }> {
  const story = await stories.paid();
  const { provider } = story;
  const { gateway } = provider;
  gateway.once('captureTransaction', behaviour);
  gateway.once('readTransaction', (run) => run());
  const heal = provider.breakDown(['readTransaction'], failing('scope_missing'));
  expect(await story.orders.capture(story.reference, shipment)).toMatchObject({
    status: 'unknown',
  });
  const { needsAttention } = await story.attention('outcome_unknown');
  expect(needsAttention).toMatchObject({
    operationId: 'shipment-1',
    choices: ['retry', 'mark_moved', 'mark_not_moved'],
    message: expect.stringContaining('scope_missing'),
  });
  return { story, heal };
}

test.concurrent.each([
  ['had moved', losingAnswer('request_timed_out'), 1],
  ['had not moved', failing('request_timed_out'), 2],
] as const)(
  'when the outcome stays unknown and it %s, "retry" looks again and brings it to its end',
  async (_, behaviour, requests) => {
    const { story, heal } = await unknownCapture(behaviour);
    heal();
    await story.orders.resolve(story.reference, { choice: 'retry', code: 'outcome_unknown' });
    await story.operation('shipment-1', 'recorded');
    const state = await story.state();
    expect(state.needsAttention).toBeNull();
    expectOneStory(story, state);
    expect(story.provider.gateway.count('captureTransaction')).toBe(requests);
  },
);

test.concurrent(
  'when an operator says that it moved, it is recorded, and nothing is sent again',
  async () => {
    const { story, heal } = await unknownCapture(losingAnswer('request_timed_out'));
    await story.orders.resolve(story.reference, { choice: 'mark_moved' });
    await story.operation('shipment-1', 'recorded');
    heal();
    const state = await story.until(({ amounts }) => amounts.captured === 19_900);
    expect(state).toMatchObject({ status: 'partially_captured', needsAttention: null });
    expect(state.operations).toHaveLength(1);
    expectOneStory(story, state);
    expect(story.provider.gateway.count('captureTransaction')).toBe(1);
  },
);

test.concurrent(
  'when an operator says that it did not move, it is rejected, and its amount is free again',
  async () => {
    const { story, heal } = await unknownCapture(failing('request_timed_out'));
    const { orders, reference } = story;
    await orders.resolve(reference, { choice: 'mark_not_moved', note: 'looked at the acquirer' });
    expect(await story.operation('shipment-1', 'rejected')).toMatchObject({
      reason: expect.stringContaining('an operator decided that it shall not move'),
    });
    heal();
    await orders.capture(reference, { captureId: 'all' });
    await story.until('captured');
    expectOneStory(story, await story.state());
  },
);

test.concurrent(
  'when an operator was wrong that it did not move, a later look sets that right',
  async () => {
    const { story, heal } = await unknownCapture(losingAnswer('request_timed_out'));
    await story.orders.resolve(story.reference, { choice: 'mark_not_moved' });
    await story.operation('shipment-1', 'rejected');
    heal();
    await story.operation('shipment-1', 'recorded');
    const state = await story.state();
    expect(state.amounts.captured).toBe(19_900);
    expectOneStory(story, state);
  },
);

test.concurrent(
  'when an operator decides while an attempt is under way that moves and loses its answer, a look settles it and not the decision',
  async () => {
    const story = await stories.paid({ attentionAfterMs: 1_000 });
    const { orders, provider, reference } = story;
    for (let vain = 0; vain < 3; vain += 1)
      provider.gateway.once('captureTransaction', failing('request_timed_out'));
    const fourth = provider.holdUp('captureTransaction');
    const asked = orders.capture(reference, shipment);
    await fourth.reached;
    await story.attention('outcome_unknown');
    await orders.resolve(reference, { choice: 'mark_not_moved' });
    fourth.open(losingAnswer('request_timed_out'));
    expect(await story.operation('shipment-1', 'recorded', 'rejected')).toMatchObject({
      status: 'recorded',
    });
    await asked;
    const state = await story.state();
    expect(state.needsAttention).toBeNull();
    expectOneStory(story, state);
    expect(provider.gateway.count('captureTransaction')).toBe(4);
  },
);

test.concurrent('when a choice was not offered, it is refused by name', async () => {
  const { story, heal } = await unknownCapture(losingAnswer('request_timed_out'));
  await expect(
    story.orders.resolve(story.reference, { choice: 'refund_surplus' }),
  ).rejects.toMatchObject({ message: expect.stringContaining('mark_not_moved') });
  heal();
  await story.orders.resolve(story.reference, { choice: 'retry' });
  await story.operation('shipment-1', 'recorded');
});

/** The provider carries out both: a request that was given up, and the one that followed it. */
async function surplus(): Promise<Story> {
  const story = await stories.paid({ moneyAttemptMs: 2_000 });
  const { provider, orders, reference } = story;
  const gate = provider.holdUp('captureTransaction');
  const captured = orders.capture(reference, shipment);
  await gate.reached;
  await story.operation('shipment-1', 'recorded');
  gate.open();
  await captured;
  const { needsAttention } = await story.attention('surplus_moved');
  expect(needsAttention?.choices).toEqual(['refund_surplus', 'accept']);
  return story;
}

test.concurrent(
  'when a request that was given up moves after all, the surplus is shown, recorded, and refunded on demand',
  async () => {
    const story = await surplus();
    const { orders, reference } = story;
    await orders.resolve(reference, { choice: 'refund_surplus' });
    const state = await story.until(
      ({ amounts, operations }) =>
        amounts.refunded === 19_900 && operations.every(({ status }) => status === 'recorded'),
    );
    expect(state).toMatchObject({ needsAttention: null, amounts: { captured: 39_800 } });
    expect(story.provider.ledger()).toMatchObject({
      recordedCaptures: 39_800,
      recordedRefunds: 19_900,
    });
  },
);

test.concurrent(
  'when the surplus was given back already, its refund is refused, and a person is told so',
  async () => {
    const story = await surplus();
    const { orders, reference } = story;
    const lines = [on(1, 39_800)];
    await orders.refund(reference, { refundId: 'all', lines });
    await orders.resolve(reference, { choice: 'refund_surplus' });
    const { needsAttention, amounts } = await story.attention('surplus_moved');
    expect(needsAttention?.message).toContain('cannot be refunded');
    expect(amounts.refunded).toBe(39_800);
  },
);

test.concurrent('when the surplus is accepted, it stands, and the order goes on', async () => {
  const story = await surplus();
  const { orders, reference, provider } = story;
  await orders.resolve(reference, { choice: 'accept' });
  await story.until(({ needsAttention }) => needsAttention === null);
  expect(await orders.capture(reference)).toMatchObject({ status: 'recorded', amount: 9_900 });
  expect(provider.ledger()).toMatchObject({ captured: 49_700, recordedCaptures: 49_700 });
});

test.concurrent(
  'when a release stays unknown and a person withdraws it, the order stays paid, and another cancel lets it go',
  async () => {
    const story = await stories.paid();
    const { orders, reference, provider } = story;
    const { gateway } = provider;
    gateway.once('voidTransaction', failing('request_timed_out'));
    gateway.once('readTransaction', (run) => run());
    const heal = provider.breakDown(['readTransaction'], failing('scope_missing'));
    expect(await orders.cancel(reference, { reason: 'customer' })).toMatchObject({
      status: 'unknown',
    });
    await story.attention('outcome_unknown');
    heal();
    await orders.resolve(reference, { choice: 'mark_not_moved' });
    await story.until(({ needsAttention }) => needsAttention === null);
    expect(await story.state()).toMatchObject({
      status: 'authorized',
      operations: [{ operationId: 'cancel-1', status: 'rejected' }],
    });
    await orders.cancel(reference, { reason: 'customer' });
    const end = await untilLetGo(story);
    expect(end).toMatchObject({ status: 'cancelled', needsAttention: null });
    expectLetGo(story, end);
  },
);
