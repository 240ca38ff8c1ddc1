import { transactionOf } from '../domain/order-state';
import { carryOn } from './carry-on';
import type { OrderSaga } from './order-saga';

/** Reads all movements of the transaction and brings the operations in line with them. */
export async function readMovements(saga: OrderSaga): Promise<void> {
  const transactionId = transactionOf(saga.state)?.transactionId;
  if (transactionId === undefined) return;
  const result = await carryOn(saga, 'readTransaction', (pace) =>
    saga.steps[pace]('Compare all movements with the operations').readTransaction({
      purpose: 'look',
      transactionId,
    }),
  );
  if (result === 'interrupted' || !('picture' in result)) return;
  saga.apply({ type: 'transaction_read', picture: result.picture, at: saga.now() });
}
