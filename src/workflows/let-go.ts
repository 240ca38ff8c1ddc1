import { judgeRefusedRelease, mayBeLetGo } from '../domain/adopt-release';
import type { RefusedRelease } from '../domain/adopt-release';
import { looksAfterDoubt } from '../domain/appointments';
import { isLost } from '../domain/authorized-difference';
import { absenceGapMs } from '../domain/movement-step';
import type { Interrupted } from './carry-on';
import type { OrderSaga } from './order-saga';
import { readPicture } from './read-movements';

/** The look after a refusal may be behind, so that an order is let go only after another one, apart from it. */
export async function lookAfterRefusedRelease(
  saga: OrderSaga,
): Promise<RefusedRelease | Interrupted> {
  if (!mayBeLetGo(saga.state)) return 'stays';
  await saga.until(
    () => false,
    absenceGapMs(saga.timing.settleDelayMs),
    'Until a second look at what the provider would not let go',
  );
  if (saga.mustLeave()) return 'interrupted';
  const look = await readPicture(saga);
  if (look === 'interrupted') return look;
  return judgeRefusedRelease(saga.state, look === 'left_out' ? undefined : look);
}

/** What the provider calls off may stand again, and would be kept unseen once the order has ended. */
export function letGo(saga: OrderSaga): void {
  if (isLost(saga.state)) planFirstLook(saga);
  saga.apply({ type: 'unwinding_started', why: 'cancelled' });
}

/** An order that ends is looked at once more, and not for days. */
export function planFirstLook(saga: OrderSaga): void {
  const lookAgainAt = looksAfterDoubt(saga.now(), saga.timing).slice(0, 1);
  saga.apply({ type: 'looks_planned', lookAgainAt });
}
