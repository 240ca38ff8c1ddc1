import { describe, expect, it } from '@jest/globals';
import type { SessionPicture } from '../../src/domain/payment-gateway';
import { rigWithOrder, transaction } from '../support/adoptable-order';
import type { ActivityRig } from '../support/activity-rig';

const adopt = { purpose: 'adopt', orderId: 'O1' } as const;

describe('when a session is named, the transaction of an order', () => {
  const bySession = (rig: ActivityRig, session: Partial<SessionPicture> = {}) => {
    rig.gateway.world.sessions.set('S1', { sessionId: 'S1', ...session });
    return rig.run('readTransaction', { ...adopt, sessionId: 'S1' });
  };
  const passedOver = (ids: string) => ({
    obstacle: `session S1 shows nothing that was paid, and order O1 has ${ids}: name the transaction instead`,
  });

  it('is the one that the session shows, although the search is behind', async () => {
    const rig = rigWithOrder(transaction('T1', 'PARTIALLY_CAPTURED'));
    rig.gateway.always('findTransactions', async () => []);
    await expect(bySession(rig, { transactionId: 'T1' })).resolves.toMatchObject({
      found: { picture: { transactionId: 'T1' }, session: { transactionId: 'T1' } },
    });
  });

  it.each([
    ['is behind', []],
    ['shows it too', [transaction('T1', 'INITIATED', { sessionId: 'S1' })]],
  ])('is the undecided one that the session shows, where the search %s', async (_what, all) => {
    const rig = rigWithOrder(transaction('T1', 'INITIATED'));
    rig.gateway.always('findTransactions', async () => all);
    await expect(bySession(rig, { transactionId: 'T1' })).resolves.toMatchObject({
      found: { picture: { transactionId: 'T1', status: 'INITIATED' } },
    });
  });

  it('is not guessed where the search shows several of the session', async () => {
    const declined = ['T1', 'T2'].map((id) => transaction(id, 'DECLINED', { sessionId: 'S1' }));
    await expect(bySession(rigWithOrder(...declined))).resolves.toEqual({
      obstacle: 'order O1 has several transactions: name one of T1, T2',
    });
  });

  it('is the one that the session shows, whomever it was paid for: its own words tell that', async () => {
    const rig = rigWithOrder(transaction('T1', 'AUTHORIZED', { merchantReference: 'O2' }));
    await expect(bySession(rig, { transactionId: 'T1' })).resolves.toMatchObject({
      found: { picture: { transactionId: 'T1', merchantReference: 'O2' } },
    });
  });

  it('is the one that the search shows of the session, where the session keeps silent', async () => {
    const rig = rigWithOrder(transaction('T1', 'DECLINED', { sessionId: 'S1' }));
    await expect(bySession(rig)).resolves.toMatchObject({
      found: { picture: { transactionId: 'T1' } },
    });
  });

  it('is none while nobody has begun to pay, and what failed in another session stands in nobody’s way', async () => {
    const rig = rigWithOrder(transaction('T1', 'DECLINED', { sessionId: 'S2' }));
    const result = await bySession(rig);
    expect(result).toMatchObject({ found: { session: { sessionId: 'S1' } } });
    expect(result).not.toHaveProperty('found.picture');
    expect(rig.gateway.count('readTransaction')).toBe(0);
  });

  it.each([
    ['paid in another session', 'AUTHORIZED', { sessionId: 'S2' }, {}],
    ['captured in another session', 'CAPTURED', { sessionId: 'S2' }, {}],
    ['begun in another session', 'INITIATED', { sessionId: 'S2' }, {}],
    ['paid in a session that is not shown', 'AUTHORIZED', {}, {}],
    [
      'paid in another session than the declined one',
      'AUTHORIZED',
      { sessionId: 'S2' },
      { transactionId: 'T2' },
    ],
  ] as const)(
    'is not taken for none where one was %s: a person is told of it',
    async (_what, status, more, session) => {
      const rig = rigWithOrder(
        transaction('T1', status, more),
        transaction('T2', 'DECLINED', { sessionId: 'S1' }),
      );
      if (!('transactionId' in session)) rig.gateway.world.transactions.delete('T2');
      await expect(bySession(rig, session)).resolves.toEqual(passedOver('T1'));
    },
  );

  it('is the paid one of the session, whatever was paid in others', async () => {
    const rig = rigWithOrder(
      transaction('T1', 'AUTHORIZED', { sessionId: 'S1' }),
      transaction('T2', 'AUTHORIZED', { sessionId: 'S2' }),
    );
    await expect(bySession(rig)).resolves.toMatchObject({
      found: { picture: { transactionId: 'T1' }, session: { sessionId: 'S1' } },
    });
  });

  it('is found by the search alone where the session is gone', async () => {
    const rig = rigWithOrder(transaction('T1', 'CAPTURED', { sessionId: 'S9' }));
    const result = await rig.run('readTransaction', { ...adopt, sessionId: 'S9' });
    expect(result).toMatchObject({ found: { picture: { transactionId: 'T1' } } });
    expect(result).not.toHaveProperty('found.session');
  });

  it('is not looked for where nothing is known of the session', async () => {
    const rig = rigWithOrder();
    await expect(rig.run('readTransaction', { ...adopt, sessionId: 'S9' })).resolves.toEqual({
      obstacle: 'Checkout knows no session S9',
    });
  });

  it('is not guessed where Checkout does not know the one that the session shows', async () => {
    const rig = rigWithOrder();
    await expect(bySession(rig, { transactionId: 'T9' })).resolves.toEqual({
      obstacle: 'Checkout knows no transaction T9, which session S1 names',
    });
  });
});
