import type { OrderView } from '../../domain/order-view';
import { remainderOf, reservedOf } from '../../domain/view-remainder';

export type ActionName = 'capture' | 'refund' | 'cancel' | 'resolve' | 'reconcile';

export interface OfferedAction {
  readonly name: Exclude<ActionName, 'resolve'>;
  readonly title: string;
  /** What one most likely came for. */
  readonly first: boolean;
}

/** What may be asked of the order as it stands; the order has the last word. */
export function offerActions(view: OrderView): readonly OfferedAction[] {
  const capturable = remainderOf(view, 'capture').inAll > 0;
  // A refund that would wait behind its capture is taken too, and offered to nobody: there is nothing to give back yet.
  const refundable = view.amounts.captured > 0 && remainderOf(view, 'refund').inAll > 0;
  const offered = [
    ...(capturable ? [{ name: 'capture', title: 'Capture…' } as const] : []),
    ...(refundable ? [{ name: 'refund', title: 'Refund…' } as const] : []),
    ...(isCancellable(view) ? [{ name: 'cancel', title: cancelTitle(view) } as const] : []),
    ...(view.transactionId === undefined
      ? []
      : [{ name: 'reconcile', title: 'Compare both systems…' } as const]),
  ];
  return offered.map((action, index) => ({
    ...action,
    first: index === 0 && view.needsAttention === null && movesOn.includes(action.name),
  }));
}

/** Letting go is never what is suggested. */
const movesOn: readonly ActionName[] = ['capture', 'refund'];

/** Before the payment an order is cancelled; afterwards what is reserved is let go. */
export function isCancellable(view: OrderView): boolean {
  const unpaid = view.status === 'preparing' || view.status === 'awaiting_payment';
  return unpaid || reservedOf(view) > 0;
}

function cancelTitle(view: OrderView): string {
  return view.amounts.captured > 0 ? 'Release the rest…' : 'Cancel the order…';
}
