import { findRecord } from '../domain/match-record';
import type { CallBounds, PaymentGateway, RecordKind } from '../domain/payment-gateway';
import { beforeSending, readBounds, sendInTime } from './attempt-bounds';
import type { Clock } from './attempt-bounds';
import type { RecordInput, RecordResult } from './contract';
import { failureOf } from './raise-application-failure';

/** Looks first on every attempt; after doubt, twice. What is there already is not written again. */
export async function recordOperation(
  gateway: PaymentGateway,
  clock: Clock,
  kind: RecordKind,
  input: RecordInput,
): Promise<RecordResult> {
  const find = (bounds: CallBounds) => findWritten(gateway, kind, input, bounds);
  const known = await beforeSending(() => lookUntilCertain(clock, input.absenceGapMs, find));
  return known ?? sendInTime(clock, (bounds) => write(gateway, kind, input, bounds));
}

type Find = (bounds: CallBounds) => Promise<RecordResult | undefined>;

async function lookUntilCertain(
  clock: Clock,
  absenceGapMs: number,
  find: Find,
): Promise<RecordResult | undefined> {
  const bounds = readBounds();
  const known = await find(bounds);
  if (known !== undefined || absenceGapMs <= 0) return known;
  await clock.pause(absenceGapMs, bounds.signal);
  return find(bounds);
}

async function write(
  gateway: PaymentGateway,
  kind: RecordKind,
  input: RecordInput,
  bounds: CallBounds,
): Promise<RecordResult> {
  const { orderId, key, transactionId, lines } = input;
  try {
    const { recordId } = await gateway.addRecord(
      orderId,
      kind,
      { key, transactionId, lines },
      bounds,
    );
    return { recordId };
  } catch (error) {
    // A refusal may mean that an earlier attempt got through.
    if (failureOf(error).code !== 'refused') throw error;
    const written = await findWritten(gateway, kind, input, bounds);
    if (written === undefined) throw error;
    return written;
  }
}

async function findWritten(
  gateway: PaymentGateway,
  kind: RecordKind,
  input: RecordInput,
  bounds: CallBounds,
): Promise<RecordResult | undefined> {
  const record = findRecord(await gateway.listRecords(input.orderId, kind, bounds), input);
  return record && { recordId: record.recordId };
}
