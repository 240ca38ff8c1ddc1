import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { defaultPayloadConverter } from '@temporalio/common';
import { failing } from '../support/fake-gateway';
import type { HistoryEvent } from '../support/order-health';
import { openStories } from '../support/order-stories';
import type { Stories, Story } from '../support/order-stories';
import { eventually } from '../support/sandbox-rig';
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

type EventAttributes = Extract<keyof HistoryEvent, `${string}EventAttributes`>;

/** Of all events of the history that carry such. */
async function attributes<Name extends EventAttributes>({ handle }: Story, name: Name) {
  const { events } = await handle.fetchHistory();
  return (events ?? []).flatMap((event) => event[name] ?? []);
}

async function eventsWith(story: Story, name: EventAttributes): Promise<number> {
  return (await attributes(story, name)).length;
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

/** Its round is over and the attempt is not, of which Temporal tells it nothing. */
async function outlastedCompletion() {
  const story = stories.plan({ attentionAfterMs: 200, moneyAttemptMs: 4_000 });
  const { attempt, started } = await stuckCompletion(story);
  const isOver = async () => (await attributes(story, 'activityTaskTimedOutEventAttributes'))[0];
  return { story, attempt, started, roundOver: () => eventually(isOver, 10_000) };
}

test.concurrent(
  'when a cancel comes while a completion is under way that outlasts its round, it has its whole time before the order is let go',
  async () => {
    const { story, attempt, started, roundOver } = await outlastedCompletion();
    await story.orders.cancel(story.reference, { reason: 'customer' });
    await roundOver();
    await eventually(async () => {
      const timers = await attributes(story, 'timerStartedEventAttributes');
      return timers.find(({ startToFireTimeout }) => Number(startToFireTimeout?.seconds) >= 4);
    });
    attempt.open();
    expect(await story.end()).toMatchObject({ status: 'cancelled', orderId: 'O-D1' });
    expect(story.provider.ledger()).toMatchObject({ orderStatus: 'cancelled' });
    await started;
  },
);

test.concurrent(
  'when a person asks for another try while a completion is under way that outlasted its round, the next knows that it may be',
  async () => {
    const { story, attempt, started, roundOver } = await outlastedCompletion();
    await roundOver();
    await story.attention('provider_unreachable');
    await story.orders.resolve(story.reference, { choice: 'retry' });
    const latest = await eventually(async () => {
      const steps = await attributes(story, 'activityTaskScheduledEventAttributes');
      const tries = steps.filter(({ activityType }) => activityType?.name === 'completeDraftOrder');
      return tries[3]?.input?.payloads?.[0];
    });
    expect(defaultPayloadConverter.fromPayload(latest)).toMatchObject({ mayStillRun: true });
    attempt.open();
    await started;
    await story.until(({ orderId }) => orderId === 'O-D1');
    expect(story.provider.gateway.count('completeDraftOrder')).toBe(2);
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
