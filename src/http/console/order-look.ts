import type { OrderSagaClient } from '../../client/order-saga-client';
import { OrderSagaError } from '../../client/order-saga-errors';
import type { TimelineRow } from '../../client/timeline';
import type { OrderRequest } from '../../domain/order';
import type { OrderView } from '../../domain/order-view';
import { keepBriefly } from '../keep-briefly';

/** All that a page shows of an order. What could not be read is absent, and why not is said. */
export interface OrderLook {
  readonly orderReference: string;
  readonly view?: OrderView;
  /** Descriptions and the customer; absent for an order that was taken over. */
  readonly ordered?: OrderRequest;
  /** Oldest first. */
  readonly timeline?: readonly TimelineRow[];
  /** Why there is no view. */
  readonly trouble?: OrderSagaError;
}

/** Looks at orders for all who watch them: ten open pages of one order cost as much as one. */
export interface OrderLooks {
  look(orderReference: string): Promise<OrderLook>;
  /** Something was asked of it: the next look is a fresh one. */
  forget(orderReference: string): void;
}

const keptMs = 1_000;
const mostOrders = 500;
const withinMs = 6_000;
export const shownRows = 200;

export function createOrderLooks(orders: OrderSagaClient): OrderLooks {
  const looks = new Map<string, () => Promise<OrderLook>>();
  return {
    look(orderReference) {
      const known = looks.get(orderReference);
      if (known !== undefined) return known();
      const [oldest] = looks.keys();
      if (oldest !== undefined && looks.size >= mostOrders) looks.delete(oldest);
      const look = keepBriefly(keptMs, () => lookAt(orders, orderReference));
      looks.set(orderReference, look);
      return look();
    },
    forget: (orderReference) => void looks.delete(orderReference),
  };
}

/** @throws OrderSagaError when there is nothing to show of the order at all */
async function lookAt(orders: OrderSagaClient, orderReference: string): Promise<OrderLook> {
  const call = { deadlineMs: withinMs };
  const [view, ordered, timeline] = await Promise.allSettled([
    orders.state(orderReference, call),
    orders.ordered(orderReference, call),
    orders.timeline(orderReference, { ...call, limit: shownRows }),
  ]);
  if (view.status === 'rejected' && !(view.reason instanceof OrderSagaError)) throw view.reason;
  if (view.status === 'rejected' && timeline.status === 'rejected') throw view.reason;
  return {
    orderReference,
    ...(view.status === 'fulfilled' ? { view: view.value } : { trouble: view.reason }),
    ...(ordered.status === 'fulfilled' && ordered.value ? { ordered: ordered.value } : {}),
    ...(timeline.status === 'fulfilled' ? { timeline: timeline.value } : {}),
  };
}

/** `line 2: Frakt`, or the number alone where nobody knows more. */
export function nameLine(look: Pick<OrderLook, 'ordered'>, lineId: number): string {
  const line = look.ordered?.lines.find((one) => one.lineId === lineId);
  return line === undefined ? `Line ${lineId}` : line.description || `Line ${lineId}`;
}

/** To whom money goes, or whose it is: as much as the order says of its customer. */
export function nameCustomer({ ordered }: Pick<OrderLook, 'ordered'>): string {
  const { email, phoneNumber } = ordered?.customer ?? {};
  return [email, phoneNumber].filter(Boolean).join(', ') || 'the customer who paid';
}
