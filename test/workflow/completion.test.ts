import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { failing } from '../support/fake-gateway';
import { openStories } from '../support/order-stories';
import type { Stories, Story } from '../support/order-stories';
import { temporalAddress } from '../support/temporal-server';

let stories: Stories;

beforeAll(async () => {
  stories = await openStories(temporalAddress());
});

afterAll(() => stories.close());

const refused = failing('refused', { status: 409 });

/** Of a completion whose answer was lost: it has come about, and the draft does not say which order it made. */
function completeUnseen({ provider }: Story, shown: { readonly named: boolean }): void {
  const { drafts, orders } = provider.gateway.world;
  const orderId = 'O-late';
  orders.set(orderId, { orderId, status: 'open' });
  drafts.set('D1', { draftId: 'D1', status: 'completed', ...(shown.named ? { orderId } : {}) });
}

test.concurrent(
  'when a second completion is refused because the first is on its way, a cancel waits for the order and cancels it',
  async () => {
    const story = stories.plan({ settleDelayMs: 1_000 });
    const { orders, provider, reference } = story;
    provider.breakDown(['completeDraftOrder'], refused);
    const started = orders.start(story.order);
    await story.attention('step_refused');
    await orders.cancel(reference, { reason: 'customer' });
    completeUnseen(story, { named: true });
    expect(await story.end()).toMatchObject({
      status: 'cancelled',
      orderId: 'O-late',
      operations: [{ kind: 'cancel', status: 'recorded' }],
    });
    expect(provider.gateway.world.orders.get('O-late')).toMatchObject({ status: 'cancelled' });
    await started;
  },
);

/** How often an event stands in the history that carries these attributes. */
async function eventsWith({ handle }: Story, attributes: string): Promise<number> {
  const { events } = await handle.fetchHistory();
  return (events ?? []).filter((event) => attributes in event && event[attributes as never]).length;
}

/** The attempt after a refused one, while it stands still at Orders. */
async function stuckCompletion(story: Story) {
  const { orders, provider } = story;
  const mend = provider.breakDown(['completeDraftOrder'], refused);
  const started = orders.start(story.order);
  await story.attention('step_refused');
  mend();
  const attempt = provider.holdUp('completeDraftOrder');
  await attempt.reached;
  return { attempt, started };
}

test.concurrent(
  'when a person asks for another try while a completion is under way, it begins only once that has ended, and nothing is completed twice',
  async () => {
    const story = stories.plan({ attentionAfterMs: 400 });
    const { attempt, started } = await stuckCompletion(story);
    const scheduled = await eventsWith(story, 'activityTaskScheduledEventAttributes');
    await story.orders.resolve(story.reference, { choice: 'retry' });
    expect(await eventsWith(story, 'activityTaskScheduledEventAttributes')).toBe(scheduled);
    attempt.open();
    await started;
    await story.until(({ orderId }) => orderId === 'O-D1');
    expect(story.provider.gateway.count('completeDraftOrder')).toBe(2);
  },
);

test.concurrent(
  'when a cancel comes while a completion is under way, the order that it makes is cancelled too',
  async () => {
    const story = stories.plan({ attentionAfterMs: 400 });
    const { attempt, started } = await stuckCompletion(story);
    const timers = await eventsWith(story, 'timerStartedEventAttributes');
    await story.orders.cancel(story.reference, { reason: 'customer' });
    expect(await eventsWith(story, 'timerStartedEventAttributes')).toBe(timers);
    attempt.open();
    expect(await story.end()).toMatchObject({ status: 'cancelled', orderId: 'O-D1' });
    expect(story.provider.ledger()).toMatchObject({ orderStatus: 'cancelled' });
    await started;
  },
);

test.concurrent(
  'when a person gives up an order whose completion is refused, it is not completed once more',
  async () => {
    const story = stories.plan();
    const { orders, provider, reference } = story;
    provider.breakDown(['completeDraftOrder'], refused);
    const started = orders.start(story.order);
    await story.attention('step_refused');
    await orders.resolve(reference, { choice: 'cancel' });
    expect(await story.end()).toMatchObject({ status: 'cancelled', needsAttention: null });
    expect(provider.gateway.count('completeDraftOrder')).toBe(1);
    await started;
  },
);

test.concurrent(
  'when the order that came of the draft cannot be found, the order can be given up, and says what stays open in Orders',
  async () => {
    const story = stories.plan({ attentionAfterMs: 300 });
    const { orders, provider, reference } = story;
    provider.gateway.once('completeDraftOrder', async () => {
      completeUnseen(story, { named: false });
      return failing('connection_cut')(async () => undefined, {
        signal: new AbortController().signal,
      });
    });
    const started = orders.start(story.order);
    const { needsAttention } = await story.until((seen) => {
      return seen.needsAttention?.choices.includes('cancel') === true;
    });
    expect(needsAttention?.message).toContain('draft D1 is completed, but no order');
    await story.handle.signal('cancel', { reason: 'customer' });
    await story.operation('cancel-1', 'queued');
    await orders.resolve(reference, { choice: 'cancel' });
    expect(await story.end()).toMatchObject({
      status: 'cancelled',
      needsAttention: null,
      operations: [{ kind: 'cancel', status: 'recorded' }],
    });
    await started;
  },
);
