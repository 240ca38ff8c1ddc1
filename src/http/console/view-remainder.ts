import { notBelowZero, smaller, subtract, sum, zero } from '../../domain/money';
import type { MinorUnits } from '../../domain/money';
import type { LineAmount } from '../../domain/order';
import type { LineView, OperationView, OrderView } from '../../domain/order-view';
import { spread } from '../../domain/remainder';

export type MovingKind = 'capture' | 'refund';

/** What may still be asked for, to fill a form with. The order decides by itself, and refuses what is too much. */
export interface Remainder {
  readonly inAll: MinorUnits;
  /** Every line of the order; each alone, so that together they may be more than there is in all. */
  readonly lines: readonly LineAmount[];
}

const inFlight: readonly OperationView['status'][] = ['queued', 'moving', 'unknown'];

export function remainderOf(view: OrderView, kind: MovingKind): Remainder {
  const { captured, refunded } = view.amounts;
  const inAll =
    kind === 'capture'
      ? subtract(reservedOf(view), heldInAll(view, 'capture'))
      : subtract(
          subtract(captured, refunded),
          subtract(heldInAll(view, 'refund'), heldInAll(view, 'capture')),
        );
  const lines = view.lines.map((line) => ({
    lineId: line.lineId,
    amount: smaller(
      notBelowZero(kind === 'capture' ? capturable(view, line) : refundable(view, line)),
      notBelowZero(inAll),
    ),
  }));
  return { inAll: notBelowZero(inAll), lines };
}

/** All that remains, line by line, as a capture of everything would move it. */
export function wholeRemainder(view: OrderView, kind: MovingKind): readonly LineAmount[] {
  const { lines, inAll } = remainderOf(view, kind);
  return spread(lines, inAll);
}

/** What is authorized and neither captured nor let go. */
export function reservedOf({ amounts }: OrderView): MinorUnits {
  const { authorized, captured, released } = amounts;
  return notBelowZero(subtract(subtract(authorized, captured), released));
}

function capturable(view: OrderView, line: LineView): MinorUnits {
  return subtract(subtract(line.ordered, line.captured), heldOnLine(view, 'capture', line.lineId));
}

/** What was captured for no line in particular may have been for this one. */
function refundable(
  view: OrderView,
  { lineId, ordered, captured, refunded }: LineView,
): MinorUnits {
  const soon = sum([captured, heldOnLine(view, 'capture', lineId)]);
  const thinkable = smaller(ordered, sum([soon, view.unattributed.captured]));
  const most = soon > thinkable ? soon : thinkable;
  return subtract(subtract(most, refunded), heldOnLine(view, 'refund', lineId));
}

function held({ operations }: OrderView, kind: MovingKind): readonly OperationView[] {
  return operations.filter((one) => one.kind === kind && inFlight.includes(one.status));
}

function heldInAll(view: OrderView, kind: MovingKind): MinorUnits {
  return sum(held(view, kind).map(({ amount }) => amount));
}

function heldOnLine(view: OrderView, kind: MovingKind, lineId: number): MinorUnits {
  const amounts = held(view, kind).flatMap(({ lines }) =>
    lines.filter((line) => line.lineId === lineId).map(({ amount }) => amount),
  );
  return amounts.length === 0 ? zero : sum(amounts);
}
