import { add, sum, toMinorUnits, zero } from './money';
import type { MinorUnits } from './money';
import type { OrderLine, TaxLine } from './order';

/**
 * The VAT that a part of a line carries. Rounded cumulatively per tax line, so that the parts of any split add up to the
 * line's VAT to the øre: what this part carries is what all parts so far carry, less what the earlier ones did.
 */
export function vatOfPart(line: OrderLine, before: MinorUnits, part: MinorUnits): MinorUnits {
  return sum(
    line.taxLines.map((tax) =>
      toMinorUnits(vatUpTo(line, tax, add(before, part)) - vatUpTo(line, tax, before)),
    ),
  );
}

/** Half up, in BigInt, because the product of two amounts passes 2^53. */
function vatUpTo(line: OrderLine, tax: TaxLine, covered: MinorUnits): MinorUnits {
  if (line.grossAmount === 0) return zero;
  const gross = BigInt(line.grossAmount);
  const doubled = 2n * BigInt(tax.amount) * BigInt(covered) + gross;
  return toMinorUnits(Number(doubled / (2n * gross)));
}
