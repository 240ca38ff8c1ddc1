import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { toMinorUnits } from '../../src/domain/money';
import type { OperationView } from '../../src/domain/order-view';
import type { Timing } from '../../src/domain/timing';
import type { ClientRig, ServerRig } from '../support/client-rig';
import { failing, losingAnswer } from '../support/fake-gateway';
import type { Behaviour } from '../support/fake-gateway';
import { failureError, movement, withMovements } from '../support/fake-world';
import { closeGate, openEveryGate } from '../support/gate';
import { startPaid } from '../support/order-health';
import {
  attributesOf,
  expectWell,
  isSettling,
  lengthen,
  longHistory,
  nextRun,
  sceneOf,
} from '../support/renewed-order';
import type { Scene } from '../support/renewed-order';
import { openRenewingServer } from '../support/renewing-server';

let server: ServerRig;

beforeAll(async () => {
  server = await openRenewingServer(longHistory);
});

afterEach(openEveryGate);

afterAll(() => server.close());

async function paidOrder(more: Partial<Timing> = {}): Promise<Scene> {
  const rig = await server.working({ moneyAttemptMs: 20_000, ...more });
  await startPaid(rig);
  return sceneOf(rig);
}

const parcel = (name: string, amount = 100) => ({
  captureId: name,
  lines: [{ lineId: 1, amount: toMinorUnits(amount) }],
});

test('when an order goes on as new, all that it knows goes with it, and what was handled is not done again', async () => {
  const scene = await paidOrder();
  const { rig, reference, handle } = scene;
  const first = await rig.orders.capture(reference, parcel('s1', 10_000));
  expect(first).toMatchObject({ status: 'recorded' });
  const before = await handle.describe();
  await lengthen(scene);
  await nextRun(scene);
  const after = await handle.describe();
  expect(after.status.name).toBe('RUNNING');
  expect(after.memo).toEqual(before.memo);
  expect(attributesOf(after)).toEqual(attributesOf(before));
  expect(Object.keys(attributesOf(after))).toHaveLength(10);
  expect(await rig.orders.state(reference)).toMatchObject({
    amounts: { captured: 10_000 },
    refusedMessages: longHistory,
  });
  expect(await rig.orders.capture(reference, parcel('s1', 10_000))).toEqual(first);
  await expect(rig.orders.capture(reference, parcel('s1', 1))).rejects.toMatchObject({
    type: 'operation_id_reused',
  });
  expect(await rig.orders.start(rig.order)).toMatchObject({
    alreadyRunning: true,
    status: 'partially_captured',
  });
  await expect(rig.orders.start({ ...rig.order, currency: 'SEK' })).rejects.toMatchObject({
    code: 'order_reference_taken',
  });
  expect(rig.gateway.count('captureTransaction')).toBe(1);
  expect(rig.gateway.count('createDraftOrder')).toBe(1);
  await expectWell(scene);
});

test('when an order goes on as new under waiting callers and queued operations, it answers them first, and each gets its end from the run after', async () => {
  const scene = await paidOrder();
  const { rig, reference, handle } = scene;
  const gate = closeGate();
  rig.gateway.once('captureTransaction', gate.hold);
  const names = ['s1', 's2', 's3', 's4', 's5'];
  const update = (name: string): Promise<OperationView> =>
    rig.client.withDeadline(Date.now() + 45_000, () =>
      handle.executeUpdate('capture', { args: [parcel(name)], updateId: `by-hand/${name}` }),
    );
  const raw = names.map(update);
  await gate.reached;
  await rig.orders.waitFor(reference, ({ operations }) => operations.length === names.length);
  const typed = names.map((name) => rig.orders.capture(reference, parcel(name)));
  await lengthen(scene);
  gate.open();
  // The one that was under way was heard; the others are told how far they are.
  const told = (await Promise.all(raw)).map(({ status }) => status);
  expect(told.filter((status) => status === 'queued')).toHaveLength(names.length - 1);
  expect(told.find((status) => status !== 'queued')).toMatch(/^(moving|moved|recorded)$/);
  await nextRun(scene);
  expect((await Promise.all(typed)).map(({ operationId }) => operationId)).toEqual(names);
  expect((await Promise.all(names.map(update))).map(({ status }) => status)).toEqual(
    names.map(() => 'recorded'),
  );
  expect(rig.gateway.count('captureTransaction')).toBe(names.length);
  expect(rig.gateway.world.records.get('capture')).toHaveLength(names.length);
  await expectWell(scene);
});

test('when an order goes on as new while nobody knows whether a capture moved, the run after looks before it sends, and finds it', async () => {
  const scene = await paidOrder();
  const { rig, reference } = scene;
  const look = closeGate();
  rig.gateway.once('captureTransaction', async (run, bounds) => {
    rig.gateway.always('readTransaction', look.hold);
    return losingAnswer('connection_cut')(run, bounds);
  });
  const asked = rig.orders.capture(reference, parcel('s1', 10_000));
  await look.reached;
  expect((await rig.orders.state(reference)).operations[0]?.status).toBe('unknown');
  await lengthen(scene);
  await nextRun(scene);
  expect((await rig.orders.state(reference)).operations[0]?.status).toBe('unknown');
  look.open();
  expect((await asked).status).toMatch(/unknown|recorded/);
  const { operations } = await rig.orders.waitFor(
    reference,
    (state) => state.operations[0]?.status === 'recorded',
  );
  expect(operations[0]).toMatchObject({ operationId: 's1', amount: 10_000 });
  expect(rig.gateway.count('captureTransaction')).toBe(1);
  await expectWell(scene);
});

