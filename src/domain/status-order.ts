import type { OrderStatus } from './order-view';

/** The way of an order that is paid for; some of its statuses may be skipped, and none comes back. */
const way: readonly OrderStatus[] = [
  'preparing',
  'awaiting_payment',
  'authorized',
  'partially_captured',
  'captured',
  'partially_refunded',
  'refunded',
];

/** Whether the order is as wanted or has been past it; the three that lie beside the way are reached as themselves alone. */
export function hasReached(status: OrderStatus, wanted: OrderStatus): boolean {
  if (status === wanted) return true;
  const wantedAt = way.indexOf(wanted);
  return wantedAt >= 0 && way.indexOf(status) > wantedAt;
}

/** Cancelled, expired, or its payment failed: no other status follows. */
export function isEndStatus(status: OrderStatus): boolean {
  return !way.includes(status);
}
