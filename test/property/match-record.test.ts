import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { findRecord } from '../../src/domain/match-record';
import { toMinorUnits } from '../../src/domain/money';
import type { LineAmount } from '../../src/domain/order';
import type { RecordPicture } from '../../src/domain/payment-gateway';

const lineSets: readonly (readonly LineAmount[])[] = [
  [{ lineId: 1, amount: toMinorUnits(100) }],
  [{ lineId: 1, amount: toMinorUnits(200) }],
  [
    { lineId: 1, amount: toMinorUnits(100) },
    { lineId: 2, amount: toMinorUnits(100) },
  ],
];

interface Write {
  readonly lines: readonly LineAmount[];
  /** How often the request is sent again because its answer is lost. */
  readonly lost: number;
}

const writes = fc.array(
  fc.record({ lines: fc.constantFrom(...lineSets), lost: fc.integer({ min: 0, max: 3 }) }),
  { maxLength: 12 },
);

/** Writes each record in turn, looking first every time, as an activity whose answers get lost does. */
function writeAll(all: readonly Write[], echoesKeys: boolean): readonly RecordPicture[] {
  const records: RecordPicture[] = [];
  all.forEach(({ lines, lost }, index) => {
    const equalBefore = all.slice(0, index).filter((other) => other.lines === lines).length;
    const wanted = { key: `web-1/capture/${index}`, transactionId: 'T1', lines, equalBefore };
    for (let attempt = 0; attempt <= lost; attempt += 1) {
      if (findRecord(records, wanted) !== undefined) continue;
      records.push({
        recordId: `R${records.length}`,
        ...(echoesKeys ? { key: wanted.key } : {}),
        transactionId: 'T1',
        success: true,
        lines: [...lines].reverse(),
      });
    }
  });
  return records;
}

it('however often answers are lost, each record is written exactly once, with keys echoed and without', () => {
  fc.assert(
    fc.property(writes, fc.boolean(), (all, echoesKeys) => {
      expect(writeAll(all, echoesKeys)).toHaveLength(all.length);
    }),
  );
});

it('where keys are echoed, records of others never hide or replace ours', () => {
  fc.assert(
    fc.property(fc.constantFrom(...lineSets), fc.nat(5), fc.boolean(), (lines, others, written) => {
      const foreign = Array.from({ length: others }, (_, index): RecordPicture => ({
        recordId: `F${index}`,
        key: `office-${index}`,
        transactionId: 'T1',
        success: true,
        lines,
      }));
      const key = 'web-1/capture/a';
      const ours = { recordId: 'ours', key, transactionId: 'T1', success: true, lines };
      const found = findRecord(written ? [...foreign, ours] : [...foreign, { ...ours, key: 'b' }], {
        key,
        transactionId: 'T1',
        lines,
        equalBefore: 0,
      });
      expect(found?.recordId).toBe(written ? 'ours' : undefined);
    }),
  );
});
