declare const minorUnits: unique symbol;

/** An amount in the currency's smallest unit (øre, cent), VAT included: a safe integer, never a fraction. */
export type MinorUnits = number & { readonly [minorUnits]: true };

/** ISO 4217 code, three capital letters. */
export type Currency = string;

export interface Money {
  readonly amount: MinorUnits;
  readonly currency: Currency;
}

/** The provider's amounts are int32 (Dintero Payments API types). */
export const largestAmount = 2_147_483_647 as MinorUnits;

export const zero = 0 as MinorUnits;

export function isMinorUnits(value: unknown): value is MinorUnits {
  return typeof value === 'number' && Number.isSafeInteger(value);
}

/** @throws RangeError when the number is not a safe integer. */
export function toMinorUnits(value: number): MinorUnits {
  if (!isMinorUnits(value)) throw new RangeError(`${value} is not a whole number of minor units`);
  return value;
}

export function add(left: MinorUnits, right: MinorUnits): MinorUnits {
  return toMinorUnits(left + right);
}

export function subtract(left: MinorUnits, right: MinorUnits): MinorUnits {
  return toMinorUnits(left - right);
}

export function sum(amounts: readonly MinorUnits[]): MinorUnits {
  return amounts.reduce(add, zero);
}

/** Of amounts that somebody else wrote, such as a record in Orders: beyond the safe integers it is the last of them, and nothing is thrown. */
export function sumOfAny(amounts: readonly MinorUnits[]): MinorUnits {
  const total = amounts.reduce<number>((before, amount) => before + amount, 0);
  return toMinorUnits(Math.max(Number.MIN_SAFE_INTEGER, Math.min(total, Number.MAX_SAFE_INTEGER)));
}

export function smaller(left: MinorUnits, right: MinorUnits): MinorUnits {
  return left < right ? left : right;
}

export function notBelowZero(amount: MinorUnits): MinorUnits {
  return amount < 0 ? zero : amount;
}

/** @throws RangeError when the currencies differ. */
export function addMoney(left: Money, right: Money): Money {
  refuseMixedCurrency(left, right);
  return { amount: add(left.amount, right.amount), currency: left.currency };
}

/** @throws RangeError when the currencies differ. */
export function subtractMoney(left: Money, right: Money): Money {
  refuseMixedCurrency(left, right);
  return { amount: subtract(left.amount, right.amount), currency: left.currency };
}

function refuseMixedCurrency(left: Money, right: Money): void {
  if (left.currency !== right.currency) {
    throw new RangeError(`${left.currency} and ${right.currency} cannot be added or subtracted`);
  }
}

const minorDigitsByCurrency: Readonly<Record<string, number>> = {
  BHD: 3,
  BIF: 0,
  CLF: 4,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  PYG: 0,
  RWF: 0,
  TND: 3,
  UGX: 0,
  UYI: 0,
  UYW: 4,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
};

/** How many decimals the currency has in writing (ISO 4217; two unless listed). */
export function minorDigits(currency: Currency): number {
  return minorDigitsByCurrency[currency] ?? 2;
}

/** `39800, NOK` → `398.00 NOK`. */
export function formatMoney(amount: number, currency: Currency): string {
  const digits = minorDigits(currency);
  const sign = amount < 0 ? '-' : '';
  const padded = String(Math.abs(amount)).padStart(digits + 1, '0');
  if (digits === 0) return `${sign}${padded} ${currency}`;
  return `${sign}${padded.slice(0, -digits)}.${padded.slice(-digits)} ${currency}`;
}

/** Says the limit in the currency of the amount. */
export class AmountTooLargeError extends RangeError {
  constructor(text: string, currency: Currency) {
    super(
      `"${text.slice(0, 40)}" is more than ${formatMoney(largestAmount, currency)}, the most that the provider takes: write a smaller amount`,
    );
    this.name = 'AmountTooLargeError';
  }
}

/**
 * `398.00, NOK` → 39800. More decimals than the currency has are refused, never rounded.
 * @throws RangeError with the remedy when the text is no amount of that currency, AmountTooLargeError beyond the provider's limit
 */
export function parseMoney(text: string, currency: Currency): MinorUnits {
  const digits = minorDigits(currency);
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text.trim());
  const decimals = match?.[2] ?? '';
  if (!match || decimals.length > digits) {
    throw new RangeError(
      `"${text}" is not an amount in ${currency}: write digits, and at most ${digits} decimals after a point`,
    );
  }
  const amount = Number(`${match[1]}${decimals.padEnd(digits, '0')}`);
  if (amount > largestAmount) throw new AmountTooLargeError(text, currency);
  return toMinorUnits(amount);
}
