import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import {
  fromDraft,
  fromOrder,
  fromOrderItem,
  fromRecord,
  fromSession,
  toDraftRequest,
  toOrderItem,
  toRecordRequest,
  toSessionRequest,
} from '../../src/dintero/translate-order';
import {
  draft,
  draftRequest,
  order,
  record,
  recordRequest,
} from '../../src/dintero/wire/merchant-order';
import { session, sessionRequest } from '../../src/dintero/wire/session';
import { orderTotal } from '../../src/domain/order';
import type { LineAmount, OrderRequest } from '../../src/domain/order';
import type { MinorUnits } from '../../src/domain/money';
import { anyOrder } from '../support/arbitrary-order';

const sumOf = (amounts: readonly number[]) => amounts.reduce((left, right) => left + right, 0);
const asSent = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const expiresAt = '2026-01-01T00:30:00.000Z';

function sessionOf(request: OrderRequest) {
  return toSessionRequest({ order: request, orderId: 'A1B2C3D4E', expiresAt }, 'of-the-account');
}

it('every order that may start fits the strict schema of a draft, and loses nothing on the way', () => {
  fc.assert(
    fc.property(anyOrder, (request) => {
      const body = toDraftRequest(request);
      expect(draftRequest.parse(asSent(body))).toEqual(asSent(body));
      const back = body.order.items.map(fromOrderItem);
      expect(back).toEqual(request.lines.map(({ type: _type, ...line }) => line));
    }),
  );
});

it('a line id is an integer in Orders and a string in Checkout, the same one', () => {
  fc.assert(
    fc.property(anyOrder, (request) => {
      const inOrders = toDraftRequest(request).order.items.map((item) => item.line_id);
      const inCheckout = sessionOf(request).order.items.map((item) => item.line_id);
      expect(inOrders.every(Number.isInteger)).toBe(true);
      expect(inCheckout).toEqual(inOrders.map(String));
    }),
  );
});

it('every order that may start fits the strict schema of a session, whose sums are exact', () => {
  fc.assert(
    fc.property(anyOrder, (request) => {
      const body = sessionOf(request);
      expect(sessionRequest.parse(asSent(body))).toEqual(asSent(body));
      const { amount, vat_amount: vat, items } = body.order;
      expect(sumOf(items.map((item) => item.amount))).toBe(amount);
      expect(amount).toBe(orderTotal(request));
      expect(sumOf(items.map((item) => item.vat_amount))).toBe(vat);
    }),
  );
});

it('both systems are told the same amounts and the same VAT, line by line', () => {
  fc.assert(
    fc.property(anyOrder, (request) => {
      const items = sessionOf(request).order.items;
      for (const [index, item] of toDraftRequest(request).order.items.entries()) {
        expect(items[index]).toMatchObject({
          id: item.id,
          description: item.description,
          quantity: item.quantity,
          amount: item.gross_amount,
          vat_amount: sumOf(item.tax_lines.map((tax) => tax.amount)),
          vat: item.tax_lines[0]?.percentage ?? 0,
        });
      }
    }),
  );
});

it('a session points back to both references, and keeps what the order says about the customer', () => {
  fc.assert(
    fc.property(anyOrder, (request) => {
      const body = sessionOf(request);
      expect(body.order).toMatchObject({
        merchant_reference: 'A1B2C3D4E',
        merchant_reference_2: request.orderReference,
        currency: request.currency,
      });
      expect(body.order).not.toHaveProperty('event_reference');
      expect(body).toMatchObject({
        profile_id: request.profileId ?? 'of-the-account',
        expires_at: expiresAt,
      });
      expect(body.url.return_url).toBe(request.returnUrl);
      expect(body.url.callback_url).toBe(request.callbackUrl);
      expect(body.customer?.email).toBe(request.customer?.email);
      expect(body.customer?.phone_number).toBe(request.customer?.phoneNumber);
    }),
  );
});

it('our reference is found again on the order, among those of other systems', () => {
  fc.assert(
    fc.property(anyOrder, fc.uuid(), (request, id) => {
      const ours = toDraftRequest(request).order.external_ids ?? [];
      const made = order.parse({
        id,
        order_id: 'A1B2C3D4E',
        status: 'open',
        external_ids: [{ id: 'another', source: 'erp' }, ...ours, { id: 'without a source' }],
      });
      expect(fromOrder(made)).toEqual({
        orderId: 'A1B2C3D4E',
        status: 'open',
        orderReference: request.orderReference,
      });
    }),
  );
});

