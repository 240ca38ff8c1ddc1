import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { onLine } from '../../dev/demo/stage';
import { toMinorUnits } from '../../src/domain/money';
import type { OrderRequest } from '../../src/domain/order';
import { ended, expectTold, freshOrder, openHttpShop, patient } from '../support/http-shop';
import type { HttpShop } from '../support/http-shop';

/**
 * What payment orchestrators are known to do wrong, by their own public reports: each fault is played to the real server, the
 * real worker and the sandbox over HTTP, and has to come out right.
 */
let shop: HttpShop;

beforeAll(async () => {
  shop = await openHttpShop();
}, 60_000);

afterAll(() => shop.close(), 30_000);

const longestMs = 90_000;
const first = { captureId: 'shipment-1', lines: [onLine(1, 10_000)] };

describe('when an answer is lost', () => {
  test.concurrent.each(['apply-then-cut', 'error-after', 'unreadable-body', 'conflict-409'])(
    'a capture that moved all the same (%s) is not sent under a new key: it moves once',
    async (kind) => {
      const order = await shop.paid();
      const more = kind === 'conflict-409' ? { applied: true } : {};
      await shop.fault(order, 'captureTransaction', kind, more);
      await shop.signal(order.orderReference, 'capture', first);
      expect(await ended(shop, order.orderReference, 'shipment-1')).toMatchObject({
        status: 'recorded',
        amount: 10_000,
      });
      const movements = ['authorize 49700', 'capture 10000'];
      await expectTold(shop, order.orderReference, movements, [49_700, 10_000, 0, 0]);
      expect(await shop.requests(order, 'captureTransaction')).toBe(1);
    },
    longestMs,
  );

  test.concurrent(
    'a part refund, for which the provider has no key, is found and not tried five times: the customer gets it once',
    async () => {
      const order = await shop.paid();
      const { orderReference } = order;
      await shop.orders.capture(orderReference, { captureId: 'all' }, patient);
      await shop.fault(order, 'refundTransaction', 'apply-then-cut', { times: 5 });
      await shop.signal(orderReference, 'refund', { refundId: 'r-1', lines: [onLine(1, 5_000)] });
      expect(await ended(shop, orderReference, 'r-1')).toMatchObject({ status: 'recorded' });
      const movements = ['authorize 49700', 'capture 49700', 'refund 5000'];
      await expectTold(shop, orderReference, movements, [49_700, 49_700, 5_000, 0]);
      expect(await shop.requests(order, 'refundTransaction')).toBe(1);
    },
    longestMs,
  );

  test.concurrent(
    'and the provider cannot be asked for long, the capture is no dead end: what it became is taken in once it can be asked',
    async () => {
      const order = await shop.paid();
      const { orderReference } = order;
      await shop.fault(order, 'captureTransaction', 'apply-then-cut');
      // The look before the capture passes, those after it fail for longer than an order keeps silent about.
      const { transactionId = '' } = order;
      await shop.fault(order, 'readTransaction', 'error-before', {
        transactionId,
        status: 503,
        skip: 1,
        times: 12,
      });
      await shop.signal(orderReference, 'capture', first);
      expect(await ended(shop, orderReference, 'shipment-1')).toMatchObject({ status: 'recorded' });
      expect((await shop.orders.state(orderReference)).needsAttention).toBeNull();
      await expectTold(
        shop,
        orderReference,
        ['authorize 49700', 'capture 10000'],
        [49_700, 10_000, 0, 0],
      );
    },
    longestMs,
  );

  test.concurrent(
    'by the checkout page, the order is not given up as failed: the customer pays on the page that is offered',
    async () => {
      const order = freshOrder();
      const { orderReference } = order;
      await shop.stack.sandbox.fault({
        kind: 'apply-then-cut',
        endpoint: 'createSession',
        reference: orderReference,
        times: 2,
      });
      const { sessionId = '' } = await shop.begin(order);
      await shop.act(`/sessions/${sessionId}/pay`);
      expect(await shop.orders.waitFor(orderReference, 'authorized', patient)).toMatchObject({
        amounts: { authorized: 49_700 },
        needsAttention: null,
      });
    },
    longestMs,
  );
});

