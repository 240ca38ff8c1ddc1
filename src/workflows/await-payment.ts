import type { PollResult } from '../activities/contract';
import { looksAfterDoubt } from '../domain/appointments';
import { stepCodes } from '../domain/attention';
import type { Attention } from '../domain/attention';
import { epochMs, later } from '../domain/instant';
import type { AwaitingPayment, Transaction } from '../domain/order-state';
import { isRefusal } from '../domain/payment-failure';
import type { PaymentFailure } from '../domain/payment-failure';
import { judgeTransaction } from '../domain/transaction-picture';
import {
  carryOn,
  clearStepAttentions,
  isTaken,
  raiseStepAttention,
  retryWanted,
  unlessCalledOff,
} from './carry-on';
import type { OrderSaga } from './order-saga';
import { cancelInstead, cancelWanted } from './prepare-checkout';
import { readActivityFailure } from './read-activity-failure';
import { askFor } from './take-messages';

const pollStep = 'pollUntilAuthorized';

/** Waits until the customer has paid, has failed to, or has run out of time. Waiting costs no history. */
export async function awaitPayment(saga: OrderSaga): Promise<void> {
  const pace = createBellPace(saga);
  while (saga.state.payment.phase === 'awaiting_payment' && !saga.mustLeave()) {
    takeHoldDecision(saga);
    takePollDecision(saga);
    if (cancelWanted(saga)) return saga.apply({ type: 'unwinding_started', why: 'cancelled' });
    await lookOnce(saga, pace);
  }
}

async function lookOnce(saga: OrderSaga, pace: BellPace): Promise<void> {
  const { payment } = saga.state;
  if (payment.phase !== 'awaiting_payment') return;
  try {
    pace.looked();
    const result = await unlessCalledOff(
      () => poll(saga, payment),
      (isOver) => untilRung(saga, pace, isOver),
    );
    if (result !== 'interrupted') return await takeResult(saga, result);
    hearBell(saga, pace);
  } catch (error) {
    const failure = readActivityFailure(error);
    const deadline = deadlineOf(saga, payment);
    if (saga.now() >= deadline)
      return payment.heldSince === undefined
        ? closeAtDeadline(saga, payment)
        : warnOfHold(saga, payment.heldSince);
    if (failure.code === 'payment_deadline') return await untilDeadline(saga, pace, deadline);
    await pauseAfter(saga, failure);
  }
}

/** A look is given the time of a pause also where the bell rings at once: a flood of notices would cut off every single one. */
async function untilRung(saga: OrderSaga, pace: BellPace, isOver: () => boolean): Promise<void> {
  const mayGo = () => isOver() || cancelWanted(saga) || isDecided(saga);
  await saga.until(() => mayGo() || saga.bell);
  if (saga.bell && !mayGo() && !pace.isDue())
    await saga.until(mayGo, pace.nextLookAt(), 'Pause between two doorbells');
}

/** The worker's clock is ahead of Temporal's, by which the customer has time yet. */
async function untilDeadline(saga: OrderSaga, pace: BellPace, deadline: string): Promise<void> {
  const mayGo = () =>
    cancelWanted(saga) || saga.isDecided('hold_too_long') || (saga.bell && pace.isDue());
  await saga.until(mayGo, deadline, 'Until the time to pay is over by Temporal’s clock');
  hearBell(saga, pace);
}

function hearBell(saga: OrderSaga, pace: BellPace): void {
  if (saga.bell) pace.slowDown();
  saga.bell = false;
}

async function pauseAfter(saga: OrderSaga, failure: PaymentFailure): Promise<void> {
  raiseStepAttention(saga, pollStep, failure, isRefusal(failure) ? ['cancel'] : []);
  await saga.until(
    () => cancelWanted(saga) || saga.bell || retryWanted(saga, pollStep),
    saga.timing.attentionAfterMs,
  );
}

/** A matter of the poll stands until the poll tells something: it may be decided while the next one is under way. */
function takePollDecision(saga: OrderSaga): void {
  const { choice, take } = cancelInstead(saga, pollStep);
  if (isTaken(saga, pollStep, choice)) take();
}

function isDecided(saga: OrderSaga): boolean {
  return saga.isDecided('hold_too_long') || retryWanted(saga, pollStep);
}

function poll(saga: OrderSaga, payment: AwaitingPayment): Promise<PollResult> {
  const { paymentDeadlineMs, pollFirstMs, pollMaxMs, settleDelayMs } = saga.timing;
  const held = payment.heldSince !== undefined;
  const deadlineAtMs = epochMs(deadlineOf(saga, payment));
  const what = held
    ? 'Wait for the provider to release the held payment'
    : 'Wait for the customer to pay';
  return saga.steps.polling(what, deadlineAtMs - Date.now()).pollUntilAuthorized({
    sessionId: payment.session.sessionId,
    deadlineAtMs,
    pollFirstMs,
    pollMaxMs,
    // Of an order that was adopted nobody knows when its page was made, and it is no new one.
    ...(payment.session.checkoutUrl === ''
      ? {}
      : { shownAtMs: epochMs(payment.session.expiresAt) - paymentDeadlineMs + settleDelayMs }),
    // Once it was told that nobody can look, the first look that tells anything takes the matter back.
    held: held && !saga.state.attentions.some(isAboutPoll),
    // The customer's deadline is near; a review may take days, and nobody would know that it is not looked at.
    ...(held ? { tellAfterMs: saga.timing.attentionAfterMs } : {}),
  });
}

