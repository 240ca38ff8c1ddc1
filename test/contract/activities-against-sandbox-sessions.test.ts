import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { nextOrder, startActivitiesOnSandbox } from '../support/activities-on-sandbox';
import type { ActivitiesOnSandbox } from '../support/activities-on-sandbox';

let world: ActivitiesOnSandbox;
beforeAll(async () => {
  world = await startActivitiesOnSandbox();
});
afterAll(() => world.close());
beforeEach(() => {
  world.sandbox.engine.faults.clear();
  world.sandbox.engine.switches.reset();
});

async function openSession(livesMs = 600_000): Promise<string> {
  const order = nextOrder();
  const { sessionId } = await world.run('createCheckoutSession', {
    order,
    orderId: `O-${order.orderReference}`,
    payWithinMs: livesMs,
  });
  return sessionId;
}

const act = (sessionId: string, what: string, options: object = {}) =>
  world.sandbox.engine.actOnSession(sessionId, what, options);

const poll = (sessionId: string, held = false, deadlineInMs = 60_000) =>
  world.run('pollUntilAuthorized', {
    sessionId,
    held,
    deadlineAtMs: Date.now() + deadlineInMs,
    pollFirstMs: 20,
    pollMaxMs: 100,
  });

describe('a poll tells what became of the payment', () => {
  it.each([
    ['pay', {}, 'paid', 'AUTHORIZED'],
    ['pay', { captured: 'direct' }, 'paid', 'CAPTURED'],
    ['decline', {}, 'not_paid', 'DECLINED'],
    ['fail', {}, 'not_paid', 'FAILED'],
    ['hold', {}, 'on_hold', 'ON_HOLD'],
  ] as const)('%s %j: %s', async (what, options, verdict, status) => {
    const sessionId = await openSession();
    act(sessionId, what, options);
    await expect(poll(sessionId)).resolves.toMatchObject({ verdict, transaction: { status } });
  });

  it.each(['start', 'unknown'])('%s: not yet', async (what) => {
    const sessionId = await openSession();
    act(sessionId, what);
    await expect(poll(sessionId)).rejects.toMatchObject({ type: 'still_waiting' });
    await expect(poll(sessionId, false, -1)).rejects.toMatchObject({ type: 'payment_deadline' });
  });

  it('held and then released: paid', async () => {
    const sessionId = await openSession();
    act(sessionId, 'hold');
    await expect(poll(sessionId, true)).rejects.toMatchObject({ type: 'still_waiting' });
    act(sessionId, 'release');
    await expect(poll(sessionId, true)).resolves.toMatchObject({ verdict: 'paid' });
  });

  it('while the provider is down, it is no verdict; once it is back, the payment is seen', async () => {
    const sessionId = await openSession();
    act(sessionId, 'pay');
    world.sandbox.engine.faults.add({ endpoint: 'checkout', kind: 'down', cut: true });
    await expect(poll(sessionId)).rejects.toMatchObject({
      type: 'connection_cut',
      nextRetryDelay: 20,
    });
    world.sandbox.engine.faults.clear();
    await expect(poll(sessionId)).resolves.toMatchObject({ verdict: 'paid' });
  });
});

const close = (sessionId: string) => world.run('cancelCheckoutSession', { sessionId });

describe('closing a session', () => {
  it('that nobody used: closed for good, with one request', async () => {
    const sessionId = await openSession();
    await expect(close(sessionId)).resolves.toEqual({ closed: true });
    await expect(close(sessionId)).resolves.toEqual({ closed: true });
    expect(() => act(sessionId, 'pay')).toThrow('cancelled');
  });

  it('whose answer is lost: the repetition finds it closed', async () => {
    const sessionId = await openSession();
    world.sandbox.engine.faults.add({ endpoint: 'cancelSession', kind: 'apply-then-cut' });
    await expect(close(sessionId)).rejects.toMatchObject({ type: 'connection_cut' });
    await expect(close(sessionId)).resolves.toEqual({ closed: true });
  });

  it('that was paid in the last moment: it stays paid', async () => {
    const sessionId = await openSession();
    act(sessionId, 'pay');
    await expect(close(sessionId)).resolves.toMatchObject({
      closed: true,
      transaction: { status: 'AUTHORIZED', released: 0 },
    });
  });

  it.each(['AUTHORIZATION_VOIDED', 'FAILED'])(
    'in which a payment had only begun (then %s): closed',
    async (status) => {
      world.sandbox.engine.switches.change({ initiatedAfterCancel: status });
      const sessionId = await openSession();
      act(sessionId, 'start');
      await expect(close(sessionId)).resolves.toMatchObject({
        closed: true,
        transaction: { status },
      });
    },
  );

  it.each([400, 403, 409])(
    'whose payment is under review or captured is refused (%i), and the look says why',
    async (status) => {
      world.sandbox.engine.switches.change({ cancelRefusalStatus: status });
      const held = await openSession();
      act(held, 'hold');
      await expect(close(held)).resolves.toMatchObject({
        closed: false,
        transaction: { status: 'ON_HOLD' },
      });
      const captured = await openSession();
      act(captured, 'pay', { captured: 'direct' });
      await expect(close(captured)).resolves.toMatchObject({
        closed: true,
        transaction: { captured: 100_000 },
      });
    },
  );
});

describe('looking for late money', () => {
  const look = (sessionId: string) =>
    world.run('readTransaction', { purpose: 'session', sessionId });

  it('an open session proves nothing', async () => {
    await expect(look(await openSession())).resolves.toEqual({ closed: false });
  });

  it('a session that has just expired proves nothing yet', async () => {
    const sessionId = await openSession();
    act(sessionId, 'expire');
    await expect(look(sessionId)).resolves.toEqual({ closed: false });
  });

  it('a payment that came all the same is seen', async () => {
    const sessionId = await openSession();
    act(sessionId, 'pay');
    await expect(look(sessionId)).resolves.toMatchObject({
      closed: true,
      transaction: { status: 'AUTHORIZED', authorized: 100_000 },
    });
  });
});
