import { describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import { fromRecord, fromSession } from '../../src/dintero/translate-order';
import { fromTransaction } from '../../src/dintero/translate-transaction';
import * as orderWire from '../../src/dintero/wire/merchant-order';
import { errorBody } from '../../src/dintero/wire/primitives';
import * as sessionWire from '../../src/dintero/wire/session';
import { tokenResponse } from '../../src/dintero/wire/token';
import * as transactionWire from '../../src/dintero/wire/transaction';
import * as answers from './examples/answers';

const examples: readonly (readonly [string, z.ZodType, object])[] = [
  ['a token', tokenResponse, answers.token],
  ['a refusal', errorBody, answers.refusal],
  ['a draft', orderWire.draft, answers.draft],
  ['a completed draft', orderWire.completeResponse, answers.completed],
  ['an order', orderWire.order, answers.order],
  ['a list of orders', orderWire.orderList, answers.orderList],
  ['a record', orderWire.record, answers.record],
  ['a new session', sessionWire.sessionCreated, answers.sessionCreated],
  ['a session', sessionWire.session, answers.session],
  ['a transaction', transactionWire.transaction, answers.transaction],
];

describe('an answer is read tolerantly', () => {
  it.each(examples)('%s of the documentation is read, and loses nothing', (_, schema, body) => {
    expect(schema.parse(body)).toMatchObject(body);
  });

  it.each(examples)('%s may grow fields that nobody knows, everywhere', (_, schema, body) => {
    const grown = growing(body);
    expect(JSON.stringify(grown)).not.toBe(JSON.stringify(body));
    expect(schema.safeParse(grown).error).toBeUndefined();
  });

  /** Without these an answer says nothing that could be acted on. */
  const needed: Readonly<Record<string, readonly string[]>> = {
    'a token': ['access_token', 'expires_in'],
    'a refusal': ['error'],
    'a draft': ['id'],
    'a completed draft': ['orders'],
    'an order': [],
    'a list of orders': ['orders'],
    'a record': ['id', 'items'],
    'a new session': ['id', 'url'],
    'a session': ['id'],
    'a transaction': ['id', 'amount', 'currency', 'status', 'events'],
  };

  it.each(examples)(
    '%s needs few of its fields: the others may be absent or null',
    (name, schema, body) => {
      const refusing = Object.keys(body).filter((key) => {
        const { [key]: _left, ...without } = body as Record<string, unknown>;
        const results = [without, { ...body, [key]: null }].map(
          (one) => schema.safeParse(one).success,
        );
        expect(results[0]).toBe(results[1]);
        return results[0] === false;
      });
      expect(refusing.sort()).toEqual([...(needed[name] ?? [])].sort());
    },
  );
});

describe('what the examples say', () => {
  it('of a transaction: what moved, for which lines, and what failed', () => {
    const picture = fromTransaction(transactionWire.transaction.parse(answers.transaction));
    expect(picture).toMatchObject({
      transactionId: 'T12345678.465U8CUzaPVpneu1wt8Wei',
      merchantReference: 'A1B2C3D4E',
      product: 'payex.creditcard',
      status: 'PARTIALLY_CAPTURED',
      authorized: 39800,
      captured: 19900,
      refunded: 0,
      released: 0,
      authorizedAt: '2026-01-02T03:10:01.000Z',
    });
    expect(picture.movements).toMatchObject([
      {
        eventId: '27c71936004e48649c6dd437d314d90c',
        outcome: 'succeeded',
        reference: 'web-100234/capture/shipment-1',
        lines: [{ lineId: 1, amount: 19900 }],
      },
      { outcome: 'failed', lines: [], error: 'Do not honour' },
    ]);
  });

  it('of a picture: no card data', () => {
    const picture = fromTransaction(transactionWire.transaction.parse(answers.transaction));
    expect(JSON.stringify(picture)).not.toMatch(/476173|2030|Visa/);
  });

  it('of a session and a record: which transaction, which order, and our key', () => {
    expect(fromSession(sessionWire.session.parse(answers.session))).toEqual({
      sessionId: answers.session.id,
      transactionId: answers.session.transaction_id,
      merchantReference: answers.session.order.merchant_reference,
      expiresAt: answers.session.expires_at,
    });
    expect(fromRecord(orderWire.record.parse(answers.record))).toEqual({
      recordId: answers.record.id,
      key: 'web-100234/capture/shipment-1',
      transactionId: answers.transaction.id,
      success: true,
      lines: [{ lineId: 1, amount: 39800 }],
    });
  });

  it('of records that somebody else wrote: as much as they say, so that ours among them is found', () => {
    const items = [{ line_id: '2', amount: 100 }, { line_id: null, amount: 50 }, { line_id: 3 }];
    const list = orderWire.captureList.parse({
      captures: [answers.record, { id: 'other', items }, { id: 'bare', items: [] }],
    })['captures'] as orderWire.OrderRecord[];
    expect(list.map(fromRecord).map(({ recordId, lines }) => [recordId, lines])).toEqual([
      [answers.record.id, [{ lineId: 1, amount: 39800 }]],
      [
        'other',
        [
          { lineId: 2, amount: 100 },
          { lineId: 0, amount: 50 },
        ],
      ],
      ['bare', []],
    ]);
  });
});

/** The value with one more field in every object that it holds. */
function growing(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(growing);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, part]) => [key, growing(part)] as const);
  return { ...Object.fromEntries(entries), surprise: { deep: [1] } };
}
