import { Context } from '@temporalio/activity';
import { findRecord } from '../domain/match-record';
import type { PaymentGateway, RecordKind } from '../domain/payment-gateway';
import { readBounds, sendBounds } from './attempt-bounds';
import type { Clock } from './attempt-bounds';
import type { RecordInput, RecordResult } from './contract';

/** Looks first on every attempt; after doubt, twice. What is there already is not written again. */
export async function recordOperation(
  gateway: PaymentGateway,
  clock: Clock,
  kind: RecordKind,
  input: RecordInput,
): Promise<RecordResult> {
  const known = await find(gateway, kind, input);
  if (known !== undefined) return known;
  if (input.absenceGapMs > 0) {
    await clock.pause(input.absenceGapMs, Context.current().cancellationSignal);
    const late = await find(gateway, kind, input);
    if (late !== undefined) return late;
  }
  const { orderId, key, transactionId, lines } = input;
  const { recordId } = await gateway.addRecord(
    orderId,
    kind,
    { key, transactionId, lines },
    sendBounds(clock),
  );
  return { recordId };
}

async function find(
  gateway: PaymentGateway,
  kind: RecordKind,
  input: RecordInput,
): Promise<RecordResult | undefined> {
  const record = findRecord(await gateway.listRecords(input.orderId, kind, readBounds()), input);
  return record && { recordId: record.recordId };
}
