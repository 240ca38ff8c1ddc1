import { fingerprint } from './fingerprint';

export type OperationKind = 'capture' | 'refund' | 'cancel';

/** The provider's limit for references is not documented; 40 is the shortest that it states for any id of an operation. */
export const longestReference = 40;

/** Business words only, so that the key survives continue-as-new, a reset and a rebuilt cluster. */
export function operationKey(
  orderReference: string,
  kind: OperationKind | 'authorization',
  operationId: string,
): string {
  return `${orderReference}/${kind}/${operationId}`;
}

/** What is sent as `capture_reference` or `refund_reference`: the key, or its readable start and a hash when it is too long. */
export function providerReference(key: string): string {
  if (key.length <= longestReference) return key;
  const hash = fingerprint(key);
  return `${key.slice(0, longestReference - hash.length - 1)}-${hash}`;
}
