import { countOthersAlike } from './lookalike';
import { sum, zero } from './money';
import { hasMoved } from './operation';
import type { Operation } from './operation';
import { operationKey, providerReference } from './operation-key';
import { amountOnLine, findOperation } from './order-state';
import type { OrderState } from './order-state';
import type { OperationName } from './payment-event';
import type { MovementLine, MovementRequest } from './payment-gateway';
import { vatOfPart } from './vat';

/** What the provider is asked to move for an operation, its VAT worked out from what has moved on each line so far. */
export function movementOf(
  state: OrderState,
  name: OperationName,
): MovementRequest & { readonly othersAlike: number } {
  const { kind, operationId } = name;
  const operation = findOperation(state, kind, operationId);
  return {
    amount: operation?.amount ?? zero,
    reference: providerReference(operationKey(state.order.orderReference, kind, operationId)),
    lines: operation === undefined ? [] : movementLines(state, operation),
    othersAlike: operation === undefined ? 0 : countOthersAlike(state, operation),
    ...(operation?.final === undefined ? {} : { final: operation.final }),
    ...(kind === 'refund' && operation?.note !== undefined ? { reason: operation.note } : {}),
  };
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
