import type { OrderStatus } from '../domain/order-view';
import { isEndStatus } from '../domain/status-order';

const nothingToPay = 'nothing of it can be paid any more, and a new payment needs a new order.';

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

/** An order that is paid goes on, and all the same never ends unpaid. */
const isPast = (status: OrderStatus, wanted: OrderStatus | undefined): boolean =>
  wanted !== undefined && isEndStatus(wanted) && !isEndStatus(status);

export function sayEnded(status: OrderStatus, wanted: OrderStatus | undefined): string {
  const stands = isPast(status, wanted) ? 'is' : 'has ended as';
  return `${stands} ${status} and will never be ${wanted ?? 'as it was waited for'}`;
}

/** What to do where an order will never be as it was waited for. */
export function endedRemedy(status: OrderStatus, wanted: OrderStatus | undefined): string {
  if (isEndStatus(status)) return `Wait no longer: ${nothingToPay}`;
  return isPast(status, wanted)
    ? 'Wait no longer: an order that was paid neither expires nor fails, and one of which something was captured is not cancelled.'
    : 'Wait no longer: its refund window is over. Adopt it (ordersaga adopt) to ask more of it.';
}
