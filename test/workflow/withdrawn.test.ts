import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { expectOneStory } from '../support/agreed-stories';
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

const forbidden = failing('scope_missing', { status: 403 });

/** What the order asks of a person about this step or operation. */
async function matterAbout(story: Story, operationId: string) {
  const seen = await story.until(({ needsAttention }) => {
    return needsAttention?.operationId === operationId;
  });
  return seen.needsAttention;
}

test.concurrent(
  'when a person withdraws a cancel, the order stays paid and what was asked for behind it is captured',
  async () => {
    const story = await stories.paid();
    const { orders, provider, reference } = story;
    provider.breakDown(['voidTransaction'], forbidden);
    await story.handle.signal('cancel', { reason: 'customer' });
    await matterAbout(story, 'cancel cancel-1');
    await story.handle.signal('capture', { captureId: 'shipment-1', lines: [on(1, 19_900)] });
    await orders.resolve(reference, { choice: 'mark_not_moved' });
    await story.operation('shipment-1', 'recorded');
    const state = await story.state();
    expect(state).toMatchObject({
      status: 'partially_captured',
      needsAttention: null,
      amounts: { captured: 19_900, released: 0 },
      operations: [{ operationId: 'cancel-1', status: 'rejected' }, { status: 'recorded' }],
    });
    expectOneStory(story, state);
  },
);

test.concurrent(
  'when a person withdraws the refund of late money, it is given back once, by that person',
  async () => {
    const story = stories.plan({ paymentDeadlineMs: 300, attentionAfterMs: 400 });
    const { orders, provider, reference } = story;
    const gate = provider.holdUp('cancelCheckoutSession');
    provider.breakDown(['refundTransaction'], forbidden);
    await orders.start(story.order);
    await gate.reached;
    provider.customerPays('INITIATED');
    provider.closingVoids = false;
    gate.open(failing('refused', { status: 400 }));
    await story.until(() => provider.ledger().orderStatus === 'cancelled');
    provider.gateway.world.transactions.clear();
    provider.customerPays('CAPTURED');
    expect(await matterAbout(story, 'refund late-refund-1')).toMatchObject({
      choices: ['retry', 'mark_not_moved'],
    });
    await orders.resolve(reference, { choice: 'mark_not_moved' });
    await story.operation('late-refund-1', 'rejected');
    // It waits for the look after a doubt now, and no longer for another refund.
    const before = provider.gateway.count('readTransaction');
    const state = await story.until(() => provider.gateway.count('readTransaction') > before);
    expect(state.operations.filter(({ kind }) => kind === 'refund')).toHaveLength(1);
    expect(state).toMatchObject({ status: 'expired', needsAttention: null });
    expect(provider.ledger()).toMatchObject({ captured: 49_700, refunded: 0 });
  },
);

test.concurrent(
  'when a refund is withdrawn while an attempt is under way that is refused then, nothing needs attention any more',
  async () => {
    const story = await stories.paid({ attentionAfterMs: 400 });
    const { orders, provider, reference } = story;
    await orders.capture(reference, { captureId: 'all' });
    provider.gateway.once('refundTransaction', forbidden);
    const attempt = provider.holdUp('refundTransaction');
    await story.handle.signal('refund', { refundId: 'return-1', lines: [on(1, 19_900)] });
    await matterAbout(story, 'refund return-1');
    await attempt.reached;
    await orders.resolve(reference, { choice: 'mark_not_moved' });
    attempt.open(forbidden);
    await story.operation('return-1', 'rejected');
    expect(await story.state()).toMatchObject({ needsAttention: null });
  },
);

test.concurrent(
  'when a capture is withdrawn while an attempt is under way that ends unknown, it is looked for and not sent again',
  async () => {
    const story = await stories.paid({ attentionAfterMs: 400 });
    const { orders, provider, reference } = story;
    provider.gateway.once('captureTransaction', forbidden);
    const attempt = provider.holdUp('captureTransaction');
    await story.handle.signal('capture', { captureId: 'shipment-1', lines: [on(1, 19_900)] });
    await matterAbout(story, 'capture shipment-1');
    await attempt.reached;
    await orders.resolve(reference, { choice: 'mark_not_moved' });
    attempt.open(failing('connection_cut'));
    await story.operation('shipment-1', 'rejected');
    expect(provider.gateway.count('captureTransaction')).toBe(2);
    expect(provider.ledger()).toMatchObject({ captured: 0 });
  },
);
