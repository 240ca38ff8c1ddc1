import { isMinorUnits, largestAmount, sum } from './money';
import type { Currency, MinorUnits } from './money';

export interface TaxLine {
  /** VAT contained in the line's gross amount, minor units. */
  readonly amount: MinorUnits;
  /** 25 means 25 %. */
  readonly percentage: number;
}

export type LineType = 'physical' | 'digital' | 'service' | 'gift_card' | 'shipping' | 'surcharge';

export interface OrderLine {
  readonly lineId: number;
  readonly productId: string;
  readonly description: string;
  readonly descriptionAlias?: string;
  readonly quantity: number;
  /** Total of the line, VAT included, minor units. */
  readonly grossAmount: MinorUnits;
  readonly taxLines: readonly TaxLine[];
  readonly type?: LineType;
}

export interface Customer {
  readonly email?: string;
  readonly phoneNumber?: string;
}

export interface OrderRequest {
  /** The merchant's own id of the order: `[A-Za-z0-9._-]{1,64}`. */
  readonly orderReference: string;
  readonly currency: Currency;
  readonly lines: readonly OrderLine[];
  readonly returnUrl: string;
  readonly callbackUrl?: string;
  readonly profileId?: string;
  readonly customer?: Customer;
}

/** An amount on one line of the order, minor units. */
export interface LineAmount {
  readonly lineId: number;
  readonly amount: MinorUnits;
  readonly quantity?: number;
}

export interface Fault {
  readonly field: string;
  readonly problem: string;
}

export const identifierPattern = /^[A-Za-z0-9._-]{1,64}$/;

/** The provider takes at most 100 items in a session (third-party guide; no page of Dintero's states another number). */
export const largestLineCount = 100;

export function orderTotal(order: OrderRequest): MinorUnits {
  return sum(order.lines.map((line) => line.grossAmount));
}

export function lineVat(line: OrderLine): MinorUnits {
  return sum(line.taxLines.map((tax) => tax.amount));
}

/** All faults of an order at once, each with the field and the remedy; an empty list means that it may start. */
export function findOrderFaults(order: OrderRequest): readonly Fault[] {
  return [
    ...findReferenceFaults(order),
    ...findLineCountFaults(order),
    ...order.lines.flatMap(findLineFaults),
    ...findDoubledLines(order),
    ...findTotalFaults(order),
  ];
}

function findReferenceFaults(order: OrderRequest): readonly Fault[] {
  const faults: Fault[] = [];
  if (!identifierPattern.test(order.orderReference)) {
    faults.push({
      field: 'orderReference',
      problem: 'use 1 to 64 of A-Z, a-z, 0-9, dot, underscore, hyphen',
    });
  }
  if (!/^[A-Z]{3}$/.test(order.currency)) {
    faults.push({
      field: 'currency',
      problem: 'use the three capital letters of ISO 4217, such as NOK',
    });
  }
  return faults;
}

function findLineCountFaults(order: OrderRequest): readonly Fault[] {
  if (order.lines.length >= 1 && order.lines.length <= largestLineCount) return [];
  return [
    { field: 'lines', problem: `give 1 to ${largestLineCount} lines, not ${order.lines.length}` },
  ];
}

function findLineFaults(line: OrderLine, index: number): readonly Fault[] {
  const at = `lines[${index}]`;
  const faults: Fault[] = [];
  if (!Number.isInteger(line.lineId) || line.lineId < 1 || line.lineId > largestAmount) {
    faults.push({ field: `${at}.lineId`, problem: 'use a whole number from 1' });
  }
  if (!isMinorUnits(line.grossAmount) || line.grossAmount < 0) {
    faults.push({
      field: `${at}.grossAmount`,
      problem:
        'use a whole number of minor units, zero or more; a discount belongs into the line it lowers',
    });
  }
  if (!(line.quantity > 0) || !Number.isFinite(line.quantity))
    faults.push({ field: `${at}.quantity`, problem: 'use a number above zero' });
  return [...faults, ...findTaxFaults(line, at)];
}

function findTaxFaults(line: OrderLine, at: string): readonly Fault[] {
  const faults = line.taxLines.flatMap((tax, index) => {
    const sound =
      isMinorUnits(tax.amount) && tax.amount >= 0 && tax.percentage >= 0 && tax.percentage <= 100;
    return sound
      ? []
      : [
          {
            field: `${at}.taxLines[${index}]`,
            problem: 'use an amount of zero or more and a percentage from 0 to 100',
          },
        ];
  });
  if (faults.length === 0 && exactSum(line.taxLines.map((tax) => tax.amount)) > line.grossAmount) {
    faults.push({
      field: `${at}.taxLines`,
      problem: 'the VAT cannot exceed the gross amount that contains it',
    });
  }
  return faults;
}

function findDoubledLines(order: OrderRequest): readonly Fault[] {
  const seen = new Set<number>();
  return order.lines.flatMap((line, index) => {
    const doubled = seen.has(line.lineId);
    seen.add(line.lineId);
    return doubled
      ? [
          {
            field: `lines[${index}].lineId`,
            problem: `${line.lineId} is used twice; give each line its own`,
          },
        ]
      : [];
  });
}

function findTotalFaults(order: OrderRequest): readonly Fault[] {
  const amounts = order.lines.map((line) => line.grossAmount);
  if (!amounts.every(isMinorUnits)) return [];
  const total = exactSum(amounts);
  if (total > largestAmount)
    return [
      {
        field: 'lines',
        problem: `the sum exceeds ${largestAmount} minor units, the provider's limit`,
      },
    ];
  if (total === 0n)
    return [{ field: 'lines', problem: 'the sum is zero: there is nothing to pay' }];
  return [];
}

/** What is judged here may lie beyond the safe integers, where adding minor units throws. */
function exactSum(amounts: readonly MinorUnits[]): bigint {
  return amounts.reduce((total, amount) => total + BigInt(amount), 0n);
}
