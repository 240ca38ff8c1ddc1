import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { ServerRig } from '../support/client-rig';
import { movement, withMovements } from '../support/fake-world';
import { closeGate, openEveryGate } from '../support/gate';
import { expectWell, lengthen, longHistory, nextRun, sceneOf } from '../support/renewed-order';
import { openRenewingServer } from '../support/renewing-server';

let server: ServerRig;

beforeAll(async () => {
  server = await openRenewingServer(longHistory);
});

afterEach(openEveryGate);

afterAll(() => server.close());

test('when an order goes on as new while its page is being closed, and is found paid, the close that arrives late is seen', async () => {
  const rig = await server.working({
    paymentDeadlineMs: 1_000,
    moneyAttemptMs: 20_000,
    settleDelayMs: 200,
  });
  const { world } = rig.gateway;
  const close = closeGate();
  // The provider lets a payment go whose page is closed.
  rig.gateway.once('cancelCheckoutSession', async (run, bounds) => {
    await close.hold(() => Promise.resolve(), bounds);
    const voided = withMovements(world.transactions.get('T1')!, [movement('void')]);
    world.transactions.set('T1', voided);
    return run();
  });
  await rig.orders.start(rig.order);
  await close.reached;
  const scene = await sceneOf(rig);
  rig.pay();
  await lengthen(scene);
  await nextRun(scene);
  await rig.orders.waitFor(scene.reference, 'authorized');
  close.open();
  const { amounts } = await rig.orders.waitFor(scene.reference, 'cancelled');
  expect(amounts).toMatchObject({ released: 49_700, captured: 0 });
  await expectWell(scene);
});
