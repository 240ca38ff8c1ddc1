import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { add, largestAmount, toMinorUnits, zero } from '../../src/domain/money';
import { lineVat } from '../../src/domain/order';
import type { OrderLine } from '../../src/domain/order';
import { vatOfPart } from '../../src/domain/vat';
import { orderOf } from '../support/order-states';

function lineWith(grossAmount: number, ...taxes: readonly number[]): OrderLine {
  return {
    ...orderOf(1).lines[0]!,
    grossAmount: toMinorUnits(grossAmount),
    taxLines: taxes.map((amount) => ({ amount: toMinorUnits(amount), percentage: 25 })),
  };
}

/** The VAT of each part, one after the other. */
function split(line: OrderLine, parts: readonly number[]): readonly number[] {
  let before = zero;
  return parts.map((part) => {
    const vat = vatOfPart(line, before, toMinorUnits(part));
    before = add(before, toMinorUnits(part));
    return vat;
  });
}

/** A line of up to int32 with up to three taxes, and a way to divide it. */
const splits = fc
  .tuple(
    fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: largestAmount })),
    fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 3 }),
    fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 }),
  )
  .map(([gross, shares, cuts]) => {
    const taxes = shares.map((share) => Math.floor((gross * share) / Math.max(1, shares.length)));
    const points = [0, ...cuts.map((cut) => Math.floor(gross * cut)).sort((a, b) => a - b), gross];
    const parts = points.slice(1).map((point, index) => point - points[index]!);
    return { line: lineWith(gross, ...taxes), parts };
  });

describe('the VAT of the parts of a line', () => {
  it('adds up to the VAT of the line over every split, to the øre', () => {
    fc.assert(
      fc.property(splits, ({ line, parts }) => {
        const vats = split(line, parts);
        const whole = line.grossAmount === 0 ? 0 : lineVat(line);
        expect(vats.reduce((left, right) => left + right, 0)).toBe(whole);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is never negative, and never more than the part', () => {
    fc.assert(
      fc.property(splits, ({ line, parts }) => {
        const single = { ...line, taxLines: line.taxLines.slice(0, 1) };
        split(single, parts).forEach((vat, index) => {
          expect(vat).toBeGreaterThanOrEqual(0);
          expect(vat).toBeLessThanOrEqual(parts[index]! + 1);
        });
      }),
    );
  });

  it('stands within one of the proportional share for each tax line', () => {
    fc.assert(
      fc.property(splits, ({ line, parts }) => {
        fc.pre(line.grossAmount > 0);
        const share = lineVat(line) / line.grossAmount;
        split(line, parts).forEach((vat, index) => {
          const off = Math.abs(vat - parts[index]! * share);
          expect(off).toBeLessThanOrEqual(line.taxLines.length + 0.001);
        });
      }),
    );
  });
});

it.each([
  [1_201_561_926, 1_684_794_940, 942_677_937],
  [1_060_875_732, 96_386_379, 47_615_715],
  [1_476_079_230, 1_956_716_290, 1_344_954_724],
])(
  'where VAT times amount passes 2^53, not even the last øre is wrong: %d of 2147483647, a part of %d',
  (tax, part, vat) => {
    expect(tax * part).toBeGreaterThan(Number.MAX_SAFE_INTEGER);
    expect(split(lineWith(largestAmount, tax), [part, largestAmount - part])).toEqual([
      vat,
      tax - vat,
    ]);
  },
);

it('a line that costs nothing carries no VAT', () => {
  expect(vatOfPart(lineWith(0), zero, zero)).toBe(0);
  expect(vatOfPart(lineWith(0, 5), zero, toMinorUnits(3))).toBe(0);
});

it('half an øre is rounded up, and the other half is not lost', () => {
  expect(split(lineWith(100, 25), [50, 50])).toEqual([13, 12]);
  expect(split(lineWith(3, 1), [1, 1, 1])).toEqual([0, 1, 0]);
});

it('each tax line is rounded by itself', () => {
  expect(split(lineWith(100, 25, 25), [50, 50])).toEqual([26, 24]);
});
