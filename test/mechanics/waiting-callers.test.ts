import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import { toMinorUnits } from '../../src/domain/money';
import type { OperationView, OrderView } from '../../src/domain/order-view';
import { workflowIdOf } from '../../src/workflows/messages';
import { openServerRig } from '../support/client-rig';
import type { ClientRig, ServerRig } from '../support/client-rig';
import { failing } from '../support/fake-gateway';
import { closeGate, openEveryGate } from '../support/gate';
import { historyOf, startPaid, taskFailures } from '../support/order-health';
import { temporalAddress } from '../support/temporal-server';

let server: ServerRig;

beforeAll(async () => {
  server = await openServerRig(temporalAddress());
});

afterEach(openEveryGate);

afterAll(() => server.close());

interface Scene {
  readonly rig: ClientRig;
  readonly reference: string;
  readonly handle: WorkflowHandle;
}

async function paidOrder(moneyAttemptMs: number): Promise<Scene> {
  const rig = await server.working({ moneyAttemptMs });
  const reference = await startPaid(rig);
  return { rig, reference, handle: rig.client.workflow.getHandle(workflowIdOf(reference)) };
}

const parcels = (count: number) =>
  Array.from({ length: count }, (_unused, index) => ({
    captureId: `parcel-${index + 1}`,
    lines: [{ lineId: 1, amount: toMinorUnits(100) }],
  }));

const allRecorded = ({ operations }: OrderView) =>
  operations.every(({ status }) => status === 'recorded');

test('when ten callers wait for a provider that hangs, three are answered at once, and a cancel and a decision get through', async () => {
  const { rig, reference, handle } = await paidOrder(60_000);
  const gate = closeGate();
  rig.gateway.once('captureTransaction', gate.hold);
  const answers: OperationView[] = [];
  let seen = () => {};
  const threeSeen = new Promise<void>((resolve) => (seen = resolve));
  const asked = parcels(10).map(async (request) => {
    const answer: OperationView = await rig.client.withDeadline(Date.now() + 45_000, () =>
      handle.executeUpdate('capture', { args: [request] }),
    );
    if (answers.push(answer) === 3) seen();
  });
  await threeSeen;
  await gate.reached;
  expect(answers.map(({ status }) => status)).toEqual(['queued', 'queued', 'queued']);
  const cancelled = await handle.executeUpdate('cancel', { args: [{ reason: 'customer' }] });
  expect(cancelled).toMatchObject({ kind: 'cancel', status: 'queued' });
  await expect(handle.executeUpdate('resolve', { args: [{ choice: 'retry' }] })).rejects.toThrow(
    expect.objectContaining({ cause: expect.objectContaining({ type: 'choice_not_offered' }) }),
  );
  expect(answers).toHaveLength(3);
  gate.open();
  await Promise.all(asked);
  const { operations } = await rig.orders.waitFor(reference, allRecorded);
  expect(operations).toHaveLength(11);
  expect(rig.gateway.count('captureTransaction')).toBe(10);
  expect(taskFailures(await historyOf(rig.client, reference))).toEqual([]);
});

test('when thirty callers wait for a provider that hangs, the client asks on for those who were queued, a cancel gets through, and money moves once each', async () => {
  const { rig, reference } = await paidOrder(60_000);
  const gate = closeGate();
  rig.gateway.once('captureTransaction', gate.hold);
  const patient = { deadlineMs: 100_000 };
  const asked = parcels(30).map((request) => rig.orders.capture(reference, request, patient));
  await gate.reached;
  await rig.orders.waitFor(reference, ({ operations }) => operations.length === 30, patient);
  const cancelled = rig.orders.cancel(reference, { reason: 'customer' }, patient);
  await rig.orders.waitFor(reference, ({ operations }) => operations.length === 31);
  gate.open();
  const answers = await Promise.all(asked);
  expect(answers.map(({ operationId, status }) => `${operationId} ${status}`)).toEqual(
    parcels(30).map(({ captureId }) => `${captureId} recorded`),
  );
  expect(await cancelled).toMatchObject({ status: 'recorded', amount: 49_700 - 3_000 });
  expect(rig.gateway.count('captureTransaction')).toBe(30);
  expect(taskFailures(await historyOf(rig.client, reference))).toEqual([]);
}, 120_000);

test('when the provider refuses ten callers for a reason that a person has to mend, all of them are told, and after the decision the same calls get their end', async () => {
  const { rig, reference } = await paidOrder(5_000);
  rig.gateway.always('captureTransaction', failing('credentials_refused'));
  const ask = () =>
    Promise.all(parcels(10).map((request) => rig.orders.capture(reference, request)));
  const first = await ask();
  expect(first.every(({ status }) => status === 'queued' || status === 'moving')).toBe(true);
  rig.gateway.always('captureTransaction', (run) => run());
  await rig.orders.resolve(reference, { choice: 'retry', note: 'the secret is renewed' });
  await rig.orders.waitFor(reference, ({ needsAttention }) => needsAttention === null);
  const again = await ask();
  expect(again.every(({ status }) => status === 'recorded')).toBe(true);
  const { amounts } = await rig.orders.waitFor(reference, allRecorded);
  expect(amounts.captured).toBe(1_000);
  expect(taskFailures(await historyOf(rig.client, reference))).toEqual([]);
});
