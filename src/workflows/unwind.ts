import type { CompensationStep } from '../domain/plan-compensation';
import { leftOpen, leftToLapse, leftWithShop, planCompensation } from '../domain/plan-compensation';
import { nextReleaseOperation, nextRefundOfLateMoney } from '../domain/compensating-operation';
import { earliest, later } from '../domain/instant';
import { waitingRequests } from '../domain/money-queue';
import type { Operation } from '../domain/operation';
import type { OrderState } from '../domain/order-state';
import { totalsDiffer } from '../domain/adopt-movements';
import { findOperation, transactionOf } from '../domain/order-state';
import type { OperationName } from '../domain/payment-event';
import { paymentFailure } from '../domain/payment-failure';
import { carryOn, clearStepAttentions, raiseStepAttention, isTaken, retryWanted } from './carry-on';
import { planFirstLook } from './let-go';
import { moveMoney } from './move-money';
import type { OrderSaga } from './order-saga';
import { lookAsAsked, readMovements } from './read-movements';
import { isComparisonAsked, takeWordOnDifferences } from './reconcile-systems';
import {
  acceptance,
  isLateMoneyLookDue,
  lookForLateMoney,
  takeWordOnUndecided,
  untilNobodyLooks,
  watchForLateMoney,
} from './watch-for-late-money';

/** Lets an order go: whatever is reserved is released, late money goes back, and both systems say so. */
export async function unwind(saga: OrderSaga): Promise<void> {
  rejectWaiting(saga);
  while (saga.state.payment.phase === 'unwinding' && !saga.mustLeave()) {
    takeWordOnUndecided(saga);
    if (await takeWordOnDifferences(saga)) continue;
    const [step] = planCompensation(saga.state);
    if (step !== undefined) await carryOut(saga, step);
  }
}

/** What was asked for before the order came to its end has lost its turn, and its callers are told so. */
function rejectWaiting(saga: OrderSaga): void {
  const at = saga.now();
  for (const { kind, operationId } of waitingRequests(saga.state))
    saga.apply({
      type: 'operation_rejected',
      kind,
      operationId,
      reason: 'the order had ended before its turn',
      at,
      lookAgainAt: [],
    });
}

async function carryOut(saga: OrderSaga, step: CompensationStep): Promise<void> {
  switch (step.step) {
    case 'close_session':
      return closeSession(saga, step.sessionId);
    case 'void_authorization':
      return compensate(saga, step.step, nextReleaseOperation);
    case 'refund_late_money':
      return compensate(saga, step.step, nextRefundOfLateMoney);
    case 'await_records':
      return awaitRecords(saga);
    case 'cancel_order':
      return cancelOrder(saga, step.orderId);
    case 'watch_for_late_money':
      return watchForLateMoney(saga);
    case 'look_again':
      return lookAgain(saga, step.at);
    case 'end':
      return saga.apply({ type: 'order_ended', at: saga.now() });
  }
}

/** Orders may refuse a record for long: what may still move late is looked for all the same. */
async function awaitRecords(saga: OrderSaga): Promise<void> {
  const at = earliest(saga.state.lookAgainAt);
  const isOver = await saga.until(
    () => planCompensation(saga.state)[0]?.step !== 'await_records' || isComparisonAsked(saga),
    at,
  );
  if (!isOver && at !== undefined) await lookAgain(saga, at);
}

async function closeSession(saga: OrderSaga, sessionId: string): Promise<void> {
  const look = await carryOn(
    saga,
    'cancelCheckoutSession',
    (pace) =>
      saga.steps[pace]('Close the checkout page, then look once more').cancelCheckoutSession({
        sessionId,
      }),
    untilNobodyLooks(saga),
  );
  if (look === 'interrupted') return;
  saga.apply({ type: 'session_read', ...look, closeTried: true });
}

/** Money that compensates moves by the one recipe that all money moves by. */
async function compensate(
  saga: OrderSaga,
  step: CompensationStep['step'],
  next: (state: OrderState, at: string) => Operation,
): Promise<void> {
  const transaction = transactionOf(saga.state);
  if (transaction !== undefined && totalsDiffer(saga.state, transaction)) {
    const look = await readMovements(saga);
    // What was taken in may have left nothing to do.
    if (look === 'interrupted' || !isOwed(saga, step)) return;
  }
  const operation = next(saga.state, saga.now());
  const name = { kind: operation.kind, operationId: operation.operationId };
  const mayHaveLeft =
    saga.resumed && (operation.status === 'moving' || operation.status === 'unknown');
  saga.apply({ type: 'operation_accepted', operation });
  saga.apply({
    type: 'operation_started',
    ...name,
    amount: operation.amount,
    lines: operation.lines,
  });
  await moveMoney(saga, operation, mayHaveLeft);
  await meetRejection(saga, step, name);
}

