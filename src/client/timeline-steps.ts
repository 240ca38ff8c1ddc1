import type { PayloadConverter } from '@temporalio/common';
import { isFailureCode, mayHaveTakenEffect } from '../domain/payment-failure';
import { isPlainObject } from '../domain/plain-object';
import { millisecondsOf, readPayload } from './timeline-events';
import type { HistoryEvent, PendingActivity } from './timeline-events';
import type { TimelineRow } from './timeline';

type Scheduled = NonNullable<HistoryEvent['activityTaskScheduledEventAttributes']>;
type Failure = NonNullable<HistoryEvent['activityTaskFailedEventAttributes']>['failure'];

/** One activity with all its attempts. */
export interface Step {
  readonly scheduledAtMs: number;
  readonly name: string;
  readonly activityId: string;
  readonly summary: string | undefined;
  /** Of the attempt that ended it, from 1. */
  readonly attempt: number;
  readonly lastFailure: Failure | undefined;
  /** The order asked for it to be stopped, and waits for it no longer. */
  readonly givenUp: boolean;
}

export function stepOf(
  event: HistoryEvent,
  scheduled: Scheduled,
  converter: PayloadConverter,
): Step {
  const summary = readPayload(converter, event.userMetadata?.summary);
  return {
    scheduledAtMs: millisecondsOf(event.eventTime),
    name: scheduled.activityType?.name ?? 'step',
    activityId: scheduled.activityId ?? '',
    summary: typeof summary === 'string' ? summary : undefined,
    attempt: 1,
    lastFailure: undefined,
    givenUp: false,
  };
}

/** Where an order was recorded before its steps had summaries, or they cannot be read. */
const words: Readonly<Record<string, string>> = {
  createDraftOrder: 'Draft the order in Orders',
  completeDraftOrder: 'Complete the draft',
  createCheckoutSession: 'Make the checkout page',
  pollUntilAuthorized: 'Wait for the customer to pay',
  recordAuthorization: 'Record the authorization',
  captureTransaction: 'Capture',
  recordCapture: 'Record the capture',
  refundTransaction: 'Refund',
  recordRefund: 'Record the refund',
  voidTransaction: 'Release what is reserved',
  cancelCheckoutSession: 'Close the checkout page',
  recordCancellation: 'Record the cancellation',
  cancelOrder: 'Cancel the order in Orders',
  readTransaction: 'Look at the payment',
};

const whatOf = ({ summary, name }: Step): string => summary ?? words[name] ?? name;

/** Steps of which a lost answer leaves open whether the provider has carried them out. */
const leavesDoubt = [
  'captureTransaction',
  'refundTransaction',
  'voidTransaction',
  'recordAuthorization',
  'recordCapture',
  'recordRefund',
  'recordCancellation',
];

export function tellStepDone(step: Step, atMs: number, result: unknown): TimelineRow {
  const told = { atMs, what: whatOf(step), ...detail(attempts(step)) };
  const answer = isPlainObject(result) ? result : {};
  const outcome = answer['outcome'] ?? answer['settled'];
  if (typeof outcome === 'string') return tellMovement(told, outcome, answer);
  if (typeof answer['verdict'] === 'string') return tellVerdict(told, answer['verdict'], answer);
  const seen = [answer['picture'], answer['transaction']].find(isPlainObject);
  return seen === undefined
    ? { ...told, source: 'workflow', outcome: 'done' }
    : { ...told, ...detail([sayPicture(seen), told.detail]), source: 'provider', outcome: 'read' };
}

function sayPicture({ status, movements }: Answer): string | undefined {
  if (typeof status !== 'string') return undefined;
  if (!Array.isArray(movements)) return status;
  return `${status}; ${movements.length} ${movements.length === 1 ? 'movement' : 'movements'}`;
}

type Told = Pick<TimelineRow, 'atMs' | 'what' | 'detail'>;
type Answer = Readonly<Record<string, unknown>>;

function tellMovement(told: Told, outcome: string, answer: Answer): TimelineRow {
  const { amount, reason } = answer;
  const why = typeof reason === 'string' ? [reason] : [];
  return {
    ...told,
    ...detail([told.detail, ...why]),
    source: 'provider',
    ...(typeof amount === 'number' ? { amount } : {}),
    outcome,
  };
}

const verdictWords: Readonly<Record<string, string>> = {
  paid: 'Payment authorized',
  not_paid: 'Payment declined or failed',
  on_hold: 'Payment held for review by the provider',
};

function tellVerdict(told: Told, verdict: string, answer: Answer): TimelineRow {
  const transaction = isPlainObject(answer['transaction']) ? answer['transaction'] : {};
  const { authorized, product, status } = transaction;
  const facts = [status, product].filter((fact) => typeof fact === 'string');
  return {
    ...told,
    ...detail([...facts, told.detail]),
    source: 'provider',
    what: verdictWords[verdict] ?? told.what,
    ...(typeof authorized === 'number' ? { amount: authorized } : {}),
    outcome: verdict,
  };
}

export function tellStepFailed(step: Step, atMs: number, failure: Failure): TimelineRow {
  // How an attempt ends that nobody waits for says nothing of the order, unless it may have moved money.
  if (step.givenUp && !leavesDoubt.includes(step.name)) return tellStepStopped(step, atMs);
  const code = failure?.applicationFailureInfo?.type ?? undefined;
  const unknown = leavesDoubt.includes(step.name) && mayHaveHappened(code, failure);
  return {
    atMs,
    source: 'workflow',
    what: whatOf(step),
    ...detail([sayFailure(failure), ...attempts({ ...step, lastFailure: undefined })]),
    outcome: code === 'payment_deadline' ? 'not_paid' : unknown ? 'unknown' : 'failed',
  };
}

function mayHaveHappened(code: string | undefined, failure: Failure): boolean {
  return isFailureCode(code)
    ? mayHaveTakenEffect({ code, message: '' })
    : failure?.cause !== undefined || code === undefined;
}

export function tellStepStopped(step: Step, atMs: number): TimelineRow {
  return { atMs, source: 'workflow', what: whatOf(step), outcome: 'stopped' };
}

/** A step that has not ended: where it stands at its time of asking. */
export function tellStepRunning(step: Step, pending: PendingActivity | undefined): TimelineRow {
  const attempt = pending?.attempt ?? step.attempt;
  const lastFailure = pending?.lastFailure ?? step.lastFailure;
  return {
    atMs: step.scheduledAtMs,
    source: 'workflow',
    what: whatOf(step),
    ...detail(attempts({ ...step, attempt, lastFailure })),
    outcome: 'running',
  };
}

function attempts({ attempt, lastFailure }: Step): readonly string[] {
  if (attempt <= 1) return [];
  // Looking again is what a poll does: its pauses are no failures that a person should read of.
  if (lastFailure?.applicationFailureInfo?.type === 'still_waiting')
    return [`looked ${attempt} times`];
  const failure = sayFailure(lastFailure);
  return [`attempt ${attempt}${failure === undefined ? '' : `, after ${failure}`}`];
}

function sayFailure(failure: Failure): string | undefined {
  if (failure === null || failure === undefined) return undefined;
  const code = failure.applicationFailureInfo?.type;
  return [code, failure.message].filter(Boolean).join(': ');
}

function detail(parts: readonly (string | undefined)[]): Pick<TimelineRow, 'detail'> {
  const said = parts.filter((part) => part !== undefined && part !== '');
  return said.length === 0 ? {} : { detail: said.join('; ') };
}
