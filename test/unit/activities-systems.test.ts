import { describe, expect, it } from '@jest/globals';
import { recordOf, rigWithOrder, transaction } from '../support/adoptable-order';
import { createActivityRig } from '../support/activity-rig';
import type { ActivityRig } from '../support/activity-rig';
import { failing } from '../support/fake-gateway';

const adopt = { purpose: 'adopt', orderId: 'O1' } as const;

const books = {
  orderStatus: 'open',
  records: {
    authorization: [recordOf('authorization')],
    capture: [recordOf('capture')],
    refund: [recordOf('refund')],
    cancellation: [recordOf('cancellation')],
  },
};

it('a look at both systems tells the transaction, the order and all four lists of records', async () => {
  const captured = transaction('T1', 'CAPTURED');
  const rig = rigWithOrder(captured);
  const look = { purpose: 'books', transactionId: 'T1', orderId: 'O1' } as const;
  await expect(rig.run('readTransaction', look)).resolves.toEqual({ picture: captured, books });
});

describe('an order that is to be adopted', () => {
  it('when Orders does not know it, has an obstacle by name', async () => {
    const rig = createActivityRig();
    await expect(rig.run('readTransaction', adopt)).resolves.toEqual({
      obstacle: 'Orders knows no order O1',
    });
  });

  it('when Orders cannot be read, has no obstacle: the look failed and is repeated', async () => {
    const rig = rigWithOrder();
    rig.gateway.once('readOrder', failing('provider_error'));
    await expect(rig.run('readTransaction', adopt)).rejects.toMatchObject({
      type: 'provider_error',
      nonRetryable: false,
    });
  });

  it('when it has neither a transaction nor a session, is found with its books alone', async () => {
    const rig = rigWithOrder();
    await expect(rig.run('readTransaction', adopt)).resolves.toEqual({
      found: { stored: { orderId: 'O1', status: 'open', orderReference: 'web-1' }, books },
    });
    expect(rig.gateway.count('readCheckoutSession')).toBe(0);
  });

  it('when its one transaction names a session, that is looked up, and it takes the currency from the transaction', async () => {
    const paid = transaction('T1', 'AUTHORIZED', { sessionId: 'S1' });
    const rig = rigWithOrder(paid);
    rig.gateway.world.sessions.set('S1', { sessionId: 'S1', transactionId: 'T1' });
    await expect(rig.run('readTransaction', adopt)).resolves.toEqual({
      found: {
        stored: { orderId: 'O1', status: 'open', orderReference: 'web-1', currency: 'NOK' },
        books,
        picture: paid,
        session: { sessionId: 'S1', transactionId: 'T1' },
      },
    });
  });

  it('when Orders names a currency, that is kept, and a session that is gone is no obstacle', async () => {
    const rig = rigWithOrder(transaction('T1', 'AUTHORIZED', { sessionId: 'S1' }));
    rig.gateway.world.orders.set('O1', { orderId: 'O1', status: 'open', currency: 'SEK' });
    const { found } = (await rig.run('readTransaction', adopt)) as { found: object };
    expect(found).toMatchObject({ stored: { currency: 'SEK' } });
    expect(found).not.toHaveProperty('session');
  });
});

