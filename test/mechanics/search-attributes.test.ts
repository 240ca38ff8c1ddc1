import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client, Connection, NamespaceNotFoundError } from '@temporalio/client';
import { randomUUID } from 'node:crypto';
import { createOrderSagaClient } from '../../src/client/order-saga-client';
import { toMinorUnits } from '../../src/domain/money';
import { searchAttributes, workflowIdOf, workflowType } from '../../src/workflows/messages';
import { openServerRig, quickTiming } from '../support/client-rig';
import type { ClientRig, ServerRig } from '../support/client-rig';
import { transactionPicture } from '../support/fake-world';
import { expectHealthy } from '../support/order-health';
import { temporalAddress } from '../support/temporal-server';

let server: ServerRig;
let connection: Connection;

beforeAll(async () => {
  server = await openServerRig(temporalAddress());
  connection = await Connection.connect({ address: temporalAddress() });
});

afterAll(async () => {
  await connection.close();
  await server.close();
});

/** Creating a namespace is answered before every part of the server knows it. */
async function bareNamespace(): Promise<Client> {
  const namespace = `bare-${randomUUID().slice(0, 8)}`;
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
  });
  const client = new Client({ connection, namespace });
  for (;;) {
    try {
      await client.workflow.count();
      return client;
    } catch (error) {
      if (!(error instanceof NamespaceNotFoundError || /not found/i.test(String(error))))
        throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

test('where an attribute is not registered, the start is refused with that remedy, and nothing is made', async () => {
  const client = await bareNamespace();
  const { order, taskQueue } = server.setUp();
  const orders = createOrderSagaClient({ client, taskQueue, deadlineMs: 40_000 });
  await expect(orders.start(order)).rejects.toMatchObject({
    code: 'temporal_refused',
    remedy: expect.stringContaining('search attributes are registered'),
  });
  // The missing attributes are all that was wrong, and nothing but they.
  await client.workflow.start(workflowType, {
    workflowId: workflowIdOf('without-attributes'),
    taskQueue,
    args: [{ order, timing: quickTiming }],
  });
  await expect(orders.state(order.orderReference)).rejects.toMatchObject({
    code: 'order_not_found',
  });
});

const long = (name: string) => `${name}-${'ø'.repeat(2_000)}`;

/** A provider whose every text is longer than an attribute may be. */
function speakAtLength({ gateway }: ClientRig): void {
  gateway.once('completeDraftOrder', async (run) => {
    const order = (await run()) as { orderId: string };
    gateway.world.orders.set(long('O'), { ...order, orderId: long('O'), status: 'open' });
    return { ...order, orderId: long('O') };
  });
  gateway.once('createCheckoutSession', async () => {
    gateway.world.sessions.set(long('S'), { sessionId: long('S') });
    return { sessionId: long('S'), checkoutUrl: `https://checkout.example/${'x'.repeat(4_000)}` };
  });
}

function payAtLength({ gateway }: ClientRig, authorizedAt: string): void {
  gateway.world.transactions.set(long('T'), {
    ...transactionPicture('AUTHORIZED', 49_700),
    transactionId: long('T'),
    product: long('product'),
    authorizedAt,
  });
  gateway.world.sessions.set(long('S'), { sessionId: long('S'), transactionId: long('T') });
}

test.each([
  ['a time', new Date().toISOString()],
  ['a time beyond any calendar', '+275760-09-13T00:00:00.000Z'],
])(
  'when the provider’s texts are longer than an attribute may be, and its authorization is of %s, the order lives on and is found by what was cut',
  async (_what, authorizedAt) => {
    const rig = server.setUp();
    speakAtLength(rig);
    await rig.startWorker();
    const { orderReference } = await rig.orders.start(rig.order);
    payAtLength(rig, authorizedAt);
    await rig.orders.waitFor(orderReference, 'authorized');
    const handle = rig.client.workflow.getHandle(workflowIdOf(orderReference));
    const { status, typedSearchAttributes } = await handle.describe();
    expect(status.name).toBe('RUNNING');
    expect(typedSearchAttributes.get(searchAttributes.dinteroOrderId)).toBe(long('O').slice(0, 64));
    expect(typedSearchAttributes.get(searchAttributes.dinteroTransactionId)).toBe(
      long('T').slice(0, 64),
    );
    await expectHealthy(rig, orderReference);
    expect(await rig.orders.cancel(orderReference, { reason: 'customer' })).toMatchObject({
      status: 'recorded',
    });
    const refund = { refundId: 'r1', lines: [{ lineId: 2, amount: toMinorUnits(100) }] };
    expect(await rig.orders.refund(orderReference, refund)).toMatchObject({ status: 'recorded' });
    expect((await rig.orders.state(orderReference)).transactionId).toBe(long('T'));
  },
);
