import type { Operation } from './operation';
import { longestReference, operationKey, providerReference } from './operation-key';
import { identifierPattern } from './order';
import { findOperation } from './order-state';
import type { OrderState } from './order-state';
import type { OperationName } from './payment-event';
import type { Movement } from './transaction-picture';

/** The back office gives no reference of ours: whoever does is another driver of this order, or one that is long dead. */
export function bearsOurName({ order }: OrderState, { kind, reference }: Movement): boolean {
  if (reference === undefined || kind === 'void') return false;
  const prefix = operationKey(order.orderReference, kind, '');
  return prefix.length < longestReference && reference.startsWith(prefix);
}

/**
 * The id under which an earlier run was asked for a movement that is not known here; undefined where its reference, which we
 * may have cut, or the provider, does not tell it for certain. `shown` are all movements that the provider lists.
 */
export function readOwnId(
  state: OrderState,
  { kind, reference }: Movement,
  shown: readonly Movement[],
): string | undefined {
  if (reference === undefined || kind === 'void' || reference.length >= longestReference)
    return undefined;
  const prefix = operationKey(state.order.orderReference, kind, '');
  const operationId = reference.slice(prefix.length);
  if (!reference.startsWith(prefix) || !identifierPattern.test(operationId)) return undefined;
  if (findOperation(state, kind, operationId) !== undefined) return undefined;
  return showsWhole(state, reference.length, shown) ? operationId : undefined;
}

/** A provider that cuts references shows the beginning of one as if it were another: the operations that are known here tell whether it does. */
function showsWhole(state: OrderState, length: number, shown: readonly Movement[]): boolean {
  const own = state.operations.filter(({ foreign }) => foreign !== true);
  const pairs = own.flatMap((operation) => {
    const { kind } = operation;
    const sent = referenceOf(state, operation);
    return shown.flatMap(({ kind: theirs, reference }) =>
      theirs === kind && reference !== undefined && sent.startsWith(reference)
        ? [{ sent, isWhole: reference === sent }]
        : [],
    );
  });
  return pairs.every(({ isWhole }) => isWhole) && pairs.some(({ sent }) => sent.length >= length);
}

/**
 * What a movement that was found bears, where no operation but this one can have borne it: the record that an earlier run wrote
 * of it is known by that. A movement under a reference that moved already has no record yet.
 */
export function loneReference(state: OrderState, operation: Operation): string | undefined {
  const { kind, reference, foreign } = operation;
  if (foreign !== true || reference === undefined) return undefined;
  const isBorne = state.operations.some(
    (other) =>
      other !== operation &&
      other.kind === kind &&
      (other.reference === reference || referenceOf(state, other) === reference),
  );
  return isBorne ? undefined : reference;
}

/** What an operation bears at the provider. */
export function referenceOf({ order }: OrderState, { kind, operationId }: OperationName): string {
  return providerReference(operationKey(order.orderReference, kind, operationId));
}
