import { largestAmount, zero } from '../domain/money';
import { hasAmount, readyOperation } from './wanted-operation';
import type { WantedOperation } from './wanted-operation';

/**
 * What would fit no order at all, whatever its currency is: found while nothing has been asked for yet. The order's own currency,
 * lines and remainder are judged when its turn comes.
 * @throws RangeError or CommandError with what does not fit
 */
export function requireSomeCurrency(wanted: WantedOperation): void {
  const { kind, amount, line = [] } = wanted;
  if (kind === 'cancel' && hasAmount(wanted))
    throw new RangeError('a cancel takes no amount: it lets go all that is still reserved');
  const amounts = [...(amount === undefined ? [] : [amount]), ...line.map(amountOfLine)];
  const decimals = Math.max(0, ...amounts.map(decimalsOf));
  // The fewest decimals make the smallest number of minor units, so that no other currency would take what this one refuses.
  const currency = currencies.find(({ digits }) => digits >= decimals)?.currency ?? 'CLF';
  readyOperation(wanted, { currency, lines: [anyLine] });
}

const currencies = [
  { currency: 'JPY', digits: 0 },
  { currency: 'NOK', digits: 2 },
  { currency: 'KWD', digits: 3 },
  { currency: 'CLF', digits: 4 },
] as const;

const anyLine = { lineId: 1, ordered: zero, captured: zero, refunded: zero };

function amountOfLine(text: string): string {
  const [, amount] = /^\d{1,10}=(.+)$/.exec(text) ?? [];
  if (amount !== undefined) return amount;
  throw new RangeError(`lines: "${text.slice(0, 40)}" is no line with its amount, as in 1=199.00`);
}

/** An amount as some currency writes it. */
function decimalsOf(text: string): number {
  const [, whole, decimals = ''] = /^(\d+)(?:\.(\d{1,4}))?$/.exec(text.trim()) ?? [];
  if (whole !== undefined && Number(`${whole}${decimals}`) > largestAmount)
    throw new RangeError(
      `"${text.slice(0, 40)}" is too large in any currency: the provider takes at most ${largestAmount} minor units; write what remains or less`,
    );
  if (whole !== undefined) return decimals.length;
  throw new RangeError(
    `"${text.slice(0, 40)}" is an amount in no currency: write digits, and decimals after a point, as in 199.00`,
  );
}
