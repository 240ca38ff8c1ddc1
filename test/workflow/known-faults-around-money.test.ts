import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { onLine } from '../../dev/demo/stage';
import { ended, expectTold, freshOrder, openHttpShop, patient } from '../support/http-shop';
import type { HttpShop } from '../support/http-shop';

/** The second half of `known-faults-of-others`: refusals, outages, late money, authorizations that lapse, and people who act elsewhere. */
let shop: HttpShop;

beforeAll(async () => {
  shop = await openHttpShop();
}, 60_000);

afterAll(() => shop.close(), 30_000);

const longestMs = 90_000;
const first = { captureId: 'shipment-1', lines: [onLine(1, 10_000)] };

describe('when the provider says no', () => {
  test.concurrent(
    'to a refund, it is not counted as money that went back, and its trace is kept with the reason',
    async () => {
      const order = await shop.paid();
      const { orderReference } = order;
      await shop.orders.capture(orderReference, { captureId: 'all' }, patient);
      await shop.fault(order, 'refundTransaction', 'failed-event-200');
      await shop.signal(orderReference, 'refund', { refundId: 'r-1', lines: [onLine(1, 5_000)] });
      const refund = await ended(shop, orderReference, 'r-1');
      expect(refund).toMatchObject({ status: 'rejected', reason: expect.stringMatching(/\S/) });
      expect((await shop.orders.state(orderReference)).amounts.refunded).toBe(0);
      const movements = ['authorize 49700', 'capture 49700'];
      await expectTold(shop, orderReference, movements, [49_700, 49_700, 0, 0]);
    },
    longestMs,
  );

  test.concurrent(
    'to a capture and corrects itself, what moved is recorded once and not captured again',
    async () => {
      const order = await shop.paid();
      const { orderReference } = order;
      await shop.fault(order, 'captureTransaction', 'failed-event-200', { correctAfterMs: 1_000 });
      await shop.signal(orderReference, 'capture', first);
      expect(await ended(shop, orderReference, 'shipment-1')).toMatchObject({ status: 'recorded' });
      const movements = ['authorize 49700', 'capture 10000'];
      await expectTold(shop, orderReference, movements, [49_700, 10_000, 0, 0]);
    },
    longestMs,
  );
});

describe('when something is out of order', () => {
  test.concurrent(
    'a capture that was never sent is not shown as one that may have moved, and goes out once the line is back',
    async () => {
      const order = await shop.paid();
      const { orderReference } = order;
      const seen = new Set<string>();
      await shop.fault(order, 'readTransaction', 'error-before', {
        transactionId: order.transactionId,
        status: 503,
        times: 4,
      });
      await shop.signal(orderReference, 'capture', first);
      await shop.orders.waitFor(
        orderReference,
        ({ operations: [capture] }) => {
          if (capture !== undefined) seen.add(capture.status);
          return capture?.status === 'recorded';
        },
        patient,
      );
      expect([...seen]).not.toContain('unknown');
      expect(await shop.requests(order, 'captureTransaction')).toBe(1);
    },
    longestMs,
  );

  test.concurrent(
    'money that moved is not rolled back in the books where its record fails: it is shown as moved, and the record follows',
    async () => {
      const order = await shop.paid();
      const { orderReference } = order;
      await shop.fault(order, 'recordCapture', 'error-before', { status: 503, times: 2 });
      await shop.signal(orderReference, 'capture', first);
      const moved = await shop.orders.waitFor(
        orderReference,
        ({ operations: [capture] }) => capture?.status === 'moved',
        patient,
      );
      expect(moved.amounts.captured).toBe(10_000);
      expect(await ended(shop, orderReference, 'shipment-1')).toMatchObject({ status: 'recorded' });
      const movements = ['authorize 49700', 'capture 10000'];
      await expectTold(shop, orderReference, movements, [49_700, 10_000, 0, 0]);
    },
    longestMs,
  );

  test.concurrent(
    'a short outage asks nobody for attention, however many orders it meets',
    async () => {
      const orders = await Promise.all(Array.from({ length: 5 }, () => shop.paid()));
      const raised = await Promise.all(
        orders.map(async (order) => {
          const { orderReference } = order;
          await shop.fault(order, 'checkout', 'error-before', { status: 503, times: 2 });
          await shop.signal(orderReference, 'capture', first);
          const codes = new Set<string>();
          await shop.orders.waitFor(
            orderReference,
            ({ operations, needsAttention }) => {
              if (needsAttention !== null) codes.add(needsAttention.code);
              return operations[0]?.status === 'recorded';
            },
            patient,
          );
          return [...codes];
        }),
      );
      expect(raised.flat()).toEqual([]);
    },
    longestMs,
  );
});

