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

async function paidWith(authorized: number): Promise<Story> {
  const story = await stories.begin();
  story.provider.customerPays('AUTHORIZED', authorized);
  await story.attention('authorized_differs');
  return story;
}

test.concurrent(
  'when more is authorized than was ordered, says so, and holds the first capture until it is accepted',
  async () => {
    const story = await paidWith(60_000);
    const { orders, reference, provider } = story;
    expect((await story.state()).needsAttention).toMatchObject({
      message: expect.stringContaining('600.00 NOK are authorized, but 497.00 NOK were ordered'),
      choices: ['accept', 'cancel'],
    });
    expect(await orders.capture(reference, { captureId: 'all' })).toMatchObject({
      status: 'queued',
    });
    expect(provider.gateway.count('captureTransaction')).toBe(0);
    await orders.resolve(reference, { choice: 'accept', note: 'a gift card' });
    await story.operation('all', 'recorded');
    const state = await story.state();
    expect(state).toMatchObject({
      needsAttention: null,
      amounts: { ordered: 49_700, authorized: 60_000, captured: 49_700 },
    });
    expectOneStory(story, state);
  },
);

test.concurrent(
  'when less is authorized, what is accepted is captured up to that and no further',
  async () => {
    const story = await paidWith(40_000);
    const { orders, reference, provider } = story;
    await orders.resolve(reference, { choice: 'accept' });
    await story.until(({ needsAttention }) => needsAttention === null);
    const captured = await orders.capture(reference);
    expect(captured).toMatchObject({ status: 'recorded', amount: 40_000 });
    expectOneStory(story, await story.until('captured'));
    expect(provider.ledger().reserved).toBe(0);
  },
);

test.concurrent(
  'when it is not accepted but cancelled, the capture that waited is rejected and the money released',
  async () => {
    const story = await paidWith(40_000);
    const { orders, reference, provider } = story;
    await story.handle.signal('capture', { captureId: 'all' });
    await story.operation('all', 'queued');
    await orders.resolve(reference, { choice: 'cancel', code: 'authorized_differs' });
    const end = await story.end();
    expect(end).toMatchObject({ status: 'cancelled', needsAttention: null });
    expectLetGo(story, end);
    expect(provider.gateway.count('captureTransaction')).toBe(0);
    expect(provider.ledger()).toMatchObject({ released: 40_000, recordedCancellations: 40_000 });
  },
);

test.concurrent(
  'when the customer cancels while the difference waits for a decision, the cancel goes first',
  async () => {
    const story = await paidWith(60_000);
    const { orders, reference } = story;
    await story.handle.signal('capture', { captureId: 'all' });
    await story.operation('all', 'queued');
    await orders.cancel(reference, { reason: 'customer' });
    const end = await story.end();
    expect(end).toMatchObject({ status: 'cancelled', needsAttention: null });
    expectLetGo(story, end);
  },
);
