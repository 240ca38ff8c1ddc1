import { isPlainObject } from './plain-object';

/**
 * What is wrong with the payload of a `checkout`, which carries nothing or the order to compare. A typo in `order` would
 * be answered with the checkout page of whatever order runs.
 */
export function findCheckoutFault(payload: unknown): string | undefined {
  if (payload === undefined) return undefined;
  if (!isPlainObject(payload)) return 'send nothing, or one plain object with order';
  const unknown = Object.keys(payload).find((key) => key !== 'order');
  return unknown === undefined
    ? undefined
    : `unknown key "${unknown.slice(0, 40)}": known is order`;
}
