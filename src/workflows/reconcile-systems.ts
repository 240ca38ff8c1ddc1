import { compareSystems } from '../domain/compare-systems';
import { isMoneyDue } from '../domain/money-queue';
import { carryOn } from './carry-on';
import type { OrderSaga } from './order-saga';
import { oweLook, readMovements } from './read-movements';
import type { Look } from './read-movements';

/** Reads both systems, takes in what moved, and holds it against what is recorded. */
export async function reconcileSystems(saga: OrderSaga): Promise<Look> {
  const { payment } = saga.state;
  if (payment.phase !== 'paid') return readMovements(saga);
  const before = saga.state;
  const result = await carryOn(
    saga,
    'readTransaction',
    (pace) =>
      saga.steps[pace]('Compare both systems').readTransaction({
        purpose: 'books',
        transactionId: payment.transaction.transactionId,
        orderId: payment.orderId,
      }),
    // Orders may be down for long, and money does not wait for it: the comparison is made up for afterwards.
    { interrupt: () => isMoneyDue(saga.state) },
  );
  if (result === 'interrupted') return oweLook(saga);
  if (!('books' in result)) return 'read';
  const at = saga.now();
  saga.apply({ type: 'transaction_read', picture: result.picture, at });
  const differences = compareSystems(saga.state, result.books, before);
  saga.apply({ type: 'systems_compared', differences, at });
  return 'read';
}
