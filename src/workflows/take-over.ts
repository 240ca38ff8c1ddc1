import { findAdoptionObstacle } from '../domain/adopt-order';
import { looksAfterDoubt } from '../domain/appointments';
import { later } from '../domain/instant';
import { carryOn } from './carry-on';
import type { OrderSaga } from './order-saga';

/** Takes over an order that both systems know and no run drives: its state is what they say. */
export async function takeOver(saga: OrderSaga): Promise<void> {
  const { payment, order } = saga.state;
  if (payment.phase !== 'adopting') return;
  const { phase: _phase, takeOver: _takeOver, ...ids } = payment;
  const result = await carryOn(saga, 'adoption', (pace) =>
    saga.steps[pace](`Read order ${payment.orderId} in both systems`).readTransaction({
      purpose: 'adopt',
      ...ids,
    }),
  );
  if (result === 'interrupted') return;
  if ('obstacle' in result) return giveUp(saga, result.obstacle);
  if (!('found' in result)) return;
  const obstacle = findAdoptionObstacle(order.orderReference, payment, result.found);
  if (obstacle !== undefined) return giveUp(saga, obstacle);
  const at = saga.now();
  const { moneyAttemptMs, settleDelayMs } = saga.timing;
  saga.apply({
    type: 'order_adopted',
    look: result.found,
    at,
    // An attempt of the run before may still be sending, and its effect may come later still.
    quietUntil: later(at, moneyAttemptMs + settleDelayMs),
    lookAgainAt: looksAfterDoubt(at, saga.timing),
  });
}

function giveUp(saga: OrderSaga, obstacle: string): void {
  saga.obstacle = obstacle;
  saga.over = true;
}
