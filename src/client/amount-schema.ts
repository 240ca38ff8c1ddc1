import { z } from 'zod';
import { largestAmount } from '../domain/money';

/** What is said of an amount of an order beyond the provider's limit. */
export const tooLargeInOrder = `use at most ${largestAmount} minor units, the provider's limit; split what costs more into several orders`;

/**
 * A whole number up to the largest amount that the provider takes. Of numbers beyond the exact ones zod says that they are not
 * whole, which helps nobody: they are too large.
 */
export function wholeAmount(problem: string, tooLarge: string) {
  return z
    .int({ abort: true, error: ({ code }) => (code === 'too_big' ? tooLarge : problem) })
    .max(largestAmount, tooLarge);
}
