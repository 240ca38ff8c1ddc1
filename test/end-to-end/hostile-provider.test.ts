import { Connection } from '@temporalio/client';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { onLine } from '../../dev/demo/stage';
import { temporalAddress } from '../support/temporal-server';
import { loseWorkflow, startWholeStack } from '../support/whole-stack';
import type { WholeStack } from '../support/whole-stack';

let stack: WholeStack;
let connection: Connection;

const patient = { deadlineMs: 50_000 };
const shipment = { captureId: 'shipment-1', lines: [onLine(1, 10_000)] };

beforeAll(async () => {
  connection = await Connection.connect({ address: temporalAddress() });
  stack = await startWholeStack({ ORDER_SETTLE_DELAY: '2500ms', ORDER_MONEY_ATTEMPT: '7s' });
}, 60_000);

afterEach(async () => {
  await stack.sandbox.clearFaults();
  await fetch(`${stack.sandbox.url}/sandbox/switches`, { method: 'DELETE' });
});

afterAll(async () => {
  await stack.close();
  await connection.close();
}, 30_000);

test('when the transaction is called voided once the rest of it is let go, what was captured stays captured', async () => {
  await stack.sandbox.change({ statusAfterRestVoided: 'AUTHORIZATION_VOIDED' });
  const { orderReference } = await stack.paidOrder();
  await stack.orders.capture(orderReference, shipment, patient);
  const { operationId } = await stack.orders.cancel(orderReference, { reason: 'rest' }, patient);
  const end = await stack.orders.reconcile(orderReference, patient);
  expect(end).toMatchObject({ needsAttention: null, amounts: { captured: 10_000, refunded: 0 } });
  expect(end.operations).toContainEqual(expect.objectContaining({ operationId, kind: 'cancel' }));
  expect(await stack.movements(orderReference)).toEqual([
    'authorize 49700',
    'capture 10000',
    'void 39700',
  ]);
}, 90_000);

test('when such an order is adopted, it is a paid one, and nothing is given back', async () => {
  const { orderReference, orderId = '', transactionId = '' } = await stack.paidOrder();
  await stack.orders.capture(orderReference, shipment, patient);
  await loseWorkflow(connection, orderReference);
  await stack.sandbox.change({ statusAfterRestVoided: 'AUTHORIZATION_VOIDED' });
  await stack.sandbox.actOnTransaction(transactionId, 'void');
  const adopted = await stack.orders.adopt(orderReference, { orderId, transactionId }, patient);
  expect(adopted).toMatchObject({ needsAttention: null, amounts: { captured: 10_000 } });
  const again = await stack.orders.capture(orderReference, shipment, patient);
  expect(again).toMatchObject({ operationId: 'shipment-1', status: 'recorded' });
  expect(await stack.movements(orderReference)).not.toContainEqual(
    expect.stringContaining('refund'),
  );
}, 90_000);

test.each([
  ['dropped', { eventReference: 'drop' }],
  ['cut', { eventReferenceLimit: 12 }],
])(
  'when our reference is %s by the provider and the answer to a capture is lost, a person decides, and nothing is sent again',
  async (_how, switches) => {
    await stack.sandbox.change(switches);
    const { orderReference } = await stack.paidOrder();
    await stack.sandbox.fault({
      kind: 'apply-then-cut',
      endpoint: 'captureTransaction',
      reference: orderReference,
      times: 1,
    });
    const asked = stack.orders.capture(orderReference, shipment, patient);
    const { needsAttention } = await stack.orders.waitFor(
      orderReference,
      (order) => order.needsAttention?.code === 'outcome_unknown',
      patient,
    );
    expect(needsAttention).toMatchObject({
      choices: ['retry', 'mark_not_moved'],
      message: expect.stringContaining('an equal capture without our reference'),
    });
    const decision = { choice: 'mark_not_moved', operationId: 'shipment-1' } as const;
    await stack.orders.resolve(orderReference, { code: 'outcome_unknown', ...decision });
    expect(await asked).toMatchObject({ operationId: 'shipment-1', status: 'unknown' });
    await stack.orders.waitFor(
      orderReference,
      ({ operations }) => operations.some(({ status }) => status === 'rejected'),
      patient,
    );
    expect(await stack.movements(orderReference)).toEqual(['authorize 49700', 'capture 10000']);
    const { orders } = await stack.sandbox.ledger(orderReference);
    expect(orders[0]?.sums).toMatchObject({ captures: 10_000 });
  },
  90_000,
);

test('when an id too long to be read back had moved before the adoption, asking for it again finds it', async () => {
  const { orderReference, orderId = '', transactionId = '' } = await stack.paidOrder();
  await stack.sandbox.fault({ kind: 'down', endpoint: 'recordCapture', reference: orderReference });
  const abandoned = stack.orders.capture(orderReference, shipment, patient).catch(() => undefined);
  await stack.orders.waitFor(orderReference, ({ amounts }) => amounts.captured > 0, patient);
  await loseWorkflow(connection, orderReference);
  await abandoned;
  await stack.sandbox.clearFaults();
  await stack.orders.adopt(orderReference, { orderId, transactionId }, patient);
  const again = await stack.orders.capture(orderReference, shipment, patient);
  expect(again).toMatchObject({ amount: 10_000, status: 'recorded' });
  expect(await stack.movements(orderReference)).toEqual(['authorize 49700', 'capture 10000']);
  const { orders } = await stack.sandbox.ledger(orderReference);
  expect(orders[0]?.records.captures).toHaveLength(1);
}, 90_000);

test('when a person says that a capture moved which never did, reconciliation tells the difference', async () => {
  const { orderReference } = await stack.paidOrder();
  await stack.sandbox.fault({
    kind: 'cut-before',
    endpoint: 'captureTransaction',
    reference: orderReference,
    times: 50,
  });
  const asked = stack.orders.capture(orderReference, shipment, patient);
  await stack.orders.waitFor(
    orderReference,
    (order) => order.needsAttention?.code === 'outcome_unknown',
    patient,
  );
  const decision = { choice: 'mark_moved', operationId: 'shipment-1' } as const;
  await stack.orders.resolve(orderReference, { code: 'outcome_unknown', ...decision });
  await asked;
  const compared = await stack.orders.reconcile(orderReference, patient);
  expect(compared.needsAttention).toMatchObject({ code: 'systems_differ' });
}, 90_000);