const lineAmounts = fc.array(
  fc.record(
    {
      lineId: fc.integer({ min: 1, max: 2_147_483_647 }),
      amount: fc.integer({ min: 1, max: 2_147_483_647 }),
    },
    { noNullPrototype: true },
  ),
  { minLength: 1, maxLength: 100 },
);

it('a record comes back as it was written, key and lines and payment', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), lineAmounts, (key, drawn) => {
      const lines = drawn as unknown as readonly LineAmount[];
      const body = toRecordRequest({ key, transactionId: 'T12345678.tx', lines });
      expect(recordRequest.parse(asSent(body))).toEqual(body);
      const stored = record.parse({ id: 'r1', created_at: expiresAt, ...body });
      expect(fromRecord(stored)).toEqual({
        recordId: 'r1',
        key,
        transactionId: 'T12345678.tx',
        success: true,
        lines,
      });
    }),
  );
});

it('a quantity of a record stays here, since Orders knows amounts only', () => {
  const lines = [{ lineId: 1, amount: 100 as MinorUnits, quantity: 1 }];
  const { items } = toRecordRequest({ key: 'k', transactionId: 't', lines });
  expect(items).toEqual([{ line_id: 1, amount: 100 }]);
});

it.each([
  [{ id: 'd' }, { draftId: 'd', status: 'open' }],
  [
    { id: 'd', status: 'open', order: { order_id: 'RESERVED1' } },
    { draftId: 'd', status: 'open' },
  ],
  [
    { id: 'd', status: 'completed' },
    { draftId: 'd', status: 'completed' },
  ],
  [
    { id: 'd', status: 'completed', order: { order_id: 'A' } },
    { draftId: 'd', status: 'completed', orderId: 'A' },
  ],
  [
    { id: 'd', orders: [{ order_id: 'A' }] },
    { draftId: 'd', status: 'completed', orderId: 'A' },
  ],
  [
    { id: 'd', status: 'deleted' },
    { draftId: 'd', status: 'deleted' },
  ],
  [
    { id: 'd', status: null, order: null, orders: null },
    { draftId: 'd', status: 'open' },
  ],
])('a draft %j is read as %j', (wire, picture) => {
  expect(fromDraft(draft.parse(wire))).toEqual(picture);
});

it.each([
  [
    { id: 'u', order_id: 'A' },
    { orderId: 'A', status: 'open' },
  ],
  [{ id: 'u' }, { orderId: 'u', status: 'open' }],
  [
    { order_id: 'A', cancelled_at: expiresAt },
    { orderId: 'A', status: 'cancelled' },
  ],
  [
    { order_id: 'A', status: 'closed', cancelled_at: null },
    { orderId: 'A', status: 'closed' },
  ],
  [
    { id: null, order_id: 'A', status: null, external_ids: null },
    { orderId: 'A', status: 'open' },
  ],
  [{ status: 'open' }, undefined],
])('an order %j is read as %j', (wire, picture) => {
  expect(fromOrder(order.parse(wire))).toEqual(picture);
});

it.each([
  [{ id: 's' }, { sessionId: 's' }],
  [{ id: 's', transaction_id: null, cancelled_at: null, expires_at: null }, { sessionId: 's' }],
  [
    { id: 's', transaction_id: 't', expires_at: expiresAt, events: null, url: null, order: null },
    { sessionId: 's', transactionId: 't', expiresAt },
  ],
  [
    { id: 's', cancelled_at: expiresAt, order: { merchant_reference: 'O1', amount: 1 } },
    { sessionId: 's', cancelledAt: expiresAt, merchantReference: 'O1' },
  ],
  [{ id: 's', order: { merchant_reference: null } }, { sessionId: 's' }],
])('a session %j is read as %j', (wire, picture) => {
  expect(fromSession(session.parse(wire))).toEqual(picture);
});

it('what a line leaves out is left out of both bodies, not sent as null', () => {
  fc.assert(
    fc.property(anyOrder, (request) => {
      const [line] = request.lines;
      if (line === undefined) return;
      expect('description_alias' in toOrderItem(line)).toBe('descriptionAlias' in line);
      expect(JSON.stringify([toDraftRequest(request), sessionOf(request)])).not.toContain(':null');
    }),
  );
});
