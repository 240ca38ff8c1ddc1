import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { expectLetGo } from '../support/agreed-stories';
import { failing } from '../support/fake-gateway';
import { openStories } from '../support/order-stories';
import type { Stories, Story } from '../support/order-stories';
import { temporalAddress } from '../support/temporal-server';

let stories: Stories;

beforeAll(async () => {
  stories = await openStories(temporalAddress());
});

afterAll(() => stories.close());

/** The page cannot be closed while the customer is at the bank, and the payment is not decided for long. */
async function undecided(): Promise<Story> {
  const story = stories.plan({ paymentDeadlineMs: 300, holdLimitMs: 300 });
  const { provider } = story;
  provider.closingVoids = false;
  const closing = provider.holdUp('cancelCheckoutSession');
  await story.orders.start(story.order);
  await closing.reached;
  provider.customerPays('INITIATED');
  closing.open(failing('refused', { status: 400 }));
  await story.attention('payment_undecided');
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
