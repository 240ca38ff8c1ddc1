import { announce, applyMovement, remainderOf, tell } from './apply-movement';
import type { Movement } from './apply-movement';
import { isLapsed } from './lapse';
import { Refusal } from './refusal';
import { isAllowed, statusOf } from './transaction-status';
import { acceptMovement, endedAtOnce, failVisibly } from './unfinished-movements';
import type { MovementAnswer, MovementTreatment } from './unfinished-movements';
import type { Cause, Transaction, World } from './world';

const lapsed = { code: 'AUTHORIZATION_EXPIRED', message: 'the authorization has expired' };

/**
 * Moves money when the status and the remainder allow it. The same request twice moves twice: a reference is a label.
 *
 * @throws Refusal when it is not allowed; `movementRefusalStatus` says with which status
 */
export function moveMoney(
  world: World,
  transaction: Transaction,
  movement: Movement,
  cause: Cause,
  treatment: MovementTreatment,
): MovementAnswer {
  const lapsedNow = isLapsed(world, transaction);
  checkMovement(world, transaction, movement, cause);
  if (movement.kind === 'capture' && lapsedNow)
    return failLapsed(world, transaction, movement, cause);
  if (treatment.kind === 'accepted')
    return acceptMovement(world, transaction, movement, cause, treatment);
  if (treatment.kind === 'failed-event')
    return failVisibly(world, transaction, movement, cause, treatment.correctAfterMs);
  applyMovement(world, transaction, movement, cause);
  return endedAtOnce;
}

function checkMovement(
  world: World,
  transaction: Transaction,
  movement: Movement,
  cause: Cause,
): void {
  const { kind, amount } = movement;
  checkRequest(world, transaction, movement);
  const refuseIt = (message: string) => refuse(world, transaction, movement, cause, message);
  if (!isAllowed(world, transaction, kind))
    refuseIt(`a ${kind} is not allowed in ${statusOf(transaction)}`);
  // What lapsed is refused by the payment method and not by the sums.
  if (transaction.lapsed && kind !== 'refund') return;
  const left = remainderOf(world, transaction, kind);
  if (amount > left || left === 0) refuseIt(`amount: ${left} is left for a ${kind}, not ${amount}`);
}

function checkRequest({ switches }: World, { pending }: Transaction, movement: Movement): void {
  const { amount, items } = movement;
  if (switches.whilePending === 'conflict-409' && pending.size > 0)
    throw new Refusal(409, 'another operation is being processed');
  const sum = items.reduce((total, item) => total + item.amount, 0);
  if (switches.movementItemSums === 'strict' && items.length > 0 && sum !== amount)
    throw new Refusal(400, `items: add up to ${sum}, not ${amount}`, undefined, 'items');
}

function refuse(
  world: World,
  transaction: Transaction,
  movement: Movement,
  cause: Cause,
  message: string,
): never {
  const error = { code: 'ERROR', message };
  if (world.switches.refusalLeavesEvent) tell(world, transaction, movement, cause, { error });
  throw new Refusal(world.switches.movementRefusalStatus, message);
}

function failLapsed(
  world: World,
  transaction: Transaction,
  movement: Movement,
  cause: Cause,
): MovementAnswer {
  if (world.switches.lapsedAuthorization === 'refuse')
    refuse(world, transaction, movement, cause, lapsed.message);
  announce(world, transaction, tell(world, transaction, movement, cause, { error: lapsed }));
  return endedAtOnce;
}