describe('when the customer pays after the order was cancelled', () => {
  test.concurrent(
    'a mere authorization is let go',
    async () => {
      const { orderReference, sessionId = '' } = await shop.begin(undefined, {
        lateMoneyWatchMs: 500,
      });
      await shop.act(`/sessions/${sessionId}/hold`);
      await shop.signal(orderReference, 'cancel', { reason: 'customer' });
      await shop.orders.waitFor(orderReference, 'cancelled', patient);
      await shop.act(`/sessions/${sessionId}/release`);
      await shop.orders.waitFor(
        orderReference,
        ({ amounts }) => amounts.released === 49_700,
        patient,
      );
      const told = await shop.told(orderReference);
      expect(told.movements).toEqual(['authorize 49700', 'void 49700']);
    },
    longestMs,
  );

  test.concurrent(
    'by a method that captures at once, what the back office has not given back already is refunded, and no more',
    async () => {
      const { orderReference, sessionId = '' } = await shop.begin(undefined, {
        lateMoneyWatchMs: 6_000,
      });
      await shop.act(`/sessions/${sessionId}/hold`);
      await shop.signal(orderReference, 'cancel', { reason: 'customer' });
      await shop.orders.waitFor(orderReference, 'cancelled', patient);
      await shop.act(`/sessions/${sessionId}/release`, { captured: 'direct' });
      const { transactions } = await shop.stack.sandbox.ledger(orderReference);
      const [{ transactionId }] = transactions as unknown as [{ transactionId: string }];
      await shop.act(`/transactions/${transactionId}/refund`, { amount: 9_700 });
      await shop.orders.waitFor(
        orderReference,
        ({ amounts }) => amounts.refunded === 49_700,
        patient,
      );
      const told = await shop.told(orderReference);
      expect(told.movements.filter((one) => one.startsWith('refund'))).toEqual([
        'refund 9700',
        'refund 40000',
      ]);
    },
    longestMs,
  );
});

test.concurrent(
  'when an authorization is going to lapse, and when it has, nobody finds out by a failed capture: the order says so',
  async () => {
    const { orderReference } = await shop.paid(freshOrder(), {
      authorizationLifetimeMs: 8_000,
      authorizationWarningMs: 1_000,
    });
    const says = (code: string) =>
      shop.orders.waitFor(
        orderReference,
        ({ needsAttention }) => needsAttention?.code === code,
        patient,
      );
    const warned = await says('authorization_expiring');
    expect(warned.needsAttention?.choices).toEqual(['accept', 'cancel']);
    await says('authorization_lapsed');
  },
  longestMs,
);

test.concurrent(
  'when a person captures in the back office, the order takes it in, records it, and offers what is left, no more',
  async () => {
    const order = await shop.paid();
    const { orderReference, transactionId = '' } = order;
    await shop.act(`/transactions/${transactionId}/capture`, { amount: 40_000 });
    await shop.orders.reconcile(orderReference, patient);
    const rest = await shop.orders.capture(orderReference, undefined, patient);
    expect(rest).toMatchObject({ status: 'recorded', amount: 9_700 });
    const movements = ['authorize 49700', 'capture 40000', 'capture 9700'];
    await expectTold(shop, orderReference, movements, [49_700, 49_700, 0, 0]);
  },
  longestMs,
);
