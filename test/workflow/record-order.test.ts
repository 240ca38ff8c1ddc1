import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { failing } from '../support/fake-gateway';
import { openStories } from '../support/order-stories';
import type { Stories, Story } from '../support/order-stories';
import { temporalAddress } from '../support/temporal-server';
import { on } from '../support/two-line-order';

let stories: Stories;

beforeAll(async () => {
  stories = await openStories(temporalAddress());
});

afterAll(() => stories.close());

const shipment = { captureId: 'shipment-1', lines: [on(1, 10_000)] };

/** Orders takes no refund of what it does not know to be captured, and no capture of what it does not know to be authorized. */
function keepSums({ provider: { gateway } }: Story): void {
  const needs = new Map([
    ['refund', 'capture'],
    ['capture', 'authorization'],
  ]);
  gateway.always('addRecord', (run, bounds) => {
    const [, kind] = gateway.asked.at(-1) as [string, string];
    const base = [...gateway.world.records].find(([name]) => name === needs.get(kind))?.[1];
    const isBased = !needs.has(kind) || (base ?? []).length > 0;
    return isBased ? run() : failing('refused', { status: 400 })(run, bounds);
  });
}

test('when Orders has lost a capture and refuses the refund after it, the capture that a comparison finds missing is written first, and the refund follows', async () => {
  const story = await stories.paid({ attentionAfterMs: 1_000 });
  const { handle, orders, reference, provider } = story;
  keepSums(story);
  await orders.capture(reference, shipment);
  await story.operation('shipment-1', 'recorded');
  provider.gateway.world.records.delete('capture');
  await handle.signal('refund', { refundId: 'return-1', lines: [on(1, 4_000)] });
  const { needsAttention } = await story.attention('step_refused');
  expect(needsAttention).toMatchObject({ operationId: 'record refund return-1' });
  await orders.reconcile(reference);
  await story.operation('return-1', 'recorded');
  expect(await story.state()).toMatchObject({ needsAttention: null });
  expect(provider.ledger()).toMatchObject({ recordedCaptures: 10_000, recordedRefunds: 4_000 });
});

test('when Orders has lost the authorization and refuses a capture, the authorization that a comparison finds missing is written first', async () => {
  const story = await stories.paid({ attentionAfterMs: 1_000 });
  const { handle, orders, reference, provider } = story;
  await story.until(() => (provider.gateway.world.records.get('authorization') ?? []).length > 0);
  keepSums(story);
  provider.gateway.world.records.delete('authorization');
  await handle.signal('capture', shipment);
  await story.attention('step_refused');
  await orders.reconcile(reference);
  await story.operation('shipment-1', 'recorded');
  expect(await story.state()).toMatchObject({ needsAttention: null });
  expect(provider.ledger()).toMatchObject({ recordedCaptures: 10_000 });
});
