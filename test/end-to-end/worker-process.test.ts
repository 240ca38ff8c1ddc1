import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Connection } from '@temporalio/client';
import { randomUUID } from 'node:crypto';
import { sandboxClient } from '../../sandbox/credentials';
import { readOrder } from '../../src/client/read-order';
import { searchAttributes } from '../../src/workflows/messages';
import { runProcess, startProcess } from '../../dev/start-process';
import { temporalAddress } from '../support/temporal-server';
import { startWholeStack } from '../support/whole-stack';
import type { WholeStack } from '../support/whole-stack';
import example from '../../examples/order.json';

const keyword = 2;
const typeCodes: Readonly<Record<string, number>> = {
  KEYWORD: keyword,
  INT: 3,
  BOOL: 5,
  DATETIME: 6,
};
const expectedAttributes = Object.fromEntries(
  Object.values(searchAttributes).map(({ name, type }) => [name, typeCodes[type] ?? 0]),
);

let connection: Connection;
let address: string;

beforeAll(async () => {
  address = temporalAddress();
  connection = await Connection.connect({ address });
});

afterAll(() => connection.close());

/** Creating a namespace is answered before every part of the server knows it. */
async function createNamespace(attributes: Readonly<Record<string, number>>): Promise<string> {
  const namespace = `bare-${randomUUID().slice(0, 8)}`;
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
  });
  await eventually(() => connection.operatorService.listSearchAttributes({ namespace }));
  if (Object.keys(attributes).length > 0) await addAttributes(namespace, attributes);
  return namespace;
}

async function addAttributes(
  namespace: string,
  attributes: Readonly<Record<string, number>>,
): Promise<void> {
  await eventually(() =>
    connection.operatorService.addSearchAttributes({ namespace, searchAttributes: attributes }),
  );
}

async function eventually(step: () => Promise<unknown>, withinMs = 20_000): Promise<void> {
  const untilMs = Date.now() + withinMs;
  for (;;) {
    try {
      await step();
      return;
    } catch (error) {
      if (Date.now() > untilMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

function envFor(namespace: string): Record<string, string> {
  return {
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: namespace,
    TEMPORAL_CONFIG_FILE: '/nowhere/temporal.toml',
    DINTERO_ACCOUNT_ID: sandboxClient.accountId,
    DINTERO_CLIENT_ID: sandboxClient.clientId,
    DINTERO_CLIENT_SECRET: sandboxClient.clientSecret,
  };
}

describe('a worker', () => {
  test('where search attributes are not registered, refuses to start, says how to register them, and starts after that', async () => {
    const { OrderStatus: _left, NeedsAttention: _out, ...most } = expectedAttributes;
    const namespace = await createNamespace(most);
    const env = envFor(namespace);
    const refused = await runProcess('src/worker.ts', { env });
    expect(refused.exitCode).toBe(69);
    expect(refused.stderr).toContain('not registered: OrderStatus, NeedsAttention.');
    expect(refused.stderr).toContain(
      `temporal operator search-attribute create --address ${address} --namespace ${namespace}`,
    );
    expect(refused.stderr).toContain('--name OrderStatus --type Keyword');
    expect(refused.stderr).toContain('--name NeedsAttention --type Bool');
    expect(refused.stderr).not.toContain('--name OrderReference');

    await addAttributes(namespace, {
      OrderStatus: expectedAttributes['OrderStatus'] ?? 0,
      NeedsAttention: expectedAttributes['NeedsAttention'] ?? 0,
    });
    const worker = startProcess('src/worker.ts', { env });
    await worker.waitFor('worker ready');
    expect(await worker.stop()).toMatchObject({ exitCode: 0, signal: null });
  });

  test('where a search attribute has another type, refuses to start', async () => {
    const namespace = await createNamespace({ ...expectedAttributes, NeedsAttention: keyword });
    const refused = await runProcess('src/worker.ts', { env: envFor(namespace) });
    expect(refused.exitCode).toBe(69);
    expect(refused.stderr).toContain('NeedsAttention (should be Bool)');
  });

  test('where the namespace does not exist, says so', async () => {
    const refused = await runProcess('src/worker.ts', { env: envFor('nowhere') });
    expect(refused.exitCode).toBe(69);
    expect(refused.stderr).toContain('nowhere');
    expect(refused.stderr).not.toMatch(/ at .*\.ts:/);
  });
});

describe('a worker that is told to stop while it captures', () => {
  let stack: WholeStack;

  beforeAll(async () => {
    stack = await startWholeStack();
  }, 60_000);

  afterAll(() => stack.close(), 30_000);

  test('hears the answer to what it sent, and the next one records it: the money moves once', async () => {
    const order = {
      ...readOrder(example).order,
      orderReference: `stop-${randomUUID().slice(0, 8)}`,
    };
    const { orderReference } = await stack.orders.start(order);
    const { sessionId = '' } = await stack.orders.state(orderReference);
    await stack.sandbox.actOnSession(sessionId, 'pay');
    await stack.orders.waitFor(orderReference, 'authorized');
    await stack.sandbox.fault({
      kind: 'apply-then-slow',
      endpoint: 'captureTransaction',
      delayMs: 1_200,
      times: 1,
    });
    const captured = stack.orders.capture(orderReference, { captureId: 'shipment-1' });
    await eventually(async () => {
      const { totals } = await stack.sandbox.ledger(orderReference);
      expect(totals.captured).toBe(49_700);
    });
    stack.worker.signal('SIGTERM');
    const ended = await stack.worker.ended;
    expect(ended).toMatchObject({ exitCode: 0, signal: null });
    await stack.startWorker();
    expect(await captured).toMatchObject({ status: 'recorded', amount: 49_700 });
    const { transactions } = await stack.sandbox.ledger(orderReference);
    const moved = transactions.flatMap(({ movements }) => movements.map(({ kind }) => kind));
    expect(moved.filter((kind) => kind === 'capture')).toHaveLength(1);
  });
});
