import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newOrder, readKey, startHttpStack } from '../support/http-stack';
import type { Answer, HttpStack } from '../support/http-stack';
import { signedCallback } from '../support/signed-callback';

let stack: HttpStack;

beforeAll(async () => {
  stack = await startHttpStack();
});

afterAll(() => stack.close());

async function startedOrder(): Promise<string> {
  const order = newOrder();
  const { status, body } = await stack.ask('/v1/orders', { body: order });
  expect({ status, body }).toMatchObject({ status: 201 });
  return order.orderReference;
}

/** The customer pays; only the callback tells the order of it, which would look much later. */
async function paidOrder(): Promise<string> {
  const reference = await startedOrder();
  const { sessionId = '' } = await stack.orders.state(reference);
  await stack.sandbox.actOnSession(sessionId, 'pay');
  await stack.orders.waitFor(reference, 'authorized', { deadlineMs: 10_000 });
  return reference;
}

const post = (path: string, id: string, body: unknown): Promise<Answer> =>
  stack.ask(path, { body, headers: { 'idempotency-key': id } });

const shipped = { lines: [{ lineId: 1, amount: 19_900, quantity: 1 }] };
const returned = { lines: [{ lineId: 1, amount: 10_050 }], reason: 'damaged' };

test('when an order is started, paid, captured and refunded by HTTP, money moves once for each key', async () => {
  const order = newOrder();
  const at = `/v1/orders/${order.orderReference}`;
  const first = await stack.ask('/v1/orders', { body: order });
  expect(first).toMatchObject({ status: 201, body: { status: 'awaiting_payment' } });
  expect(first.body['checkoutUrl']).toMatch(/^http/);
  expect(first.headers.get('location')).toBe(at);
  const again = await stack.ask('/v1/orders', { body: order });
  expect(again).toMatchObject({ status: 200, body: first.body });
  const other = await stack.ask('/v1/orders', { body: { ...order, currency: 'SEK' } });
  expect(other).toMatchObject({ status: 409, body: { code: 'order_reference_taken' } });
  expect(await post(`${at}/captures`, 's1', shipped)).toMatchObject({
    status: 409,
    body: { refusal: 'not_paid' },
  });

  const { sessionId = '' } = await stack.orders.state(order.orderReference);
  await stack.sandbox.actOnSession(sessionId, 'pay');
  await stack.orders.waitFor(order.orderReference, 'authorized', { deadlineMs: 10_000 });

  const captured = await post(`${at}/captures`, 's1', shipped);
  expect(captured).toMatchObject({ status: 200, body: { operationId: 's1', amount: 19_900 } });
  // As a string of structured headers: the same id.
  const replay = await post(`${at}/captures`, '"s1"', shipped);
  expect(replay).toMatchObject({ status: 200, body: { operationId: 's1', amount: 19_900 } });
  const reused = await post(`${at}/captures`, 's1', { lines: [{ lineId: 1, amount: 1 }] });
  expect(reused).toMatchObject({ status: 409, body: { refusal: 'operation_id_reused' } });
  const tooMuch = await post(`${at}/captures`, 's2', { lines: [{ lineId: 2, amount: 9_901 }] });
  expect(tooMuch).toMatchObject({ status: 409, body: { refusal: 'amount_exceeds_remainder' } });

  expect(await post(`${at}/refunds`, 'r1', returned)).toMatchObject({ status: 200 });
  expect(await post(`${at}/refunds`, 'r1', returned)).toMatchObject({ status: 200 });
  const state = await stack.ask(at, { key: readKey });
  expect(state.body).toMatchObject({ amounts: { captured: 19_900, refunded: 10_050 } });
  const { transactions } = await stack.sandbox.ledger(order.orderReference);
  expect(transactions.flatMap(({ movements }) => movements.map(({ kind }) => kind))).toEqual([
    'authorize',
    'capture',
    'refund',
  ]);
  const timeline = await stack.ask(`${at}/timeline`, { key: readKey });
  expect(JSON.stringify(timeline.body)).toMatch(/captur/i);
});

test('when the provider calls back twice, late and out of turn, the order stays as it is', async () => {
  const reference = await paidOrder();
  const callback = signedCallback(stack.publicUrl, reference);
  for (const _again of [1, 2])
    expect((await stack.ask(callback.path, { ...callback, key: undefined })).status).toBe(204);
  expect(await stack.orders.state(reference)).toMatchObject({ status: 'authorized' });
  const unknown = signedCallback(stack.publicUrl, 'nobody-knows-it');
  expect((await stack.ask(unknown.path, { ...unknown, key: undefined })).status).toBe(503);
});

test('when an operation takes longer than its caller waits, the caller is told where to look', async () => {
  const reference = await paidOrder();
  const at = `/v1/orders/${reference}`;
  await stack.sandbox.fault({
    endpoint: 'captureTransaction',
    kind: 'apply-then-slow',
    delayMs: 1_800,
    times: 1,
  });
  const headers = { 'idempotency-key': 's1', prefer: 'wait=1' };
  const early = await stack.ask(`${at}/captures`, { body: shipped, headers });
  expect(early).toMatchObject({ status: 202, body: { operationId: 's1', kind: 'capture' } });
  expect(early.headers.get('location')).toBe(at);
  const settled = await post(`${at}/captures`, 's1', shipped);
  expect(settled).toMatchObject({ status: 200, body: { operationId: 's1' } });
});

describe('the list and the events', () => {
  test('show an order that was cancelled, and the stream is told of it', async () => {
    const reference = await startedOrder();
    const stream = await fetch(`${stack.serverUrl}/v1/orders/${reference}/events`, {
      headers: { authorization: `Bearer ${readKey}` },
      signal: AbortSignal.timeout(15_000),
    });
    expect(stream.headers.get('content-type')).toBe('text/event-stream');
    const cancelled = stack.ask(`/v1/orders/${reference}/cancel`, { body: { reason: 'customer' } });
    let told = '';
    for await (const chunk of stream.body!) {
      told += Buffer.from(chunk as Uint8Array).toString();
      if (told.includes('"status":"cancelled"')) break;
    }
    expect(told).toMatch(/^retry: \d+\n\nevent: state\nid: \w+\ndata: \{.*"awaiting_payment"/);
    expect(await cancelled).toMatchObject({ status: 200, body: { kind: 'cancel' } });
    const query = `?referencePrefix=${reference}&status=cancelled`;
    let listed: Answer;
    do listed = await stack.ask(`/v1/orders${query}`, { key: readKey });
    while (JSON.stringify(listed.body) === '{"orders":[]}');
    expect(listed.body).toMatchObject({
      orders: [{ orderReference: reference, status: 'cancelled' }],
    });
  });
});

test('when a worker polls, the service is ready, and its metrics tell how it was used', async () => {
  expect(await stack.ask('/readyz')).toMatchObject({ status: 200, body: { worker: 'polling' } });
  const { body } = await stack.ask('/metrics', { key: readKey });
  expect(body['text']).toMatch(/^order_saga_orders\{status="authorized"\} \d+$/m);
  expect(body['text']).toMatch(/^order_saga_orders_needing_attention \d+$/m);
  expect(body['text']).toMatch(/^order_saga_callbacks_total\{result="rung"\} [1-9]/m);
  expect(body['text']).toMatch(
    /^order_saga_http_requests_total\{route="\/v1\/orders",method="POST",status="201"\} [1-9]/m,
  );
});
