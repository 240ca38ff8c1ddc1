import type { Operation } from './operation';
import type { OrderState } from './order-state';

/** The one operation whose turn it is: one that has begun already, else the oldest that waits. */
export function nextMoneyOperation(state: OrderState): Operation | undefined {
  const begun = state.operations.find(
    (operation) => operation.status === 'moving' || operation.status === 'unknown',
  );
  return begun ?? state.operations.find((operation) => operation.status === 'queued');
}

/** `wait`: a person has to accept something before more money moves; letting go is always allowed. */
export function judgeTurn(state: OrderState): 'go' | 'wait' {
  const next = nextMoneyOperation(state);
  if (next?.kind === 'cancel' || next?.status !== 'queued') return 'go';
  const blocking = ['authorized_differs', 'reference_not_echoed'];
  return state.attentions.some((known) => blocking.includes(known.code)) ? 'wait' : 'go';
}
