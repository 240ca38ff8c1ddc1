import type { RecordInput, RecordResult } from '../activities/contract';
import { needsNoRecord, nextDueRecord } from '../domain/due-record';
import type { AttentionChoice } from '../domain/attention';
import type { DueRecord } from '../domain/due-record';
import { formatMoney, sum } from '../domain/money';
import { absenceGapMs, firstPause, lastSendMs, longerPause } from '../domain/movement-step';
import { instantOf, later, latest } from '../domain/instant';
import { recordedByHand } from '../domain/operation';
import { findOperation } from '../domain/order-state';
import { present } from '../domain/present';
import { isLastingRefusal, isRetryable, mayHaveTakenEffect } from '../domain/payment-failure';
import type { PaymentFailure } from '../domain/payment-failure';
import { clearStepAttentions, raiseStepAttention, retryWanted, takeDecisions } from './carry-on';
import type { OrderSaga } from './order-saga';
import { readActivityFailure } from './read-activity-failure';

/** Writes into Orders what has moved, one record after the other; it never holds up the money. */
export async function keepRecords(saga: OrderSaga): Promise<void> {
  // The run before may have sent the first record that is due here without having seen its answer.
  let doubt: Doubt = saga.resumed ? { since: saga.now() } : {};
  while (!saga.mustLeave()) {
    await saga.until(() => saga.over || nextDueRecord(saga.state) !== undefined);
    const due = nextDueRecord(saga.state);
    if (due === undefined || saga.mustLeave()) return;
    await keep(saga, due, doubtOf(saga, due, doubt));
    doubt = {};
  }
}

/** Since when an earlier attempt at this record may have left its effect unseen; ISO 8601. */
interface Doubt {
  readonly since?: string;
}

/** A record that was there and is missing may only be hidden by a read that is behind. */
function doubtOf(saga: OrderSaga, due: DueRecord, resumed: Doubt): Doubt {
  const since = latest([resumed.since, due.missingSince, sinceAdoption(saga, due)]);
  return since === undefined ? {} : { since };
}

/** After an adoption: an attempt of the run before at a record of what it had moved may still be sending. */
function sinceAdoption({ state, timing }: OrderSaga, { operation }: DueRecord): string | undefined {
  const { quietUntil } = state;
  if (quietUntil === undefined) return undefined;
  const known = operation && findOperation(state, operation.kind, operation.operationId);
  const isOlder = known === undefined || known.requestedAt < quietUntil;
  return isOlder ? later(quietUntil, -timing.settleDelayMs) : undefined;
}

async function keep(saga: OrderSaga, due: DueRecord, doubt: Doubt): Promise<void> {
  const operation =
    due.operation && findOperation(saga.state, due.operation.kind, due.operation.operationId);
  if (operation !== undefined && needsNoRecord(saga.state, operation))
    return noteRecorded(saga, due, 'none');
  const startedAt = saga.now();
  let pauseMs = firstPause;
  for (let unsure = doubt; !saga.mustLeave(); pauseMs = longerPause(pauseMs)) {
    if (unsure.since !== undefined)
      await saga.until(
        () => false,
        later(unsure.since, saga.timing.settleDelayMs),
        'Until a record that was sent would show',
      );
    // The wait ends early where the run has to: the next run begins it anew.
    if (saga.mustLeave()) return;
    const scheduledMs = Date.now();
    try {
      const { recordId } = await write(saga, due, unsure);
      clearStepAttentions(saga, aboutOf(due));
      // What a person decided while it was being written is settled by it, and says nothing of a later loss.
      takeDecisions(saga, aboutOf(due));
      return noteRecorded(saga, due, recordId);
    } catch (error) {
      const failure = readActivityFailure(error);
      if (mayHaveTakenEffect(failure))
        unsure = { since: lastSend(saga, failure.code, scheduledMs) };
      const decisions = await pauseAfter(saga, aboutOf(due), failure, { startedAt, pauseMs });
      if (!decisions.includes('mark_recorded')) continue;
      // Raised anew where the decision was taken while the record was being written.
      clearStepAttentions(saga, aboutOf(due));
      return noteRecorded(saga, due, recordedByHand);
    }
  }
}

/** Briefly at first; slowly, and with a word to a person, once it has failed for long or cannot mend itself. */
async function pauseAfter(
  saga: OrderSaga,
  about: string,
  failure: PaymentFailure,
  { startedAt, pauseMs }: { startedAt: string; pauseMs: number },
): Promise<readonly AttentionChoice[]> {
  const { attentionAfterMs } = saga.timing;
  const { retryAfterMs = 0 } = failure;
  const isLong = later(saga.now(), retryAfterMs) >= later(startedAt, attentionAfterMs);
  const isStuck = !isRetryable(failure) || isLong;
  // What Orders answers so may never be taken: a person may write it there, so that the records after it can follow.
  const further = isLastingRefusal(failure) ? (['mark_recorded'] as const) : [];
  if (isStuck) raiseStepAttention(saga, about, failure, further);
  await saga.until(
    () => retryWanted(saga, about),
    failure.retryAfterMs ?? (isStuck ? attentionAfterMs : pauseMs),
  );
  return takeDecisions(saga, about).map(({ choice }) => choice);
}

function lastSend(saga: OrderSaga, code: string, scheduledMs: number): string {
  const { moneyAttemptMs } = saga.timing;
  const reported = code === 'attempt_timed_out' ? {} : { reportedMs: Date.now() };
  return instantOf(lastSendMs({ scheduledMs, moneyAttemptMs, ...reported }));
}

function write(saga: OrderSaga, due: DueRecord, doubt: Doubt): Promise<RecordResult> {
  const { orderId, transactionId, key, reference, lines, equalBefore } = due;
  const gapMs = doubt.since === undefined ? 0 : absenceGapMs(saga.timing.settleDelayMs);
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
