import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { expectLetGo, expectOneStory } from '../support/agreed-stories';
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

test.concurrent(
  'when nobody pays before the deadline, the page is closed and the order cancelled',
  async () => {
    const story = await stories.begin({ paymentDeadlineMs: 300 });
    const end = await story.end();
    expect(end).toMatchObject({ status: 'expired', needsAttention: null });
    expectLetGo(story, end);
    const [session] = story.provider.gateway.world.sessions.values();
    expect(session?.cancelledAt).toBeDefined();
  },
);

test.concurrent(
  'when cancelled while it waits for the customer, closes the page and answers the caller',
  async () => {
    const story = await stories.begin();
    const cancelled = await story.orders.cancel(story.reference, { reason: 'customer' });
    expect(cancelled).toMatchObject({ kind: 'cancel', status: 'recorded', amount: 0 });
    const end = await story.end();
    expect(end).toMatchObject({ status: 'cancelled', amounts: { authorized: 0, released: 0 } });
    expectLetGo(story, end);
    expect(story.provider.gateway.count('voidTransaction')).toBe(0);
  },
);

test.concurrent(
  'when cancelled before the draft exists, ends without an order in Orders',
  async () => {
    const story = stories.plan();
    story.provider.breakDown(['createDraftOrder'], failing('not_sent'));
    const started = story.orders.start(story.order);
    await story.until('preparing');
    await story.orders.cancel(story.reference, { reason: 'customer' });
    const end = await story.end();
    expect(end).toMatchObject({ status: 'cancelled', operations: [{ status: 'recorded' }] });
    expect(end.orderId).toBeUndefined();
    expect(story.provider.gateway.world.orders.size).toBe(0);
    expect(await started).toMatchObject({ status: 'cancelled' });
  },
);

test.concurrent(
  'when cancelled while the draft is completed, cancels the order that came of it',
  async () => {
    const story = stories.plan();
    const gate = story.provider.holdUp('completeDraftOrder');
    const started = story.orders.start(story.order);
    await gate.reached;
    const cancelled = story.orders.cancel(story.reference, { reason: 'customer' });
    await story.operation('cancel-1', 'queued');
    gate.open();
    expect(await cancelled).toMatchObject({ status: 'recorded' });
    const end = await story.end();
    expect(end.status).toBe('cancelled');
    expectLetGo(story, end);
    expect(story.provider.gateway.count('createCheckoutSession')).toBe(0);
    await started;
  },
);

test.concurrent(
  'when cancelled after it was paid, releases the money, records it and cancels the order',
  async () => {
    const story = await stories.paid();
    const cancelled = await story.orders.cancel(story.reference, { reason: 'customer' });
    expect(cancelled).toMatchObject({ status: 'recorded', amount: 49_700 });
    const end = await story.end();
    expect(end).toMatchObject({
      status: 'cancelled',
      amounts: { authorized: 49_700, captured: 0, released: 49_700 },
      needsAttention: null,
    });
    expectLetGo(story, end);
    expect(story.provider.ledger()).toMatchObject({
      released: 49_700,
      recordedCancellations: 49_700,
    });
    expect(story.provider.gateway.count('voidTransaction')).toBe(1);
  },
);

test.concurrent(
  'when cancelled after a part was captured, releases the rest, and what was captured can be refunded',
  async () => {
    const story = await stories.paid();
    const { orders, reference, provider } = story;
    await orders.capture(reference, { captureId: 'shipment-1', lines: [on(1, 19_900)] });
    const cancelled = await orders.cancel(reference, { reason: 'customer' });
    expect(cancelled).toMatchObject({ status: 'recorded', amount: 29_800 });
    expect(await story.state()).toMatchObject({
      status: 'captured',
      amounts: { captured: 19_900, released: 29_800 },
    });
    expect(provider.ledger()).toMatchObject({ reserved: 0, recordedCancellations: 29_800 });
    await expect(
      orders.capture(reference, { captureId: 'shipment-2', lines: [on(2, 9_900)] }),
    ).rejects.toMatchObject({ type: 'amount_exceeds_remainder' });
    await orders.refund(reference, { refundId: 'return-1', lines: [on(1, 19_900)] });
    const refunded = await story.until('refunded');
    expectOneStory(story, refunded);
  },
);

