import type { Caller } from './accounts';
import { successfulSum } from './order-sums';
import { Refusal } from './refusal';
import { cancelOrderBody, readBody } from './request-bodies';
import type { Order, World } from './world';

export function cancelOrder(world: World, caller: Caller, order: Order, posted: unknown): void {
  const body = readBody(cancelOrderBody, posted ?? undefined);
  const { cancelOrderTwice, cancelCapturedOrder } = world.switches;
  if (statusOf(order, world.clock.now()) === 'cancelled') {
    if (cancelOrderTwice === 'answer') return;
    throw new Refusal(400, 'the order is cancelled already');
  }
  const captures = successfulSum(world.journal.recordsOf(order.uuid, 'capture'));
  if (cancelCapturedOrder === 'refuse-400' && captures > 0n)
    throw new Refusal(400, 'the order has captures');
  addAct(world, caller, order, 'cancelled', body, body.reason ?? 'customer');
}

export function openOrder(world: World, caller: Caller, order: Order): void {
  if (statusOf(order, world.clock.now()) === 'open')
    throw new Refusal(400, 'the order is open already');
  addAct(world, caller, order, 'opened', undefined);
}

function addAct(
  world: World,
  caller: Caller,
  order: Order,
  act: 'cancelled' | 'opened',
  body: unknown,
  reason?: string,
): void {
  const path = `/orders/${order.orderId}/${act === 'cancelled' ? 'cancel' : 'open'}`;
  order.acts.push({
    atMs: world.clock.now(),
    act,
    by: caller.clientId,
    ...(reason === undefined ? {} : { reason }),
    request: { method: 'POST', path, body: body ?? null },
  });
}

export function statusOf(order: Order, asOfMs: number): 'open' | 'closed' | 'cancelled' {
  const last = order.acts.findLast((act) => act.atMs <= asOfMs && act.act !== 'recorded')?.act;
  return last === 'cancelled' || last === 'closed' ? last : 'open';
}
