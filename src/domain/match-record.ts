import { canonicalJson } from './fingerprint';
import { sumOfAny } from './money';
import type { MinorUnits } from './money';
import { providerReference } from './operation-key';
import type { LineAmount } from './order';
import type { RecordPicture } from './payment-gateway';

/** By what a record is known as that of one operation. */
interface RecordName {
  readonly key: string;
  /** What the movement bears, where an earlier run may have written the record under an id that is not known here. */
  readonly reference?: string;
}

interface Wanted extends RecordName {
  readonly transactionId: string;
  readonly lines: readonly LineAmount[];
  /** Given where the record may name other lines: what they add up to. */
  readonly amount?: MinorUnits;
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
  const ours = records.find((record) => record.success && isNamed(record, wanted));
  if (ours !== undefined || records.some((record) => record.key !== undefined)) return ours;
  const equal = records.filter((record) => record.success && isEqual(record, wanted));
  return equal.length > wanted.equalBefore ? equal.at(-1) : undefined;
}

/** By our key in its metadata: our own, or the one whose reference the movement bears. */
export function isNamed({ key }: RecordPicture, wanted: RecordName): boolean {
  if (key === undefined) return false;
  return key === wanted.key || providerReference(key) === wanted.reference;
}

function isEqual(record: RecordPicture, wanted: Wanted): boolean {
  if (record.transactionId !== wanted.transactionId) return false;
  return (
    canonicalLines(record.lines) === canonicalLines(wanted.lines) ||
    sumOfAny(record.lines.map(({ amount }) => amount)) === wanted.amount
  );
}

function canonicalLines(lines: readonly LineAmount[]): string {
  const plain = lines.map(({ lineId, amount }) => ({ lineId, amount }));
  return canonicalJson(plain.sort((left, right) => left.lineId - right.lineId));
}
