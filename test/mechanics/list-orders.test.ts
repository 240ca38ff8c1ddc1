import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { openServerRig } from '../support/client-rig';
import type { ClientRig, ServerRig } from '../support/client-rig';
import { temporalAddress } from '../support/temporal-server';

let server: ServerRig;
let rig: ClientRig;
/** Of its own, so that the orders of other tests are in no page; the underscore is no wildcard. */
const prefix = `list_${randomUUID().slice(0, 8)}_`;
const references = ['a', 'b', 'c'].map((name) => `${prefix}${name}`);

beforeAll(async () => {
  server = await openServerRig(temporalAddress());
  rig = server.setUp();
  await rig.startWorker();
  const others = [`${prefix.replace(/_$/, '-')}d`];
  await Promise.all(
    [...references, ...others].map((orderReference) =>
      rig.orders.start({ ...rig.order, orderReference }),
    ),
  );
  await rig.orders.cancel(`${prefix}c`, { reason: 'customer' });
  await rig.orders.waitFor(`${prefix}c`, 'cancelled');
  await listed({ referencePrefix: prefix, status: 'awaiting_payment' }, 2);
  await listed({ referencePrefix: prefix, status: 'cancelled' }, 1);
});

afterAll(() => server.close());

/** The list is a moment behind. */
async function listed(filter: Parameters<ClientRig['orders']['list']>[0], count: number) {
  for (;;) {
    const { orders } = await rig.orders.list(filter);
    if (orders.length === count) return orders;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('when orders are listed by status and reference, each shows what it is found by', async () => {
  const orders = await listed({ referencePrefix: prefix, status: 'awaiting_payment' }, 2);
  expect(orders.map(({ orderReference }) => orderReference).sort()).toEqual(references.slice(0, 2));
  expect(orders[0]).toEqual({
    orderReference: expect.any(String),
    status: 'awaiting_payment',
    currency: 'NOK',
    amounts: { authorized: 0, captured: 0, refunded: 0 },
    needsAttention: false,
    startedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    orderId: expect.any(String),
    authorizationExpiresAt: expect.stringMatching(/^\d{4}-.*Z$/),
  });
  const [ended] = await listed({ referencePrefix: prefix, status: 'cancelled' }, 1);
  expect(ended).toMatchObject({ orderReference: `${prefix}c`, status: 'cancelled' });
});

test('when one page does not hold them all, its cursor leads through every order once', async () => {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await rig.orders.list({
      referencePrefix: prefix,
      limit: 2,
      ...(cursor === undefined ? {} : { cursor }),
    });
    expect(page.orders.length).toBeLessThanOrEqual(2);
    seen.push(...page.orders.map(({ orderReference }) => orderReference));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  expect(seen.sort()).toEqual(references);
});

test('when nobody needs to decide anything and nothing began tomorrow, the filters leave nothing', async () => {
  const referencePrefix = prefix;
  expect((await rig.orders.list({ referencePrefix, needsAttention: true })).orders).toEqual([]);
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  expect((await rig.orders.list({ referencePrefix, startedAfter: tomorrow })).orders).toEqual([]);
  expect((await rig.orders.list({ referencePrefix, startedBefore: tomorrow })).orders).toHaveLength(
    3,
  );
});

test.each([
  ['another filter', {}],
  ['nobody', { cursor: 'made-up' }],
  ['the filter, and mutilated', { cursor: undefined }],
])('when a cursor is of %s, it is refused by name', async (_whose, wish) => {
  const { nextCursor = '' } = await rig.orders.list({ referencePrefix: prefix, limit: 1 });
  const mutilated = nextCursor.slice(0, -4);
  const asked =
    'cursor' in wish
      ? { referencePrefix: prefix, limit: 1, cursor: wish.cursor ?? mutilated }
      : { cursor: nextCursor };
  await expect(rig.orders.list(asked)).rejects.toMatchObject({
    code: 'order_invalid',
    faults: [{ field: 'cursor' }],
  });
});

test('when a page is to hold more than it may, that is refused by name', async () => {
  await expect(rig.orders.list({ limit: 201 })).rejects.toMatchObject({
    faults: [{ field: 'limit', problem: expect.stringContaining('200') }],
  });
});
