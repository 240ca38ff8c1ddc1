import { describe, expect, it } from '@jest/globals';
import { findRecord } from '../../src/domain/match-record';
import { toMinorUnits } from '../../src/domain/money';
import type { RecordPicture } from '../../src/domain/payment-gateway';

const lines = [
  { lineId: 1, amount: toMinorUnits(100) },
  { lineId: 2, amount: toMinorUnits(50) },
];
const wanted = { key: 'web-1/capture/a', transactionId: 'T1', lines, equalBefore: 0 };
const record = (recordId: string, more: Partial<RecordPicture> = {}): RecordPicture => ({
  recordId,
  transactionId: 'T1',
  success: true,
  lines,
  ...more,
});

describe('where keys are echoed, the key alone decides', () => {
  it('it is found by its key, even if its lines look different', () => {
    const records = [record('R1', { key: 'other' }), record('R2', { key: wanted.key, lines: [] })];
    expect(findRecord(records, wanted)?.recordId).toBe('R2');
  });

  it('an equal record under another key is not ours', () => {
    expect(findRecord([record('R1', { key: 'web-1/capture/b' })], wanted)).toBeUndefined();
  });

  it('an equal record without a key, beside one with a key, is not ours', () => {
    expect(findRecord([record('R1'), record('R2', { key: 'other' })], wanted)).toBeUndefined();
  });

  it('a record of a failed attempt says nothing', () => {
    expect(findRecord([record('R1', { key: wanted.key, success: false })], wanted)).toBeUndefined();
  });
});

describe('where no key is echoed, one more equal record than before is ours', () => {
  it('the first one', () => {
    expect(findRecord([record('R1')], wanted)?.recordId).toBe('R1');
    expect(findRecord([], wanted)).toBeUndefined();
  });

  it('the third one, after two of ours', () => {
    const twoBefore = { ...wanted, equalBefore: 2 };
    expect(findRecord([record('R1'), record('R2')], twoBefore)).toBeUndefined();
    expect(findRecord([record('R1'), record('R2'), record('R3')], twoBefore)?.recordId).toBe('R3');
  });

  it.each([
    ['another transaction', { transactionId: 'T2' }],
    ['no transaction', { transactionId: '' }],
    ['another amount', { lines: [{ lineId: 1, amount: toMinorUnits(150) }] }],
    ['fewer lines', { lines: lines.slice(0, 1) }],
    ['a failed attempt', { success: false }],
  ])('%s does not count', (_what, more) => {
    expect(findRecord([record('R1', more)], wanted)).toBeUndefined();
  });

  it('the order of the lines and their quantities make no difference', () => {
    const shuffled = [...lines].reverse().map((line) => ({ ...line, quantity: 2 }));
    expect(findRecord([record('R1', { lines: shuffled })], wanted)?.recordId).toBe('R1');
  });
});
