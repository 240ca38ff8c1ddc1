import { describe, expect, it } from '@jest/globals';
import {
  AmountTooLargeError,
  add,
  addMoney,
  formatMoney,
  isMinorUnits,
  largestAmount,
  minorDigits,
  notBelowZero,
  parseMoney,
  smaller,
  subtract,
  subtractMoney,
  sum,
  toMinorUnits,
  zero,
} from '../../src/domain/money';

const units = toMinorUnits;

describe('minor units', () => {
  it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, '1', null, undefined, 1n])(
    'takes %p for no amount',
    (value) => {
      expect(isMinorUnits(value)).toBe(false);
    },
  );

  it('a fraction is refused instead of rounded', () => {
    expect(() => toMinorUnits(10.01)).toThrow(RangeError);
  });

  it('a sum that leaves the safe integers is refused instead of wrong', () => {
    expect(() => add(units(Number.MAX_SAFE_INTEGER), units(1))).toThrow(RangeError);
    expect(() => subtract(units(-Number.MAX_SAFE_INTEGER), units(1))).toThrow(RangeError);
    expect(() => sum([units(Number.MAX_SAFE_INTEGER), units(1)])).toThrow(RangeError);
  });

  it('adds, compares and bounds exactly', () => {
    expect(sum([units(10), units(20), units(30)])).toBe(60);
    expect(sum([])).toBe(0);
    expect(subtract(units(10), units(30))).toBe(-20);
    expect(smaller(units(3), units(2))).toBe(2);
    expect(notBelowZero(units(-1))).toBe(zero);
    expect(notBelowZero(units(1))).toBe(1);
  });

  it('the largest amount is the int32 of the provider', () => {
    expect(largestAmount).toBe(2 ** 31 - 1);
  });
});

describe('money of two currencies', () => {
  const nok = { amount: units(100), currency: 'NOK' };
  const sek = { amount: units(100), currency: 'SEK' };

  it('is neither added nor subtracted', () => {
    expect(() => addMoney(nok, sek)).toThrow('NOK and SEK cannot be added or subtracted');
    expect(() => subtractMoney(nok, sek)).toThrow(RangeError);
  });

  it('money of one currency keeps it', () => {
    expect(addMoney(nok, nok)).toEqual({ amount: 200, currency: 'NOK' });
    expect(subtractMoney(nok, nok)).toEqual({ amount: 0, currency: 'NOK' });
  });
});

describe('decimals of a currency', () => {
  // ISO 4217, list one: every currency in use that does not have two.
  const none = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'.split(' ');
  const three = 'BHD IQD JOD KWD LYD OMR TND'.split(' ');
  const four = 'CLF UYW'.split(' ');
  const two = 'NOK SEK DKK EUR USD GBP CHF PLN HUF CZK'.split(' ');

  it.each([
    ...none.map((currency) => [currency, 0] as const),
    ...two.map((currency) => [currency, 2] as const),
    ...three.map((currency) => [currency, 3] as const),
    ...four.map((currency) => [currency, 4] as const),
  ])('%s has %d', (currency, digits) => {
    expect(minorDigits(currency)).toBe(digits);
  });
});

describe('writing an amount', () => {
  it.each([
    [39_800, 'NOK', '398.00 NOK'],
    [0, 'NOK', '0.00 NOK'],
    [5, 'NOK', '0.05 NOK'],
    [-5, 'NOK', '-0.05 NOK'],
    [-123_456, 'EUR', '-1234.56 EUR'],
    [1_500, 'JPY', '1500 JPY'],
    [0, 'ISK', '0 ISK'],
    [1, 'KWD', '0.001 KWD'],
    [12_345, 'BHD', '12.345 BHD'],
    [2_147_483_647, 'NOK', '21474836.47 NOK'],
  ])('%d of %s is %s', (amount, currency, text) => {
    expect(formatMoney(amount, currency)).toBe(text);
  });
});

describe('reading an amount', () => {
  it.each([
    ['398.00', 'NOK', 39_800],
    ['398', 'NOK', 39_800],
    ['398.5', 'NOK', 39_850],
    [' 0.05 ', 'NOK', 5],
    ['1500', 'JPY', 1_500],
    ['12.345', 'KWD', 12_345],
    ['12.3', 'KWD', 12_300],
  ])('%p in %s is %d minor units', (text, currency, amount) => {
    expect(parseMoney(text, currency)).toBe(amount);
  });

  it.each([
    ['1.5', 'ISK'],
    ['398.001', 'NOK'],
    ['1.2345', 'BHD'],
    ['398,00', 'NOK'],
    ['1 000', 'NOK'],
    ['1e3', 'NOK'],
    ['-5', 'NOK'],
    ['', 'NOK'],
    ['.5', 'NOK'],
    ['5.', 'NOK'],
  ])('%p in %s is refused, never rounded', (text, currency) => {
    expect(() => parseMoney(text, currency)).toThrow(
      `at most ${minorDigits(currency)} decimals after a point`,
    );
  });

  it.each([
    ['21474836.48', 'NOK', '21474836.47 NOK'],
    ['12345678901', 'NOK', '21474836.47 NOK'],
    ['2147483648', 'JPY', '2147483647 JPY'],
    ['9'.repeat(400), 'KWD', '2147483.647 KWD'],
  ])('%p in %s is refused with the limit, %s', (text, currency, limit) => {
    expect(() => parseMoney(text, currency)).toThrow(`is more than ${limit}`);
    expect(() => parseMoney(text, currency)).toThrow(AmountTooLargeError);
  });
});
