import type { Operation } from './operation';
import type { OrderState } from './order-state';

/**
 * The one operation whose turn it is: one that has begun already, else the oldest that waits. While the others wait for a
 * person, letting go overtakes them.
 */
export function nextMoneyOperation(state: OrderState): Operation | undefined {
  const begun = state.operations.find(
    (operation) => operation.status === 'moving' || operation.status === 'unknown',
  );
  const waiting = state.operations.filter((operation) => operation.status === 'queued');
  const overtaking = isBlocked(state) ? waiting.find(({ kind }) => kind === 'cancel') : undefined;
  return begun ?? overtaking ?? waiting[0];
}

function isBlocked(state: OrderState): boolean {
  const blocking = ['authorized_differs', 'reference_not_echoed'];
  return state.attentions.some((known) => blocking.includes(known.code));
}

/** `wait`: a person has to accept something before more money moves; letting go is always allowed. */
export function judgeTurn(state: OrderState): 'go' | 'wait' {
  const next = nextMoneyOperation(state);
  if (next?.kind === 'cancel' || next?.status !== 'queued') return 'go';
  return isBlocked(state) ? 'wait' : 'go';
}

/** Captures and refunds that have not begun. */
export function waitingRequests(state: OrderState): readonly Operation[] {
  return state.operations.filter(({ kind, status }) => kind !== 'cancel' && status === 'queued');
}

/** An operation of a paid order is to move now. */
export function isMoneyDue(state: OrderState): boolean {
  const isTurn = nextMoneyOperation(state) !== undefined && judgeTurn(state) === 'go';
  return state.payment.phase === 'paid' && isTurn;
}

/** No money is about to move: whatever waits, waits for a person or for a time. */
export function isIdle(state: OrderState): boolean {
  return state.payment.phase === 'paid' && !isMoneyDue(state);
}
