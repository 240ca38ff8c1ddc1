import { describe, expect, it } from '@jest/globals';
import type { TransactionStatus } from '../../src/domain/transaction-picture';
import { createActivityRig, startMs } from '../support/activity-rig';
import { failing, losingAnswer } from '../support/fake-gateway';
import { transactionPicture } from '../support/fake-world';

const cancelledAt = '2026-01-01T11:00:00.000Z';
const instant = (ms: number) => new Date(ms).toISOString();

function rigWith(session: object, status?: TransactionStatus) {
  const rig = createActivityRig();
  const transactionId = status === undefined ? {} : { transactionId: 'T1' };
  rig.gateway.world.sessions.set('S1', { sessionId: 'S1', ...transactionId, ...session });
  if (status !== undefined)
    rig.gateway.world.transactions.set('T1', transactionPicture(status, 100_000));
  return rig;
}

const look = { purpose: 'session', sessionId: 'S1' } as const;

describe('a session without a transaction', () => {
  it.each([
    ['is open', {}, false],
    ['was cancelled', { cancelledAt }, true],
    ['expires later', { expiresAt: instant(startMs + 1) }, false],
    [
      'expired less than a quarter of an hour ago',
      { expiresAt: instant(startMs - 900_000) },
      false,
    ],
    ['expired more than a quarter of an hour ago', { expiresAt: instant(startMs - 900_001) }, true],
  ])('that %s: closed is %#', async (_name, session, closed) => {
    await expect(rigWith(session).run('readTransaction', look)).resolves.toEqual({ closed });
  });
});

describe('a session with a transaction takes no other one, so that its status decides', () => {
  it.each([
    ['INITIATED', false],
    ['UNKNOWN', false],
    ['ON_HOLD', false],
    ['AUTHORIZED', true],
    ['CAPTURED', true],
    ['AUTHORIZATION_VOIDED', true],
    ['DECLINED', true],
    ['FAILED', true],
  ] as const)(
    '%s: closed is %p, even where it was cancelled or has expired',
    async (status, closed) => {
      const rig = rigWith({ cancelledAt, expiresAt: instant(startMs - 3_600_000) }, status);
      await expect(rig.run('readTransaction', look)).resolves.toEqual({
        closed,
        transaction: {
          transactionId: 'T1',
          product: 'payex.creditcard',
          authorizedAt: '2026-01-01T00:00:00.000Z',
          status,
          authorized: 100_000,
          captured: 0,
          refunded: 0,
          released: expect.any(Number),
        },
      });
    },
  );
});

describe('closing a session', () => {
  it('when it is open, cancels it and looks after that', async () => {
    const rig = rigWith({});
    await expect(rig.run('cancelCheckoutSession', { sessionId: 'S1' })).resolves.toEqual({
      closed: true,
    });
    expect(rig.gateway.calls).toEqual([
      'readCheckoutSession',
      'cancelCheckoutSession',
      'readCheckoutSession',
    ]);
  });

  it('when it is cancelled already, sends nothing', async () => {
    const rig = rigWith({ cancelledAt });
    await expect(rig.run('cancelCheckoutSession', { sessionId: 'S1' })).resolves.toEqual({
      closed: true,
    });
    expect(rig.gateway.count('cancelCheckoutSession')).toBe(0);
  });

  it('when the provider refuses, as it does under review, the look tells how things stand', async () => {
    const rig = rigWith({}, 'ON_HOLD');
    rig.gateway.once('cancelCheckoutSession', failing('refused', { status: 400 }));
    await expect(rig.run('cancelCheckoutSession', { sessionId: 'S1' })).resolves.toMatchObject({
      closed: false,
      transaction: { status: 'ON_HOLD' },
    });
  });

  it('when the provider refuses without a reason that the look shows, nothing is proven', async () => {
    const rig = rigWith({});
    rig.gateway.once('cancelCheckoutSession', failing('refused'));
    await expect(rig.run('cancelCheckoutSession', { sessionId: 'S1' })).resolves.toEqual({
      closed: false,
    });
  });

  it('when it is refused with any status because the payment is decided, that is an answer', async () => {
    const rig = rigWith({}, 'CAPTURED');
    rig.gateway.once('cancelCheckoutSession', failing('conflict'));
    await expect(rig.run('cancelCheckoutSession', { sessionId: 'S1' })).resolves.toMatchObject({
      closed: true,
      transaction: { status: 'CAPTURED' },
    });
  });

  it.each(['scope_missing', 'conflict'] as const)(
    'when it is refused with another status (%s), that counts where the look explains it',
    async (code) => {
      for (const status of ['ON_HOLD', 'INITIATED', 'UNKNOWN'] as const) {
        const undecided = rigWith({}, status);
        undecided.gateway.once('cancelCheckoutSession', failing(code));
        const looked = undecided.run('cancelCheckoutSession', { sessionId: 'S1' });
        await expect(looked).resolves.toMatchObject({ closed: false, transaction: { status } });
      }
      const open = rigWith({});
      open.gateway.once('cancelCheckoutSession', failing(code));
      await expect(open.run('cancelCheckoutSession', { sessionId: 'S1' })).rejects.toMatchObject({
        type: code,
      });
    },
  );

  it('when the customer pays while it is being closed, the payment is seen', async () => {
    const rig = rigWith({});
    rig.gateway.once('cancelCheckoutSession', (run, bounds) => {
      rig.gateway.world.sessions.set('S1', { sessionId: 'S1', transactionId: 'T1' });
      rig.gateway.world.transactions.set('T1', transactionPicture('AUTHORIZED', 100_000));
      return failing('refused')(run, bounds);
    });
    await expect(rig.run('cancelCheckoutSession', { sessionId: 'S1' })).resolves.toMatchObject({
      transaction: { status: 'AUTHORIZED', authorized: 100_000 },
    });
  });

  it('when the answer is lost, the failure is told, and the repetition sends nothing more', async () => {
    const rig = rigWith({});
    rig.gateway.once('cancelCheckoutSession', losingAnswer('connection_cut'));
    await expect(rig.run('cancelCheckoutSession', { sessionId: 'S1' })).rejects.toMatchObject({
      type: 'connection_cut',
    });
    await rig.run('cancelCheckoutSession', { sessionId: 'S1' });
    expect(rig.gateway.count('cancelCheckoutSession')).toBe(1);
  });
});

describe('cancelling an order in Orders', () => {
  const input = { orderId: 'O1', reason: 'customer' };
  const withOrder = (status: 'open' | 'cancelled') => {
    const rig = createActivityRig();
    rig.gateway.world.orders.set('O1', { orderId: 'O1', status });
    return rig;
  };

  it('when it is open, cancels it with the reason', async () => {
    const rig = withOrder('open');
    await rig.run('cancelOrder', input);
    expect(rig.gateway.calls).toEqual(['readOrder', 'cancelOrder']);
    expect(rig.gateway.asked.at(-1)).toEqual(['O1', 'customer']);
  });

  it('when it is cancelled already, sends nothing', async () => {
    const rig = withOrder('cancelled');
    await rig.run('cancelOrder', input);
    expect(rig.gateway.calls).toEqual(['readOrder']);
  });

  it('when too little time is left, sends nothing', async () => {
    const rig = withOrder('open');
    rig.clock.advance(59_000);
    await expect(rig.run('cancelOrder', input)).rejects.toMatchObject({ type: 'not_sent' });
    expect(rig.gateway.count('cancelOrder')).toBe(0);
  });
});
