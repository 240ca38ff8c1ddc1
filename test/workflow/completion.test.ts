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