test('when an order goes on as new while a record that was sent may still arrive, the run after waits for it, and there is one', async () => {
  const scene = await paidOrder({ settleDelayMs: 2_000 });
  const { rig, reference, handle } = scene;
  let arrive: (() => Promise<unknown>) | undefined;
  rig.gateway.once('addRecord', (run, bounds) => {
    arrive = run;
    return failing('connection_cut')(run, bounds);
  });
  await handle.signal('capture', parcel('s1'));
  while (!(await isSettling(scene))) await new Promise((resolve) => setTimeout(resolve, 50));
  await lengthen(scene);
  await nextRun(scene);
  await arrive?.();
  await rig.orders.waitFor(reference, (state) => state.operations[0]?.status === 'recorded');
  expect(rig.gateway.world.records.get('capture')).toHaveLength(1);
  await expectWell(scene);
});

test('when an order goes on as new under its look at money that was captured at once, the run after looks, and Orders is told', async () => {
  const rig = await server.working({ moneyAttemptMs: 20_000 });
  const { orderReference: reference, workflowId, runId } = await rig.orders.start(rig.order);
  const handle = rig.client.workflow.getHandle(workflowId);
  const look = closeGate();
  rig.gateway.once('readOrder', look.hold);
  rig.pay();
  const { world } = rig.gateway;
  const captured = movement('capture', { amount: toMinorUnits(49_700) });
  world.transactions.set('T1', withMovements(world.transactions.get('T1')!, [captured]));
  await look.reached;
  const scene: Scene = { rig, reference, handle, firstRunId: runId };
  await lengthen(scene);
  await nextRun(scene);
  look.open();
  const { operations } = await rig.orders.waitFor(
    reference,
    (state) => state.operations[0]?.status === 'recorded',
  );
  expect(operations[0]).toMatchObject({ kind: 'capture', amount: 49_700 });
  expect(world.records.get('capture')).toHaveLength(1);
  await expectWell(scene);
});

test('when an order goes on as new before it is paid, the page stays the same and the payment is found', async () => {
  const rig = await server.working();
  const { orderReference, checkoutUrl, workflowId, runId } = await rig.orders.start(rig.order);
  const handle = rig.client.workflow.getHandle(workflowId);
  const scene: Scene = { rig, reference: orderReference, handle, firstRunId: runId };
  await lengthen(scene);
  await nextRun(scene);
  expect(await rig.orders.checkoutUrl(orderReference)).toBe(checkoutUrl);
  rig.pay();
  await rig.orders.waitFor(orderReference, 'authorized');
  expect(rig.gateway.count('createCheckoutSession')).toBe(1);
  await expectWell(scene);
});

test('when an order goes on as new while it is being prepared, the callers of its page get it from the run after', async () => {
  const rig = await server.working({ attentionAfterMs: 60_000, moneyAttemptMs: 20_000 });
  const gate = closeGate();
  rig.gateway.once('createCheckoutSession', gate.hold);
  const started = rig.orders.start(rig.order);
  await gate.reached;
  const scene = await sceneOf(rig);
  await lengthen(scene);
  await nextRun(scene);
  expect(await started).toMatchObject({
    status: 'awaiting_payment',
    checkoutUrl: expect.stringContaining('https://'),
  });
  expect(rig.gateway.count('completeDraftOrder')).toBe(1);
  await expectWell(scene);
});

/** Carried out, and neither its answer nor the order that it made is shown. */
const completedUnseen =
  ({ gateway: { world } }: ClientRig): Behaviour =>
  () => {
    world.drafts.set('D1', { draftId: 'D1', status: 'completed' });
    return Promise.reject(failureError('connection_cut'));
  };

test.each([
  ['Orders refused to complete its draft', 'step_refused', () => failing('refused')],
  ['its order in Orders is not found', 'provider_unreachable', completedUnseen],
] as const)(
  'when an order that a person gave up because %s goes on as new, the run after completes nothing and asks nobody again',
  async (_, code, behaviour) => {
    const rig = await server.working({ attentionAfterMs: 400 });
    const reference = rig.order.orderReference;
    rig.gateway.always('completeDraftOrder', behaviour(rig));
    await rig.orders.start(rig.order);
    await rig.orders.waitFor(reference, ({ needsAttention }) => needsAttention?.code === code);
    const look = closeGate();
    rig.gateway.always('readDraftOrder', look.hold);
    await rig.orders.resolve(reference, { choice: 'cancel' });
    await look.reached;
    const scene = await sceneOf(rig);
    await lengthen(scene);
    await nextRun(scene);
    look.open();
    const { needsAttention } = await rig.orders.waitFor(reference, 'cancelled');
    expect(needsAttention).toBeNull();
    expect(rig.gateway.count('completeDraftOrder')).toBe(1);
    await expectWell(scene);
  },
);
