import { countOthersAlike } from './lookalike';
import { sum, zero } from './money';
import { hasMoved } from './operation';
import type { Operation } from './operation';
import { amountOnLine, findOperation } from './order-state';
import type { OrderState } from './order-state';
import type { OperationName } from './payment-event';
import type { MovementLine, MovementRequest } from './payment-gateway';
import { present } from './present';
import { referenceOf } from './read-own-id';
import { vatOfPart } from './vat';

/** What the provider is asked to move for an operation, its VAT worked out from what has moved on each line so far. */
export function movementOf(
  state: OrderState,
  name: OperationName,
): MovementRequest & { readonly othersAlike: number; readonly ofOthers?: readonly string[] } {
  const { kind, operationId } = name;
  const operation = findOperation(state, kind, operationId);
  const reference = referenceOf(state, name);
  const ofOthers = eventsUnderLongerNames(state, kind, reference);
  return {
    amount: operation?.amount ?? zero,
    reference,
    ...present('ofOthers', ofOthers),
    lines: operation === undefined ? [] : movementLines(state, operation),
    othersAlike: operation === undefined ? 0 : countOthersAlike(state, operation),
    ...(operation?.final === undefined ? {} : { final: operation.final }),
    ...(kind === 'refund' && operation?.note !== undefined ? { reason: operation.note } : {}),
  };
}

/** A provider that cuts references shows what moved as `order/capture/1-2` under `order/capture/1`, which is another's name. */
function eventsUnderLongerNames(
  state: OrderState,
  kind: OperationName['kind'],
  reference: string,
): readonly string[] | undefined {
  const events = state.operations.flatMap((other) =>
    other.kind === kind &&
    other.eventId !== undefined &&
    isLonger(referenceOf(state, other), reference)
      ? [other.eventId]
      : [],
  );
  return events.length === 0 ? undefined : events;
}

function isLonger(other: string, reference: string): boolean {
  return other.length > reference.length && other.startsWith(reference);
}

function movementLines(state: OrderState, operation: Operation): readonly MovementLine[] {
  const before = state.operations.filter(
    (other) => other !== operation && other.kind === operation.kind && hasMoved(other),
  );
  return operation.lines.map((part) => {
    const line = state.order.lines.find((candidate) => candidate.lineId === part.lineId);
    const moved = sum(before.map((other) => amountOnLine(other.lines, part.lineId)));
    return { ...part, vatAmount: line === undefined ? zero : vatOfPart(line, moved, part.amount) };
  });
}
