import { carryOn } from './carry-on';
import type { OrderSaga } from './order-saga';

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

async function createDraft(saga: OrderSaga): Promise<void> {
  const { order } = saga.state;
  const draft = await carryOn(
    saga,
    'createDraftOrder',
    (pace) =>
      saga.steps[pace](`Draft ${order.orderReference} in Orders`).createDraftOrder({ order }),
    { interrupt: () => cancelWanted(saga) },
  );
  if (draft !== 'interrupted') saga.apply({ type: 'draft_created', draftId: draft.draftId });
}

/** Not interrupted by a cancel: once the draft may be complete, the order has to be known to be cancelled. */
async function completeDraft(saga: OrderSaga, draftId: string): Promise<void> {
  const { settleDelayMs } = saga.timing;
  const completed = await carryOn(saga, 'completeDraftOrder', (pace) =>
    saga.steps[pace]('Complete the draft').completeDraftOrder({
      draftId,
      orderReference: saga.state.order.orderReference,
      startedAt: saga.startedAt,
      settleDelayMs,
    }),
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
    { interrupt: () => cancelWanted(saga) },
  );
  if (session === 'interrupted') return;
  saga.apply({ type: 'session_created', session });
}
