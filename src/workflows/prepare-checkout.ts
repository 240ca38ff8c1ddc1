import { sameMatter } from '../domain/attention';
import { isLastingRefusal } from '../domain/payment-failure';
import type { PaymentFailure } from '../domain/payment-failure';
import { carryOn, clearStepAttentions, isTaken } from './carry-on';
import { letGo } from './let-go';
import type { OrderSaga } from './order-saga';
import { readActivityFailure } from './read-activity-failure';
import { askFor } from './take-messages';

/** Draft → complete → session: the three steps that give the customer a page to pay on. */
export async function prepareCheckout(saga: OrderSaga): Promise<void> {
  const { payment } = saga.state;
  if (payment.phase !== 'preparing') return;
  const { draftId, orderId } = payment;
  const isCompleting = draftId !== undefined && orderId === undefined;
  // The run before may have sent the completion: then the order has to be known before it can be let go.
  if (cancelWanted(saga) && !(isCompleting && saga.resumed)) return letGo(saga);
  if (draftId === undefined) return createDraft(saga);
  if (orderId === undefined) return completeDraft(saga, draftId);
  return createSession(saga, orderId);
}

export function cancelWanted(saga: OrderSaga): boolean {
  return saga.state.operations.some(
    (operation) => operation.kind === 'cancel' && operation.status === 'queued',
  );
}

/** What Dintero refuses by name it may refuse for ever: a person can give the order up. */
export function cancelInstead(saga: OrderSaga, about: string) {
  const take = () => void askFor(saga, { kind: 'cancel', note: decidedOn(about) });
  return { choice: 'cancel', take } as const;
}

function decidedOn(about: string): string {
  return `decided on ${about}`;
}

async function createDraft(saga: OrderSaga): Promise<void> {
  const { order } = saga.state;
  const draft = await carryOn(
    saga,
    'createDraftOrder',
    (pace) =>
      saga.steps[pace](`Draft ${order.orderReference} in Orders`).createDraftOrder({ order }),
    { interrupt: () => cancelWanted(saga), wayOut: cancelInstead(saga, 'createDraftOrder') },
  );
  if (draft !== 'interrupted') saga.apply({ type: 'draft_created', draftId: draft.draftId });
}

const completion = 'completeDraftOrder';

/** Interrupted by a cancel only where Orders refuses it: once the draft may be complete, the order has to be known to be cancelled. */
async function completeDraft(saga: OrderSaga, draftId: string): Promise<void> {
  // The run before may have sent it, and nothing tells when: a look taken too soon would see an open draft.
  let mayRunUntilMs = endOfEarlierRun(saga);
  if (saga.resumed && !(await hasArrived(saga, mayRunUntilMs))) return;
  const giveUp = givingUp(saga);
  if (saga.resumed && isTaken(saga, completion, 'cancel')) giveUp.wayOut.take();
  // Whatever was sent has arrived: nothing more is, for an order that is not wanted any more.
  if (cancelWanted(saga)) return lookOnceMore(saga, draftId, giveUp.isChosen() || wasGivenUp(saga));
  const completed = await carryOn(
    saga,
    completion,
    (pace) =>
      // The next attempt looks first, and would not see what the one before it is about to do.
      saga.steps[pace]('Complete the draft', 'awaited')
        .completeDraftOrder({
          ...completionOf(saga, draftId),
          mayHaveLeft: saga.resumed || pace === 'slow',
          mayStillRun: Date.now() < mayRunUntilMs,
        })
        .catch((error: unknown) => {
          if (readActivityFailure(error).code === 'attempt_timed_out')
            mayRunUntilMs = endOfAttempt(saga);
          throw error;
        }),
    {
      interrupt: () => cancelWanted(saga) && (isRefused(saga) || giveUp.isChosen()),
      wayOut: giveUp.wayOut,
    },
  );
  if (completed !== 'interrupted') return takeOrder(saga, completed.orderId);
  if (saga.mustLeave() || !(await hasArrived(saga, mayRunUntilMs))) return;
  await lookOnceMore(saga, draftId, giveUp.isChosen());
}

