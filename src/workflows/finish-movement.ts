import { totalsDiffer } from '../domain/adopt-movements';
import { releasedElsewhere } from '../domain/adopt-release';
import type { RefusedRelease } from '../domain/adopt-release';
import { looksAfterDoubt } from '../domain/appointments';
import { describeRefusedRelease } from '../domain/describe-release';
import { findOperation } from '../domain/order-state';
import { over, settleAfter } from '../domain/movement-step';
import type { MovementStep } from '../domain/movement-step';
import type { OperationName } from '../domain/payment-event';
import type { TransactionTotals } from '../domain/transaction-picture';
import { clearStepAttentions } from './carry-on';
import { letGo, lookAfterRefusedRelease } from './let-go';
import type { OrderSaga } from './order-saga';
import { readUnseen } from './read-movements';

interface Moved {
  readonly eventId: string;
  readonly echoed: boolean;
  readonly totals: TransactionTotals;
}

export async function confirmMovement(
  saga: OrderSaga,
  name: OperationName,
  moved: Moved,
  uncertain: boolean,
): Promise<MovementStep> {
  const at = saga.now();
  const lookAgainAt = uncertain ? looksAfterDoubt(at, saga.timing) : [];
  saga.apply({
    type: 'operation_moved',
    ...name,
    eventId: moved.eventId,
    totals: moved.totals,
    at,
    lookAgainAt,
  });
  if (!moved.echoed) warnOfMissingEcho(saga, name);
  if (totalsDiffer(saga.state, moved.totals) || releasedElsewhere(saga.state) > 0)
    await readUnseen(saga);
  return over;
}

/** The provider may still correct a failed event, so the amount stays held until the event has been read again. */
export async function holdFailedMovement(
  saga: OrderSaga,
  name: OperationName,
  failed: { eventId: string; reason: string },
): Promise<MovementStep> {
  saga.apply({ type: 'operation_failed', ...name, eventId: failed.eventId, reason: failed.reason });
  return holdOut(saga, name);
}

/** From its beginning, also where the run before has waited for a part of it: nobody knows for how long. */
export async function holdOut(saga: OrderSaga, name: OperationName): Promise<MovementStep> {
  await saga.until(
    () => false,
    saga.timing.settleDelayMs,
    `The provider may still correct the failed ${name.kind} ${name.operationId}`,
  );
  return settleAfter(Date.now(), 0);
}

export async function rejectMovement(
  saga: OrderSaga,
  name: OperationName,
  reason: string,
  uncertain: boolean,
  totals: TransactionTotals,
): Promise<MovementStep> {
  const wasHeld = findOperation(saga.state, name.kind, name.operationId)?.provisional === true;
  saga.apply({ type: 'totals_read', totals });
  const outcome = name.kind === 'cancel' ? await lookAfterRefusedRelease(saga) : undefined;
  // The run has to end: the next one looks for the release, and is refused anew.
  if (outcome === 'interrupted') return settleAfter(Date.now(), saga.timing.settleDelayMs);
  const at = saga.now();
  const isInDoubt = uncertain || wasHeld || outcome === 'in_doubt';
  saga.apply({
    type: 'operation_rejected',
    ...name,
    // Only now, so that whoever asked for it is told what really becomes of the order.
    reason: `${reason}; ${remedyFor(saga, outcome)}`,
    at,
    lookAgainAt: isInDoubt ? looksAfterDoubt(at, saga.timing) : [],
  });
  if (outcome === 'let_go') letGo(saga);
  if (totalsDiffer(saga.state, totals) || releasedElsewhere(saga.state) > 0) await readUnseen(saga);
  return over;
}

/** A person decides that an operation shall not move any more; what may have left all the same is looked for later. */
export function withdrawMovement(saga: OrderSaga, name: OperationName): MovementStep {
  const at = saga.now();
  // Raised anew where the decision was taken while an attempt was under way.
  clearStepAttentions(saga, `${name.kind} ${name.operationId}`);
  saga.clear('outcome_unknown', name.operationId);
  saga.apply({
    type: 'operation_rejected',
    ...name,
    reason: 'an operator decided that it shall not move',
    withdrawn: true,
    at,
    lookAgainAt: looksAfterDoubt(at, saga.timing),
  });
  return over;
}

function remedyFor({ state, timing }: OrderSaga, refused: RefusedRelease | undefined): string {
  return refused === undefined
    ? 'to try again, ask with a new id'
    : describeRefusedRelease(state, timing, refused);
}

function warnOfMissingEcho(saga: OrderSaga, name: OperationName): void {
  if (saga.state.accepted.includes('reference_not_echoed')) return;
  const message = `The provider did not echo the reference of ${name.kind} ${name.operationId}: a lost answer could not be told from a lost request. Further movements wait for "accept".`;
  saga.raise('reference_not_echoed', message, ['accept'], name.operationId);
}
