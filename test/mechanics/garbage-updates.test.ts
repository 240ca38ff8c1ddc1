import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import type { WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { workflowIdOf } from '../../src/workflows/messages';
import { openServerRig } from '../support/client-rig';
import type { ClientRig, ServerRig } from '../support/client-rig';
import { failing } from '../support/fake-gateway';
import {
  brokenJson,
  decodableGarbage,
  hugeGarbage,
  payload,
  undecodableGarbage,
} from '../support/garbage-payloads';
import { expectHealthy, historyOf, startPaid } from '../support/order-health';
import { temporalAddress } from '../support/temporal-server';

let server: ServerRig;

beforeAll(async () => {
  server = await openServerRig(temporalAddress());
});

afterAll(() => server.close());

interface Scene {
  readonly rig: ClientRig;
  readonly reference: string;
  readonly handle: WorkflowHandle;
}

async function paidOrder(): Promise<Scene> {
  const rig = await server.working();
  const reference = await startPaid(rig);
  return { rig, reference, handle: rig.client.workflow.getHandle(workflowIdOf(reference)) };
}

interface Refusal {
  readonly type: string;
  readonly message: string;
  readonly details: unknown;
}

function send(handle: WorkflowHandle, name: string, args: readonly unknown[]): Promise<unknown> {
  // The client's types allow no update with any number of arguments; its code does.
  return handle.executeUpdate(name, { args: args as [unknown, ...unknown[]] });
}

/** What the sender of a refused update sees; an answer instead of a refusal fails the test. */
async function refusalOf(
  handle: WorkflowHandle,
  name: string,
  ...args: readonly unknown[]
): Promise<Refusal> {
  const error: unknown = await send(handle, name, args).then(
    (answer) => new Error(`${name} was answered with ${JSON.stringify(answer)}`),
    (refused: unknown) => refused,
  );
  if (!(error instanceof WorkflowUpdateFailedError)) throw error;
  const { cause } = error;
  if (!(cause instanceof ApplicationFailure)) throw error;
  return { type: cause.type ?? '', message: cause.message, details: cause.details?.[0] };
}

/** How many updates have left a trace in the history; a refused one leaves none. */
async function acceptedUpdates({ rig, reference }: Scene): Promise<readonly unknown[]> {
  return (await historyOf(rig.client, reference)).flatMap(
    (event) =>
      event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input?.name ?? [],
  );
}

const on = (lineId: unknown, amount: unknown) => [{ lineId, amount }];

describe.each(['capture', 'refund', 'cancel'] as const)('an update %s', (kind) => {
  test('whatever it carries, is refused by a type of ours or before any code of ours, and leaves no trace', async () => {
    const scene = await paidOrder();
    for (const { what, args } of [{ what: 'no argument', args: [] }, ...decodableGarbage]) {
      const refusal = await refusalOf(scene.handle, kind, ...args);
      expect({ what, ...refusal }).toMatchObject({
        what,
        type: 'malformed_request',
        details: { reason: refusal.message },
      });
    }
    for (const { what, args } of undecodableGarbage)
      expect({ what, ...(await refusalOf(scene.handle, kind, ...args)) }).toMatchObject({
        what,
        type: expect.stringMatching(/^(SyntaxError|ValueError|malformed_request)$/),
      });
    expect(await refusalOf(scene.handle, kind, ...hugeGarbage.args)).toMatchObject({
      type: 'payload_too_large',
      message: 'send at most 65536 bytes',
    });
    await expectHealthy(scene.rig, scene.reference);
    expect(await acceptedUpdates(scene)).toEqual(['checkout', 'capture']);
    expect(scene.rig.gateway.calls.filter((call) => /refund|void/.test(call))).toEqual([]);
  });
});

test('an update that is wrong in one value is refused by its type, its id and a sentence that says what is allowed', async () => {
  const scene = await paidOrder();
  const cases: readonly (readonly [string, unknown, string, string, RegExp])[] = [
    ['capture', { captureID: 's1' }, 'malformed_request', 'unreadable', /known are captureId/],
    ['capture', { captureId: 's1', lines: on(1, -1) }, 'malformed_request', 's1', /minor units/],
    ['capture', { captureId: 's1', lines: on(1, 0.5) }, 'malformed_request', 's1', /minor units/],
    ['capture', { captureId: 's1', lines: on(9, 100) }, 'unknown_line', 's1', /its lines are 1, 2/],
    ['capture', { captureId: 's1', lines: on(2, 9_901) }, 'amount_exceeds_remainder', 's1', /9900/],
    ['refund', {}, 'malformed_request', 'unreadable', /refundId must be/],
    ['refund', { refundId: 'r1', lines: on(1, 1) }, 'amount_exceeds_remainder', 'r1', /\(0\)/],
    ['cancel', { raeson: 'customer' }, 'malformed_request', 'unreadable', /known are reason/],
  ];
  for (const [name, request, type, operationId, reason] of cases)
    expect(await refusalOf(scene.handle, name, request)).toEqual({
      type,
      message: expect.stringMatching(reason),
      details: { operationId, reason: expect.stringMatching(reason) },
    });
  const request = { captureId: 's1', lines: on(1, 100) };
  await scene.handle.executeUpdate('capture', { args: [request] });
  expect(
    await refusalOf(scene.handle, 'capture', { captureId: 's1', lines: on(1, 200) }),
  ).toMatchObject({ type: 'operation_id_reused', details: { operationId: 's1' } });
  expect(scene.rig.gateway.count('captureTransaction')).toBe(1);
  await expectHealthy(scene.rig, scene.reference);
});

test('a checkout that carries anything but an order to compare is refused, and one with another order is refused by name', async () => {
  const rig = await server.working();
  const { orderReference, workflowId, checkoutUrl } = await rig.orders.start(rig.order);
  const handle = rig.client.workflow.getHandle(workflowId);
  for (const { what, args } of decodableGarbage)
    expect({ what, ...(await refusalOf(handle, 'checkout', ...args)) }).toMatchObject({
      what,
      type: 'malformed_request',
    });
  for (const args of [[brokenJson], [payload('{}', 'json/garbage')], [{}, brokenJson]])
    expect(await refusalOf(handle, 'checkout', ...args)).toMatchObject({
      type: expect.stringMatching(/^(SyntaxError|ValueError)$/),
    });
  // A typing error must not be answered with the page of whatever order runs here.
  expect(await refusalOf(handle, 'checkout', { oder: rig.order })).toMatchObject({
    type: 'malformed_request',
    message: expect.stringContaining('unknown key "oder"'),
  });
  for (const order of ['web-1', 7, [], { ...rig.order, currency: 'SEK' }])
    expect(await refusalOf(handle, 'checkout', { order })).toMatchObject({
      type: 'order_reference_taken',
      message: expect.stringContaining(orderReference),
    });
  const nested = payload(`{"order":${'['.repeat(30_000)}${']'.repeat(30_000)}}`, 'json/plain');
  expect((await refusalOf(handle, 'checkout', nested)).type).toMatch(
    /malformed_request|order_reference_taken/,
  );
  expect(await refusalOf(handle, 'checkout', { order: 'x'.repeat(70_000) })).toMatchObject({
    type: 'payload_too_large',
  });
  for (const args of [[], [{}], [{ order: rig.order }]])
    expect(await send(handle, 'checkout', args)).toMatchObject({
      checkoutUrl,
    });
  rig.pay();
  await rig.orders.waitFor(orderReference, 'authorized');
  await expectHealthy(rig, orderReference);
});

test('a decision that was not offered, or is misspelt, is refused and names the choices; the right one works', async () => {
  const rig = await server.working();
  const reference = await startPaid(rig);
  rig.gateway.once('captureTransaction', failing('credentials_refused'));
  const asked = rig.orders.capture(reference, { captureId: 's1', lines: [] as never });
  await expect(asked).rejects.toMatchObject({ type: 'malformed_request' });
  const handle = rig.client.workflow.getHandle(workflowIdOf(reference));
  expect(await refusalOf(handle, 'resolve', { choice: 'retry' })).toMatchObject({
    type: 'choice_not_offered',
    message: 'nothing needs attention',
  });
  await handle.signal('capture', { captureId: 's1', lines: on(1, 100) });
  await rig.orders.waitFor(reference, ({ needsAttention }) => needsAttention !== null);
  const wrong: readonly unknown[] = [
    null,
    'retry',
    ['retry'],
    {},
    { choice: 'accept' },
    { choice: ['retry'] },
    { choice: 'retry', code: 'defect' },
    { choice: 'retry', operationId: 'other' },
    { choice: 'retry', note: 7 },
    { choice: 'retry', note: { by: 'me' } },
    { choice: 'retry', operationID: 'other' },
    payload(new Uint8Array([1, 2]), 'binary/plain'),
  ];
  for (const resolution of wrong)
    expect({ resolution, ...(await refusalOf(handle, 'resolve', resolution)) }).toMatchObject({
      resolution,
      type: expect.stringMatching(/^(choice_not_offered|malformed_request)$/),
    });
  expect(await refusalOf(handle, 'resolve', { choice: 'accept' })).toMatchObject({
    message: 'choose one of: configuration_refused capture s1: retry, mark_not_moved',
  });
  expect(await refusalOf(handle, 'resolve', brokenJson)).toMatchObject({ type: 'SyntaxError' });
  expect(
    await refusalOf(handle, 'resolve', { choice: 'retry', note: 'x'.repeat(70_000) }),
  ).toMatchObject({ type: 'payload_too_large' });
  expect(rig.gateway.count('captureTransaction')).toBe(1);
  await rig.orders.resolve(reference, { choice: 'retry', note: 'the secret is renewed' });
  await rig.orders.waitFor(reference, ({ amounts }) => amounts.captured === 100);
  await expectHealthy(rig, reference);
});

test('an update that the order does not know, and a query with a broken argument, harm nobody', async () => {
  const { rig, reference, handle } = await paidOrder();
  expect(await refusalOf(handle, 'captures', { captureId: 's1' })).toMatchObject({
    message: expect.stringContaining('No registered handler for update: captures'),
  });
  for (const { args } of undecodableGarbage.filter(({ args: [first] }) => first !== null))
    await expect(handle.query('state', ...args)).rejects.toThrow();
  expect(await handle.query('state', null)).toMatchObject({ orderReference: reference });
  await expectHealthy(rig, reference);
});