/** A person's word outlives the run in the cancel that it asked for. */
function wasGivenUp({ state }: OrderSaga): boolean {
  return state.operations.some(
    ({ kind, note }) => kind === 'cancel' && note === decidedOn(completion),
  );
}

/**
 * A completion may have failed because the one before it is on its way: what became of the draft is told once that has arrived.
 * A person who has given the order up is not asked again where it cannot be told.
 */
async function lookOnceMore(saga: OrderSaga, draftId: string, isGivenUp: boolean): Promise<void> {
  const giveUp = givingUp(saga);
  clearStepAttentions(saga, completion);
  const isOver = () => (isGivenUp ? isStuck(saga) : isRefused(saga)) || giveUp.isChosen();
  const look = await carryOn(
    saga,
    completion,
    (pace) =>
      saga.steps[pace]('Look once more whether the draft was completed').completeDraftOrder({
        ...completionOf(saga, draftId),
        lookOnly: true,
      }),
    { interrupt: isOver, wayOut: giveUp.wayOut },
  );
  if (look !== 'interrupted') takeOrder(saga, look.orderId);
  else if (isOver()) letGo(saga);
}

/** The end of a round ends no attempt: one that had just begun has its whole time yet. Epoch milliseconds. */
function endOfAttempt({ timing }: OrderSaga): number {
  return Date.now() + timing.moneyAttemptMs;
}

function endOfEarlierRun(saga: OrderSaga): number {
  return saga.resumed ? endOfAttempt(saga) : 0;
}

/** False where the run has to end before. */
async function hasArrived(saga: OrderSaga, mayRunUntilMs: number): Promise<boolean> {
  const leftMs = Math.max(0, mayRunUntilMs - Date.now());
  await saga.until(
    () => false,
    leftMs + saga.timing.settleDelayMs,
    'Until a completion on its way has arrived',
  );
  return !saga.mustLeave();
}

function completionOf(saga: OrderSaga, draftId: string) {
  const { startedAt, timing, state } = saga;
  const { orderReference } = state.order;
  return { draftId, orderReference, startedAt, settleDelayMs: timing.settleDelayMs };
}

function takeOrder(saga: OrderSaga, orderId: string): void {
  saga.apply({ type: 'order_completed', orderId });
}

/** An order that was made of the draft and cannot be found stays open in Orders where a person goes on without it. */
function givingUp(saga: OrderSaga) {
  let chosen = false;
  const { choice, take } = cancelInstead(saga, completion);
  return {
    isChosen: () => chosen,
    wayOut: {
      choice,
      take: () => {
        take();
        chosen = true;
      },
      isOffered: (failure: PaymentFailure) =>
        isLastingRefusal(failure) || failure.code === 'still_waiting',
    },
  };
}

function isRefused({ state }: OrderSaga): boolean {
  return state.attentions.some((matter) => sameMatter(matter, refusedCompletion));
}

const refusedCompletion = { code: 'step_refused', operationId: completion } as const;

function isStuck({ state }: OrderSaga): boolean {
  return state.attentions.some(({ operationId }) => operationId === completion);
}

async function createSession(saga: OrderSaga, orderId: string): Promise<void> {
  const { order } = saga.state;
  const session = await carryOn(
    saga,
    'createCheckoutSession',
    (pace) =>
      saga.steps[pace](`Checkout page for order ${orderId}`).createCheckoutSession({
        order,
        orderId,
        payWithinMs: saga.timing.paymentDeadlineMs,
      }),
    {
      interrupt: () => cancelWanted(saga),
      wayOut: cancelInstead(saga, 'createCheckoutSession'),
    },
  );
  if (session === 'interrupted') return;
  saga.apply({ type: 'session_created', session });
}
