import type { OrderStatus } from '../domain/order-view';
import { isEndStatus } from '../domain/status-order';

export const nothingToPay =
  'nothing of it can be paid any more, and a new payment needs a new order.';

interface Closed {
  readonly orderReference: string;
  /** What Temporal calls the end of the run. */
  readonly ending: string;
  /** Of an order that ended by itself. */
  readonly status: OrderStatus | undefined;
  readonly orderId: string | undefined;
}

/** What to do about an order that no workflow drives: an order that was never paid would only end once more. */
export function remedyOfClosed({ orderReference, ending, status, orderId }: Closed): string {
  if (status !== undefined && isEndStatus(status)) return `Ask no more of it: ${nothingToPay}`;
  const named = orderId === undefined ? '' : ` --order ${orderId}`;
  const adopt = `ordersaga adopt ${orderReference}${named}`;
  return ending === 'COMPLETED'
    ? `Its refund window is over: take it over again (${adopt}), then ask again.`
    : `It did not end by itself: take it over, which reads both systems (${adopt}), then ask again.`;
}
