import { canonicalJson } from './fingerprint';
import type { LineAmount } from './order';
import type { RecordPicture } from './payment-gateway';

interface Wanted {
  readonly key: string;
  readonly transactionId: string;
  readonly lines: readonly LineAmount[];
  /** How many of our records with these lines exist already. */
  readonly equalBefore: number;
}

/**
 * The record that we look for, or undefined when it is not there. Found by our key in its metadata; where no record of the
 * collection echoes one, by counting: one more equal record than there were before is ours.
 */
export function findRecord(
  records: readonly RecordPicture[],
  wanted: Wanted,
): RecordPicture | undefined {
  const ours = records.find((record) => record.success && record.key === wanted.key);
  if (ours !== undefined || records.some((record) => record.key !== undefined)) return ours;
  const equal = records.filter((record) => record.success && isEqual(record, wanted));
  return equal.length > wanted.equalBefore ? equal.at(-1) : undefined;
}

function isEqual(record: RecordPicture, wanted: Wanted): boolean {
  return (
    record.transactionId === wanted.transactionId &&
    canonicalLines(record.lines) === canonicalLines(wanted.lines)
  );
}

function canonicalLines(lines: readonly LineAmount[]): string {
  const plain = lines.map(({ lineId, amount }) => ({ lineId, amount }));
  return canonicalJson(plain.sort((left, right) => left.lineId - right.lineId));
}
