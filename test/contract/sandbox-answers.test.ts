import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { z } from 'zod';
import * as orderWire from '../../src/dintero/wire/merchant-order';
import { errorBody } from '../../src/dintero/wire/primitives';
import * as sessionWire from '../../src/dintero/wire/session';
import { tokenResponse } from '../../src/dintero/wire/token';
import { transaction, transactionEventNames } from '../../src/dintero/wire/transaction';
import { sandboxClient } from '../../sandbox/credentials';
import { requestToken, startSandboxRig } from '../support/sandbox-rig';
import type { Purchase, RawAnswer, SandboxRig } from '../support/sandbox-rig';

let rig: SandboxRig;
let bought: Purchase;

beforeAll(async () => {
  rig = await startSandboxRig();
  bought = await rig.purchase();
});
afterAll(() => rig.close());

function expectFit(schema: z.ZodType, answer: RawAnswer, status = 200): void {
  expect(schema.safeParse(answer.body).error?.issues ?? []).toEqual([]);
  expect(answer.status).toBe(status);
}

const record = (amount: number) => ({
  items: [{ line_id: 1, amount }],
  payment_details: { payment_id: bought.transactionId },
  success: true,
  metadata: { operation_key: 'web-1/capture/1' },
});

describe('what the sandbox answers fits the wire schemas', () => {
  it('of the token', async () => {
    expectFit(tokenResponse, await requestToken(rig.sandbox.url, sandboxClient));
  });

  it('of drafts and orders', async () => {
    const draft = await rig.draft({ external_ids: [{ id: 'web-7', source: 'shop' }] });
    expectFit(orderWire.draft, draft);
    const path = `/draft_orders/${String(draft.body['id'])}`;
    expectFit(orderWire.draft, await rig.orders('GET', path));
    const completed = await rig.orders('PUT', `${path}/complete`, {});
    expectFit(orderWire.completeResponse, completed);
    const orderId = String(completed.body['orders']![0]!['order_id']);
    expect(orderId).toMatch(/^[A-Z0-9]{9}$/);
    expectFit(orderWire.draft, await rig.orders('GET', path));
    expectFit(orderWire.order, await rig.orders('GET', `/orders/${orderId}`));
    expectFit(orderWire.orderList, await rig.orders('GET', '/orders?limit=5'));
    expectFit(
      orderWire.order,
      await rig.orders('POST', `/orders/${orderId}/cancel`, { reason: 'customer' }),
    );
  });

  it('of all four collections of records', async () => {
    const lists = [
      ['authorizations', orderWire.authorizationList, 39800],
      ['captures', orderWire.captureList, 20000],
      ['refunds', orderWire.refundList, 5000],
      ['cancellations', orderWire.cancellationList, 19800],
    ] as const;
    for (const [collection, schema, amount] of lists) {
      const path = `/orders/${bought.orderId}/${collection}`;
      const added = await rig.orders('POST', path, record(amount));
      expectFit(orderWire.record, added);
      const listed = await rig.orders('GET', path);
      expectFit(schema, listed);
      expect(listed.body[collection]).toEqual([added.body]);
      const one = await rig.orders('GET', `${path}/${String(added.body['id'])}`);
      expect(one.body).toEqual(added.body);
    }
    expectFit(orderWire.order, await rig.orders('GET', `/orders/${bought.orderId}`));
  });

  it('of sessions, before and after the payment and after a cancel', async () => {
    const made = await rig.session();
    expectFit(sessionWire.sessionCreated, made);
    const path = `/sessions/${String(made.body['id'])}`;
    const unpaid = await rig.checkout('GET', path);
    expectFit(sessionWire.session, unpaid);
    expect(unpaid.body['transaction_id']).toBeUndefined();
    expectFit(sessionWire.session, await rig.checkout('POST', `${path}/cancel`));
    const paid = await rig.checkout('GET', `/sessions/${bought.sessionId}`);
    expectFit(sessionWire.session, paid);
    expect(paid.body['transaction_id']).toBe(bought.transactionId);
    const names = paid.body['events']!.map((event) => String(event['name']));
    expect(sessionWire.sessionEventNames).toEqual(expect.arrayContaining(names));
  });

  it('of a transaction through capture, refund and void', async () => {
    const path = `/transactions/${bought.transactionId}`;
    const acts: [string, unknown][] = [
      ['capture', { amount: 20000, capture_reference: 'ship-1' }],
      ['void', undefined],
      ['refund', { amount: 5000, refund_reference: 'return-1', reason: 'damaged' }],
    ];
    for (const [act, body] of acts)
      expectFit(transaction, await rig.checkout('POST', `${path}/${act}`, body));
    const read = await rig.checkout('GET', path);
    expectFit(transaction, read);
    const names = read.body['events']!.map((event) => String(event['event']));
    expect(names).toEqual(['INITIALIZE', 'AUTHORIZE', 'CAPTURE', 'VOID', 'REFUND']);
    expect(transactionEventNames).toEqual(expect.arrayContaining(names));
  });

  it('of the list of transactions, a bare array that filters', async () => {
    const mine = await rig.checkout('GET', `/transactions?session_id=${bought.sessionId}`);
    expectFit(transaction.array(), mine);
    expect(mine.body.map((one) => one['id'])).toEqual([bought.transactionId]);
    const none = await rig.checkout('GET', '/transactions?merchant_reference=nobody');
    expect(none.body).toEqual([]);
    const pages = [
      await rig.checkout('GET', '/transactions?limit=1'),
      await rig.checkout('GET', `/transactions?limit=1&starting_after=${bought.transactionId}`),
    ];
    expect(pages.map((page) => page.body.length)).toEqual([1, 0]);
  });

  it('of every refusal: unknown ids, broken JSON, wrong fields, unknown paths, oversized bodies', async () => {
    const broken = await fetch(`${rig.sandbox.url}/v1/sessions-profile`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{',
    });
    const brokenAnswer = { ...(await rig.send('GET', '/')), status: broken.status };
    expectFit(errorBody, { ...brokenAnswer, body: (await broken.json()) as never }, 400);
    expectFit(errorBody, await rig.checkout('GET', '/transactions/T00000000.nothing'), 404);
    expectFit(errorBody, await rig.orders('GET', '/orders/nothing/captures'), 404);
    expectFit(errorBody, await rig.checkout('POST', '/sessions-profile', {}), 400);
    expectFit(errorBody, await rig.send('GET', '/v2/anything'), 404);
    const padding = 'x'.repeat(1_100_000);
    expectFit(errorBody, await rig.checkout('POST', '/sessions-profile', { padding }), 413);
  });

  it('also below the account, where newer documentation puts payments', async () => {
    const path = `/v1/accounts/${sandboxClient.accountId}/payments/sessions/${bought.sessionId}`;
    const authorization = `Bearer ${await rig.token()}`;
    expectFit(sessionWire.session, await rig.send('GET', path, undefined, { authorization }));
  });
});
