const usualDigits = 2;

/** Minor units in the currency's own digits: 39800 of NOK is `NOK 398.00`, of JPY `JPY 39,800`. */
export function showAmount(minorUnits: number, currency: string): string {
  const digits = digitsOf(currency);
  const major = (minorUnits / 10 ** digits).toLocaleString('en-GB', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return `${currency.toUpperCase()}\u00a0${major}`;
}

function digitsOf(currency: string): number {
  try {
    const format = new Intl.NumberFormat('en-GB', { style: 'currency', currency });
    return format.resolvedOptions().maximumFractionDigits ?? usualDigits;
  } catch {
    return usualDigits;
  }
}
