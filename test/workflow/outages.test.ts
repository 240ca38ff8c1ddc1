import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { OrderView } from '../../src/domain/order-view';
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

const away = failing('provider_error', { status: 503 });

test.concurrent.each(['the session', 'the transaction'] as const)(
  'when the customer pays in time and %s cannot be read until after the deadline, the order is paid, and nothing is voided',
  async (what) => {
    const story = stories.plan({ paymentDeadlineMs: 2_000, attentionAfterMs: 500 });
    const { orders, provider } = story;
    const heal = provider.breakDown(['readTransaction'], away);
    // Also before the payment, so that a busy machine cannot close the page of a customer who has not come to it yet.
    const healSession = provider.breakDown(['readCheckoutSession'], away);
    await orders.start(story.order);
    provider.customerPays();
    if (what === 'the transaction') healSession();
    await story.until(({ needsAttention }) => {
      return needsAttention?.operationId === 'cancelCheckoutSession';
    });
    heal();
    healSession();
    const state = await story.until('authorized');
    expect(state).toMatchObject({ needsAttention: null, amounts: { released: 0 } });
    expect(provider.gateway.count('cancelCheckoutSession')).toBe(0);
  },
);

test.concurrent(
  'when a step is to be left alone for an hour, it is, and "retry" tries once',
  async () => {
    const story = stories.plan();
    const { provider, orders, reference } = story;
    const busy = failing('rate_limited', { status: 429, retryAfterMs: 3_600_000 });
    provider.gateway.always('createDraftOrder', busy);
    const started = orders.start(story.order);
    await story.attention('provider_unreachable');
    await orders.resolve(reference, { choice: 'retry' });
    await story.attention('provider_unreachable');
    expect(provider.gateway.count('createDraftOrder')).toBe(2);
    provider.gateway.always('createDraftOrder', (run) => run());
    await orders.resolve(reference, { choice: 'retry' });
    await started;
  },
);

test.concurrent(
  'when a refused poll works again and a person chooses to cancel, the order is cancelled',
  async () => {
    const story = stories.plan({ attentionAfterMs: 300, settleDelayMs: 1 });
    const { orders, provider, reference } = story;
    provider.gateway.once('readCheckoutSession', failing('not_found', { status: 404 }));
    await orders.start(story.order);
    await story.attention('step_refused');
    await story.until(() => provider.gateway.count('readCheckoutSession') >= 3);
    await orders.resolve(reference, { choice: 'cancel' });
    expect(await story.end()).toMatchObject({ status: 'cancelled', needsAttention: null });
  },
);

test.concurrent(
  'when Orders is away while both systems are compared, the lapse is told and what is reserved can be let go',
  async () => {
    const lapsing = { authorizationLifetimeMs: 4_000, authorizationWarningMs: 1_000 };
    const story = await stories.paid({ ...lapsing, attentionAfterMs: 500 });
    const { orders, provider, reference } = story;
    await story.until(() => provider.gateway.count('addRecord') === 1);
    const heal = provider.breakDown(['readOrder'], away);
    await story.handle.startUpdate('reconcile', { waitForStage: 'ACCEPTED' });
    await story.until(({ furtherAttentions }) => furtherAttentions > 0);
    await orders.resolve(reference, { choice: 'cancel' });
    await story.until(() => provider.ledger().reserved === 0);
    heal();
    await story.end();
  },
);

test.concurrent(
  'when Orders is away and money has moved twice, a person is told before Orders is back',
  async () => {
    const story = await stories.paid({ attentionAfterMs: 500 });
    const { provider } = story;
    provider.gateway.once('captureTransaction', losingAnswer('connection_cut'));
    await story.handle.signal('capture', { captureId: 'shipment-1', lines: [on(1, 19_900)] });
    await story.operation('shipment-1', 'recorded');
    const heal = provider.breakDown(['readOrder', 'listRecords', 'addRecord'], away);
    const reference = `${story.reference}/capture/shipment-1`;
    provider.backOffice('capture', 19_900, { reference });
    await story.until(({ amounts }) => amounts.captured === 39_800);
    heal();
    await story.attention('surplus_moved');
    await story.orders.resolve(story.reference, { choice: 'accept' });
    await story.until(() => provider.ledger().recordedCaptures === 39_800);
    expect(await story.state()).toMatchObject({ needsAttention: null });
  },
);

