import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { expectLetGo, expectOneStory } from '../support/agreed-stories';
import { failing, losingAnswer } from '../support/fake-gateway';
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
  'when a cancel comes while a capture is in flight, the capture stands and the rest is released',
  async () => {
    const story = await stories.paid();
    const { orders, reference, provider } = story;
    const gate = provider.holdUp('captureTransaction');
    const captured = orders.capture(reference, { captureId: 'shipment-1', lines: [on(1, 19_900)] });
    await gate.reached;
    const cancelled = orders.cancel(reference, { reason: 'customer' });
    await story.operation('cancel-1', 'queued');
    gate.open();
    expect(await captured).toMatchObject({ status: 'recorded', amount: 19_900 });
    expect(await cancelled).toMatchObject({ status: 'recorded', amount: 29_800 });
    const state = await story.until('captured');
    expect(state.amounts).toMatchObject({ captured: 19_900, released: 29_800 });
    expectOneStory(story, state);
    expect(provider.ledger()).toMatchObject({ reserved: 0, recordedCancellations: 29_800 });
  },
);

test.concurrent(
  'when a cancel comes while a capture of everything is in flight, it is rejected and the capture stands',
  async () => {
    const story = await stories.paid();
    const { orders, reference, provider } = story;
    const gate = provider.holdUp('captureTransaction');
    const captured = orders.capture(reference, { captureId: 'all' });
    await gate.reached;
    const cancelled = orders.cancel(reference, { reason: 'customer' });
    await story.operation('cancel-1', 'queued');
    gate.open();
    expect(await captured).toMatchObject({ status: 'recorded', amount: 49_700 });
    expect(await cancelled).toMatchObject({
      status: 'rejected',
      reason: expect.stringContaining('nothing is reserved'),
    });
    expectOneStory(story, await story.state());
    expect(provider.gateway.count('voidTransaction')).toBe(0);
  },
);

test.concurrent(
  'when a capture comes while a cancel is in flight, it is rejected and nothing moves',
  async () => {
    const story = await stories.paid();
    const { orders, reference, provider } = story;
    const gate = provider.holdUp('voidTransaction');
    const cancelled = orders.cancel(reference, { reason: 'customer' });
    await gate.reached;
    const late = orders.capture(reference, { captureId: 'late' });
    await story.operation('late', 'queued');
    gate.open();
    expect(await late).toMatchObject({
      status: 'rejected',
      reason: expect.stringContaining('ended'),
    });
    expect(await cancelled).toMatchObject({ status: 'recorded' });
    expectLetGo(story, await story.end());
    expect(provider.gateway.count('captureTransaction')).toBe(0);
  },
);

test.concurrent(
  'when a cancel and a failing capture meet, the whole amount is released',
  async () => {
    const story = await stories.paid();
    const { orders, reference, provider } = story;
    const gate = provider.holdUp('captureTransaction');
    const captured = orders.capture(reference, { captureId: 'shipment-1', lines: [on(1, 19_900)] });
    await gate.reached;
    const cancelled = orders.cancel(reference, { reason: 'customer' });
    await story.operation('cancel-1', 'queued');
    gate.open(failing('refused'));
    expect(await captured).toMatchObject({ status: 'rejected' });
    expect(await cancelled).toMatchObject({ status: 'recorded', amount: 49_700 });
    expectLetGo(story, await story.end());
  },
);

test.concurrent.each([1, 2] as const)(
  'when two captures together ask for more than remains, the second is told the remainder (line %i)',
  async (lineId) => {
    const story = await stories.paid();
    const { orders, reference, provider } = story;
    const amount = lineId === 1 ? 30_000 : 5_000;
    const gate = provider.holdUp('captureTransaction');
    const first = orders.capture(reference, { captureId: 'first', lines: [on(lineId, amount)] });
    await gate.reached;
    const left = lineId === 1 ? '98.00 NOK (9800)' : '49.00 NOK (4900)';
    await expect(
      orders.capture(reference, { captureId: 'second', lines: [on(lineId, amount)] }),
    ).rejects.toMatchObject({
      type: 'amount_exceeds_remainder',
      message: expect.stringContaining(left),
    });
    gate.open();
    expect(await first).toMatchObject({ status: 'recorded' });
    const rest = lineId === 1 ? 9_800 : 4_900;
    const exact = await orders.capture(reference, {
      captureId: 'exact',
      lines: [on(lineId, rest)],
    });
    expect(exact).toMatchObject({ status: 'recorded', amount: rest });
    expectOneStory(story, await story.state());
  },
);

test.concurrent(
  'when the first of two captures fails, the one that was refused fits when it is asked again',
  async () => {
    const story = await stories.paid();
    const { orders, reference, provider } = story;
    const gate = provider.holdUp('captureTransaction');
    const first = orders.capture(reference, { captureId: 'first', lines: [on(1, 30_000)] });
    await gate.reached;
    const second = { captureId: 'second', lines: [on(1, 30_000)] };
    await expect(orders.capture(reference, second)).rejects.toMatchObject({
      type: 'amount_exceeds_remainder',
    });
    gate.open(failing('refused'));
    expect(await first).toMatchObject({ status: 'rejected' });
    expect(await orders.capture(reference, second)).toMatchObject({ status: 'recorded' });
    expectOneStory(story, await story.state());
  },
);