describe('when the same is asked for twice', () => {
  test.concurrent(
    'by the storefront and by the callback at once, it is captured once and both are answered alike',
    async () => {
      const { orderReference } = await shop.paid();
      const asked = Array.from({ length: 4 }, () =>
        shop.orders.capture(orderReference, first, patient),
      );
      await Promise.all([
        shop.signal(orderReference, 'capture', first),
        ...Array.from({ length: 5 }, () => shop.orders.notifyPayment(orderReference)),
      ]);
      const answers = await Promise.all(asked);
      for (const answer of answers) expect(answer).toEqual(answers[0]);
      const movements = ['authorize 49700', 'capture 10000'];
      await expectTold(shop, orderReference, movements, [49_700, 10_000, 0, 0]);
    },
    longestMs,
  );

  test.concurrent(
    'under two ids, the second request does not take the place of the first that waits: both are carried out',
    async () => {
      const { orderReference } = await shop.paid();
      await Promise.all([
        shop.signal(orderReference, 'capture', first),
        shop.signal(orderReference, 'capture', { ...first, captureId: 'shipment-2' }),
      ]);
      for (const id of ['shipment-1', 'shipment-2'])
        expect(await ended(shop, orderReference, id)).toMatchObject({ status: 'recorded' });
      const movements = ['authorize 49700', 'capture 10000', 'capture 10000'];
      await expectTold(shop, orderReference, movements, [49_700, 20_000, 0, 0]);
    },
    longestMs,
  );
});

describe('the sums of an order', () => {
  const lines = [9_990, 20_005, 4_900].map((gross, index) => ({
    lineId: index + 1,
    productId: `p-${index}`,
    description: `Product ${index}`,
    quantity: 1,
    grossAmount: toMinorUnits(gross),
    taxLines: [{ amount: toMinorUnits(Math.floor(gross / 5)), percentage: 25 }],
  }));
  const three = (): OrderRequest => ({ ...freshOrder(), lines });

  test.concurrent(
    'with three lines, freight and tax among them, count each line once',
    async () => {
      const { orderReference } = await shop.paid(three());
      await shop.orders.capture(orderReference, { captureId: 'all' }, patient);
      const movements = ['authorize 34895', 'capture 34895'];
      await expectTold(shop, orderReference, movements, [34_895, 34_895, 0, 0]);
    },
    longestMs,
  );

  test.concurrent(
    'take the exact remainder, in captures and in refunds, and refuse one øre more by name instead of clipping it',
    async () => {
      const { orderReference } = await shop.paid(three());
      const part = (lineId: number, amount: number) => [onLine(lineId, amount)];
      await shop.orders.capture(
        orderReference,
        { captureId: 'c-1', lines: part(2, 6_668) },
        patient,
      );
      await expect(
        shop.orders.capture(orderReference, { captureId: 'c-2', lines: part(2, 13_338) }),
      ).rejects.toMatchObject({
        type: 'amount_exceeds_remainder',
        message: expect.stringContaining('133.37 NOK (13337)'),
      });
      await shop.orders.capture(
        orderReference,
        { captureId: 'c-3', lines: part(2, 13_337) },
        patient,
      );
      for (const [id, amount] of [
        ['r-1', 5],
        ['r-2', 9_999],
        ['r-3', 10_001],
      ] as const)
        await shop.orders.refund(orderReference, { refundId: id, lines: part(2, amount) }, patient);
      await expect(
        shop.orders.refund(orderReference, { refundId: 'r-4', lines: part(2, 1) }),
      ).rejects.toMatchObject({ type: 'amount_exceeds_remainder' });
      const told = await shop.told(orderReference);
      expect(told.records).toEqual([34_895, 20_005, 20_005, 0]);
    },
    longestMs,
  );

  test.concurrent(
    'never fall below zero: a refund ahead of its capture is refused, and the order goes on',
    async () => {
      const { orderReference } = await shop.paid(three());
      await expect(
        shop.orders.refund(orderReference, { refundId: 'r-1', lines: [onLine(1, 100)] }),
      ).rejects.toMatchObject({ type: 'amount_exceeds_remainder' });
      await shop.orders.capture(orderReference, { captureId: 'all' }, patient);
      expect((await shop.orders.state(orderReference)).amounts).toMatchObject({
        captured: 34_895,
        refunded: 0,
      });
    },
    longestMs,
  );
});
