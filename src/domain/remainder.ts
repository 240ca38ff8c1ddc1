import { add, notBelowZero, smaller, subtract, sum, toMinorUnits, zero } from './money';
import type { MinorUnits } from './money';
import { hasMoved, isInFlight } from './operation';
import type { Operation, OperationKind } from './operation';
import type { LineAmount } from './order';
import { amountOnLine, transactionOf } from './order-state';
import type { OrderState } from './order-state';
import { stillReserved } from './transaction-picture';

/** Amounts that count against what may still be asked: moved, on their way, unknown, or failed and still correctable. */
function counts(operation: Operation): boolean {
  return hasMoved(operation) || isHeld(operation);
}

export function isHeld(operation: Operation): boolean {
  return isInFlight(operation) || operation.provisional === true;
}

/** A plain loop: each message of an order asks for its sums, and a flood of them comes within one task. */
function sumOf(
  state: OrderState,
  kind: OperationKind,
  relevant: (operation: Operation) => boolean,
  amountOf: (operation: Operation) => MinorUnits,
): MinorUnits {
  let total = 0;
  for (const operation of state.operations)
    if (operation.kind === kind && relevant(operation)) total += amountOf(operation);
  return toMinorUnits(total);
}

function linesOf(
  state: OrderState,
  kind: OperationKind,
  lineId: number,
  relevant: (operation: Operation) => boolean,
): MinorUnits {
  return sumOf(state, kind, relevant, ({ lines }) => amountOnLine(lines, lineId));
}

function amountOf({ amount }: Operation): MinorUnits {
  return amount;
}

export function capturedOnLine(state: OrderState, lineId: number): MinorUnits {
  return linesOf(state, 'capture', lineId, hasMoved);
}

export function refundedOnLine(state: OrderState, lineId: number): MinorUnits {
  return linesOf(state, 'refund', lineId, hasMoved);
}

/** Moved, or begun and perhaps going to: what would be on the line if all of it moves. */
export function perhapsMovedOnLine(
  state: OrderState,
  kind: 'capture' | 'refund',
  lineId: number,
): MinorUnits {
  return linesOf(
    state,
    kind,
    lineId,
    (operation) => counts(operation) && operation.status !== 'queued',
  );
}

export function movedTotalOf(state: OrderState, kind: OperationKind): MinorUnits {
  return sumOf(state, kind, hasMoved, amountOf);
}

function heldTotal(state: OrderState, kind: OperationKind): MinorUnits {
  return sumOf(state, kind, isHeld, amountOf);
}

export function releasedTotal(state: OrderState): MinorUnits {
  return transactionOf(state)?.released ?? zero;
}

/** Moved in the provider's back office without saying for which lines. */
export function unattributed(state: OrderState): {
  readonly captured: MinorUnits;
  readonly refunded: MinorUnits;
} {
  const loose = (kind: OperationKind) =>
    sumOf(state, kind, hasMoved, ({ amount, lines }) =>
      subtract(amount, sum(lines.map((line) => line.amount))),
    );
  return { captured: loose('capture'), refunded: loose('refund') };
}

/**
 * What may still be asked for on a line. A refund may be asked for as soon as its capture has been accepted; what was captured
 * for no line in particular may have been for this one.
 */
export function remainderOnLine(
  state: OrderState,
  kind: 'capture' | 'refund',
  lineId: number,
): MinorUnits {
  const line = state.order.lines.find((candidate) => candidate.lineId === lineId);
  if (line === undefined) return zero;
  const asked = linesOf(state, kind, lineId, counts);
  if (kind === 'capture') return notBelowZero(subtract(line.grossAmount, asked));
  const captured = linesOf(state, 'capture', lineId, counts);
  const thinkable = smaller(line.grossAmount, add(captured, unattributed(state).captured));
  return notBelowZero(subtract(captured > thinkable ? captured : thinkable, asked));
}

/** What may still be asked for in all: bounded by what the provider holds, whatever the lines say. */
export function remainderInAll(state: OrderState, kind: 'capture' | 'refund'): MinorUnits {
  const transaction = transactionOf(state);
  if (transaction === undefined) return zero;
  const held = heldTotal(state, kind);
  if (kind === 'capture') return notBelowZero(subtract(stillReserved(transaction), held));
  const capturedSoon = add(transaction.captured, heldTotal(state, 'capture'));
  return notBelowZero(toMinorUnits(capturedSoon - transaction.refunded - held));
}

/** Everything that may still be captured, line by line, zero lines left out. */
export function capturableLines(state: OrderState): readonly LineAmount[] {
  return spread(
    state.order.lines.map((line) => ({
      lineId: line.lineId,
      amount: remainderOnLine(state, 'capture', line.lineId),
    })),
    remainderInAll(state, 'capture'),
  );
}

/** Hands an amount out over lines, each up to its own amount, in their order. */
export function spread(lines: readonly LineAmount[], amount: MinorUnits): readonly LineAmount[] {
  let left = amount;
  return lines.flatMap((line) => {
    const part = smaller(line.amount, left);
    left = subtract(left, part);
    return part > 0 ? [{ lineId: line.lineId, amount: part }] : [];
  });
}
