import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { operationUpdateId } from '../../src/client/update-ids';
import { toMinorUnits } from '../../src/domain/money';
import type { OrderView } from '../../src/domain/order-view';
import { workflowIdOf } from '../../src/workflows/messages';
import { openServerRig } from '../support/client-rig';
import type { ClientRig, ServerRig } from '../support/client-rig';
import { expectHealthy, startPaid } from '../support/order-health';
import { openTemporalCli } from '../support/temporal-cli';
import type { TemporalCli } from '../support/temporal-cli';
import { temporalAddress } from '../support/temporal-server';

let server: ServerRig;
let temporal: TemporalCli;

beforeAll(async () => {
  server = await openServerRig(temporalAddress());
  temporal = await openTemporalCli(temporalAddress());
});

afterAll(() => server.close());

const on = (lineId: number, amount: number) => [{ lineId, amount: toMinorUnits(amount) }];

async function paidOrder(): Promise<{ rig: ClientRig; reference: string }> {
  const rig = await server.working();
  return { rig, reference: await startPaid(rig) };
}

async function query(reference: string): Promise<OrderView> {
  const { exitCode, stdout, stderr } = await temporal(
    ['workflow', 'query', '--workflow-id', workflowIdOf(reference)],
    ['--type', 'state', '--output', 'json'],
  );
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  const { queryResult } = JSON.parse(stdout) as { queryResult: readonly OrderView[] };
  return queryResult[0]!;
}

test('one operation, sent by signal, by command line and by SDK under other update ids, moves money once', async () => {
  const { rig, reference } = await paidOrder();
  const workflowId = workflowIdOf(reference);
  const request = { captureId: 's1', lines: on(1, 10_000) };
  const input = JSON.stringify(request);
  const message = ['--workflow-id', workflowId, '--name', 'capture', '--input', input];
  const signalled = await temporal(['workflow', 'signal'], message);
  expect(signalled).toMatchObject({ exitCode: 0 });
  const updated = await temporal(
    ['workflow', 'update', 'execute', '--update-id', 'by-hand-1', '--output', 'json'],
    message,
  );
  expect(updated).toMatchObject({ exitCode: 0 });
  expect(updated.stdout).toContain('"recorded"');
  const handle = rig.client.workflow.getHandle(workflowId);
  const plain = { args: [request] as [unknown], updateId: 'by-hand-2' };
  expect(await handle.executeUpdate('capture', plain)).toMatchObject({ status: 'recorded' });
  expect(await rig.orders.capture(reference, request)).toMatchObject({ status: 'recorded' });
  await handle.signal('capture', request);
  const state = await query(reference);
  expect(state).toMatchObject({
    status: 'partially_captured',
    amounts: { captured: 10_000 },
    refusedMessages: 0,
    operations: [{ operationId: 's1', kind: 'capture', status: 'recorded' }],
  });
  expect(rig.gateway.count('captureTransaction')).toBe(1);
  await expectHealthy(rig, reference);
});

test('a typing error on the command line is refused with exit code 1, the type and what is known', async () => {
  const { rig, reference } = await paidOrder();
  const { exitCode, stdout, stderr } = await temporal(
    ['workflow', 'update', 'execute', '--workflow-id', workflowIdOf(reference)],
    ['--name', 'capture', '--input', '{"captureID":"s1"}'],
  );
  expect({ exitCode, said: stdout + stderr }).toEqual({
    exitCode: 1,
    said: expect.stringMatching(/unknown key "captureID".*malformed_request/s),
  });
  expect(rig.gateway.count('captureTransaction')).toBe(0);
});

test('a capture and a refund of one id answer each for itself, whichever is asked first', async () => {
  const { rig, reference } = await paidOrder();
  const capture = { captureId: '1', lines: on(1, 10_000) };
  const refund = { refundId: '1', lines: on(1, 10_000) };
  await expect(rig.orders.refund(reference, refund)).rejects.toMatchObject({
    type: 'amount_exceeds_remainder',
  });
  expect(await rig.orders.capture(reference, capture)).toMatchObject({ kind: 'capture' });
  expect(await rig.orders.refund(reference, refund)).toMatchObject({ kind: 'refund' });
  expect(await rig.orders.capture(reference, capture)).toMatchObject({ kind: 'capture' });
  const { amounts } = await rig.orders.waitFor(reference, (seen) => seen.amounts.refunded > 0);
  expect(amounts).toMatchObject({ captured: 10_000, refunded: 10_000 });
  expect(rig.gateway.count('captureTransaction')).toBe(1);
  expect(rig.gateway.count('refundTransaction')).toBe(1);
});

test('when somebody has used the update id of a request for other content, the typed client notices', async () => {
  const { rig, reference } = await paidOrder();
  const handle = rig.client.workflow.getHandle(workflowIdOf(reference));
  const wanted = { captureId: 's1', lines: on(1, 10_000) };
  const updateId = operationUpdateId({
    kind: 'capture',
    operationId: wanted.captureId,
    lines: wanted.lines,
  });
  // The server compares no content: without the check the client would take this small capture for its own.
  const small = { captureId: 's1', lines: on(1, 1) };
  await handle.executeUpdate('capture', { args: [small], updateId });
  await expect(rig.orders.capture(reference, wanted)).rejects.toMatchObject({
    code: 'operation_refused',
    type: 'operation_id_reused',
  });
  expect((await rig.orders.state(reference)).amounts.captured).toBe(1);
});
