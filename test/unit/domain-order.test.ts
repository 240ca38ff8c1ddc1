import { describe, expect, it } from '@jest/globals';
import { largestAmount, toMinorUnits } from '../../src/domain/money';
import type { MinorUnits } from '../../src/domain/money';
import { findOrderFaults, largestLineCount, lineVat, orderTotal } from '../../src/domain/order';
import type { OrderLine, OrderRequest } from '../../src/domain/order';
import { orderOf } from '../support/order-states';

/** An order whose first line differs from a sound one. */
function withLine(more: Partial<OrderLine>): OrderRequest {
  const order = orderOf(1_000, 2_000);
  const [first, ...others] = order.lines;
  return { ...order, lines: [{ ...first!, ...more }, ...others] };
}

function unchecked(value: number): MinorUnits {
  return value as MinorUnits;
}

function fieldsAtFault(order: OrderRequest): readonly string[] {
  return findOrderFaults(order).map((fault) => fault.field);
}

describe('a sound order', () => {
  it('has no faults, and its total is the sum of its lines', () => {
    expect(findOrderFaults(orderOf(1_000, 2_000))).toEqual([]);
    expect(orderTotal(orderOf(1_000, 2_000))).toBe(3_000);
    expect(lineVat(orderOf(1_000).lines[0]!)).toBe(200);
  });

  it('may have lines that cost nothing', () => {
    expect(findOrderFaults(orderOf(1_000, 0))).toEqual([]);
  });

  it('may reach the limit of the provider exactly', () => {
    expect(findOrderFaults(orderOf(largestAmount - 1, 1))).toEqual([]);
  });
});

describe('a fault', () => {
  it.each([
    ['orderReference', { orderReference: '' }],
    ['orderReference', { orderReference: 'a'.repeat(65) }],
    ['orderReference', { orderReference: 'web/1' }],
    ['orderReference', { orderReference: 'web 1\n' }],
    ['currency', { currency: 'nok' }],
    ['currency', { currency: 'NOKK' }],
  ])('in %s is named', (field, more) => {
    expect(fieldsAtFault({ ...orderOf(1_000), ...more })).toEqual([field]);
  });

  it.each<[string, Partial<OrderLine>]>([
    ['lines[0].lineId', { lineId: 0 }],
    ['lines[0].lineId', { lineId: 1.5 }],
    ['lines[0].lineId', { lineId: 2 ** 31 }],
    ['lines[0].quantity', { quantity: 0 }],
    ['lines[0].quantity', { quantity: -1 }],
    ['lines[0].quantity', { quantity: Number.NaN }],
    ['lines[0].quantity', { quantity: Number.POSITIVE_INFINITY }],
    ['lines[0].taxLines[0]', { taxLines: [{ amount: toMinorUnits(-1), percentage: 25 }] }],
    ['lines[0].taxLines[0]', { taxLines: [{ amount: unchecked(0.5), percentage: 25 }] }],
    ['lines[0].taxLines[0]', { taxLines: [{ amount: toMinorUnits(1), percentage: 101 }] }],
    ['lines[0].taxLines[0]', { taxLines: [{ amount: toMinorUnits(1), percentage: Number.NaN }] }],
    ['lines[0].taxLines', { taxLines: [{ amount: toMinorUnits(1_001), percentage: 25 }] }],
  ])('in %s is named: %j', (field, more) => {
    expect(fieldsAtFault(withLine(more))).toEqual([field]);
  });

  it('a discount as a negative line is refused, and the remedy says where it belongs', () => {
    const [fault] = findOrderFaults(withLine({ grossAmount: toMinorUnits(-1), taxLines: [] }));
    expect(fault).toEqual({
      field: 'lines[0].grossAmount',
      problem: expect.stringContaining('a discount belongs into the line it lowers'),
    });
  });

  it('a line id that is used twice is named at its second use', () => {
    expect(findOrderFaults(withLine({ lineId: 2 }))).toEqual([
      { field: 'lines[1].lineId', problem: '2 is used twice; give each line its own' },
    ]);
  });

  it.each([0, largestLineCount + 1])('%d lines are refused with the number allowed', (count) => {
    const order = orderOf(...Array.from({ length: count }, () => 10));
    expect(findOrderFaults(order)).toContainEqual({
      field: 'lines',
      problem: `give 1 to ${largestLineCount} lines, not ${count}`,
    });
  });

  it('a total of nothing is refused: there would be nothing to pay', () => {
    expect(findOrderFaults(orderOf(0))).toEqual([
      { field: 'lines', problem: 'the sum is zero: there is nothing to pay' },
    ]);
  });

  it.each([
    [[largestAmount, 1]],
    [[largestAmount + 1]],
    [[1, Number.MAX_SAFE_INTEGER]],
    [[Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]],
  ])('lines of %j exceed the int32 of the provider, and that is said', (amounts) => {
    expect(findOrderFaults(orderOf(...amounts))).toEqual([
      { field: 'lines', problem: expect.stringContaining(`the sum exceeds ${largestAmount}`) },
    ]);
  });

  it.each([
    [[-Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER]],
    [[0.1, 0.2]],
    [[Number.NaN, 1]],
  ])('lines of %j are told as faults, not thrown', (amounts) => {
    const lines = amounts.map((amount, index) => ({
      ...orderOf(1).lines[0]!,
      lineId: index + 1,
      grossAmount: unchecked(amount),
      taxLines: [],
    }));
    expect(fieldsAtFault({ ...orderOf(1), lines })).toContain('lines[0].grossAmount');
  });

  it('VAT that leaves the safe integers is told as a fault, not thrown', () => {
    const huge = { amount: toMinorUnits(Number.MAX_SAFE_INTEGER), percentage: 25 };
    expect(fieldsAtFault(withLine({ taxLines: [huge, huge] }))).toEqual(['lines[0].taxLines']);
  });
});

it('all faults are told at once', () => {
  const order = withLine({ lineId: 2, grossAmount: toMinorUnits(-1), quantity: 0 });
  expect(fieldsAtFault({ ...order, orderReference: '', currency: 'x' })).toEqual([
    'orderReference',
    'currency',
    'lines[0].grossAmount',
    'lines[0].quantity',
    'lines[0].taxLines',
    'lines[1].lineId',
  ]);
});
