import { randomUUID } from 'node:crypto';
import { Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exampleOrder, onLine } from '../../dev/demo/stage';
import type { OrderView } from '../../src/domain/order-view';
import { temporalAddress } from '../support/temporal-server';
import { loseWorkflow, startWholeStack, swiftTimings } from '../support/whole-stack';
import type { WholeStack } from '../support/whole-stack';

let stack: WholeStack;
let connection: Connection;

beforeAll(async () => {
  connection = await Connection.connect({ address: temporalAddress() });
  stack = await startWholeStack(swiftTimings);
}, 60_000);

afterAll(async () => {
  await stack.close();
  await connection.close();
}, 30_000);

const patient = { deadlineMs: 50_000 };

describe('an order whose workflow is lost', () => {
  test.concurrent(
    'is adopted by its ids: what had moved is known by its id, and what remains is captured and refunded once',
    async () => {
      const { orderReference, orderId = '' } = await stack.paidOrder();
      const shipment = { captureId: 'shipment-1', lines: [onLine(1, 19_900)] };
      await stack.orders.capture(orderReference, shipment);
      await loseWorkflow(connection, orderReference);

      const adopted = await stack.orders.adopt(orderReference, { orderId }, patient);
      expect(adopted).toMatchObject({
        status: 'partially_captured',
        currency: 'NOK',
        amounts: { ordered: 49_700, authorized: 49_700, captured: 19_900 },
        operations: [{ operationId: 'shipment-1', amount: 19_900, status: 'recorded' }],
        needsAttention: null,
      });
      const again = await stack.orders.capture(orderReference, shipment, patient);
      expect(again).toMatchObject({ operationId: 'shipment-1', status: 'recorded' });
      await expect(
        stack.orders.capture(orderReference, { ...shipment, lines: [onLine(1, 100)] }),
      ).rejects.toMatchObject({ type: 'operation_id_reused' });

      await expect(stack.orders.start(exampleOrder(orderReference))).rejects.toMatchObject({
        code: 'order_reference_taken',
        message: expect.stringContaining('was taken over'),
      });

      const rest = await stack.orders.capture(orderReference, {}, patient);
      expect(rest).toMatchObject({ amount: 29_800, status: 'recorded' });
      const back = { refundId: 'return-1', lines: [onLine(1, 10_050)] };
      expect(await stack.orders.refund(orderReference, back, patient)).toMatchObject({
        status: 'recorded',
      });
      const expected = ['authorize 49700', 'capture 19900', 'capture 29800', 'refund 10050'];
      expect(await stack.movements(orderReference)).toEqual(expected);
      const { orders } = await stack.sandbox.ledger(orderReference);
      expect(orders[0]?.sums).toMatchObject({ captures: 49_700, refunds: 10_050 });
      expect(orders[0]?.records.captures).toHaveLength(2);
    },
    90_000,
  );

  test.concurrent(
    'with a capture on its way, finds it when the same id is asked for again: the money moves once',
    async () => {
      const { orderReference, orderId = '', transactionId = '' } = await stack.paidOrder();
      await stack.sandbox.fault({
        kind: 'slow-then-apply',
        endpoint: 'captureTransaction',
        reference: orderReference,
        delayMs: 2_000,
        times: 1,
      });
      const shipment = { captureId: 'shipment-1', lines: [onLine(1, 19_900)] };
      const abandoned = stack.orders.capture(orderReference, shipment).catch(() => 'abandoned');
      while (((await stack.sandbox.requests(orderId))['captureTransaction'] ?? 0) === 0)
        await new Promise((resolve) => setTimeout(resolve, 50));
      await loseWorkflow(connection, orderReference);
      expect(await abandoned).toBe('abandoned');

      await stack.orders.adopt(orderReference, { orderId, transactionId }, patient);
      const captured = await stack.orders.capture(orderReference, shipment, patient);
      expect(captured).toMatchObject({ operationId: 'shipment-1', status: 'recorded' });
      expect(await stack.movements(orderReference)).toEqual(['authorize 49700', 'capture 19900']);
    },
    90_000,
  );
});