describe('which transaction is the one of an order', () => {
  const pictureFor = async (rig: ActivityRig, more: object = {}) => {
    const result = await rig.run('readTransaction', { ...adopt, ...more });
    return 'found' in result ? result.found.picture?.transactionId : result;
  };

  it('when several were begun and one is paid, is the paid one', async () => {
    const rig = rigWithOrder(
      transaction('T1', 'DECLINED'),
      transaction('T2', 'AUTHORIZED'),
      transaction('T3', 'FAILED'),
    );
    expect(await pictureFor(rig)).toBe('T2');
  });

  it('when none is paid, is the only one there is', async () => {
    expect(await pictureFor(rigWithOrder(transaction('T1', 'DECLINED')))).toBe('T1');
  });

  it.each(['AUTHORIZED', 'DECLINED'] as const)(
    'when several are %s, is never guessed: a person has to name it, and is told the first five',
    async (status) => {
      const all = ['T1', 'T2', 'T3', 'T4', 'T5', 'T6'].map((id) => transaction(id, status));
      expect(await pictureFor(rigWithOrder(...all))).toEqual({
        obstacle: 'order O1 has several transactions: name one of T1, T2, T3, T4, T5',
      });
    },
  );

  it('when one is paid and another is held for review, is never guessed: that one may become money of the order yet', async () => {
    const rig = rigWithOrder(
      transaction('T1', 'DECLINED'),
      transaction('T2', 'AUTHORIZED'),
      transaction('T3', 'ON_HOLD'),
    );
    expect(await pictureFor(rig)).toEqual({
      obstacle: 'order O1 has several transactions: name one of T2, T3',
    });
  });

  it('when it is named and was paid, is that one, whatever others there are', async () => {
    const rig = rigWithOrder(
      transaction('T1', 'AUTHORIZED'),
      transaction('T2', 'AUTHORIZED', { sessionId: 'S2' }),
    );
    expect(await pictureFor(rig, { transactionId: 'T2' })).toBe('T2');
  });

  it('when the named one is not known, is none: no other takes its place', async () => {
    const rig = rigWithOrder(transaction('T1', 'AUTHORIZED'));
    expect(await pictureFor(rig, { transactionId: 'T9' })).toEqual({
      obstacle: 'Checkout knows no transaction T9',
    });
  });

  it('when a session is named, is the one of that session', async () => {
    const rig = rigWithOrder(
      transaction('T1', 'AUTHORIZED', { sessionId: 'S1' }),
      transaction('T2', 'AUTHORIZED', { sessionId: 'S2' }),
    );
    rig.gateway.world.sessions.set('S2', { sessionId: 'S2' });
    const result = await rig.run('readTransaction', { ...adopt, sessionId: 'S2' });
    expect(result).toMatchObject({
      found: { picture: { transactionId: 'T2' }, session: { sessionId: 'S2' } },
    });
  });

  it.each([
    ['shows another session', { sessionId: 'S1' }, {}],
    ['is not the one that the session shows', {}, { transactionId: 'T2' }],
  ])(
    'when it is named with a session and %s, is left to a person: one of the two names is wrong',
    async (_what, ofTransaction, ofSession) => {
      const rig = rigWithOrder(transaction('T1', 'AUTHORIZED', ofTransaction));
      rig.gateway.world.sessions.set('S2', { sessionId: 'S2', ...ofSession });
      expect(await pictureFor(rig, { transactionId: 'T1', sessionId: 'S2' })).toEqual({
        obstacle:
          'transaction T1 is not the one of session S2: name only the one that the order was paid by',
      });
    },
  );

  it('when it is named with a session that is gone, is that one all the same', async () => {
    const rig = rigWithOrder(transaction('T1', 'AUTHORIZED'));
    expect(await pictureFor(rig, { transactionId: 'T1', sessionId: 'S1' })).toBe('T1');
  });

  it.each([
    ['neither shows the other', {}, {}],
    ['the session shows it', {}, { transactionId: 'T1' }],
    ['it shows the session', { sessionId: 'S1' }, {}],
  ])(
    'when it is named with a session and %s, is that one, with that session',
    async (_what, ofTransaction, ofSession) => {
      const rig = rigWithOrder(transaction('T1', 'AUTHORIZED', ofTransaction));
      rig.gateway.world.sessions.set('S1', { sessionId: 'S1', ...ofSession });
      const named = { ...adopt, transactionId: 'T1', sessionId: 'S1' };
      await expect(rig.run('readTransaction', named)).resolves.toMatchObject({
        found: { picture: { transactionId: 'T1' }, session: { sessionId: 'S1' } },
      });
    },
  );
});
