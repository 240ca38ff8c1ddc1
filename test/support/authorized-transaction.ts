import type { MoveInput } from '../../src/activities/contract';
import { toMinorUnits, zero } from '../../src/domain/money';
import type { Movement } from '../../src/domain/transaction-picture';
import { createActivityRig } from './activity-rig';
import type { ActivityRig, RigOptions } from './activity-rig';
import { movement, transactionPicture, withMovements } from './fake-world';

/** 300.00 of an authorization of 1000.00. */
export const capture: MoveInput = {
  transactionId: 'T1',
  reference: 'web-1/capture/shipment-1',
  amount: toMinorUnits(30_000),
  lines: [{ lineId: 1, amount: toMinorUnits(30_000), vatAmount: toMinorUnits(6_000) }],
  seen: { captured: zero, refunded: zero },
};

export const refund = {
  ...capture,
  reference: 'web-1/refund/return-1',
  amount: toMinorUnits(10_000),
};

export function rigWith(
  status: 'AUTHORIZED' | 'CAPTURED' | 'ON_HOLD' | 'DECLINED' = 'AUTHORIZED',
  options?: RigOptions,
): ActivityRig {
  const rig = createActivityRig(options);
  rig.gateway.world.transactions.set('T1', transactionPicture(status, 100_000));
  return rig;
}

/** Somebody, perhaps an earlier attempt of ours, moved money; a capture unless it says otherwise. */
export function addMovement(rig: ActivityRig, more: Partial<Movement>): void {
  const picture = rig.gateway.world.transactions.get('T1');
  if (picture === undefined) throw new Error('there is no transaction T1');
  const movements = [...picture.movements, movement('capture', more)];
  rig.gateway.world.transactions.set('T1', withMovements(picture, movements));
}
