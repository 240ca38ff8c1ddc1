import { attentionHandlers } from './follow-attention';
import { operationHandlers } from './follow-operation';
import { phaseHandlers } from './follow-payment';
import { systemsHandlers } from './follow-systems';
import type { OrderState } from './order-state';
import type { PaymentEvent } from './payment-event';

/** What each event makes of a state. */
export type Handlers<T extends PaymentEvent['type']> = {
  readonly [K in T]: (state: OrderState, event: Extract<PaymentEvent, { type: K }>) => OrderState;
};

const handlers: Handlers<PaymentEvent['type']> = {
  ...phaseHandlers,
  ...operationHandlers,
  ...attentionHandlers,
  ...systemsHandlers,
};

/**
 * What the order is after something became known. Total: an event that comes late, twice or for a phase that has passed
 * leaves the state as it is, because the provider may legally send it.
 */
export function applyPaymentEvent(state: OrderState, event: PaymentEvent): OrderState {
  const handle = handlers[event.type] as (state: OrderState, event: PaymentEvent) => OrderState;
  return handle(state, event);
}
