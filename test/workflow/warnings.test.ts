import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { defaultTiming } from '../../src/domain/timing';
import { captureUpdate } from '../../src/workflows/messages';
import { openStories } from '../support/order-stories';
import type { Stories } from '../support/order-stories';
import { temporalAddress } from '../support/temporal-server';
import { on } from '../support/two-line-order';

let stories: Stories;

beforeAll(async () => {
  stories = await openStories(temporalAddress());
});

afterAll(() => stories.close());

test('when an order only warns that its authorization will lapse, whoever waits for a capture is still told its end', async () => {
  const { reference, orders, handle, ...story } = await stories.paid({
    authorizationWarningMs: defaultTiming.authorizationLifetimeMs,
  });
  await story.attention('authorization_expiring');
  const shipment = { captureId: 'shipment-1', lines: [on(1, 19_900)] };
  const captured = await handle.executeUpdate(captureUpdate, {
    updateId: randomUUID(),
    args: [shipment],
  });
  expect(captured).toMatchObject({ operationId: 'shipment-1', status: 'recorded' });
  expect(await orders.capture(reference, { captureId: 'rest' })).toMatchObject({
    status: 'recorded',
    amount: 29_800,
  });
});
