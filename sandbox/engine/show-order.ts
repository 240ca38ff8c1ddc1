import { toInstant } from './clock';
import type { RecordEntry, RecordKind } from './journal';
import { showRecord } from './order-records';
import { collectionOf, orderTotal, recordKinds, successfulSum, totalsOf } from './order-sums';
import { statusOf } from './orders';
import type { Order, OrderAct, World } from './world';

/** Values from the list filter (Dintero docs: changelog of 2019-05-01); how they change is a guess. */
export function paymentStatusOf(world: World, order: Order, asOfMs: number): string {
  const { paymentStatus, paymentStatusAfterAuthorization } = world.switches;
  const sum = (kind: RecordKind) => successfulSum(recordsAt(world, order, kind, asOfMs));
  if (paymentStatus === 'always-pending') return 'pending';
  const captured = sum('capture');
  const refunded = sum('refund');
  if (refunded > 0n) return refunded >= captured ? 'refunded' : 'partially_refunded';
  if (captured > 0n) return captured >= orderTotal(order.items) ? 'paid' : 'partially_paid';
  return sum('authorization') > 0n ? paymentStatusAfterAuthorization : 'pending';
}

export function recordsAt(
  world: World,
  order: Order,
  kind: RecordKind,
  asOfMs: number,
): readonly RecordEntry[] {
  return world.journal.recordsOf(order.uuid, kind).filter((entry) => entry.atMs <= asOfMs);
}

/** @param asOfMs what the order looked like then */
export function showOrder(world: World, order: Order, asOfMs: number) {
  const acts = order.acts.filter((act) => act.atMs <= asOfMs);
  const status = statusOf(order, asOfMs);
  const collections = recordKinds.map((kind) => [
    collectionOf[kind],
    recordsAt(world, order, kind, asOfMs).map((entry) => showRecord(world, order, entry, 'read')),
  ]);
  const { id: _postedId, ...posted } = order.body as Record<string, unknown>;
  return {
    ...posted,
    id: order.uuid,
    order_id: order.orderId,
    status,
    payment_status: paymentStatusOf(world, order, asOfMs),
    items: order.items,
    ...totalsOf(order.items),
    created_at: toInstant(order.createdAtMs),
    created_by: acts[0]?.by,
    updated_at: toInstant(acts.at(-1)?.atMs ?? order.createdAtMs),
    ...showEnd(acts, status),
    ...(Object.fromEntries(collections) as Record<string, unknown>),
    ...(world.switches.extraFields ? { channel: 'ecommerce', _links: linksOf(order) } : {}),
  };
}

function showEnd(acts: readonly OrderAct[], status: string) {
  const end = acts.findLast(({ act }) => act === status);
  if (end === undefined) return {};
  const at = { [`${status}_at`]: toInstant(end.atMs), [`${status}_by`]: end.by };
  return end.reason === undefined ? at : { ...at, [`${status}_reason`]: end.reason };
}

function linksOf(order: Order) {
  return [
    { href: `/v1/accounts/${order.accountId}/shopping/orders/${order.orderId}`, rel: 'self' },
  ];
}

export function showOrderEvents(order: Order, asOfMs: number) {
  const acts = order.acts.filter((act) => act.atMs <= asOfMs);
  return acts.map((act, index) => ({
    id: `${order.uuid}-${index + 1}`,
    created_at: toInstant(act.atMs),
    created_by: act.by,
    version: index + 1,
    request: act.request,
    draft_id: order.draftId,
    state: 'success',
  }));
}
