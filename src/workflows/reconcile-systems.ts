import type { SystemsLook } from '../activities/contract';
import { isDifferenceUntold } from '../domain/authorized-difference';
import { compareSystems } from '../domain/compare-systems';
import { dueWarning } from '../domain/appointments';
import { isAcceptance } from '../domain/attention';
import { questionOfDifferences } from '../domain/follow-systems';
import { isMoneyDue } from '../domain/money-queue';
import type { OrderState, Transaction } from '../domain/order-state';
import { carryOn } from './carry-on';
import type { OrderSaga } from './order-saga';
import { readActivityFailure } from './read-activity-failure';
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
  if ('books' in result) compareBooks(saga, result, before);
  return 'read';
}

function compareBooks(saga: OrderSaga, { picture, books }: SystemsLook, before: OrderState): void {
  const at = saga.now();
  saga.apply({ type: 'transaction_read', picture, at });
  const differences = compareSystems(saga.state, books, before);
  saga.apply({ type: 'systems_compared', differences, at });
}

/** By a person who has put right what differs, or leaves it. */
export function isComparisonAsked(saga: OrderSaga): boolean {
  return saga.isDecided('systems_differ');
}

/** A person's word on what differs, while an order is let go and no comparison is planned any more; false where there is none. */
export async function takeWordOnDifferences(saga: OrderSaga): Promise<boolean> {
  const resolution = saga.decision('systems_differ');
  if (resolution === undefined) return false;
  const { choice, matter } = resolution;
  if (choice === 'accept' && matter !== undefined) saga.apply({ type: 'matter_accepted', matter });
  if (choice === 'retry') await compareOnce(saga);
  return true;
}

/** Money does not wait for it: where either system cannot be read, what differed before is asked about as before. */
async function compareOnce(saga: OrderSaga): Promise<void> {
  const { state: before } = saga;
  const { payment } = before;
  if (payment.phase !== 'unwinding') return;
  const { orderId, transaction } = payment;
  if (orderId === undefined || transaction === undefined) return;
  try {
    const result = await saga.steps.once('Compare both systems').readTransaction({
      purpose: 'books',
      transactionId: transaction.transactionId,
      orderId,
    });
    if ('books' in result) compareBooks(saga, result, before);
  } catch (error) {
    const question = questionOfDifferences(saga.state);
    if (question === undefined) return;
    const { code } = readActivityFailure(error);
    const message = `${question} They could not be compared just now (${code}).`;
    saga.raise('systems_differ', message, ['retry', 'accept']);
  }
}

function isBusyElsewhere({ state, timing, now }: OrderSaga): boolean {
  const isDecided = state.resolutions.some(isAcceptance);
  const isWarned = dueWarning(state, timing, now()) !== undefined || isDifferenceUntold(state);
  return isMoneyDue(state) || isDecided || isWarned;
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
