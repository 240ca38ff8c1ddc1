import { afterAll, beforeAll, expect, test } from '@jest/globals';
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

const first = { captureId: 'shipment-1', lines: [on(1, 10_000)] };
const second = { captureId: 'shipment-2', lines: [on(2, 9_900)] };

test('when Orders refuses a record for good, a person who has written it there says so, and the records after it follow', async () => {
  const story = await stories.paid();
  const { orders, reference, provider } = story;
  await story.until(() => provider.gateway.count('addRecord') === 1);
  const mend = provider.breakDown(['addRecord'], failing('refused', { status: 400 }));
  expect(await orders.capture(reference, first)).toMatchObject({ status: 'moved' });
  const { needsAttention } = await story.attention('step_refused');
  expect(needsAttention).toMatchObject({
    operationId: 'record capture shipment-1',
    choices: ['retry', 'mark_recorded'],
  });
  mend();
  await orders.resolve(reference, { choice: 'mark_recorded', note: 'written by hand' });
  await story.operation('shipment-1', 'recorded');
  expect(await orders.capture(reference, second)).toMatchObject({ status: 'recorded' });
  expect(provider.ledger()).toMatchObject({ captured: 19_900, recordedCaptures: 9_900 });
  expect(await story.state()).toMatchObject({ needsAttention: null });
});

test('when a person says that a record was written by hand while an attempt is under way that is refused then, nothing needs attention any more', async () => {
  const story = await stories.paid({ attentionAfterMs: 400 });
  const { handle, orders, reference, provider } = story;
  await story.until(() => provider.gateway.count('addRecord') === 1);
  const refused = failing('refused', { status: 400 });
  provider.gateway.once('addRecord', refused);
  const attempt = provider.holdUp('addRecord');
  await handle.signal('capture', first);
  await story.attention('step_refused');
  await attempt.reached;
  await orders.resolve(reference, { choice: 'mark_recorded', note: 'written by hand' });
  attempt.open(refused);
  await story.operation('shipment-1', 'recorded');
  expect(await story.state()).toMatchObject({ needsAttention: null });
});

test('when the provider only cannot be reached, nobody is offered to say that it is recorded', async () => {
  const story = await stories.paid({ moneyAttemptMs: 2_000, attentionAfterMs: 1_000 });
  const { orders, reference, provider } = story;
  await story.until(() => provider.gateway.count('addRecord') === 1);
  const mend = provider.breakDown(['addRecord'], failing('not_sent'));
  const asked = orders.capture(reference, first);
  const { needsAttention } = await story.attention('provider_unreachable');
  expect(needsAttention?.choices).toEqual(['retry']);
  mend();
  await orders.resolve(reference, { choice: 'retry' });
  await story.operation('shipment-1', 'recorded');
  await asked;
  expect(provider.ledger()).toMatchObject({ captured: 10_000, recordedCaptures: 10_000 });
});
