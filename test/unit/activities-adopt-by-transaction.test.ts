import { describe, expect, it } from '@jest/globals';
import type { TransactionStatus } from '../../src/domain/transaction-picture';
import { rigWithOrder, transaction } from '../support/adoptable-order';

const byTransaction = { purpose: 'adopt', orderId: 'O1', transactionId: 'T1' } as const;

describe('when a transaction is named, an order', () => {
  it.each<TransactionStatus>(['FAILED', 'DECLINED', 'INITIATED', 'AUTHORIZATION_VOIDED'])(
    'is not taken over with it where it is %s and another was paid: nobody would look at that money again',
    async (status) => {
      const rig = rigWithOrder(transaction('T1', status), transaction('T2', 'AUTHORIZED'));
      await expect(rig.run('readTransaction', byTransaction)).resolves.toEqual({
        obstacle: `transaction T1 is not paid (${status}), and order O1 has T2, which is: name that instead`,
      });
    },
  );

  it.each<[TransactionStatus, TransactionStatus]>([
    ['FAILED', 'DECLINED'],
    ['AUTHORIZED', 'CAPTURED'],
  ])('is taken over with the %s one beside one that is %s', async (named, other) => {
    const rig = rigWithOrder(transaction('T1', named), transaction('T2', other));
    await expect(rig.run('readTransaction', byTransaction)).resolves.toMatchObject({
      found: { picture: { transactionId: 'T1' } },
    });
  });
});
