import type { OrderView } from '../../domain/order-view';
import { remainderOf, reservedOf } from '../../domain/view-remainder';

export type ActionName = 'capture' | 'refund' | 'cancel' | 'resolve' | 'reconcile';

export interface OfferedAction {
  readonly name: Exclude<ActionName, 'resolve'>;
  readonly title: string;
}

/** What may be asked of the order as it stands; the order has the last word. */
export function offerActions(view: OrderView): readonly OfferedAction[] {
  const capturable = remainderOf(view, 'capture').inAll > 0;
  const refundable = remainderOf(view, 'refund').inAll > 0;
  return [
    ...(capturable ? [{ name: 'capture', title: 'Capture…' } as const] : []),
    ...(refundable ? [{ name: 'refund', title: 'Refund…' } as const] : []),
    ...(isCancellable(view) ? [{ name: 'cancel', title: cancelTitle(view) } as const] : []),
    ...(view.transactionId === undefined
      ? []
      : [{ name: 'reconcile', title: 'Compare both systems…' } as const]),
  ];
}

/** Before the payment an order is cancelled; afterwards what is reserved is let go. */
export function isCancellable(view: OrderView): boolean {
  const unpaid = view.status === 'preparing' || view.status === 'awaiting_payment';
  return unpaid || reservedOf(view) > 0;
}

function cancelTitle(view: OrderView): string {
  return view.amounts.captured > 0 ? 'Release the rest…' : 'Cancel the order…';
}
