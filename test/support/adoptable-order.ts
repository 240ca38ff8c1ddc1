import type { RecordKind, RecordPicture } from '../../src/domain/payment-gateway';
import type { TransactionPicture, TransactionStatus } from '../../src/domain/transaction-picture';
import { createActivityRig } from './activity-rig';
import type { ActivityRig } from './activity-rig';
import { transactionPicture } from './fake-world';

const kinds: readonly RecordKind[] = ['authorization', 'capture', 'refund', 'cancellation'];

/** Activities over a provider that knows order `O1`, a record of each kind, and these transactions. */
export function rigWithOrder(...transactions: readonly TransactionPicture[]): ActivityRig {
  const rig = createActivityRig();
  const { world } = rig.gateway;
  world.orders.set('O1', { orderId: 'O1', status: 'open', orderReference: 'web-1' });
  for (const kind of kinds) world.records.set(kind, [recordOf(kind)]);
  for (const one of transactions) world.transactions.set(one.transactionId, one);
  return rig;
}

export const recordOf = (kind: RecordKind): RecordPicture => ({
  recordId: `R-${kind}`,
  success: true,
  lines: [],
});

export const transaction = (
  transactionId: string,
  status: TransactionStatus,
  more: Partial<TransactionPicture> = {},
): TransactionPicture => ({
  ...transactionPicture(status, 100_000),
  transactionId,
  merchantReference: 'O1',
  ...more,
});
