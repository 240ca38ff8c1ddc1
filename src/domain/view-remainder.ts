import { notBelowZero, smaller, subtract } from './money';
import type { MinorUnits } from './money';
import type { LineAmount } from './order';
import type { OrderView } from './order-view';
import { remainderInAll, remainderOnLine, spread } from './remainder';
import { stateOf } from './state-of-view';

export type MovingKind = 'capture' | 'refund';

/** What may still be asked for, as far as the order's view tells. The order decides by itself, and refuses what is too much. */
export interface Remainder {
  readonly inAll: MinorUnits;
  /** Every line of the order; each alone, so that together they may be more than there is in all. */
  readonly lines: readonly LineAmount[];
}

export function remainderOf(view: OrderView, kind: MovingKind): Remainder {
  const state = stateOf(view);
  const inAll = remainderInAll(state, kind);
  const lines = view.lines.map(({ lineId }) => ({
    lineId,
    amount: smaller(remainderOnLine(state, kind, lineId), inAll),
  }));
  return { inAll, lines };
}

/** All that remains, line by line, as a capture of everything would move it. */
export function wholeRemainder(view: OrderView, kind: MovingKind): readonly LineAmount[] {
  const { lines, inAll } = remainderOf(view, kind);
  return spread(lines, inAll);
}

/** What is authorized and neither captured nor let go. */
export function reservedOf({ amounts }: Pick<OrderView, 'amounts'>): MinorUnits {
  const { authorized, captured, released } = amounts;
  return notBelowZero(subtract(subtract(authorized, captured), released));
}