test.concurrent(
  'when cancelled after everything was captured, refuses, and a signal shows the refusal',
  async () => {
    const story = await stories.paid();
    const { orders, reference, provider } = story;
    await orders.capture(reference, { captureId: 'all' });
    await expect(orders.cancel(reference, { reason: 'customer' })).rejects.toMatchObject({
      type: 'nothing_remains',
      message: expect.stringContaining('refund'),
    });
    await story.handle.signal('cancel', { reason: 'customer' });
    const shown = await story.until(({ refusedMessages }) => refusedMessages === 1);
    expect(shown).toMatchObject({ status: 'captured' });
    expect(shown.operations.at(-1)).toMatchObject({
      kind: 'cancel',
      status: 'rejected',
      reason: expect.stringContaining('nothing_remains'),
    });
    expectOneStory(story, shown);
    expect(provider.gateway.count('voidTransaction')).toBe(0);
  },
);

test.concurrent(
  'when the back office voids the authorization, the order ends as cancelled in both systems',
  async () => {
    const story = await stories.paid();
    story.provider.backOffice('void', 0);
    await story.orders.reconcile(story.reference);
    const end = await story.end();
    expect(end).toMatchObject({
      status: 'cancelled',
      amounts: { captured: 0, released: 49_700 },
      needsAttention: null,
    });
    expectLetGo(story, end);
    expect(story.provider.ledger().recordedCancellations).toBe(49_700);
  },
);

test.concurrent(
  'when a capture meets a void of the back office, it is rejected, and the order ends as cancelled',
  async () => {
    const story = await stories.paid();
    story.provider.backOffice('void', 0);
    const { orders, reference } = story;
    const captured = await orders.capture(reference, { captureId: 'all' });
    expect(captured).toMatchObject({
      status: 'rejected',
      reason: expect.stringContaining('AUTHORIZATION_VOIDED'),
    });
    const end = await story.end();
    expect(end.status).toBe('cancelled');
    expectLetGo(story, end);
  },
);

test.concurrent(
  'when cancelled in Temporal, cancels the order instead of dropping it',
  async () => {
    const story = await stories.paid();
    await story.handle.cancel();
    const end = await story.end();
    expect(end).toMatchObject({ status: 'cancelled', amounts: { released: 49_700 } });
    expectLetGo(story, end);
  },
);

test.concurrent(
  'when a capture waits behind a cancel, it is rejected and its caller answered',
  async () => {
    const story = await stories.paid();
    const { orders, reference, provider } = story;
    const gate = provider.holdUp('captureTransaction');
    const first = orders.capture(reference, { captureId: 'first', lines: [on(2, 9_900)] });
    await gate.reached;
    const cancelled = orders.cancel(reference, { reason: 'customer' });
    await story.operation('cancel-1', 'queued');
    const behind = orders.capture(reference, { captureId: 'behind', lines: [on(1, 19_900)] });
    await story.operation('behind', 'queued');
    gate.open(failing('refused'));
    expect(await first).toMatchObject({ status: 'rejected' });
    expect(await behind).toMatchObject({
      status: 'rejected',
      reason: expect.stringContaining('ended'),
    });
    expect(await cancelled).toMatchObject({ status: 'recorded', amount: 49_700 });
    const end = await story.end();
    expectLetGo(story, end);
    expect(provider.gateway.count('captureTransaction')).toBe(1);
  },
);

test.concurrent(
  'when the provider refuses to release the money, a person is told, and a later release ends the order',
  async () => {
    const story = await stories.paid({ attentionAfterMs: 20_000 });
    const { orders, reference, provider } = story;
    const heal = provider.breakDown(['voidTransaction'], failing('refused'));
    await orders.cancel(reference, { reason: 'customer' });
    const { needsAttention } = await story.attention('step_refused');
    expect(needsAttention?.choices).toEqual(['retry', 'accept']);
    heal();
    await orders.resolve(reference, { choice: 'retry' });
    const end = await story.end();
    expect(end).toMatchObject({ status: 'cancelled', needsAttention: null });
    expectLetGo(story, end);
  },
);

test.concurrent(
  'when Orders refuses the cancel for good, a person may leave the order open there, and the rest ends as usual',
  async () => {
    const story = await stories.paid();
    const { orders, reference, provider } = story;
    provider.breakDown(['cancelOrder'], failing('refused', { status: 400 }));
    const cancelled = orders.cancel(reference, { reason: 'customer' });
    const { needsAttention } = await story.attention('step_refused');
    expect(needsAttention).toMatchObject({
      operationId: 'cancelOrder',
      choices: ['retry', 'accept'],
    });
    await orders.resolve(reference, { choice: 'accept', note: 'left to the back office' });
    expect(await cancelled).toMatchObject({ status: 'recorded' });
    expect(await story.end()).toMatchObject({ status: 'cancelled', needsAttention: null });
    expect(provider.ledger()).toMatchObject({ captured: 0, released: 49_700 });
    const [order] = provider.gateway.world.orders.values();
    expect(order?.status).toBe('open');
  },
);
