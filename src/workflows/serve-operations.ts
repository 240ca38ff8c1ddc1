import { isLetGo, isReleaseRefused, releasedElsewhere } from '../domain/adopt-release';
import {
  describeAppointment,
  dueWarning,
  nextAppointment,
  sameAppointment,
} from '../domain/appointments';
import type { Appointment } from '../domain/appointments';
import { isAcceptance } from '../domain/attention';
import { findAuthorizedDifference, isDifferenceUntold } from '../domain/authorized-difference';
import { isMoneyDue, judgeTurn, nextMoneyOperation } from '../domain/money-queue';
import type { Operation } from '../domain/operation';
import { prepareOperation } from '../domain/judge-operation';
import { findOperation } from '../domain/order-state';
import { surplusRefund, unrefundedSurplus } from '../domain/surplus-refund';
import { keepAppointment } from './keep-appointment';
import { letGo } from './let-go';
import { moveMoney } from './move-money';
import type { OrderSaga } from './order-saga';
import { lookAsAsked, readMovements } from './read-movements';
import { reconcileSystems } from './reconcile-systems';
import { askFor } from './take-messages';

/** The paid order: one money operation at a time, in the order in which they were asked for, until the refund window is over. */
export async function serveOperations(saga: OrderSaga): Promise<void> {
  while (saga.state.payment.phase === 'paid' && !saga.over && !saga.mustLeave()) {
    if (isLetGo(saga.state)) return endWithoutDelivery(saga);
    takeAcceptances(saga);
    warnOfDifference(saga);
    const operation = nextMoneyOperation(saga.state);
    if (operation !== undefined && judgeTurn(saga.state) === 'go') await serve(saga, operation);
    else await lookOrWait(saga);
  }
}

/** A look may take as long as Orders is away, and a warning does not wait for it. */
async function lookOrWait(saga: OrderSaga): Promise<void> {
  const warning = dueWarning(saga.state, saga.timing, saga.now());
  if (warning !== undefined) return keepAppointment(saga, warning);
  if (saga.lookWanted) return void (await lookAsAsked(saga, () => reconcileSystems(saga)));
  return idle(saga, nextAppointment(saga.state, saga.timing));
}

/** Nothing was captured and nothing is left to be. What the back office let go is taken in, so that it is recorded. */
async function endWithoutDelivery(saga: OrderSaga): Promise<void> {
  const isUnread = releasedElsewhere(saga.state) > 0;
  if (isUnread && (await readMovements(saga)) === 'interrupted') return;
  letGo(saga);
}

async function serve(saga: OrderSaga, operation: Operation): Promise<void> {
  // An operation that has begun already comes from the run before: it may have left, so it is looked for first.
  if (operation.status === 'queued') await begin(saga, operation);
  else await moveMoney(saga, operation, true);
}

async function begin(saga: OrderSaga, operation: Operation): Promise<void> {
  const name = { kind: operation.kind, operationId: operation.operationId };
  if (isRefused(saga, operation)) {
    // What stands in its way, or that it has moved already, may have happened where this run did not see it.
    if ((await readMovements(saga)) === 'interrupted') return;
    if (findOperation(saga.state, name.kind, name.operationId)?.status !== 'queued') return;
  }
  const prepared = prepareOperation(saga.state, operation);
  if ('refused' in prepared) {
    saga.apply({
      type: 'operation_rejected',
      ...name,
      reason: prepared.refused,
      at: saga.now(),
      lookAgainAt: [],
    });
    if (isReleaseRefused(saga.state, name)) letGo(saga);
    return;
  }
  const { amount, lines } = prepared.ready;
  saga.apply({ type: 'operation_started', ...name, amount, lines });
  await moveMoney(saga, operation, false);
}

function isRefused({ state }: OrderSaga, operation: Operation): boolean {
  return 'refused' in prepareOperation(state, operation);
}

/** A timer that is armed anew costs two events, so that a change which leaves nothing to do does not end the wait. */
async function idle(saga: OrderSaga, appointment: Appointment | undefined): Promise<void> {
  const woken = await saga.until(
    () => hasTurn(saga) || !sameAppointment(nextAppointment(saga.state, saga.timing), appointment),
    appointment?.at,
    appointment && describeAppointment(appointment.what),
  );
  if (!woken && appointment !== undefined && !saga.mustLeave())
    await keepAppointment(saga, appointment);
}

function hasTurn({ state, lookWanted }: OrderSaga): boolean {
  return (
    lookWanted ||
    state.payment.phase !== 'paid' ||
    isMoneyDue(state) ||
    state.resolutions.some(isAcceptance) ||
    isDifferenceUntold(state)
  );
}

function warnOfDifference(saga: OrderSaga): void {
  const difference = findAuthorizedDifference(saga.state);
  if (difference !== undefined) saga.raise('authorized_differs', difference, ['accept', 'cancel']);
}

/** An operator's "accept" is kept, so that the matter is not raised again. */
function takeAcceptances(saga: OrderSaga): void {
  for (const resolution of saga.state.resolutions.filter(isAcceptance)) {
    saga.apply({ type: 'resolution_taken', resolution });
    const matter = resolution.matter ?? resolution.code ?? '';
    if (resolution.choice === 'retry') saga.lookWanted = true;
    if (resolution.choice === 'accept') saga.apply({ type: 'matter_accepted', matter });
    if (resolution.choice === 'cancel')
      askFor(saga, { kind: 'cancel', note: `decided on ${matter}` });
    if (resolution.choice === 'refund_surplus')
      requestSurplusRefund(saga, resolution.operationId ?? '');
  }
}

function requestSurplusRefund(saga: OrderSaga, operationId: string): void {
  const surplus = findOperation(saga.state, 'capture', operationId);
  if (surplus === undefined) return;
  const refused = askFor(saga, surplusRefund(saga.state, surplus));
  if (refused === undefined) return;
  const again = unrefundedSurplus(operationId, refused.reason, saga.now());
  saga.apply({ type: 'attention_raised', attention: again });
}
