import type { SandboxEngine } from '../../sandbox/engine/create-engine';
import type { SimulatedOrder } from './simulated-order';

/** Somebody may ship an order that stands open in Orders and that nobody drives: each is to be the workflow's own. */
export function findOrphans(
  engine: SandboxEngine,
  order: SimulatedOrder,
  orderId: string | undefined,
): readonly string[] {
  if (isGivenUp(order)) return [];
  const { orderReference } = order.plan.order;
  return [...engine.world.orders.values()]
    .filter(({ body }) => body.external_ids?.some(({ id }) => id === orderReference) === true)
    .filter((one) => one.orderId !== orderId)
    .map((one) => one.orderId);
}

/** A person may give an order up although nobody can tell whether Orders made it. */
function isGivenUp({ told }: SimulatedOrder): boolean {
  return told.some(
    ({ event }) =>
      event.type === 'resolution_taken' &&
      event.resolution.choice === 'cancel' &&
      event.resolution.operationId === 'completeDraftOrder',
  );
}