function isAboutPoll({ code, operationId }: Attention): boolean {
  return stepCodes.includes(code) && operationId === pollStep;
}

/** A payment under manual review suspends the customer's deadline; a person is told when it takes long, and told again. */
function deadlineOf(saga: OrderSaga, { heldSince, session }: AwaitingPayment): string {
  if (heldSince === undefined) return session.expiresAt;
  const told = saga.state.accepted.filter((matter) => matter.startsWith(toldAt('')));
  const lastTold = told.at(-1)?.slice(toldAt('').length);
  return later(lastTold ?? heldSince, saga.timing.holdLimitMs);
}

const toldAt = (at: string) => `hold_too_long/${at}`;

/** Closing the page is refused while the provider reviews the payment, and it may still be authorized: nobody is hurried. */
function warnOfHold(saga: OrderSaga, heldSince: string): void {
  const message = `The provider has held the payment for review since ${heldSince}: ask there, wait on with "accept", or give the order up with "cancel".`;
  saga.apply({ type: 'matter_accepted', matter: toldAt(saga.now()) });
  saga.raise('hold_too_long', message, ['accept', 'cancel']);
}

function takeHoldDecision(saga: OrderSaga): void {
  if (saga.decision('hold_too_long')?.choice === 'cancel')
    askFor(saga, { kind: 'cancel', note: 'decided on hold_too_long' });
}

async function takeResult(saga: OrderSaga, result: PollResult): Promise<void> {
  if ('unreadable' in result) return pauseAfter(saga, result.unreadable);
  const { verdict, transaction } = result;
  // The payment may be told of in the very moment in which a person gives the order up.
  takeHoldDecision(saga);
  takePollDecision(saga);
  clearStepAttentions(saga, pollStep);
  if (verdict !== 'on_hold') saga.clear('hold_too_long');
  if (verdict === 'paid')
    return mayBeClosing(saga) ? confirmLate(saga, transaction) : confirm(saga, transaction);
  if (verdict === 'on_hold') return saga.apply({ type: 'payment_held', at: saga.now() });
  saga.apply({ type: 'unwinding_started', why: 'payment_failed' });
  saga.apply({ type: 'session_read', closed: false, closeTried: false, transaction });
}

function confirm(saga: OrderSaga, transaction: Transaction): void {
  saga.apply({ type: 'payment_confirmed', transaction, at: saga.now() });
  // Captured at once, or by a back office that was quicker: what moved already is taken in and recorded.
  saga.lookWanted = transaction.captured > 0;
}

/** A request to close the page that was given up may arrive yet, and lets the payment go (Dintero docs: Cancel a session). */
function confirmLate(saga: OrderSaga, transaction: Transaction): void {
  confirm(saga, transaction);
  const lookAgainAt = looksAfterDoubt(saga.now(), saga.timing);
  saga.apply({ type: 'looks_planned', lookAgainAt });
}

/** The run before may have sent such a request, or this one before it saw that the payment is held. */
function mayBeClosing({ state, resumed, now }: OrderSaga): boolean {
  const { payment } = state;
  if (payment.phase !== 'awaiting_payment') return false;
  const mayBeSent = resumed || payment.heldSince !== undefined;
  return mayBeSent && now() >= payment.session.expiresAt;
}

/** Cancels first, reads then: a read before the cancel proves nothing about what the customer does in between. */
async function closeAtDeadline(saga: OrderSaga, payment: AwaitingPayment): Promise<void> {
  const { sessionId } = payment.session;
  const look = await carryOn(
    saga,
    'cancelCheckoutSession',
    (pace) =>
      saga.steps[pace](
        'The deadline is over: close the page, then look once more',
      ).cancelCheckoutSession({ sessionId }),
    {
      interrupt: () => cancelWanted(saga),
      wayOut: cancelInstead(saga, 'cancelCheckoutSession'),
    },
  );
  if (look === 'interrupted') return;
  takePollDecision(saga);
  clearStepAttentions(saga, pollStep);
  const verdict = look.transaction && judgeTransaction(look.transaction);
  if (look.transaction !== undefined && verdict === 'paid')
    return confirmLate(saga, look.transaction);
  if (verdict === 'on_hold') return saga.apply({ type: 'payment_held', at: saga.now() });
  saga.apply({ type: 'unwinding_started', why: 'expired' });
  saga.apply({ type: 'session_read', ...look, closeTried: true });
}

interface BellPace {
  looked(): void;
  slowDown(): void;
  isDue(): boolean;
  nextLookAt(): string;
}

/** A flood of notices makes one look per pause, and the pause doubles: the bell can be rung by anybody. */
function createBellPace(saga: OrderSaga): BellPace {
  let pauseMs = saga.timing.pollFirstMs;
  let lastLookAt = saga.now();
  const nextLookAt = () => later(lastLookAt, pauseMs);
  return {
    looked() {
      lastLookAt = saga.now();
    },
    slowDown() {
      pauseMs = Math.min(pauseMs + pauseMs, saga.timing.pollMaxMs);
    },
    isDue: () => saga.now() >= nextLookAt(),
    nextLookAt,
  };
}
