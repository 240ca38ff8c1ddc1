import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import type { OperationView } from '../../src/domain/order-view';
import { workflowIdOf } from '../../src/workflows/messages';
import { openServerRig } from '../support/client-rig';
import type { ClientRig, ServerRig } from '../support/client-rig';
import {
  brokenJson,
  decodableGarbage,
  hugeGarbage,
  hugeId,
  undecodableGarbage,
} from '../support/garbage-payloads';
import type { Garbage } from '../support/garbage-payloads';
import { expectHealthy, historyOf, startPaid, taskFailures } from '../support/order-health';
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

async function refusalsAfter(
  { rig, reference }: Scene,
  count: number,
): Promise<readonly OperationView[]> {
  const { operations } = await rig.orders.waitFor(
    reference,
    ({ refusedMessages }) => refusedMessages >= count,
  );
  return operations.filter(({ status }) => status === 'rejected');
}

const noArgument: Garbage = {
  what: 'no argument',
  args: [],
  refusal: /malformed_request: no payload was sent/,
};
const everyGarbage = [noArgument, ...decodableGarbage, ...undecodableGarbage, hugeGarbage];

describe.each(['capture', 'refund', 'cancel'] as const)('a signal %s', (kind) => {
  test('whatever it carries, is shown as rejected, clipped and by its reason, and the order goes on', async () => {
    const scene = await paidOrder();
    for (const { args } of everyGarbage) await scene.handle.signal(kind, ...args);
    const refusals = await refusalsAfter(scene, everyGarbage.length);
    expect(refusals).toHaveLength(everyGarbage.length);
    everyGarbage.forEach(({ what, refusal }, index) => {
      const shown = refusals[index];
      expect({ what, ...shown }).toMatchObject({
        what,
        kind,
        operationId: 'unreadable',
        amount: 0,
        lines: [],
        reason: expect.stringMatching(refusal),
      });
      expect(shown?.reason?.length).toBeLessThan(240);
    });
    await expectHealthy(scene.rig, scene.reference);
    expect(scene.rig.gateway.count('captureTransaction')).toBe(1);
    expect(scene.rig.gateway.count('refundTransaction')).toBe(0);
    expect(scene.rig.gateway.count('voidTransaction')).toBe(0);
    const state = await scene.rig.orders.state(scene.reference);
    expect(JSON.stringify(state)).not.toContain(hugeId.slice(0, 28));
    const holdingIt = (await historyOf(scene.rig.client, scene.reference)).filter(
      (event) => JSON.stringify(event).length > hugeId.length,
    );
    expect(holdingIt).toHaveLength(1);
    expect(holdingIt[0]?.workflowExecutionSignaledEventAttributes?.signalName).toBe(kind);
  });
});

test('a notice, whatever it carries, only rings: the unpaid order is found paid afterwards', async () => {
  const rig = await server.working();
  const { orderReference, workflowId } = await rig.orders.start(rig.order);
  const handle = rig.client.workflow.getHandle(workflowId);
  for (const { args } of everyGarbage) await handle.signal('paymentNotice', ...args);
  rig.pay();
  const paid = await rig.orders.waitFor(orderReference, 'authorized');
  expect(paid).toMatchObject({ refusedMessages: 0, operations: [] });
  await expectHealthy(rig, orderReference);
});

