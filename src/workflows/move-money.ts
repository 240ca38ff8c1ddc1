import type { MoveResult } from '../activities/contract';
import type { Operation } from '../domain/operation';
import {
  attemptLater,
  attemptNow,
  hasWaitedLong,
  lastSendMs,
  settleAfter,
} from '../domain/movement-step';
import type { AttemptStep, MovementStep } from '../domain/movement-step';
import type { OperationName } from '../domain/payment-event';
import { isRetryable, mayHaveTakenEffect } from '../domain/payment-failure';
import type { PaymentFailure } from '../domain/payment-failure';
import { attemptMovement } from './attempt-movement';
import { clearStepAttentions, isTaken, raiseStepAttention, retryWanted } from './carry-on';
import {
  confirmMovement,
  holdFailedMovement,
  holdOut,
  rejectMovement,
  withdrawMovement,
} from './finish-movement';
import type { OrderSaga } from './order-saga';
import { readActivityFailure } from './read-activity-failure';
import { settleMovement, takeDecision } from './settle-movement';

/**
 * Moves the money of one operation, exactly once: attempt, and after anything but a clear answer look before trying again.
 * Ends early, with the operation `moving` or `unknown`, only when the run has to end; the next run begins with a look.
 */
export async function moveMoney(
  saga: OrderSaga,
  operation: Operation,
  mayHaveLeft: boolean,
): Promise<void> {
  const name = { kind: operation.kind, operationId: operation.operationId };
  await keepQuiet(saga);
  let step: MovementStep = mayHaveLeft ? await resume(saga, operation) : attemptNow(false);
  while (step.next !== 'over' && !saga.mustLeave()) {
    step =
      step.next === 'attempt'
        ? await attemptUnlessDecided(saga, name, step)
        : await settleMovement(saga, name, step);
  }
}

/** A person may decide while an attempt is under way that then turns out not to have left: no other follows against the decision. */
async function attemptUnlessDecided(
  saga: OrderSaga,
  name: OperationName,
  step: AttemptStep,
): Promise<MovementStep> {
  if (isTaken(saga, `${name.kind} ${name.operationId}`, 'mark_not_moved'))
    return withdrawMovement(saga, name);
  if (!saga.isDecided('outcome_unknown', name.operationId)) return attempt(saga, name, step);
  return takeDecision(saga, name, step);
}

/** What the run before left behind is looked for first; a failure that may still be corrected is held once more. */
async function resume(
  saga: OrderSaga,
  { kind, operationId, provisional }: Operation,
): Promise<MovementStep> {
  if (provisional === true) return holdOut(saga, { kind, operationId });
  // It may have been sent since: what the run before said of attempts that were not is not true of it any more.
  clearStepAttentions(saga, `${kind} ${operationId}`);
  return settleAfter(Date.now(), saga.timing.settleDelayMs);
}

/** After an adoption: an attempt of the run before may still be sending. */
async function keepQuiet(saga: OrderSaga): Promise<void> {
  const { quietUntil } = saga.state;
  if (quietUntil !== undefined && saga.now() < quietUntil)
    await saga.until(() => false, quietUntil, 'Until an earlier run can no longer be sending');
}

async function attempt(
  saga: OrderSaga,
  name: OperationName,
  step: AttemptStep,
): Promise<MovementStep> {
  const scheduledMs = Date.now();
  try {
    return await takeResult(saga, name, await attemptMovement(saga, name), step.uncertain);
  } catch (error) {
    const failure = readActivityFailure(error);
    if (!mayHaveTakenEffect(failure)) return repeatLater(saga, name, failure, step);
    // A decision that was taken meanwhile did not know of what this attempt sent: it is asked for anew, after a look.
    saga.decision('outcome_unknown', name.operationId);
    // What was said of attempts that were not sent is not true of it any more.
    clearStepAttentions(saga, `${name.kind} ${name.operationId}`);
    saga.apply({ type: 'operation_unknown', ...name });
    const { moneyAttemptMs, settleDelayMs } = saga.timing;
    const reported = failure.code === 'attempt_timed_out' ? {} : { reportedMs: Date.now() };
    const lastMs = lastSendMs({ scheduledMs, moneyAttemptMs, ...reported });
    return settleAfter(lastMs, settleDelayMs, step.absences);
  }
}

/** Nothing was sent, or it was refused unread: safe to repeat, whoever has to act first, and safe to withdraw. */
async function repeatLater(
  saga: OrderSaga,
  name: OperationName,
  failure: PaymentFailure,
  step: AttemptStep,
): Promise<MovementStep> {
  const about = `${name.kind} ${name.operationId}`;
  const { attentionAfterMs } = saga.timing;
  const canMend = isRetryable(failure);
  const pauseMs = canMend ? (failure.retryAfterMs ?? step.pauseMs) : attentionAfterMs;
  if (!canMend || hasWaitedLong(step) || pauseMs >= attentionAfterMs)
    raiseStepAttention(saga, about, failure, ['mark_not_moved']);
  await saga.until(() => retryWanted(saga, about), pauseMs);
  return isTaken(saga, about, 'mark_not_moved')
    ? withdrawMovement(saga, name)
    : attemptLater(step, pauseMs);
}

async function takeResult(
  saga: OrderSaga,
  name: OperationName,
  result: MoveResult,
  uncertain: boolean,
): Promise<MovementStep> {
  clearStepAttentions(saga, `${name.kind} ${name.operationId}`);
  saga.clear('outcome_unknown', name.operationId);
  // The provider's own word settles the doubt that a person decided on meanwhile.
  if (result.outcome !== 'pending') saga.decision('outcome_unknown', name.operationId);
  switch (result.outcome) {
    case 'moved':
      return confirmMovement(saga, name, result, uncertain);
    case 'pending':
      return settleAfter(Date.now(), saga.timing.settleDelayMs);
    case 'failed':
      return holdFailedMovement(saga, name, result);
    case 'refused':
      return rejectMovement(saga, name, result.reason, uncertain, result.totals);
  }
}
