import type { Client } from '@temporalio/client';
import type { OrderStatus, OrderView } from '../domain/order-view';
import { hasReached, isEndStatus } from '../domain/status-order';
import { requireStatus } from './order-filter';
import { DeadlineExceededError, OrderEndedError } from './order-saga-errors';
import type { Call } from './persist';
import { watchState } from './read-state';

export type Wanted = OrderStatus | ((state: OrderView) => boolean);

/**
 * Looks at the state until it is as wanted, a status also when it has been passed.
 * @throws InvalidOrderError when there is no such status
 * @throws OrderEndedError as soon as it can no longer come to be as wanted
 * @throws DeadlineExceededError when it is not as wanted in time
 */
export async function waitFor(client: Client, call: Call, wanted: Wanted): Promise<OrderView> {
  if (typeof wanted !== 'function') requireStatus('wanted', wanted);
  const holds =
    typeof wanted === 'function' ? wanted : ({ status }: OrderView) => hasReached(status, wanted);
  // What a predicate asks for may still come while an order that has ended is watched for late money.
  const isInVain = ({ status }: OrderView, closed: boolean) =>
    closed || (typeof wanted === 'string' && cannotBecome(status, wanted));
  let held = false;
  const { state, inTime } = await watchState(client, call, (seen, closed) => {
    held = holds(seen);
    return held || isInVain(seen, closed);
  });
  if (held) return state;
  if (inTime) throw new OrderEndedError(state, typeof wanted === 'string' ? wanted : undefined);
  throw new DeadlineExceededError(`${call.what}, which is ${state.status}`, call.deadlineMs);
}

/** Of an order that has not reached it: no other status follows an end, and only what nobody has paid expires or fails. */
function cannotBecome(status: OrderStatus, wanted: OrderStatus): boolean {
  if (isEndStatus(status)) return true;
  const tooLateFrom = wanted === 'cancelled' ? 'partially_captured' : 'authorized';
  return isEndStatus(wanted) && hasReached(status, tooLateFrom);
}
