import { sum } from './money';
import { canonicalContent } from './operation';
import type { Operation, OperationKind, OperationRequest } from './operation';
import { longestReference, operationKey, providerReference } from './operation-key';
import type { LineAmount } from './order';
import type { OrderState } from './order-state';

/** Whether a request with the id of an operation asks for the same thing. */
export function isSameRequest(known: Operation, request: OperationRequest): boolean {
  // Two people who cancel for two reasons want one thing.
  if (known.kind === 'cancel' || known.content === canonicalContent(request)) return true;
  return known.adopted === true && isSameMovement(known, request);
}

/**
 * What was taken in as foreign under exactly the reference that this request would bear: a long key is cut and hashed, so that
 * its id could not be read back when the order was adopted, but the request tells it again.
 */
export function findAdopted(
  state: OrderState,
  kind: OperationKind,
  operationId: string,
): Operation | undefined {
  const reference = providerReference(operationKey(state.order.orderReference, kind, operationId));
  return state.operations.find(
    (operation) => operation.kind === kind && operation.reference === reference,
  );
}

/**
 * Asked for again after an adoption: the same amounts are the same operation, and where the provider showed no lines, the same
 * amount in all. A request for all that remains names nothing that could be compared.
 */
export function isSameMovement(known: Operation, { lines }: OperationRequest): boolean {
  if (lines === undefined) return true;
  if (known.lines.length === 0) return known.amount === sum(lines.map(({ amount }) => amount));
  const plain = (named: readonly LineAmount[]) =>
    named.map(({ lineId, amount }) => `${lineId}:${amount}`).sort();
  return plain(known.lines).join() === plain(lines).join();
}

/**
 * Two ids whose keys are cut to one reference could not be told apart at the provider. A shorter key is nobody else's
 * reference, and saying so at once keeps a flood of messages, each of which asks this, within the time of a task.
 */
export function referenceIsTaken(
  state: OrderState,
  kind: OperationKind,
  operationId: string,
): boolean {
  const keyOf = (id: string) => operationKey(state.order.orderReference, kind, id);
  const key = keyOf(operationId);
  const isCut = key.length >= longestReference;
  const wanted = providerReference(key);
  return state.operations.some(
    (operation) =>
      operation.kind === kind &&
      (operation.operationId === operationId ||
        (isCut && providerReference(keyOf(operation.operationId)) === wanted)),
  );
}
