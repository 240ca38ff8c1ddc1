import { describeAppointment, nextAppointment } from './appointments';
import { isWarning } from './attention';
import { nextDueRecord } from './due-record';
import { formatMoney } from './money';
import { judgeTurn, nextMoneyOperation } from './money-queue';
import type { Operation } from './operation';
import { sessionOf } from './order-state';
import type { OrderState } from './order-state';
import { remainderInAll } from './remainder';
import { showDuration, showInstant } from './show-instant';
import type { Timing } from './timing';

/** What the order waits for and until when, and what may be asked of it meanwhile. */
export function describeWait(state: OrderState, timing: Timing): string {
  const held = describeHeldUp(state, timing);
  if (held !== undefined) return held;
  const { payment } = state;
  switch (payment.phase) {
    case 'adopting':
      return 'both systems to say how it stands';
    case 'preparing':
      return 'the checkout page to be prepared';
    case 'awaiting_payment':
      return describePaymentWait(payment.heldSince, sessionOf(state)?.expiresAt ?? '');
    case 'paid':
      return describePaidWait(state, timing);
    case 'unwinding':
      return 'what is reserved to be let go, and proof that nothing comes late';
    case 'ended':
      return 'nothing any more: nothing is reserved, and a new payment needs a new order';
  }
}

/** Matters whose step is tried again by itself all the time, decided on or not. */
const triedAgain: readonly string[] = [
  'provider_unreachable',
  'configuration_refused',
  'step_refused',
  'defect',
  'outcome_unknown',
];

/** Warnings hold nothing up: beside them the order waits for what it would wait for anyway. */
function describeHeldUp(state: OrderState, timing: Timing): string | undefined {
  const matter = state.attentions.find((known) => !isWarning(known));
  if (matter === undefined) return undefined;
  const meanwhile = triedAgain.includes(matter.code)
    ? `; meanwhile it tries again by itself, at the latest after ${showDuration(timing.attentionAfterMs)}`
    : '';
  return `a decision on ${matter.code}${meanwhile}`;
}

function describePaymentWait(heldSince: string | undefined, expiresAt: string): string {
  return heldSince === undefined
    ? `the customer to pay, until ${showInstant(expiresAt)}`
    : `the provider to decide on a payment held since ${showInstant(heldSince)}`;
}

function describePaidWait(state: OrderState, timing: Timing): string {
  const money = nextMoneyOperation(state);
  if (money !== undefined) return describeTurn(state, money);
  const record = nextDueRecord(state);
  if (record !== undefined) return `the ${record.kind} to be recorded in Orders`;
  const appointment = nextAppointment(state, timing);
  const then =
    appointment === undefined
      ? ''
      : `. Next by itself: ${describeAppointment(appointment.what)}, ${showInstant(appointment.at)}`;
  return `${describeAskable(state)}${then}`;
}

function describeTurn(state: OrderState, operation: Operation): string {
  const { kind, operationId, status } = operation;
  const { quietUntil } = state;
  const sooner =
    quietUntil !== undefined && mayHaveToWait(operation, quietUntil) && judgeTurn(state) === 'go'
      ? `, not before ${showInstant(quietUntil)}`
      : '';
  return `${kind} ${operationId} (${status})${sooner}`;
}

/** An operation counts as begun before its wait: it waits whatever its status, until something became known of it here. */
function mayHaveToWait({ status, adopted, requestedAt }: Operation, quietUntil: string): boolean {
  return requestedAt < quietUntil && (status !== 'unknown' || adopted === true);
}

/** What would be taken now, so that nobody asks in vain. */
function describeAskable(state: OrderState): string {
  const show = (amount: number) => formatMoney(amount, state.order.currency);
  const capturable = remainderInAll(state, 'capture');
  const refundable = remainderInAll(state, 'refund');
  const askable = [
    ...(capturable > 0 ? [`a capture of at most ${show(capturable)}`] : []),
    ...(refundable > 0 ? [`a refund of at most ${show(refundable)}`] : []),
    ...(capturable > 0 ? ['a cancel'] : []),
  ];
  return askable.length === 0 ? 'nothing that could still be asked for' : askable.join(' or ');
}
