import { findAdoptionObstacle } from '../domain/adopt-order';
import { looksAfterDoubt } from '../domain/appointments';
import { later } from '../domain/instant';
import { wholeCharacters } from '../domain/whole-characters';
import { carryOn } from './carry-on';
import type { OrderSaga } from './order-saga';

/** Takes over an order that both systems know and no run drives: its state is what they say. */
export async function takeOver(saga: OrderSaga): Promise<void> {
  const { payment, order } = saga.state;
  if (payment.phase !== 'adopting') return;
  const { phase: _phase, takeOver: _takeOver, ...ids } = payment;
  let isGivenUp = false;
  const take = () => {
    isGivenUp = true;
  };
  const result = await carryOn(
    saga,
    'adoption',
    (pace) =>
      saga.steps[pace](`Read order ${payment.orderId} in both systems`).readTransaction({
        purpose: 'adopt',
        ...ids,
      }),
    { interrupt: () => isGivenUp, wayOut: { choice: 'cancel', take } },
  );
  if (isGivenUp)
    return giveUp(saga, `a person gave it up, as order ${payment.orderId} could not be read`);
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

/** What was asked for meanwhile ends with the run, and its callers are told so. */
function giveUp(saga: OrderSaga, obstacle: string): void {
  const at = saga.now();
  const reason = wholeCharacters(`the order was not taken over: ${obstacle}`);
  for (const { kind, operationId, status } of saga.state.operations)
    if (status === 'queued')
      saga.apply({ type: 'operation_rejected', kind, operationId, reason, at, lookAgainAt: [] });
  saga.obstacle = obstacle;
  saga.over = true;
}
