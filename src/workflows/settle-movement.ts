import type { SettleResult } from '../activities/contract';
import { findLookalike } from '../domain/lookalike';
import { looksAfterDoubt, pauseWhileUndecided } from '../domain/appointments';
import type { AttentionChoice } from '../domain/attention';
import { findOperation, transactionOf } from '../domain/order-state';
import { attemptAfterAbsence, isInVain, over, settleAnew } from '../domain/movement-step';
import type { MovementStep, SettleStep } from '../domain/movement-step';
import type { OperationName } from '../domain/payment-event';
import { lookForMovement } from './attempt-movement';
import {
  confirmMovement,
  holdFailedMovement,
  rejectMovement,
  withdrawMovement,
} from './finish-movement';
import type { OrderSaga } from './order-saga';
import { readActivityFailure } from './read-activity-failure';
import { readMovements } from './read-movements';

/** Finds out what became of a movement; only proven absence allows another attempt. */
export async function settleMovement(
  saga: OrderSaga,
  name: OperationName,
  step: SettleStep,
): Promise<MovementStep> {
  if (saga.isDecided('outcome_unknown', name.operationId)) return takeDecision(saga, name, step);
  try {
    const result = await lookForMovement(saga, name, step.notBeforeMs);
    if (result === 'interrupted') return step;
    // Absence alone settles nothing: the same matter would be cleared and raised again at every look.
    if (result.settled !== 'absent') saga.clear('outcome_unknown', name.operationId);
    if (result.settled === 'moved' || result.settled === 'failed')
      saga.decision('outcome_unknown', name.operationId);
    return await takeSettled(saga, name, result, step);
  } catch (error) {
    const { code, message } = readActivityFailure(error);
    return askForDecision(saga, name, `${code}: ${message}`, step);
  }
}

async function takeSettled(
  saga: OrderSaga,
  name: OperationName,
  result: SettleResult,
  step: SettleStep,
): Promise<MovementStep> {
  const wasHeld = findOperation(saga.state, name.kind, name.operationId)?.provisional === true;
  switch (result.settled) {
    case 'moved':
      return confirmMovement(saga, name, { ...result, echoed: true }, true);
    case 'failed':
      return wasHeld
        ? rejectMovement(saga, name, result.reason, true, result.totals)
        : holdFailedMovement(saga, name, result);
    case 'absent':
      return attemptAgain(saga, name, step);
    case 'changed':
      return takeChanged(saga, name, step);
  }
}

/**
 * Proven absent, it may be sent once more; after several times in vain a person is asked before each. Where an equal movement
 * came without a reference it may be this one, not echoed: then it is never sent again, whatever a person says.
 */
async function attemptAgain(
  saga: OrderSaga,
  name: OperationName,
  step: SettleStep,
): Promise<MovementStep> {
  const lookalike = findLookalike(saga.state, name);
  const pauseMs = pauseWhileUndecided(saga.state, name.operationId, saga.now(), saga.timing);
  if (lookalike !== undefined) {
    const why = `the provider shows an equal ${name.kind} without our reference, taken in as ${lookalike.operationId}: if it is this one, or this one shall not move any more, mark it as not moved`;
    // No further look can tell the two apart by itself: they become rare, so that they do not fill the history.
    return askForDecision(saga, name, why, step, pauseMs);
  }
  const again = attemptAfterAbsence(step);
  if (isInVain(again)) {
    const why = `it was sent ${again.absences} times, and the provider shows nothing of it`;
    await askForDecision(saga, name, why, step, pauseMs);
    const decided = takeDecision(saga, name, again);
    if (decided.next === 'over') return decided;
  } else saga.clear('outcome_unknown', name.operationId);
  saga.apply({ type: 'operation_retried', ...name });
  return again;
}

/** Somebody else moved money meanwhile: the new picture becomes the base line, once; after that a person decides. */
async function takeChanged(
  saga: OrderSaga,
  name: OperationName,
  step: SettleStep,
): Promise<MovementStep> {
  await readMovements(saga);
  const status = findOperation(saga.state, name.kind, name.operationId)?.status;
  if (status !== 'moving' && status !== 'unknown') return over;
  const anew = settleAnew(step, Date.now(), saga.timing.settleDelayMs);
  return (
    anew ??
    askForDecision(
      saga,
      name,
      'the transaction keeps changing while the movement is looked for',
      step,
    )
  );
}

async function askForDecision(
  saga: OrderSaga,
  name: OperationName,
  why: string,
  step: SettleStep,
  pauseMs = saga.timing.attentionAfterMs,
): Promise<MovementStep> {
  saga.apply({ type: 'operation_unknown', ...name });
  const message = `Nobody knows yet whether ${name.kind} ${name.operationId} moved (${why}). Look in the provider's back office, then decide.`;
  saga.raise('outcome_unknown', message, choicesFor(saga, name), name.operationId);
  await saga.until(
    () => saga.isDecided('outcome_unknown', name.operationId),
    pauseMs,
    `Pause before the next look for ${name.kind} ${name.operationId}`,
  );
  return step;
}

/** Where an equal movement was taken in already, calling this one moved as well would count the money twice. */
function choicesFor({ state }: OrderSaga, name: OperationName): readonly AttentionChoice[] {
  return findLookalike(state, name) === undefined
    ? ['retry', 'mark_moved', 'mark_not_moved']
    : ['retry', 'mark_not_moved'];
}

/** What to do next by the decision that was taken; without one, the step as it was. */
export function takeDecision(
  saga: OrderSaga,
  name: OperationName,
  step: MovementStep,
): MovementStep {
  const decision = saga.decision('outcome_unknown', name.operationId);
  const transaction = transactionOf(saga.state);
  if (decision === undefined || transaction === undefined || decision.choice === 'retry')
    return step;
  if (decision.choice !== 'mark_moved') return withdrawMovement(saga, name);
  const at = saga.now();
  const lookAgainAt = looksAfterDoubt(at, saga.timing);
  saga.apply({ type: 'operation_moved', ...name, totals: transaction, at, lookAgainAt });
  return over;
}
