import type { RecordInput, RecordResult } from '../activities/contract';
import { isStillDue, keysWithoutRecord, needsNoRecord, nextDueRecord } from '../domain/due-record';
import type { AttentionChoice } from '../domain/attention';
import type { DueRecord } from '../domain/due-record';
import { formatMoney, sum } from '../domain/money';
import { absenceGapMs, firstPause, lastSendMs, longerPause } from '../domain/movement-step';
import { instantOf, later, latest } from '../domain/instant';
import { noRecordNeeded, recordedByHand } from '../domain/operation';
import { findOperation } from '../domain/order-state';
import { present } from '../domain/present';
import { isLastingRefusal, isRetryable, mayHaveTakenEffect } from '../domain/payment-failure';
import type { PaymentFailure } from '../domain/payment-failure';
import { clearStepAttentions, raiseStepAttention, retryWanted, takeDecisions } from './carry-on';
import type { OrderSaga } from './order-saga';
import { readActivityFailure } from './read-activity-failure';

/** Since when an earlier attempt at a record, named by its key, may have left its effect unseen; ISO 8601. */
type Doubts = Map<string, string>;

/** Writes into Orders what has moved, one record after the other; it never holds up the money. */
export async function keepRecords(saga: OrderSaga): Promise<void> {
  // The run before may have sent any record that is due here without having seen its answer.
  const begun = saga.resumed ? keysWithoutRecord(saga.state) : [];
  const doubts: Doubts = new Map(begun.map((key) => [key, saga.now()]));
  while (!saga.mustLeave()) {
    await saga.until(() => saga.over || nextDueRecord(saga.state) !== undefined);
    const due = nextDueRecord(saga.state);
    if (due === undefined || saga.mustLeave()) return;
    // A record that was there and is missing may only be hidden by a read that is behind.
    const times = [due.missingSince, sinceAdoption(saga, due), doubts.get(due.key)];
    const since = latest(times);
    if (since !== undefined) doubts.set(due.key, since);
    await keep(saga, due, doubts);
  }
}

/** After an adoption: an attempt of the run before at a record of what it had moved may still be sending. */
function sinceAdoption({ state, timing }: OrderSaga, { operation }: DueRecord): string | undefined {
  const { quietUntil } = state;
  if (quietUntil === undefined) return undefined;
  const known = operation && findOperation(state, operation.kind, operation.operationId);
  const isOlder = known === undefined || known.requestedAt < quietUntil;
  return isOlder ? later(quietUntil, -timing.settleDelayMs) : undefined;
}

/** Until it is written, or not due any more: what was sent for it then stays in doubt. */
async function keep(saga: OrderSaga, due: DueRecord, doubts: Doubts): Promise<void> {
  const operation =
    due.operation && findOperation(saga.state, due.operation.kind, due.operation.operationId);
  if (operation !== undefined && needsNoRecord(saga.state, operation))
    return noteRecorded(saga, due, noRecordNeeded);
  const startedAt = saga.now();
  let pauseMs = firstPause;
  const isDue = () => isStillDue(saga.state, due, doubts.has(due.key));
  for (; isDue(); pauseMs = longerPause(pauseMs)) {
    const since = doubts.get(due.key);
    await untilItWouldShow(saga, since);
    // The wait ends early where the run has to: the next run begins it anew.
    if (saga.mustLeave()) return;
    const scheduledMs = Date.now();
    try {
      const { recordId } = await write(saga, due, since);
      doubts.delete(due.key);
      // What a person decided while it was being written is settled by it, and says nothing of a later loss.
      takeDecisions(saga, aboutOf(due));
      noteRecorded(saga, due, recordId);
    } catch (error) {
      const failure = readActivityFailure(error);
      if (mayHaveTakenEffect(failure))
        doubts.set(due.key, lastSend(saga, failure.code, scheduledMs));
      const decisions = await pauseAfter(saga, due, failure, { startedAt, pauseMs, isDue });
      if (decisions.includes('mark_recorded')) noteRecorded(saga, due, recordedByHand);
      if (saga.mustLeave()) return;
    }
  }
  // Raised anew where a decision was taken while the record was being written.
  clearStepAttentions(saga, aboutOf(due));
}

async function untilItWouldShow(saga: OrderSaga, since: string | undefined): Promise<void> {
  if (since === undefined) return;
  const shownAt = later(since, saga.timing.settleDelayMs);
  await saga.until(() => false, shownAt, 'Until a record that was sent would show');
}

/** Briefly at first; slowly, and with a word to a person, once it has failed for long or cannot mend itself. */
async function pauseAfter(
  saga: OrderSaga,
  due: DueRecord,
  failure: PaymentFailure,
  { startedAt, pauseMs, isDue }: { startedAt: string; pauseMs: number; isDue: () => boolean },
): Promise<readonly AttentionChoice[]> {
  const { attentionAfterMs } = saga.timing;
  const about = aboutOf(due);
  const { retryAfterMs = 0 } = failure;
  const isLong = later(saga.now(), retryAfterMs) >= later(startedAt, attentionAfterMs);
  const isStuck = !isRetryable(failure) || isLong;
  // What Orders answers so may never be taken: a person may write it there, so that the records after it can follow.
  const further = isLastingRefusal(failure) ? (['mark_recorded'] as const) : [];
  if (isStuck) raiseStepAttention(saga, about, failure, further);
  await saga.until(
    () => retryWanted(saga, about) || !isDue(),
    failure.retryAfterMs ?? (isStuck ? attentionAfterMs : pauseMs),
  );
  return takeDecisions(saga, about).map(({ choice }) => choice);
}

function lastSend(saga: OrderSaga, code: string, scheduledMs: number): string {
  const { moneyAttemptMs } = saga.timing;
  const reported = code === 'attempt_timed_out' ? {} : { reportedMs: Date.now() };
  return instantOf(lastSendMs({ scheduledMs, moneyAttemptMs, ...reported }));
}

function write(saga: OrderSaga, due: DueRecord, since: string | undefined): Promise<RecordResult> {
  const { orderId, transactionId, key, reference, lines, equalBefore } = due;
  const gapMs = since === undefined ? 0 : absenceGapMs(saga.timing.settleDelayMs);
  const input: RecordInput = {
    orderId,
    transactionId,
    key,
    ...present('reference', reference),
    lines,
    equalBefore,
    absenceGapMs: gapMs,
  };
  const amount = formatMoney(sum(lines.map((line) => line.amount)), saga.state.order.currency);
  const steps = saga.steps.once(`Record ${due.kind} of ${amount} on order ${orderId}`);
  switch (due.kind) {
    case 'authorization':
      return steps.recordAuthorization(input);
    case 'capture':
      return steps.recordCapture(input);
    case 'refund':
      return steps.recordRefund(input);
    case 'cancellation':
      return steps.recordCancellation(input);
  }
}

function noteRecorded(saga: OrderSaga, due: DueRecord, recordId: string): void {
  if (due.operation === undefined) return saga.apply({ type: 'authorization_recorded' });
  saga.apply({
    type: 'operation_recorded',
    ...due.operation,
    recordId,
    lines: due.lines,
    at: saga.now(),
  });
}

function aboutOf(due: DueRecord): string {
  return due.operation === undefined
    ? 'record authorization'
    : `record ${due.kind} ${due.operation.operationId}`;
}
