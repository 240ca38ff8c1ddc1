import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import {
  cancelOrderRequest,
  draftRequest,
  recordRequest,
} from '../../src/dintero/wire/merchant-order';
import { sessionRequest } from '../../src/dintero/wire/session';
import { tokenRequest } from '../../src/dintero/wire/token';
import { captureRequest, refundRequest } from '../../src/dintero/wire/transaction';
import type { MinorUnits } from '../../src/domain/money';
import type { OrderRequest } from '../../src/domain/order';
import { createDinteroRig, movement } from '../support/dintero-rig';
import type { DinteroRig } from '../support/dintero-rig';
import { json } from '../support/scripted-provider';
import * as answers from './examples/answers';
import { draftBody, recordBody, sessionBody, tokenBody } from './examples/guide';

/** The order of the provider's guide, as a merchant gives it to us. */
const order: OrderRequest = {
  orderReference: 'web-100234',
  currency: 'NOK',
  lines: [
    {
      lineId: 1,
      productId: '175938',
      description: 'Stablestol for utendørsbruk',
      descriptionAlias: 'Stablestol',
      quantity: 2,
      grossAmount: 39_800 as MinorUnits,
      taxLines: [{ amount: 7_960 as MinorUnits, percentage: 25 }],
    },
  ],
  returnUrl: 'https://example.com/accept',
  callbackUrl: 'https://example.com/callback',
};

let rig: DinteroRig;
const { signal } = new AbortController();

beforeAll(async () => {
  rig = await createDinteroRig();
});
afterAll(() => rig.close());

/** What the real client sends, as it arrives. */
async function sent(answer: unknown, call: () => Promise<unknown>): Promise<unknown> {
  rig.provider.script(json(200, answer));
  await call();
  return JSON.parse(rig.provider.business.at(-1)?.body ?? '');
}

describe('the guide’s order, sent by us, is the guide’s body and what we add to it', () => {
  it('as a draft: our reference among the external ids', async () => {
    const body = await sent(answers.draft, () => rig.gateway.createDraftOrder(order, { signal }));
    const ours = [{ id: 'web-100234', source: 'dintero-order-saga' }];
    expect(body).toEqual({ ...draftBody, order: { ...draftBody.order, external_ids: ours } });
  });

  it('as a session: our reference, the VAT in all and the end of the session', async () => {
    const expiresAt = '2026-01-02T03:34:05.678Z';
    const request = { order, orderId: 'order_id', expiresAt };
    const body = await sent(answers.sessionCreated, () =>
      rig.gateway.createCheckoutSession(request, { signal }),
    );
    expect(body).toEqual({
      ...sessionBody,
      order: { ...sessionBody.order, vat_amount: 7960, merchant_reference_2: 'web-100234' },
      expires_at: expiresAt,
    });
  });

  it.each(['authorization', 'capture', 'refund', 'cancellation'] as const)(
    'as the record of a %s: our operation key',
    async (kind) => {
      const lines = [{ lineId: 1, amount: 39_800 as MinorUnits }];
      const record = { key: 'web-100234/x/1', transactionId: 'transaction_id', lines };
      const body = await sent(answers.record, () =>
        rig.gateway.addRecord('A1B2C3D4E', kind, record, { signal }),
      );
      expect(body).toEqual({ ...recordBody, metadata: { operation_key: 'web-100234/x/1' } });
    },
  );

  it('as a token request: nothing besides', async () => {
    await rig.read().catch(() => undefined);
    expect(JSON.parse(rig.provider.tokens[0]?.body ?? '')).toEqual(tokenBody);
  });
});

describe('a movement holds documented fields only (Dintero Payments API types)', () => {
  const itemFields = ['id', 'line_id', 'description', 'quantity', 'amount', 'vat_amount', 'vat'];

  it.each([
    ['capture', ['amount', 'capture_reference', 'items', 'final_capture', 'metadata']],
    ['refund', ['amount', 'refund_reference', 'items', 'reason', 'metadata']],
  ] as const)('%s', async (kind, fields) => {
    const asked = { ...movement, final: true, reason: 'damaged' };
    const body = (await sent(answers.transaction, () =>
      rig.gateway[`${kind}Transaction`]('T12345678.tx', asked, { signal }),
    )) as { items: object[] };
    expect(fields).toEqual(expect.arrayContaining(Object.keys(body)));
    expect(itemFields).toEqual(expect.arrayContaining(Object.keys(body.items[0] ?? {})));
    expect(body.items).toEqual([{ line_id: '1', amount: 19900, quantity: 1, vat_amount: 3980 }]);
  });
});

const requests: readonly (readonly [string, z.ZodType, object])[] = [
  ['a draft', draftRequest, draftBody],
  ['a session', sessionRequest, sessionBody],
  ['a record', recordRequest, recordBody],
  ['a token', tokenRequest, tokenBody],
  ['the end of an order', cancelOrderRequest, { reason: 'customer' }],
  ['a capture', captureRequest, { amount: 1, capture_reference: 'r', items: [] }],
  ['a refund', refundRequest, { amount: 1, refund_reference: 'r', reason: 'x', items: [] }],
];

describe('a request is read strictly before it is sent', () => {
  it.each(requests)('%s of the documentation fits', (_, schema, body) => {
    expect(schema.parse(body)).toEqual(body);
  });

  it.each(requests)('%s with a field that nobody knows is a defect of ours', (_, schema, body) => {
    for (const mistaken of withOneMore(body))
      expect(schema.safeParse(mistaken).success).toBe(false);
  });

  it.each([
    ['half an øre', captureRequest, { amount: 0.5, capture_reference: 'r' }],
    ['nothing', captureRequest, { amount: 0, capture_reference: 'r' }],
    ['less than nothing', refundRequest, { amount: -1, refund_reference: 'r' }],
    ['no reference', captureRequest, { amount: 1 }],
    [
      'a reference that the provider may cut',
      captureRequest,
      { amount: 1, capture_reference: 'r'.repeat(41) },
    ],
    ['a record without lines', recordRequest, { ...recordBody, items: [] }],
    [
      'a line id of Checkout in Orders',
      recordRequest,
      { ...recordBody, items: [{ amount: 1, line_id: '1' }] },
    ],
    [
      'a line id of Orders in Checkout',
      captureRequest,
      { amount: 1, capture_reference: 'r', items: [{ amount: 1, line_id: 1 }] },
    ],
    [
      'more than an int32',
      sessionRequest,
      { ...sessionBody, order: { ...sessionBody.order, amount: 2_147_483_648 } },
    ],
  ] as const)('%s is refused', (_, schema, body) => {
    expect(schema.safeParse(body).success).toBe(false);
  });
});

/** The body with one unknown field, once in every object that it holds. */
function withOneMore(value: unknown): unknown[] {
  if (Array.isArray(value))
    return value.flatMap((item, at) => withOneMore(item).map((other) => value.with(at, other)));
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.entries(value).flatMap(([key, part]) =>
    withOneMore(part).map((other) => ({ ...value, [key]: other })),
  );
  return [{ ...value, surprise: 1 }, ...inside];
}
