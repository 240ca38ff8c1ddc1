import { Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { onLine } from '../../dev/demo/stage';
import { temporalAddress } from '../support/temporal-server';
import { loseWorkflow, startWholeStack, swiftTimings } from '../support/whole-stack';
import type { WholeStack } from '../support/whole-stack';

let stack: WholeStack;
let connection: Connection;

const patient = { deadlineMs: 50_000 };
const shipment = { captureId: 'shipment-1', lines: [onLine(1, 10_000)] };

beforeAll(async () => {
  connection = await Connection.connect({ address: temporalAddress() });
  stack = await startWholeStack(swiftTimings);
  // What a transaction is called of which a part was captured and the rest let go; no other test does that.
  await stack.sandbox.change({ statusAfterRestVoided: 'AUTHORIZATION_VOIDED' });
}, 60_000);

afterAll(async () => {
  await stack.close();
  await connection.close();
}, 30_000);

let turns: Promise<unknown> = Promise.resolve();

/** One movement after the other, since what the provider makes of references is set for all orders at once. */
function inTurn<T>(move: () => Promise<T>): Promise<T> {
  const turn = turns.then(move);
  turns = turn.catch(() => undefined);
  return turn;
}

/** Asks for the shipment, whose answer is lost, at a provider that treats references in this way until the money has moved. */
function captureUnanswered(orderReference: string, switches: object) {
  return inTurn(async () => {
    await stack.sandbox.change({ ...switches });
    await stack.sandbox.fault({
      kind: 'apply-then-cut',
      endpoint: 'captureTransaction',
      reference: orderReference,
      times: 1,
    });
    const answer = stack.orders.capture(orderReference, shipment, patient);
    // It is awaited by the test; until then a failure must not be one that nobody handles.
    answer.catch(() => undefined);
    while ((await stack.movements(orderReference)).length === 1)
      await new Promise((resolve) => setTimeout(resolve, 20));
    await stack.sandbox.change({ eventReference: 'echo', eventReferenceLimit: 0 });
    return { answer };
  });
}

const capture = (orderReference: string) =>
  inTurn(() => stack.orders.capture(orderReference, shipment, patient));

test.concurrent(
  'when the transaction is called voided once the rest of it is let go, what was captured stays captured',
  async () => {
    const { orderReference } = await stack.paidOrder();
    await capture(orderReference);
    const { operationId } = await inTurn(() =>
      stack.orders.cancel(orderReference, { reason: 'rest' }, patient),
    );
    const end = await stack.orders.reconcile(orderReference, patient);
    expect(end).toMatchObject({ needsAttention: null, amounts: { captured: 10_000, refunded: 0 } });
    expect(end.operations).toContainEqual(expect.objectContaining({ operationId, kind: 'cancel' }));
    expect(await stack.movements(orderReference)).toEqual([
      'authorize 49700',
      'capture 10000',
      'void 39700',
    ]);
  },
  90_000,
);

test.concurrent(
  'when such an order is adopted, it is a paid one, and nothing is given back',
  async () => {
    const { orderReference, orderId = '', transactionId = '' } = await stack.paidOrder();
    await capture(orderReference);
    await loseWorkflow(connection, orderReference);
    await stack.sandbox.actOnTransaction(transactionId, 'void');
    const adopted = await stack.orders.adopt(orderReference, { orderId, transactionId }, patient);
    expect(adopted).toMatchObject({ needsAttention: null, amounts: { captured: 10_000 } });
    const again = await capture(orderReference);
    expect(again).toMatchObject({ operationId: 'shipment-1', status: 'recorded' });
    expect(await stack.movements(orderReference)).not.toContainEqual(
      expect.stringContaining('refund'),
    );
  },
  90_000,
);

test.concurrent.each([
  ['dropped', { eventReference: 'drop' }],
  ['cut', { eventReferenceLimit: 12 }],
] as const)(
  'when our reference is %s by the provider and the answer to a capture is lost, a person decides, and nothing is sent again',
  async (_how, switches) => {
    const { orderReference } = await stack.paidOrder();
    const { answer } = await captureUnanswered(orderReference, switches);
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
    expect(await answer).toMatchObject({ operationId: 'shipment-1', status: 'unknown' });
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

test.concurrent(
  'when an id too long to be read back had moved before the adoption, asking for it again finds it',
  async () => {
    const { orderReference, orderId = '', transactionId = '' } = await stack.paidOrder();
    const down = { kind: 'down', endpoint: 'recordCapture', reference: orderReference };
    await stack.sandbox.fault(down);
    const abandoned = await inTurn(async () => {
      const answer = stack.orders.capture(orderReference, shipment, patient);
      const end = answer.catch(() => undefined);
      await stack.orders.waitFor(orderReference, ({ amounts }) => amounts.captured > 0, patient);
      return { end };
    });
    await loseWorkflow(connection, orderReference);
    await abandoned.end;
    await stack.liftFaults(orderReference);
    await stack.orders.adopt(orderReference, { orderId, transactionId }, patient);
    const again = await capture(orderReference);
    expect(again).toMatchObject({ amount: 10_000, status: 'recorded' });
    expect(await stack.movements(orderReference)).toEqual(['authorize 49700', 'capture 10000']);
    const { orders } = await stack.sandbox.ledger(orderReference);
    expect(orders[0]?.records.captures).toHaveLength(1);
  },
  90_000,
);

test.concurrent(
  'when a person says that a capture moved which never did, reconciliation tells the difference',
  async () => {
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
  },
  90_000,
);