const on = (lineId: unknown, amount: unknown) => [{ lineId, amount }];
const wrongRequests: readonly (readonly [string, unknown, RegExp])[] = [
  ['capture', { captureId: 7, lines: on(1, 100) }, /captureId must be/],
  ['capture', { captureId: 'a b', lines: on(1, 100) }, /captureId must be/],
  ['capture', { captureId: '', lines: on(1, 100) }, /captureId must be/],
  ['capture', { captureId: 'x'.repeat(65), lines: on(1, 100) }, /captureId must be/],
  ['capture', { lines: on(1, 100) }, /captureId must be/],
  ['capture', { captureID: 's1', lines: on(1, 100) }, /unknown key "captureID"/],
  ['capture', { captureId: 's1', line: on(1, 100) }, /unknown key "line"/],
  ['capture', { ['k'.repeat(5_000)]: 1 }, /unknown key "k{40}"/],
  ['capture', { captureId: 's1', lines: {} }, /lines must be a list/],
  ['capture', { captureId: 's1', lines: [] }, /lines must be a list/],
  ['capture', { captureId: 's1', lines: null }, /lines must be a list/],
  ['capture', { captureId: 's1', lines: [null] }, /send one plain object/],
  ['capture', { captureId: 's1', lines: on('1', 100) }, /lineId must be a whole number/],
  ['capture', { captureId: 's1', lines: on(1, '100') }, /amount must be a whole number/],
  ['capture', { captureId: 's1', lines: on(1, -100) }, /amount must be a whole number/],
  ['capture', { captureId: 's1', lines: on(1, 0) }, /amount must be a whole number/],
  ['capture', { captureId: 's1', lines: on(1, 99.5) }, /amount must be a whole number/],
  ['capture', { captureId: 's1', lines: on(1, 1e300) }, /amount is more than 2147483647/],
  ['capture', { captureId: 's1', lines: on(1, null) }, /amount must be a whole number/],
  ['capture', { captureId: 's1', lines: [...on(1, 1), ...on(1, 1)] }, /names a lineId twice/],
  ['capture', { captureId: 's1', final: 'yes' }, /final must be true or false/],
  ['capture', { captureId: 's1', lines: on(9, 100) }, /unknown_line: line 9/],
  ['capture', { captureId: 's1', lines: on(1, 39_801) }, /398\.00 NOK \(39800\) can still/],
  ['refund', {}, /refundId must be/],
  ['refund', { refundId: 'r1' }, /lines must be a list/],
  ['refund', { refundID: 'r1', lines: on(1, 100) }, /unknown key "refundID"/],
  ['refund', { refundId: 'r1', lines: on(1, 100) }, /amount_exceeds_remainder: line 1/],
  ['refund', { refundId: 'r1', lines: on(1, 1), reason: 7 }, /reason must be a text/],
  ['cancel', { reason: 'x'.repeat(201) }, /reason must be a text/],
  ['cancel', { raeson: 'customer' }, /unknown key "raeson"/],
];

test('a request that is wrong in one value is refused by that value, and moves nothing', async () => {
  const scene = await paidOrder();
  for (const [kind, request] of wrongRequests) await scene.handle.signal(kind, request);
  const refusals = await refusalsAfter(scene, wrongRequests.length);
  expect(refusals.map(({ kind }) => kind)).toEqual(wrongRequests.map(([kind]) => kind));
  wrongRequests.forEach(([kind, request, reason], index) =>
    expect({ kind, request, reason: refusals[index]?.reason }).toMatchObject({
      reason: expect.stringMatching(reason),
    }),
  );
  expect(scene.rig.gateway.calls.filter((call) => /capture|refund|void/.test(call))).toEqual([]);
  await expectHealthy(scene.rig, scene.reference);
});

test('an unknown name is as good as not sent, a broken second argument does not count, and an id used again with other content is refused', async () => {
  const scene = await paidOrder();
  for (const name of ['captures', '__proto__', 'constructor'])
    await scene.handle.signal(name, brokenJson);
  await scene.handle.signal('capture', { captureId: 's1', lines: on(1, 100) }, brokenJson);
  await scene.handle.signal('capture', { captureId: 's1', lines: on(1, 200) });
  const [refusal] = await refusalsAfter(scene, 1);
  expect(refusal).toMatchObject({
    operationId: 's1',
    reason: expect.stringContaining('operation_id_reused: capture s1 exists with other content'),
  });
  const { amounts, refusedMessages } = await scene.rig.orders.waitFor(
    scene.reference,
    ({ operations }) => operations.some(({ status }) => status === 'recorded'),
  );
  expect({ captured: amounts.captured, refusedMessages }).toEqual({
    captured: 100,
    refusedMessages: 1,
  });
  await expectHealthy(scene.rig, scene.reference);
});

test('of a hundred bad signals and more, all are counted and only the newest are shown', async () => {
  const scene = await paidOrder();
  const flood = Array.from({ length: 150 }, (_unused, index) => ({ captureID: `typo-${index}` }));
  while (flood.length > 0)
    await Promise.all(flood.splice(0, 50).map((bad) => scene.handle.signal('capture', bad)));
  const refusals = await refusalsAfter(scene, 150);
  expect(refusals).toHaveLength(50);
  const state = await scene.rig.orders.state(scene.reference);
  expect(state.refusedMessages).toBe(150);
  expect(JSON.stringify(state).length).toBeLessThan(30_000);
  await expectHealthy(scene.rig, scene.reference);
  const events = await historyOf(scene.rig.client, scene.reference);
  expect(taskFailures(events)).toEqual([]);
  // Each signal is an event, and none of them brings further work about.
  const others = events.filter(
    (event) =>
      !event.workflowExecutionSignaledEventAttributes &&
      !event.workflowTaskScheduledEventAttributes &&
      !event.workflowTaskStartedEventAttributes &&
      !event.workflowTaskCompletedEventAttributes &&
      !event.workflowTaskFailedEventAttributes,
  );
  expect(others.length).toBeLessThan(60);
});