describe('an order that must not be adopted', () => {
  test.concurrent('because it runs already, is left alone', async () => {
    const { orderReference, orderId = '' } = await stack.paidOrder();
    await expect(stack.orders.adopt(orderReference, { orderId })).rejects.toMatchObject({
      code: 'adoption_refused',
      message: expect.stringContaining('runs already'),
    });
  });

  test.concurrent(
    'because it bears the reference of another one, is refused by both names, until the take-over is asked for',
    async () => {
      const { orderReference, orderId = '' } = await stack.paidOrder();
      await loseWorkflow(connection, orderReference);
      const other = `other-${randomUUID().slice(0, 8)}`;
      await expect(stack.orders.adopt(other, { orderId }, patient)).rejects.toMatchObject({
        code: 'adoption_refused',
        message: expect.stringContaining(`bears the reference ${orderReference}`),
      });
      const taken = await stack.orders.adopt(other, { orderId, takeOver: true }, patient);
      expect(taken).toMatchObject({ orderReference: other, orderId, status: 'authorized' });
    },
    60_000,
  );

  test.concurrent(
    'by the page that another customer paid on, is refused, and is adopted by its own',
    async () => {
      const [mine, other] = await Promise.all([stack.paidOrder(), stack.paidOrder()]);
      const { orderReference, orderId = '', sessionId = '' } = mine;
      await loseWorkflow(connection, orderReference);
      const wrong = { orderId, sessionId: other.sessionId ?? '' };
      await expect(stack.orders.adopt(orderReference, wrong, patient)).rejects.toMatchObject({
        code: 'adoption_refused',
        message: expect.stringContaining(`was paid for ${other.orderId}, not for order ${orderId}`),
      });
      const adopted = await stack.orders.adopt(orderReference, { orderId, sessionId }, patient);
      expect(adopted).toMatchObject({ status: 'authorized', sessionId, orderId });
    },
    60_000,
  );

  test.concurrent('because Orders does not know it, is refused', async () => {
    const other = `nobody-${randomUUID().slice(0, 8)}`;
    await expect(
      stack.orders.adopt(other, { orderId: 'NOORDER99' }, patient),
    ).rejects.toMatchObject({
      code: 'adoption_refused',
      message: expect.stringContaining('knows no order'),
    });
  });
});

describe('the comparison of both systems', () => {
  test.concurrent(
    'where the back office has captured, takes it in, records it, and both agree',
    async () => {
      const { orderReference, transactionId = '' } = await stack.paidOrder();
      await stack.sandbox.actOnTransaction(transactionId, 'capture', { amount: 5_000 });
      await stack.orders.reconcile(orderReference, patient);
      const isRecorded = ({ operations }: OrderView) =>
        operations.length === 1 && operations.every(({ status }) => status === 'recorded');
      await stack.orders.waitFor(orderReference, isRecorded, patient);
      expect(await stack.orders.reconcile(orderReference, patient)).toMatchObject({
        amounts: { captured: 5_000 },
        compared: { differences: [] },
        needsAttention: null,
      });
    },
    60_000,
  );

  test.concurrent(
    'where somebody recorded a capture that never moved, names it and waits for a person; once accepted it is not raised again',
    async () => {
      const { orderReference, orderId = '', transactionId = '' } = await stack.paidOrder();
      await authorizationRecorded(orderReference);
      await recordByHand(orderId, transactionId, 4_200);
      const told = await stack.orders.reconcile(orderReference, patient);
      expect(told.compared?.differences).toMatchObject([
        { kind: 'recorded_not_moved', about: 'capture', recorded: 4_200 },
      ]);
      expect(told.needsAttention).toMatchObject({
        code: 'systems_differ',
        choices: ['retry', 'accept'],
      });
      const wrong = await stack.run('src/operator.ts', ['reconcile', orderReference]);
      expect(wrong.exitCode).toBe(1);
      expect(wrong.stdout).toContain('recorded not moved');

      await stack.orders.resolve(orderReference, { choice: 'accept', code: 'systems_differ' });
      await stack.orders.waitFor(orderReference, ({ needsAttention }) => needsAttention === null);
      const later = await stack.orders.reconcile(orderReference, patient);
      expect(later.needsAttention).toBeNull();
      expect(later.compared?.differences).toHaveLength(1);
    },
    60_000,
  );
});

/** Before it, Orders takes no record of a capture. */
async function authorizationRecorded(orderReference: string): Promise<void> {
  const isThere = async () => {
    const { orders } = await stack.sandbox.ledger(orderReference);
    return (orders[0]?.records.authorizations.length ?? 0) > 0;
  };
  while (!(await isThere())) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** Somebody else's client of the same account. */
async function recordByHand(orderId: string, paymentId: string, amount: number): Promise<void> {
  const base = `${stack.sandbox.url}/v1/accounts/T00000000`;
  const json = { 'content-type': 'application/json' };
  const basic = Buffer.from('sandbox-client:sandbox-secret-not-real').toString('base64');
  const audience = 'https://api.dintero.com/v1/accounts/T00000000';
  const token = await fetch(`${base}/auth/token`, {
    method: 'POST',
    headers: { ...json, authorization: `Basic ${basic}` },
    body: JSON.stringify({ grant_type: 'client_credentials', audience }),
  });
  const { access_token: word } = (await token.json()) as { access_token: string };
  const answer = await fetch(`${base}/shopping/orders/${orderId}/captures`, {
    method: 'POST',
    headers: { ...json, authorization: `Bearer ${word}` },
    body: JSON.stringify({
      items: [{ line_id: 1, amount }],
      payment_details: { payment_id: paymentId },
      success: true,
    }),
  });
  expect(answer.status).toBe(200);
}
