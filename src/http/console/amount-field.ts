import {
  AmountTooLargeError,
  formatMoney,
  largestAmount,
  minorDigits,
  parseMoney,
} from '../../domain/money';
import type { MinorUnits } from '../../domain/money';

/** What was typed into an amount's field turned out to be. An empty field is no amount, and no fault. */
export type ReadAmount = { readonly amount: MinorUnits } | { readonly problem: string } | 'nothing';

/**
 * `199,50` or `1 299.50` in a currency of two decimals → 19950, 129950. Spaces between digits are allowed, and so is a comma for
 * the point where it cannot be taken for a mark of thousands. Nothing is rounded.
 */
export function readAmount(typed: string, currency: string): ReadAmount {
  const text = typed.replaceAll(/[\s\u00A0\u202F]/g, '');
  if (text === '') return 'nothing';
  const digits = minorDigits(currency);
  const decimals = new RegExp(`^(\\d+),(\\d{1,${Math.max(1, digits)}})$`).exec(text);
  const pointed = decimals && digits !== 3 ? `${decimals[1]}.${decimals[2]}` : text;
  try {
    return { amount: parseMoney(pointed, currency) };
  } catch (error) {
    if (error instanceof AmountTooLargeError)
      return { problem: `Write at most ${showAmount(largestAmount, currency)}.` };
    return { problem: `Write an amount in ${currency}, as in ${exampleOf(digits)}.` };
  }
}

function exampleOf(digits: number): string {
  return digits === 0 ? '199' : `199.${'5'.padEnd(digits, '0')}`;
}

/** `129950, NOK` → `1 299.50`, as a field is filled and read again. */
export function writeAmount(amount: number, currency: string): string {
  return formatMoney(amount, currency).slice(0, -currency.length - 1);
}

/** `129950, NOK` → `1 299.50 NOK`, in one line, with a thin space between thousands. */
export function showAmount(amount: number, currency: string): string {
  const [whole = '', decimals] = writeAmount(amount, currency).split('.');
  const grouped = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, '\u202F');
  return `${grouped}${decimals === undefined ? '' : `.${decimals}`}\u00A0${currency}`;
}