test.concurrent(
  'when ten captures come together, each moves once, and all of them no more than was ordered',
  async () => {
    const story = await stories.paid();
    const { orders, reference, provider } = story;
    const asked = Array.from({ length: 10 }, (_, index) =>
      orders
        .capture(reference, { captureId: `parcel-${index}`, lines: [on(1, 5_000)] })
        .then(({ status }) => status)
        .catch((error: { type?: string }) => error.type),
    );
    const outcomes = await Promise.all(asked);
    expect(outcomes.filter((outcome) => outcome === 'recorded')).toHaveLength(7);
    expect(outcomes.filter((outcome) => outcome === 'amount_exceeds_remainder')).toHaveLength(3);
    expectOneStory(story, await story.state());
    expect(provider.ledger()).toMatchObject({ captured: 35_000, reserved: 14_700 });
    expect(provider.gateway.count('captureTransaction')).toBe(7);
  },
);

test.concurrent(
  'when a refund is asked for while its capture is in flight, it follows the capture',
  async () => {
    const story = await stories.paid();
    const { orders, reference, provider } = story;
    const gate = provider.holdUp('captureTransaction');
    const captured = orders.capture(reference, { captureId: 'shipment-1', lines: [on(2, 9_900)] });
    await gate.reached;
    const refunded = orders.refund(reference, { refundId: 'return-1', lines: [on(2, 9_900)] });
    await story.operation('return-1', 'queued');
    expect(provider.gateway.count('refundTransaction')).toBe(0);
    gate.open();
    expect(await captured).toMatchObject({ status: 'recorded' });
    expect(await refunded).toMatchObject({ status: 'recorded', amount: 9_900 });
    expectOneStory(story, await story.until(({ amounts }) => amounts.refunded === 9_900));
  },
);

test.concurrent.each([
  ['had moved', 'recorded', losingAnswer('request_timed_out')],
  ['had not', 'rejected', failing('refused')],
] as const)(
  'when a refund is asked for while its capture is unknown, and it %s, the refund is %s',
  async (_, status, behaviour) => {
    const story = await stories.paid({ settleDelayMs: 1_500 });
    const { orders, reference, provider } = story;
    const { gateway } = provider;
    gateway.once('captureTransaction', failing('connection_cut'));
    const heal = provider.breakDown(['readTransaction'], failing('provider_error'));
    gateway.once('readTransaction', (run) => run());
    await story.handle.signal('capture', { captureId: 'shipment-1', lines: [on(2, 9_900)] });
    await story.operation('shipment-1', 'unknown');
    const refunded = orders.refund(reference, { refundId: 'return-1', lines: [on(2, 9_900)] });
    await story.operation('return-1', 'queued');
    gateway.once('captureTransaction', behaviour);
    heal();
    await refunded;
    expect(await story.operation('return-1', 'recorded', 'rejected')).toMatchObject({ status });
    const state = await story.until(({ operations }) =>
      operations.every((each) => each.status === 'recorded' || each.status === 'rejected'),
    );
    expectOneStory(story, state);
    expect(gateway.count('captureTransaction')).toBe(2);
  },
);

test.concurrent.each([
  ['the look after it is behind', 'succeeded'],
  ['its capture is not finished', 'pending'],
] as const)(
  'when a cancel is refused because the back office is capturing, and %s, the order stays as it is, and the capture with it',
  async (_, outcome) => {
    const story = await stories.paid();
    const { handle, orders, provider, reference } = story;
    const before = provider.transaction();
    const gate = provider.holdUp('voidTransaction');
    await handle.signal('cancel', { reason: 'customer' });
    await gate.reached;
    provider.backOffice('capture', 49_700, { outcome, reference: 'by-hand' });
    if (outcome === 'succeeded') provider.gateway.once('readTransaction', async () => before);
    gate.open(failing('refused', { status: 400 }));
    const { reason } = await story.operation('cancel-1', 'rejected', 'recorded');
    expect(reason).toContain('what is still reserved can be captured, or lapses by itself');
    if (outcome === 'pending') provider.correct('by-hand', { outcome: 'succeeded' });
    await story.operation('auto-b1', 'recorded');
    const state = await orders.reconcile(reference);
    expect(state).toMatchObject({ status: 'captured', amounts: { captured: 49_700, refunded: 0 } });
    expectOneStory(story, state);
    expect(provider.gateway.count('voidTransaction')).toBe(1);
  },
);

test.concurrent(
  'when a cancel is refused and nothing is captured, its caller is told that the order is let go, and it is',
  async () => {
    const story = await stories.paid();
    const { orders, provider, reference } = story;
    provider.gateway.once('voidTransaction', failing('refused', { status: 400 }));
    expect(await orders.cancel(reference, { reason: 'customer' })).toMatchObject({
      status: 'rejected',
      reason: expect.stringContaining('the order is let go, and its release is tried again'),
    });
    expectLetGo(story, await story.end());
  },
);
