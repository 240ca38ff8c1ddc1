import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { toMinorUnits } from '../../src/domain/money';
import { defaultTiming } from '../../src/domain/timing';
import { untilLetGo } from '../support/agreed-stories';
import { failing } from '../support/fake-gateway';
import { failureError } from '../support/fake-world';
import { openStories } from '../support/order-stories';
import type { Stories } from '../support/order-stories';
import { after, knownTransaction, paid } from '../support/order-states';
import { temporalAddress } from '../support/temporal-server';
import { on } from '../support/two-line-order';

let stories: Stories;

beforeAll(async () => {
  stories = await openStories(temporalAddress());
});

afterAll(() => stories.close());

test('when the look at the deadline finds the payment that the poll was refused to see, nothing needs attention any more', async () => {
  const story = await stories.begin({ paymentDeadlineMs: 3_000, attentionAfterMs: 500 });
  const { provider, orders, reference } = story;
  provider.closingVoids = false;
  const heal = provider.breakDown(['readCheckoutSession'], failing('scope_missing'));
  await story.attention('configuration_refused');
  provider.customerPays('AUTHORIZED');
  await story.until(({ furtherAttentions }) => furtherAttentions > 0);
  heal();
  await story.until('authorized');
  expect(await story.state()).toMatchObject({ needsAttention: null });
  expect(await orders.capture(reference, { captureId: 'all' })).toMatchObject({
    status: 'recorded',
  });
});

test.concurrent.each([
  ['the time of a planned look has come', { attentionAfterMs: 500 }],
  ['somebody asks for a comparison', {}],
] as const)(
  'when Orders refuses the cancel for long and a capture that was called failed is corrected, the money goes back once %s',
  async (why, timing) => {
    const story = await stories.paid(timing);
    const { handle, orders, provider, reference } = story;
    provider.gateway.world.turnout = { outcome: 'failed' };
    await orders.capture(reference, { captureId: 'shipment-1', lines: [on(1, 39_800)] });
    provider.gateway.world.turnout = {};
    const heal = provider.breakDown(['cancelOrder'], failing('refused', { status: 400 }));
    await handle.signal('cancel', { reason: 'customer' });
    await story.attention('step_refused');
    provider.correct(`${reference}/capture/shipment-1`, { outcome: 'succeeded' });
    if (why === 'somebody asks for a comparison')
      expect(await orders.reconcile(reference)).toMatchObject({ amounts: { captured: 39_800 } });
    await story.operation('late-refund-1', 'recorded');
    expect(provider.ledger()).toMatchObject({ captured: 39_800, refunded: 39_800, doubled: [] });
    heal();
    await orders.resolve(reference, { choice: 'retry', code: 'step_refused' });
    await untilLetGo(story);
  },
);

test.concurrent.each([
  ['they still differ', 'for which no money moved', 'systems_differ'],
  [
    'one of them cannot be read',
    'could not be compared just now (provider_error)',
    'systems_differ',
  ],
  ['it was put right', '', undefined],
] as const)(
  'when a person has both systems compared again while an order is let go, and %s, that is what the order ends with',
  async (how, says, code) => {
    const story = await stories.paid();
    const { handle, orders, provider, reference } = story;
    await story.until(() => provider.gateway.count('addRecord') === 1);
    const { records } = provider.gateway.world;
    const lines = [{ lineId: 1, amount: toMinorUnits(5_000) }];
    records.set('capture', [{ recordId: 'R9', transactionId: 'T1', success: true, lines }]);
    await orders.reconcile(reference);
    await story.attention('systems_differ');
    const refuse = failing('refused', { status: 400 });
    const heal = provider.breakDown(['cancelOrder'], refuse);
    await handle.signal('cancel', { reason: 'customer' });
    await story.until(({ furtherAttentions }) => furtherAttentions === 1);
    if (how === 'it was put right') records.delete('capture');
    if (how === 'one of them cannot be read')
      provider.breakDown(['listRecords'], failing('provider_error'));
    const reads = provider.gateway.count('readOrder');
    await orders.resolve(reference, { choice: 'retry', code: 'systems_differ' });
    await story.until(({ furtherAttentions, needsAttention }) => {
      const count = furtherAttentions + (needsAttention === null ? 0 : 1);
      return count === (code === undefined ? 1 : 2) && provider.gateway.count('readOrder') > reads;
    });
    heal();
    await orders.resolve(reference, { choice: 'retry', code: 'step_refused' });
    const { needsAttention } = await story.end();
    expect(needsAttention?.code).toBe(code);
    expect(needsAttention?.message ?? '').toContain(says);
    expect(provider.ledger()).toMatchObject({ orderStatus: 'cancelled', released: 49_700 });
  },
);

test.concurrent(
  'when an order without a session is handed on while its status is not told, its transaction is watched, and what is reserved is released',
  async () => {
    const { taskQueue } = await (await stories.begin()).handle.describe();
    const { handle, operation, order, provider } = stories.plan();
    const { world } = provider.gateway;
    world.orders.set('O1', { orderId: 'O1', status: 'open', currency: 'NOK', lines: order.lines });
    provider.customerPays('UNKNOWN');
    const ofOrder = { ...paid(order), order };
    const letGo = after(ofOrder, { type: 'unwinding_started', why: 'cancelled' });
    const { payment } = letGo;
    if (payment.phase !== 'unwinding') throw new Error('it is not let go');
    const session = { sessionId: '', checkoutUrl: '', expiresAt: new Date().toISOString() };
    const transaction = { ...knownTransaction(letGo), transactionId: 'T1', status: 'UNKNOWN' };
    const carried = { ...letGo, payment: { ...payment, orderId: 'O1', session, transaction } };
    const timing = { ...defaultTiming, settleDelayMs: 200, lateMoneyWatchMs: 300 };
    const args = [{ order, timing, carried }];
    await handle.client.start('orderLifecycle', { workflowId: handle.workflowId, taskQueue, args });
    await handle.signal('paymentNotice', {});
    provider.customerPays('AUTHORIZED');
    await operation('release-1', 'recorded');
    expect(provider.ledger()).toMatchObject({ released: 49_700, reserved: 0 });
    expect(provider.gateway.count('readCheckoutSession')).toBe(0);
  },
);

test.concurrent(
  'when the back office captures what the provider would not let go, it is seen before the order ends, and goes back',
  async () => {
    const story = await stories.paid();
    const { orders, provider, reference } = story;
    provider.breakDown(['voidTransaction'], failing('refused', { status: 400 }));
    await story.handle.signal('cancel', { reason: 'customer' });
    await story.attention('step_refused');
    await orders.resolve(reference, { choice: 'accept' });
    await story.until(() => provider.ledger().orderStatus === 'cancelled');
    provider.backOffice('capture', 8_300);
    await story.end();
    expect(provider.ledger()).toMatchObject({ captured: 8_300, refunded: 8_300 });
  },
);

test.concurrent(
  'when a request to close the page arrives after the order was found paid, what it let go is seen without anybody asking, and the order is let go',
  async () => {
    const story = stories.plan({ paymentDeadlineMs: 300 });
    const { orders, order, provider } = story;
    provider.gateway.once('cancelCheckoutSession', async () => {
      provider.customerPays();
      throw failureError('request_timed_out');
    });
    await orders.start(order);
    await story.until('authorized');
    provider.backOffice('void', 0);
    await untilLetGo(story);
    expect(await story.state()).toMatchObject({ amounts: { released: 49_700 } });
  },
);
