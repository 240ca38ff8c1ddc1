import { hasUnseen } from '../domain/adopt-release';
import { looksAfterDoubt } from '../domain/appointments';
import { transactionOf } from '../domain/order-state';
import type { TransactionPicture } from '../domain/transaction-picture';
import { carryOn } from './carry-on';
import type { Interrupted } from './carry-on';
import type { OrderSaga } from './order-saga';

/** A look that the end of the run interrupted is owed by the run after; one that a person left out is not. */
export type Look = 'read' | 'left_out' | Interrupted;

/** Reads all movements of the transaction and brings the operations in line with them. */
export async function readMovements(saga: OrderSaga): Promise<Look> {
  const look = await readPicture(saga);
  return look === 'left_out' || look === 'interrupted' ? look : 'read';
}

/** The same, for whoever has to see what is still under way. Undefined where there is no transaction to be read. */
export async function readPicture(
  saga: OrderSaga,
): Promise<TransactionPicture | Exclude<Look, 'read'> | undefined> {
  const transactionId = transactionOf(saga.state)?.transactionId;
  if (transactionId === undefined) return undefined;
  const waiver = waivingLook();
  const result = await carryOn(
    saga,
    'readTransaction',
    (pace) =>
      saga.steps[pace]('Compare all movements with the operations').readTransaction({
        purpose: 'look',
        transactionId,
      }),
    { interrupt: waiver.isChosen, wayOut: waiver.wayOut },
  );
  if (result === 'interrupted') return waiver.isChosen() ? 'left_out' : oweLook(saga);
  if (!('picture' in result)) return undefined;
  saga.apply({ type: 'transaction_read', picture: result.picture, at: saga.now() });
  return result.picture;
}

/** For what moved and is not known here. One look may be behind: others follow then, as after an uncertain outcome. */
export async function readUnseen(saga: OrderSaga): Promise<void> {
  await readMovements(saga);
  planLooksIfUnseen(saga);
}

function planLooksIfUnseen(saga: OrderSaga): void {
  if (!hasUnseen(saga.state)) return;
  saga.apply({ type: 'looks_planned', lookAgainAt: looksAfterDoubt(saga.now(), saga.timing) });
}

/** What the provider does not know any more can never be read: a person may have this one look left out. */
export function waivingLook() {
  let chosen = false;
  const take = () => {
    chosen = true;
  };
  return { isChosen: () => chosen, wayOut: { choice: 'accept', take } as const };
}

/** Answers everybody who asked before it began, or says that it was left out; one that gave way is owed to them. */
export async function lookAsAsked(saga: OrderSaga, look: () => Promise<Look>): Promise<Look> {
  saga.looks.begun += 1;
  const number = saga.looks.begun;
  saga.lookWanted = false;
  const result = await look();
  if (result === 'interrupted') return oweLook(saga);
  if (saga.state.payment.phase === 'paid') planLooksIfUnseen(saga);
  saga.looks.last = { number, result };
  return result;
}

export function oweLook(saga: OrderSaga): Interrupted {
  saga.lookWanted = true;
  return 'interrupted';
}
