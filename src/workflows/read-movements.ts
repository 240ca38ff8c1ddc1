import { transactionOf } from '../domain/order-state';
import { carryOn } from './carry-on';
import type { Interrupted } from './carry-on';
import type { OrderSaga } from './order-saga';

/** A look that the end of the run interrupted is owed by the run after. */
export type Look = 'read' | Interrupted;

/** Reads all movements of the transaction and brings the operations in line with them. */
export async function readMovements(saga: OrderSaga): Promise<Look> {
  const transactionId = transactionOf(saga.state)?.transactionId;
  if (transactionId === undefined) return 'read';
  const result = await carryOn(saga, 'readTransaction', (pace) =>
    saga.steps[pace]('Compare all movements with the operations').readTransaction({
      purpose: 'look',
      transactionId,
    }),
  );
  if (result === 'interrupted') return oweLook(saga);
  if ('picture' in result)
    saga.apply({ type: 'transaction_read', picture: result.picture, at: saga.now() });
  return 'read';
}

export function oweLook(saga: OrderSaga): Interrupted {
  saga.lookWanted = true;
  return 'interrupted';
}