test.concurrent(
  'when nobody can read a held payment, a person is told long before the review is too long, and told no more once it can be read',
  async () => {
    const story = stories.plan({ attentionAfterMs: 1_500 });
    const { orders, provider } = story;
    await orders.start(story.order);
    provider.customerPays('ON_HOLD');
    await story.until(({ heldSince }) => heldSince !== undefined);
    const looks = provider.gateway.count('readTransaction');
    await story.until(() => provider.gateway.count('readTransaction') > looks);
    const heal = provider.breakDown(['readTransaction'], away);
    const { needsAttention } = await story.attention('provider_unreachable');
    expect(needsAttention?.operationId).toBe('pollUntilAuthorized');
    heal();
    expect(await story.until((seen) => seen.needsAttention === null)).toMatchObject({
      heldSince: expect.any(String),
    });
    provider.customerPays();
    await story.until('authorized');
  },
);

test.concurrent(
  'when both systems are to be compared while a look is under way, the answer is of a look that began later',
  async () => {
    const story = await stories.paid();
    const { handle, provider, reference } = story;
    await story.until(() => provider.gateway.count('addRecord') === 1);
    const gate = provider.holdUp('listRecords');
    const first = handle.executeUpdate<OrderView, []>('reconcile');
    await gate.reached;
    const second = await handle.startUpdate<OrderView, []>('reconcile', {
      waitForStage: 'ACCEPTED',
    });
    provider.backOffice('capture', 19_900);
    gate.open();
    expect(await first).toMatchObject({ orderReference: reference, amounts: { captured: 0 } });
    expect(await second.result()).toMatchObject({ amounts: { captured: 19_900 } });
  },
);

test.concurrent(
  'when the provider does not know a transaction any more, a person may leave the look out, and the order completes',
  async () => {
    const story = await stories.paid({ refundWindowMs: 2_000 });
    const { orders, provider, reference } = story;
    await orders.capture(reference, { captureId: 'all' });
    provider.breakDown(['readTransaction'], failing('not_found', { status: 404 }));
    const { needsAttention } = await story.attention('step_refused');
    expect(needsAttention).toMatchObject({
      operationId: 'readTransaction',
      choices: ['retry', 'accept'],
    });
    await orders.resolve(reference, { choice: 'accept' });
    expect(await story.end()).toMatchObject({ status: 'captured', needsAttention: null });
  },
);

test.concurrent(
  'when a person leaves out the look that somebody asked for, they are told so, and not what an older look saw',
  async () => {
    const { handle, orders, provider, reference, until } = await stories.paid();
    const heal = provider.breakDown(['readTransaction'], failing('not_found', { status: 404 }));
    const first = await orders.reconcile(reference);
    expect(first.needsAttention).toMatchObject({
      code: 'step_refused',
      choices: ['retry', 'accept'],
    });
    const asked = await handle.startUpdate<OrderView, []>('reconcile', {
      waitForStage: 'ACCEPTED',
    });
    await orders.resolve(reference, { choice: 'accept' });
    const since = first.needsAttention?.since ?? '';
    await until(({ needsAttention }) => (needsAttention?.since ?? '') > since);
    await orders.resolve(reference, { choice: 'accept' });
    await expect(asked.result()).rejects.toMatchObject({ cause: { type: 'look_left_out' } });
    heal();
    expect(await orders.reconcile(reference)).toMatchObject({ needsAttention: null });
  },
);

test.concurrent(
  'when the bell rings without end while a look takes its time, no look is cut off for ever, and the payment is found',
  async () => {
    const story = stories.plan({ pollMaxMs: 3_000 });
    const { handle, orders, provider } = story;
    await orders.start(story.order);
    provider.gateway.always('readCheckoutSession', async (run) => {
      await new Promise((resolve) => setTimeout(resolve, 150));
      return run();
    });
    provider.customerPays();
    const over = new AbortController();
    const flood = async () => {
      while (!over.signal.aborted) await handle.signal('paymentNotice', {});
    };
    const find = story.until('authorized').finally(() => over.abort());
    await Promise.all([find, flood()]);
  },
);
