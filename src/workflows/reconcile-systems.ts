import { compareSystems } from '../domain/compare-systems';
import { dueWarning } from '../domain/appointments';
import { isAcceptance } from '../domain/attention';
import { isMoneyDue } from '../domain/money-queue';
import type { Transaction } from '../domain/order-state';
import { carryOn } from './carry-on';
import type { OrderSaga } from './order-saga';
import { oweLook, readMovements, waivingLook } from './read-movements';
import type { Look } from './read-movements';

/** Reads both systems, takes in what moved, and holds it against what is recorded. */
export async function reconcileSystems(saga: OrderSaga): Promise<Look> {
  const { payment } = saga.state;
  if (payment.phase !== 'paid') return readMovements(saga);
  const before = saga.state;
  const waiver = waivingLook();
  const result = await carryOn(
    saga,
    'readTransaction',
    (pace) =>
      saga.steps[pace]('Compare both systems').readTransaction({
        purpose: 'books',
        transactionId: payment.transaction.transactionId,
        orderId: payment.orderId,
      }),
    // Orders may be down for long, and the money does not wait for it: the comparison is made up for afterwards.
    {
      interrupt: () => isBusyElsewhere(saga) || waiver.isChosen(),
      wayOut: waiver.wayOut,
      meanwhile: () => takeInMovements(saga, payment.transaction),
    },
  );
  if (result === 'interrupted') return waiver.isChosen() ? 'left_out' : oweLook(saga);
  if (!('books' in result)) return 'read';
  const at = saga.now();
  saga.apply({ type: 'transaction_read', picture: result.picture, at });
  const differences = compareSystems(saga.state, result.books, before);
  saga.apply({ type: 'systems_compared', differences, at });
  return 'read';
}

function isBusyElsewhere({ state, timing, now }: OrderSaga): boolean {
  const isDecided = state.resolutions.some(isAcceptance);
  return isMoneyDue(state) || isDecided || dueWarning(state, timing, now()) !== undefined;
}

/** Checkout may answer while Orders does not: what moved is known then, whatever is recorded. */
async function takeInMovements(saga: OrderSaga, { transactionId }: Transaction): Promise<void> {
  try {
    const result = await saga.steps
      .once('Read all movements, without Orders')
      .readTransaction({ purpose: 'look', transactionId });
    if ('picture' in result)
      saga.apply({ type: 'transaction_read', picture: result.picture, at: saga.now() });
  } catch {
    // The comparison is tried again, and says what stands in its way.
  }
}
