import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { exampleOrder, onLine } from '../../dev/demo/stage';
import { temporalAddress, workflowBundlePath } from '../support/temporal-server';
import { startWholeStack } from '../support/whole-stack';
import type { WholeStack } from '../support/whole-stack';

Runtime.install({ logger: new DefaultLogger('ERROR') });

let stack: WholeStack;
let connection: Connection;

const patient = { deadlineMs: 50_000 };

beforeAll(async () => {
  connection = await Connection.connect({ address: temporalAddress() });
  stack = await startWholeStack();
}, 60_000);

afterAll(async () => {
  await stack.close();
  await connection.close();
}, 30_000);

test('when an order is asked for its state after its worker died, it still replays, whatever came meanwhile', async () => {
  const reference = `dead-${randomUUID().slice(0, 8)}`;
  const { workflowId } = await stack.orders.start(exampleOrder(reference));
  const { sessionId = '' } = await stack.orders.state(reference);
  stack.worker.signal('SIGKILL');
  await stack.worker.ended;
  const asked = stack.orders.state(reference, patient);
  await stack.sandbox.actOnSession(sessionId, 'pay');
  await stack.startWorker();
  await asked;

  const handle = new Client({ connection }).workflow.getHandle(workflowId);
  const shipment = { captureId: 'shipment-1', lines: [onLine(1, 19_900)] };
  await handle.signal('capture', shipment);
  await stack.orders.waitFor(reference, 'authorized', patient);
  // Asked for again: whether the signal came before or after the payment was seen is nobody's promise.
  await stack.orders.capture(reference, { ...shipment, captureId: 'shipment-2' }, patient);
  await stack.orders.waitFor(
    reference,
    ({ operations }) => operations.every(({ status }) => /^(?:recorded|rejected)$/.test(status)),
    patient,
  );
  const workflowBundle = { codePath: workflowBundlePath() };
  await Worker.runReplayHistory({ workflowBundle }, await handle.fetchHistory(), workflowId);
  expect((await stack.orders.state(reference)).needsAttention).toBeNull();
}, 90_000);