async function meetRejection(
  saga: OrderSaga,
  step: CompensationStep['step'],
  name: OperationName,
): Promise<void> {
  const ended = findOperation(saga.state, name.kind, name.operationId);
  if (ended?.status !== 'rejected') return;
  if (ended.withdrawn === true) acceptAsItIs(saga, name.kind);
  else if (isOwed(saga, step)) await waitForHelp(saga, name);
}

/** What cannot be let go lapses by itself, and what cannot be given back the shop returns in another way. */
function acceptAsItIs(saga: OrderSaga, kind: OperationName['kind']): void {
  const transaction = transactionOf(saga.state);
  if (transaction === undefined) return;
  const matter = kind === 'cancel' ? leftToLapse : leftWithShop(transaction);
  saga.apply({ type: 'matter_accepted', matter });
  // The back office can still capture what was not let go, and has perhaps begun to.
  if (kind === 'cancel') planFirstLook(saga);
}

function isOwed({ state }: OrderSaga, step: CompensationStep['step']): boolean {
  return planCompensation(state).some((planned) => planned.step === step);
}

/** Money that cannot be let go is nothing to try again at once: a person looks, or the provider changes its mind. */
async function waitForHelp(saga: OrderSaga, name: OperationName): Promise<void> {
  const about = `${name.kind} ${name.operationId}`;
  const reason = findOperation(saga.state, name.kind, name.operationId)?.reason ?? 'refused';
  // Some payment methods let go nothing of what was captured in part.
  raiseStepAttention(saga, about, paymentFailure('refused', reason), ['accept']);
  const isAsked = () => retryWanted(saga, about) || isComparisonAsked(saga);
  await saga.until(isAsked, pauseBeforeNext(saga, name));
  if (isTaken(saga, about, 'accept')) acceptAsItIs(saga, name.kind);
  clearStepAttentions(saga, about);
}

const mostDoublings = 8;

/** Each try is an operation of its own, and an order carries all of them along: the pauses grow to the better part of a day. */
function pauseBeforeNext(saga: OrderSaga, { kind }: OperationName): number {
  const refused = saga.state.operations.filter(
    (operation) => operation.kind === kind && operation.status === 'rejected',
  );
  const doublings = Math.min(Math.max(0, refused.length - 1), mostDoublings);
  return saga.timing.attentionAfterMs * 2 ** doublings;
}

async function cancelOrder(saga: OrderSaga, orderId: string): Promise<void> {
  const about = 'cancelOrder';
  const { payment } = saga.state;
  const lookAt = later(saga.now(), saga.timing.lateMoneyWatchMs);
  const isStuck = () => saga.state.attentions.some(({ operationId }) => operationId === about);
  const isLate = () => isLateMoneyLookDue(saga, lookAt);
  const isLookDue = () => isStuck() && (isLate() || isMovementLookDue(saga));
  const reason = payment.phase === 'unwinding' ? payment.why : 'cancelled';
  const done = await carryOn(
    saga,
    about,
    async (pace) => {
      await saga.steps[pace](`Cancel order ${orderId} in Orders`).cancelOrder({ orderId, reason });
      return 'cancelled' as const;
    },
    {
      interrupt: () =>
        saga.state.accepted.includes(leftOpen) || isLookDue() || isComparisonAsked(saga),
      wayOut: acceptance(saga, leftOpen),
    },
  );
  if (done !== 'interrupted') return saga.apply({ type: 'order_cancelled', at: saga.now() });
  if (saga.state.accepted.includes(leftOpen)) clearStepAttentions(saga, about);
  else if (isLookDue() && !saga.mustLeave())
    await (isLate() ? lookForLateMoney(saga) : lookAtMovements(saga));
}

/** Orders may refuse the cancel for ever, and what is proven closed may still be corrected. */
function isMovementLookDue(saga: OrderSaga): boolean {
  const at = earliest(saga.state.lookAgainAt);
  return saga.lookWanted || (at !== undefined && saga.now() >= at);
}

async function lookAgain(saga: OrderSaga, at: string): Promise<void> {
  const isAsked = () => saga.lookWanted || isComparisonAsked(saga);
  await saga.until(isAsked, at, 'Until the next look after an uncertain outcome');
  if (!isComparisonAsked(saga) && !saga.mustLeave()) await lookAtMovements(saga);
}

async function lookAtMovements(saga: OrderSaga): Promise<void> {
  const lookedAt = saga.now();
  if ((await lookAsAsked(saga, () => readMovements(saga))) !== 'interrupted')
    saga.apply({ type: 'looked_again', at: lookedAt });
}
