import { sameMatter } from '../domain/attention';
import { carryOn } from './carry-on';
import type { OrderSaga } from './order-saga';
import { askFor } from './take-messages';

/** Draft → complete → session: the three steps that give the customer a page to pay on. */
export async function prepareCheckout(saga: OrderSaga): Promise<void> {
  const { payment } = saga.state;
  if (payment.phase !== 'preparing') return;
  if (cancelWanted(saga)) return saga.apply({ type: 'unwinding_started', why: 'cancelled' });
  if (payment.draftId === undefined) return createDraft(saga);
  if (payment.orderId === undefined) return completeDraft(saga, payment.draftId);
  return createSession(saga, payment.orderId);
}

export function cancelWanted(saga: OrderSaga): boolean {
  return saga.state.operations.some(
    (operation) => operation.kind === 'cancel' && operation.status === 'queued',
  );
}

/** What Dintero refuses by name it may refuse for ever: a person can give the order up. */
export function cancelInstead(saga: OrderSaga, about: string) {
  const take = () => void askFor(saga, { kind: 'cancel', note: `${about} was refused` });
  return { choice: 'cancel', take } as const;
}

function isRefused({ state }: OrderSaga, about: string): boolean {
  return state.attentions.some((matter) =>
    sameMatter(matter, { code: 'step_refused', operationId: about }),
  );
}

async function createDraft(saga: OrderSaga): Promise<void> {
  const { order } = saga.state;
  const draft = await carryOn(
    saga,
    'createDraftOrder',
    (pace) =>
      saga.steps[pace](`Draft ${order.orderReference} in Orders`).createDraftOrder({ order }),
    { interrupt: () => cancelWanted(saga), onRefusal: cancelInstead(saga, 'createDraftOrder') },
  );
  if (draft !== 'interrupted') saga.apply({ type: 'draft_created', draftId: draft.draftId });
}

/** Interrupted by a cancel only where Orders refuses it: once the draft may be complete, the order has to be known to be cancelled. */
async function completeDraft(saga: OrderSaga, draftId: string): Promise<void> {
  const { settleDelayMs } = saga.timing;
  const about = 'completeDraftOrder';
  const completed = await carryOn(
    saga,
    about,
    (pace) =>
      saga.steps[pace]('Complete the draft').completeDraftOrder({
        draftId,
        orderReference: saga.state.order.orderReference,
        startedAt: saga.startedAt,
        settleDelayMs,
      }),
    {
      interrupt: () => cancelWanted(saga) && isRefused(saga, about),
      onRefusal: cancelInstead(saga, about),
    },
  );
  if (completed !== 'interrupted')
    saga.apply({ type: 'order_completed', orderId: completed.orderId });
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
      onRefusal: cancelInstead(saga, 'createCheckoutSession'),
    },
  );
  if (session === 'interrupted') return;
  saga.apply({ type: 'session_created', session });
}
