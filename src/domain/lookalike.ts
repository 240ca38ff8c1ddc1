import { hasMoved } from './operation';
import type { Operation } from './operation';
import { findOperation } from './order-state';
import type { OrderState } from './order-state';
import type { OperationName } from './payment-event';

/** Found at the provider without our reference since this was asked for, and alike: it may be this one, its reference not echoed. */
export function findLookalike(state: OrderState, name: OperationName): Operation | undefined {
  const asked = findOperation(state, name.kind, name.operationId);
  if (asked === undefined || asked.kind === 'cancel') return undefined;
  return state.operations.find((operation) => isLookalike(operation, asked));
}

type Movable = Pick<Operation, 'kind' | 'amount' | 'foreign' | 'requestedAt'>;

export function isLookalike(one: Movable, asked: Movable): boolean {
  return one.foreign === true && isAlike(one, asked) && one.requestedAt >= asked.requestedAt;
}

function isAlike(one: Movable, asked: Movable): boolean {
  return one.kind === asked.kind && one.amount === asked.amount;
}

/** How many movements like this one are known to be others. */
export function countOthersAlike(state: OrderState, asked: Operation): number {
  return state.operations.filter(
    (one) => one !== asked && hasMoved(one) && isAlike(one, asked) && !isLookalike(one, asked),
  ).length;
}
