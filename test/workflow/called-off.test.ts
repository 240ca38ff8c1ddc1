import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { TransactionPicture, TransactionStatus } from '../../src/domain/transaction-picture';
import { expectLetGo, expectOneStory } from '../support/agreed-stories';
import type { Behaviour } from '../support/fake-gateway';
import { openStories } from '../support/order-stories';
import type { Stories } from '../support/order-stories';
import { temporalAddress } from '../support/temporal-server';
import { on } from '../support/two-line-order';

let stories: Stories;

beforeAll(async () => {
  stories = await openStories(temporalAddress());
});

afterAll(() => stories.close());

function showing(status: TransactionStatus): Behaviour {
  return async (run) => ({ ...((await run()) as TransactionPicture), status });
}

test.concurrent(
  'when one look shows a status from before the payment, what is reserved can still be captured and let go',
  async () => {
    const story = await stories.paid();
    const { orders, provider, reference } = story;
    provider.gateway.once('readTransaction', showing('INITIATED'));
    await orders.reconcile(reference);
    expect(await story.state()).toMatchObject({ amounts: { authorized: 49_700 } });
    const part = { captureId: 'part', lines: [on(1, 19_900)] };
    expect(await orders.capture(reference, part)).toMatchObject({ status: 'recorded' });
    expect(await orders.cancel(reference, { reason: 'rest' })).toMatchObject({
      status: 'recorded',
      amount: 29_800,
    });
    expectOneStory(story, await story.state());
    expect(provider.ledger()).toMatchObject({ reserved: 0, recordedCancellations: 29_800 });
  },
);

test.concurrent(
  'when the answer to a capture does not tell the status, the cancel that waits behind it lets the rest go',
  async () => {
    const story = await stories.paid();
    const { orders, provider, reference, handle } = story;
    const gate = provider.holdUp('captureTransaction');
    await handle.signal('capture', { captureId: 'part', lines: [on(1, 10_000)] });
    await gate.reached;
    await handle.signal('cancel', { reason: 'rest' });
    await story.operation('cancel-1', 'queued');
    provider.gateway.once('readTransaction', showing('UNKNOWN'));
    gate.open(async (run) => {
      const answer = (await run()) as { readonly transaction: TransactionPicture };
      return { ...answer, transaction: { ...answer.transaction, status: 'UNKNOWN' } };
    });
    expect(await story.operation('cancel-1', 'recorded', 'rejected')).toMatchObject({
      status: 'recorded',
      amount: 39_700,
    });
    const refund = { refundId: 'r', lines: [on(1, 1_000)] };
    expect(await orders.refund(reference, refund)).toMatchObject({ status: 'recorded' });
    expectOneStory(story, await story.state());
  },
);

test.concurrent(
  'when the provider calls a payment off that was authorized, a person is asked, whose cancel ends the order',
  async () => {
    const story = await stories.paid();
    const { orders, provider, reference } = story;
    provider.customerPays('DECLINED');
    await orders.reconcile(reference);
    const { needsAttention } = await story.attention('authorized_differs');
    expect(needsAttention).toMatchObject({
      message: expect.stringContaining('DECLINED'),
      choices: ['accept', 'cancel'],
    });
    await orders.resolve(reference, { choice: 'cancel' });
    const end = await story.end();
    expect(end).toMatchObject({ status: 'cancelled', needsAttention: null });
    expectLetGo(story, end);
  },
);

test.concurrent(
  'when a payment that was called off stands again after its order was cancelled, it is seen before the order ends, and let go',
  async () => {
    const story = await stories.paid();
    const { orders, provider, reference } = story;
    provider.customerPays('DECLINED');
    await orders.reconcile(reference);
    await story.attention('authorized_differs');
    await orders.resolve(reference, { choice: 'cancel' });
    await story.until(() => provider.ledger().orderStatus === 'cancelled');
    provider.customerPays('AUTHORIZED');
    const end = await story.end();
    expect(end).toMatchObject({ status: 'cancelled', amounts: { released: 49_700 } });
    expectLetGo(story, end);
  },
);

test.concurrent(
  'when a payment that was called off stands again at the last look, the order does not complete over what is reserved',
  async () => {
    const story = await stories.paid({ refundWindowMs: 2_000 });
    const { orders, provider, reference } = story;
    provider.customerPays('FAILED');
    await orders.reconcile(reference);
    await story.attention('authorized_differs');
    provider.customerPays('AUTHORIZED');
    await orders.resolve(reference, { choice: 'accept' });
    await story.until(({ amounts }) => amounts.authorized > 0);
    expect(await orders.capture(reference)).toMatchObject({ status: 'recorded', amount: 49_700 });
    expectOneStory(story, await story.state());
  },
);
