import { sameMatter } from './attention';
import { authorizationLifetimeMs, authorizationWarningAfterMs } from './authorization-windows';
import { nextDueRecord } from './due-record';
import { epochMs, isInstant, later } from './instant';
import { isFinished } from './operation';
import type { OrderState } from './order-state';
import { transactionOf } from './order-state';
import { stillReserved } from './transaction-picture';
import type { Timing } from './timing';

/** What a paid order has to do at a certain time even if nobody asks. */
export interface Appointment {
  readonly what: 'look_again' | 'warn_of_expiry' | 'warn_of_lapse' | 'complete';
  /** ISO 8601. */
  readonly at: string;
}

/** The soonest appointment, so that one timer serves them all. */
export function nextAppointment(state: OrderState, timing: Timing): Appointment | undefined {
  return [...looks(state), ...warnings(state, timing), ...completion(state, timing)].sort(
    (left, right) => (left.at < right.at ? -1 : 1),
  )[0];
}

const descriptions: Readonly<Record<Appointment['what'], string>> = {
  look_again: 'A routine second look for movements that came late',
  warn_of_expiry: 'Warns that the authorization will lapse',
  warn_of_lapse: 'The authorization lapses',
  complete: 'The refund window ends',
};

/** What the Web UI shows beside the timer. */
export function describeAppointment(what: Appointment['what']): string {
  return descriptions[what];
}

export function sameAppointment(left?: Appointment, right?: Appointment): boolean {
  return left?.what === right?.what && left?.at === right?.at;
}

function looks(state: OrderState): readonly Appointment[] {
  return state.lookAgainAt.map((at) => ({ what: 'look_again', at }));
}

/** When the provider will have let the authorization go, ISO 8601; what it calls the time of it may be none. */
export function authorizationExpiresAt(state: OrderState, timing: Timing): string | undefined {
  const transaction = transactionOf(state);
  if (transaction?.authorizedAt === undefined || !isInstant(transaction.authorizedAt))
    return undefined;
  return later(transaction.authorizedAt, authorizationLifetimeMs(transaction.product, timing));
}

function warnings(state: OrderState, timing: Timing): readonly Appointment[] {
  const transaction = transactionOf(state);
  const expiresAt = authorizationExpiresAt(state, timing);
  if (transaction?.authorizedAt === undefined || expiresAt === undefined) return [];
  if (stillReserved(transaction) === 0) return [];
  const warnAfterMs = authorizationWarningAfterMs(transaction.product, timing);
  const appointments: Appointment[] = [
    { what: 'warn_of_expiry', at: later(transaction.authorizedAt, warnAfterMs) },
    { what: 'warn_of_lapse', at: expiresAt },
  ];
  return appointments.filter(({ what }) => !isAnnounced(state, what));
}

/** What is to be warned of by now, or undefined. */
export function dueWarning(
  state: OrderState,
  timing: Timing,
  now: string,
): Appointment | undefined {
  return warnings(state, timing).find(({ at }) => at <= now);
}

function isAnnounced(state: OrderState, what: Appointment['what']): boolean {
  return state.accepted.includes(what);
}

function completion(state: OrderState, timing: Timing): readonly Appointment[] {
  const settled =
    state.operations.every(isFinished) &&
    state.attentions.length === 0 &&
    state.lookAgainAt.length === 0 &&
    nextDueRecord(state) === undefined;
  if (!settled || !isReserveSettled(state) || state.lastMovementAt === undefined) return [];
  return [{ what: 'complete', at: later(state.lastMovementAt, timing.refundWindowMs) }];
}

/** Nothing is reserved any more, or its end has been told of. */
export function isReserveSettled(state: OrderState): boolean {
  const transaction = transactionOf(state);
  return (
    transaction === undefined ||
    stillReserved(transaction) === 0 ||
    isAnnounced(state, 'warn_of_lapse')
  );
}

/** After an uncertain outcome: in five minutes, an hour and a day, when a settle delay is thirty seconds. */
export function looksAfterDoubt(at: string, timing: Timing): readonly string[] {
  return [10, 120, 2_880].map((delays) => later(at, delays * timing.settleDelayMs));
}

/** As long as a doubt has stood already, from `attentionAfter` to `lateMoneyWatch`: milliseconds until the next look at it. */
export function pauseWhileUndecided(
  { attentions }: Pick<OrderState, 'attentions'>,
  operationId: string,
  now: string,
  { attentionAfterMs, lateMoneyWatchMs }: Timing,
): number {
  const doubt = attentions.find((matter) =>
    sameMatter(matter, { code: 'outcome_unknown', operationId }),
  );
  const standsMs = doubt === undefined ? 0 : epochMs(now) - epochMs(doubt.since);
  return Math.max(attentionAfterMs, Math.min(standsMs, lateMoneyWatchMs));
}
