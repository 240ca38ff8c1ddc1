import type { Appointment } from '../domain/appointments';
import { authorizationExpiresAt, isReserveSettled } from '../domain/appointments';
import { nextDueRecord } from '../domain/due-record';
import { isFinished } from '../domain/operation';
import type { OrderSaga } from './order-saga';
import { lookAsAsked } from './read-movements';
import { reconcileSystems } from './reconcile-systems';

/** What a paid order does at its time, even if nobody asks. */
export async function keepAppointment(saga: OrderSaga, appointment: Appointment): Promise<void> {
  const expiresAt = authorizationExpiresAt(saga.state, saga.timing) ?? '';
  switch (appointment.what) {
    case 'look_again':
      saga.apply({ type: 'looked_again', at: saga.now() });
      await reconcileSystems(saga);
      return undefined;
    case 'warn_of_expiry':
      saga.apply({ type: 'matter_accepted', matter: appointment.what });
      return saga.raise(
        'authorization_expiring',
        `The authorization lapses at ${expiresAt}: capture what ships, or cancel the rest.`,
        ['accept', 'cancel'],
      );
    case 'warn_of_lapse':
      saga.apply({ type: 'matter_accepted', matter: appointment.what });
      saga.clear('authorization_expiring');
      return saga.raise(
        'authorization_lapsed',
        `The authorization lapsed at ${expiresAt}: a capture may fail; cancel what is left, or try.`,
        ['accept', 'cancel'],
      );
    case 'complete':
      return complete(saga);
  }
}

/** One last look: what the back office did since the last one is taken in, and then there is something left to do. */
async function complete(saga: OrderSaga): Promise<void> {
  const before = saga.state.operations.length;
  const look = await lookAsAsked(saga, () => reconcileSystems(saga));
  // A look that gave way did so for something that is to be done yet, such as a person's decision.
  saga.over =
    look !== 'interrupted' &&
    saga.state.operations.length === before &&
    saga.state.operations.every(isFinished) &&
    saga.state.attentions.length === 0 &&
    // While a record was still written, a refund could be accepted that nobody would carry out any more.
    nextDueRecord(saga.state) === undefined &&
    isReserveSettled(saga.state) &&
    !saga.lookWanted &&
    !saga.mustLeave();
}
