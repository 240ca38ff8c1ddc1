import type { ListedOrder } from '../../client/list-orders';

interface Listed {
  readonly others: readonly ListedOrder[];
  readonly urgent?: readonly ListedOrder[];
}

/**
 * Each order once, as its newest run: one that was adopted has an older run, which may have ended in need of a person. Whoever
 * is urgent is not among the others.
 */
export function newestRuns(
  others: readonly ListedOrder[],
  urgent?: readonly ListedOrder[],
): Listed {
  const newest = new Map<string, string>();
  for (const { orderReference, startedAt } of [...(urgent ?? []), ...others])
    if (startedAt > (newest.get(orderReference) ?? '')) newest.set(orderReference, startedAt);
  const shown = new Set<string>();
  const isNew = ({ orderReference, startedAt }: ListedOrder) => {
    if (shown.has(orderReference) || startedAt !== newest.get(orderReference)) return false;
    shown.add(orderReference);
    return true;
  };
  const pressing = urgent?.filter(isNew);
  return { others: others.filter(isNew), ...(pressing === undefined ? {} : { urgent: pressing }) };
}
