import { describe, expect, test } from '@jest/globals';
import { CommandError } from '../../src/cli/command-error';
import { readAmounts } from '../../src/cli/read-amounts';
import { zero } from '../../src/domain/money';

const line = (lineId: number) => ({ lineId, ordered: zero, captured: zero, refunded: zero });
const oneLine = { currency: 'NOK', lines: [line(3)] };
const twoLines = { currency: 'NOK', lines: [line(1), line(2)] };

describe('amounts on the command line', () => {
  test('when none is given, are none', () => {
    expect(readAmounts({}, twoLines)).toBeUndefined();
  });

  test('by line, in the currency or in minor units, are minor units', () => {
    expect(readAmounts({ line: ['1=199.00', '2=0.5'] }, twoLines)).toEqual([
      { lineId: 1, amount: 19_900 },
      { lineId: 2, amount: 50 },
    ]);
    expect(readAmounts({ lineMinor: ['1=19900'] }, twoLines)).toEqual([
      { lineId: 1, amount: 19_900 },
    ]);
  });

  test('in all, go to the only line', () => {
    expect(readAmounts({ amount: '398.00' }, oneLine)).toEqual([{ lineId: 3, amount: 39_800 }]);
    expect(readAmounts({ minor: '39800' }, oneLine)).toEqual([{ lineId: 3, amount: 39_800 }]);
  });

  test('in a currency without decimals or with three, follow the currency', () => {
    expect(readAmounts({ amount: '398' }, { ...oneLine, currency: 'JPY' })).toEqual([
      { lineId: 3, amount: 398 },
    ]);
    expect(readAmounts({ amount: '1.234' }, { ...oneLine, currency: 'KWD' })).toEqual([
      { lineId: 3, amount: 1_234 },
    ]);
  });

  test.each([
    ['an amount in all for several lines', { amount: '1.00' }, twoLines],
    ['more decimals than the currency has', { amount: '1.005' }, oneLine],
    ['decimals in a currency without', { amount: '1.5' }, { ...oneLine, currency: 'JPY' }],
    ['a comma', { amount: '1,50' }, oneLine],
    ['a negative amount', { line: ['1=-5.00'] }, twoLines],
    ['a line without its amount', { line: ['1'] }, twoLines],
    ['decimals in minor units', { minor: '1.5' }, oneLine],
    ['both in all and by line', { amount: '1.00', line: ['3=1.00'] }, oneLine],
    ['both forms in all', { amount: '1.00', minor: '100' }, oneLine],
  ])('with %s, are refused as wrong usage, never rounded', (_what, options, order) => {
    expect(() => readAmounts(options, order)).toThrow(CommandError);
    try {
      readAmounts(options, order);
    } catch (error) {
      expect(error).toMatchObject({ exitCode: 64, remedy: expect.stringMatching(/\w/) });
    }
  });

  test.each([
    [{ minor: '2147483648' }, '2147483647 minor units'],
    [{ minor: '99999999999' }, '2147483647 minor units'],
    [{ amount: '30000000.00' }, '21474836.47 NOK'],
    [{ line: ['3=99999999999.00'] }, '21474836.47 NOK'],
  ])('when they are too large, as %j, say the limit and what to do', (options, limit) => {
    const read = () => readAmounts(options, oneLine);
    expect(read).toThrow(`is more than ${limit}, the most that the provider takes`);
    expect(read).toThrow(
      expect.objectContaining({
        exitCode: 65,
        remedy: expect.stringContaining('at most what remains'),
      }),
    );
  });

  test.each([
    [{ line: ['1=10', '1=10'] }, '--line names line 1 twice'],
    [{ line: ['1=10'], lineMinor: ['1=10'] }, '--line names line 1 twice'],
    [{ line: ['1=0'] }, '--line 1=0: an amount has to be above zero'],
    [{ lineMinor: ['1=0'] }, '--line-minor 1=0: an amount has to be above zero'],
    [{ amount: '0.00' }, '--amount 0.00: an amount has to be above zero'],
  ])('that fit no operation, as %j, are told by their option', (options, said) => {
    expect(() => readAmounts(options, oneLine)).toThrow(
      expect.objectContaining({ message: said, exitCode: 65 }),
    );
  });
});
