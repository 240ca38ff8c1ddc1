import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { expectLetGo } from '../support/agreed-stories';
import { failing, losingAnswer } from '../support/fake-gateway';
import { openStories } from '../support/order-stories';
import type { Stories, Story } from '../support/order-stories';
import { temporalAddress } from '../support/temporal-server';
import { on } from '../support/two-line-order';

let stories: Stories;

beforeAll(async () => {
  stories = await openStories(temporalAddress());
});

afterAll(() => stories.close());

/** The page cannot be closed while the customer is at the bank, and the payment is not decided for long. */
async function undecided(refusing: readonly 'cancelOrder'[] = []): Promise<Story> {
  const story = stories.plan({ paymentDeadlineMs: 300, holdLimitMs: 300 });
  const { provider } = story;
  provider.closingVoids = false;
  const closing = provider.holdUp('cancelCheckoutSession');
  await story.orders.start(story.order);
  await closing.reached;
  provider.customerPays('INITIATED');
  const refused = failing('refused', { status: 400 });
  provider.breakDown(refusing, refused);
  closing.open(refused);
  await story.until(({ needsAttention, furtherAttentions }) =>
    refusing.length > 0 ? furtherAttentions > 0 : needsAttention?.code === 'payment_undecided',
  );
  return story;
}

test.concurrent(
  'when a person decides that no payment comes while a look for one is under way, it is not asked again, and the order ends without a matter',
  async () => {
    const story = await undecided();
    const look = story.provider.holdUp('readTransaction');
    await look.reached;
    await story.orders.resolve(story.reference, { choice: 'accept' });
    look.open();
    const end = await story.end();
    expect(end).toMatchObject({ status: 'expired', needsAttention: null });
    expectLetGo(story, end);
  },
);

test.concurrent(
  'when the page of an undecided payment can be closed after all, the order ends without a matter',
  async () => {
    const story = await undecided();
    story.provider.closingVoids = true;
    const end = await story.end();
    expect(end).toMatchObject({ status: 'expired', needsAttention: null });
    expectLetGo(story, end);
  },
);

test.concurrent(
  'when a payment that was asked about is made after all and let go, the order ends without a matter',
  async () => {
    const story = await undecided();
    story.provider.customerPays('AUTHORIZED');
    const end = await story.end();
    expect(end).toMatchObject({ status: 'expired', needsAttention: null });
    expectLetGo(story, end);
  },
);

test.concurrent(
  'when a person decides that no payment comes while Orders refuses the cancel, it is not asked again',
  async () => {
    const story = await undecided(['cancelOrder']);
    const { orders, reference } = story;
    await story.attention('step_refused');
    await orders.resolve(reference, { choice: 'accept', code: 'payment_undecided' });
    await story.until(({ furtherAttentions }) => furtherAttentions === 0);
    await orders.resolve(reference, { choice: 'accept', code: 'step_refused' });
    expect(await story.end()).toMatchObject({ status: 'expired', needsAttention: null });
  },
);

/** The payment is seen so long after the order was given up, or once that is answered; undefined where the payment was quicker. */
async function giveUpAsItIsPaid(seenAfter: number | 'answer') {
  const story = stories.plan({ holdLimitMs: 300 });
  const { orders, provider, reference } = story;
  await orders.start(story.order);
  provider.customerPays('ON_HOLD');
  await story.attention('hold_too_long');
  const look = provider.holdUp('readTransaction');
  await look.reached;
  provider.customerPays('AUTHORIZED');
  const decided = orders.resolve(reference, { choice: 'cancel' }).then(
    () => true,
    () => false,
  );
  await (seenAfter === 'answer' ? decided : new Promise((seen) => setTimeout(seen, seenAfter)));
  look.open();
  return (await decided) ? story.end() : undefined;
}

test.concurrent(
  'when held payments come in the very moment in which their orders are given up, the orders are cancelled all the same',
  async () => {
    // How long a word takes depends on the machine: one of these moments is the very one.
    const moments = [0, 5, 10, 15, 20, 40, 80, 'answer'] as const;
    const ends = await Promise.all(moments.map(giveUpAsItIsPaid));
    const givenUp = ends.filter((end) => end !== undefined);
    expect(givenUp).not.toHaveLength(0);
    for (const end of givenUp) expect(end).toMatchObject({ status: 'cancelled' });
  },
);

test.concurrent(
  'when a capture that could not be sent for long is sent at last and its answer is lost, nobody is asked about it any more once it is found',
  async () => {
    const story = await stories.paid({ attentionAfterMs: 1_000 });
    const { handle, provider } = story;
    const mend = provider.breakDown(['captureTransaction'], failing('scope_missing'));
    await handle.signal('capture', { captureId: 'shipment-1', lines: [on(1, 10_000)] });
    await story.attention('configuration_refused');
    mend();
    provider.gateway.once('captureTransaction', losingAnswer('provider_error'));
    await story.operation('shipment-1', 'recorded');
    expect(provider.ledger()).toMatchObject({ captured: 10_000, doubled: [] });
    expect(await story.state()).toMatchObject({ needsAttention: null });
  },
);
