import { announce, applyMovement, moveUntold, remainderOf, tell } from './apply-movement';
import type { Movement } from './apply-movement';
import { newUuid } from './ids';
import { reservedOf, toNumber } from './journal';
import { changeStatus, statusFromSums } from './transaction-status';
import type { Cause, Transaction, TransactionEvent, World } from './world';

/** How the provider treats one movement. */
export type MovementTreatment =
  | { readonly kind: 'at-once' }
  | {
      readonly kind: 'accepted';
      readonly afterMs: number;
      readonly outcome: 'succeeds' | 'fails' | 'never';
    }
  | { readonly kind: 'failed-event'; readonly correctAfterMs: number | undefined };

export interface MovementAnswer {
  readonly status: 200 | 202;
  /** Of the `INITIATE_*` event, with a 202. */
  readonly eventRequestId: string | undefined;
}

export const endedAtOnce: MovementAnswer = { status: 200, eventRequestId: undefined };

const declined = { code: 'DECLINED', message: 'the payment method refused the operation' };
const timedOut = { code: 'ERROR', message: 'the payment method did not answer in time' };

export function acceptMovement(
  world: World,
  transaction: Transaction,
  movement: Movement,
  cause: Cause,
  { afterMs, outcome }: Extract<MovementTreatment, { kind: 'accepted' }>,
): MovementAnswer {
  tell(world, transaction, movement, cause, { initiates: true });
  transaction.pending.set(cause.requestId, movement);
  const finish = () => finishAccepted(world, transaction, movement, cause, outcome === 'succeeds');
  if (outcome !== 'never') world.clock.schedule(afterMs, finish);
  return { status: 202, eventRequestId: cause.requestId };
}

/** It may fail after all, when something else took the remainder meanwhile. */
function finishAccepted(
  world: World,
  transaction: Transaction,
  movement: Movement,
  initiated: Cause,
  succeeds: boolean,
): void {
  const cause: Cause = { ...initiated, requestId: newUuid(world.random) };
  transaction.pending.delete(initiated.requestId);
  const correlationRequestId = initiated.requestId;
  if (succeeds && movement.amount <= remainderOf(world, transaction, movement.kind)) {
    applyMovement(world, transaction, movement, cause, correlationRequestId);
    return;
  }
  const told = { correlationRequestId, error: declined };
  announce(world, transaction, tell(world, transaction, movement, cause, told));
}

/** With a correction to come the money has moved, although the event says that it failed. */
export function failVisibly(
  world: World,
  transaction: Transaction,
  movement: Movement,
  cause: Cause,
  correctAfterMs: number | undefined,
): MovementAnswer {
  const error = correctAfterMs === undefined ? declined : timedOut;
  const event = tell(world, transaction, movement, cause, { error });
  announce(world, transaction, event);
  if (correctAfterMs === undefined) return endedAtOnce;
  moveUntold(world, transaction, movement, cause);
  world.clock.schedule(correctAfterMs, () => correct(world, transaction, movement, event));
  return endedAtOnce;
}

function correct(
  world: World,
  transaction: Transaction,
  movement: Movement,
  failed: TransactionEvent,
): void {
  const sums = world.journal.sumsOf(transaction.id);
  const status = statusFromSums(sums, world.switches);
  const form = world.switches.correctionForm;
  changeStatus(world, transaction, status);
  const cause: Cause = { by: 'provider', requestId: newUuid(world.random), headers: {} };
  const unnamed = { ...movement, reference: undefined };
  const told = form === 'added-event' ? movement : unnamed;
  const added = form === 'on-failed-event' ? undefined : tell(world, transaction, told, cause, {});
  failed.correction = {
    atMs: world.clock.now(),
    status,
    eventIds: added === undefined ? undefined : [added.id],
    remaining: {
      capture: toNumber(reservedOf(sums)),
      refund: toNumber(sums.captured - sums.refunded),
      void: toNumber(reservedOf(sums)),
    },
  };
  if (added !== undefined) announce(world, transaction, added);
}
