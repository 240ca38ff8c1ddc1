import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { failing } from '../support/fake-gateway';
import { openStories } from '../support/order-stories';
import type { Stories } from '../support/order-stories';
import { temporalAddress } from '../support/temporal-server';

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
