import type { Handlers } from './apply-payment-event';
import { sameMatter } from './attention';
import { withTotals } from './follow-payment';
import { largestAmount, subtract, sum } from './money';
import type { MinorUnits } from './money';
import { withoutDoubt } from './operation';
import type { Operation } from './operation';
import type { LineAmount } from './order';
import { amountOnLine } from './order-state';
import type { OrderState } from './order-state';
import type { OperationName } from './payment-event';
import type { RecordPicture } from './payment-gateway';
import { present } from './present';
import { movedTotalOf } from './remainder';
import { surplusOf, unrefundedSurplus } from './surplus-refund';
import type { TransactionTotals } from './transaction-picture';

/** How many refused messages are kept to be shown; all are counted. */
export const largestRefusalCount = 50;

type OperationEvent =
  | 'request_refused'
  | 'operation_accepted'
  | 'operation_started'
  | 'operation_moved'
  | 'operation_failed'
  | 'operation_unknown'
  | 'operation_retried'
  | 'operation_rejected'
  | 'operation_recorded'
  | 'looks_planned'
  | 'looked_again';

/** How an operation passes from queued to recorded or rejected; an event that does not fit its status changes nothing. */
export const operationHandlers: Handlers<OperationEvent> = {
  request_refused: (state, { refusal }) => ({
    ...state,
    refusals: [...state.refusals, refusal].slice(-largestRefusalCount),
    refusalCount: state.refusalCount + 1,
  }),

  operation_accepted: (state, { operation }) =>
    state.operations.some((known) => isNamed(known, operation))
      ? state
      : { ...state, operations: [...state.operations, operation] },

  operation_started: (state, { amount, lines, ...name }) =>
    change(withoutOldDecision(state, name), name, ['queued', 'moving'], (operation) => ({
      ...operation,
      status: 'moving',
      amount,
      lines,
    })),

  operation_moved: (state, { eventId, totals, at, lookAgainAt, ...name }) => ({
    ...withTotals(
      change(state, name, ['moving', 'unknown', 'rejected'], (operation) => ({
        ...withoutEvent(withoutDoubt(operation)),
        status: 'moved',
        amount: amountMoved(state, operation, totals),
        ...(eventId === undefined ? {} : { eventId }),
      })),
      totals,
    ),
    lookAgainAt: mergeLooks(state.lookAgainAt, lookAgainAt),
    lastMovementAt: at,
  }),

  operation_failed: (state, { eventId, reason, ...name }) =>
    change(state, name, ['moving', 'unknown'], (operation) => ({
      ...operation,
      eventId,
      reason,
      provisional: true,
    })),

  operation_unknown: (state, name) =>
    change(state, name, ['moving'], (operation) => ({ ...operation, status: 'unknown' })),

  operation_retried: (state, name) =>
    change(state, name, ['unknown', 'moving'], (operation) => ({
      ...withoutDoubt(operation),
      status: 'moving',
    })),

  operation_rejected: (state, { reason, at, lookAgainAt, withdrawn, ...name }) => ({
    ...change(state, name, ['queued', 'moving', 'unknown'], (operation) => ({
      ...withoutDoubt(operation),
      status: 'rejected',
      reason,
      finishedAt: at,
      ...present('withdrawn', withdrawn),
    })),
    lookAgainAt: mergeLooks(state.lookAgainAt, lookAgainAt),
    attentions: withUnrefunded(state, name, reason, at),
  }),

  operation_recorded: (state, { recordId, lines, at, ...name }) =>
    doubtingCancelled(
      change(state, name, ['moved'], (operation) => asRecorded(operation, { recordId, lines }, at)),
    ),

  looks_planned: (state, { lookAgainAt }) => ({
    ...state,
    lookAgainAt: mergeLooks(state.lookAgainAt, lookAgainAt),
  }),

  looked_again: (state, { at }) => ({
    ...state,
    lookAgainAt: state.lookAgainAt.filter((due) => due > at),
  }),
};

/**
 * A decision may be taken at the moment at which its doubt clears up by itself, and is left over. A refund with the id of the
 * capture that it was about must not be settled by it. What begins anew, being in no doubt, has nothing to be decided yet.
 */
function withoutOldDecision(state: OrderState, name: OperationName): OrderState {
  const begins = state.operations.some((one) => isNamed(one, name) && one.status === 'queued');
  if (!begins) return state;
  const resolutions = state.resolutions.filter(
    ({ code, operationId }) => code !== 'outcome_unknown' || operationId !== name.operationId,
  );
  return { ...state, resolutions };
}

/** A surplus stays with the shop whose refund is rejected, so that a person decides on it again. */
function withUnrefunded(
  state: OrderState,
  { kind, operationId }: OperationName,
  reason: string,
  at: string,
): OrderState['attentions'] {
  const { payment, attentions } = state;
  const isRefund = kind === 'refund' && payment.phase === 'paid';
  const surplus = isRefund ? surplusOf(state, operationId) : undefined;
  if (surplus === undefined) return attentions;
  const raised = unrefundedSurplus(surplus.operationId, reason, at);
  return [...attentions.filter((known) => !sameMatter(known, raised)), raised];
}

/** Orders may derive what an order's status is from its records: after one more, the cancelled order is looked at once more. */
function doubtingCancelled(state: OrderState): OrderState {
  return state.payment.phase === 'unwinding'
    ? { ...state, payment: { ...state.payment, orderCancelled: false } }
    : state;
}

/** The event that was known of it said that it failed: which one moved the money is seen at the next look. */
function withoutEvent({ eventId: _failed, ...operation }: Operation): Operation {
  return operation;
}

function isNamed(operation: Operation, name: OperationName): boolean {
  return operation.kind === name.kind && operation.operationId === name.operationId;
}

/** A release takes no amount along: it lets go whatever is reserved when it arrives. */
function amountMoved(
  state: OrderState,
  operation: Operation,
  { released }: TransactionTotals,
): MinorUnits {
  const now = subtract(released, movedTotalOf(state, 'cancel'));
  return operation.kind === 'cancel' && now > 0 ? now : operation.amount;
}

function mergeLooks(planned: readonly string[], more: readonly string[]): readonly string[] {
  return [...new Set([...planned, ...more])].sort();
}

export function asRecorded(
  operation: Operation,
  { recordId, lines }: Pick<RecordPicture, 'recordId' | 'lines'>,
  at: string,
): Operation {
  return {
    ...operation,
    ...(isRecordedAsMoved(operation, lines) || !isWritable(lines) ? {} : { recordedLines: lines }),
    status: 'recorded',
    recordId,
    finishedAt: at,
  };
}

/** What lies beyond any amount of the provider's is nobody's record of money: it is shown as a difference, and not reckoned with. */
function isWritable(lines: readonly LineAmount[]): boolean {
  return lines.every(({ amount }) => Math.abs(amount) <= largestAmount);
}

function isRecordedAsMoved(operation: Operation, recorded: readonly LineAmount[]): boolean {
  const { lines, amount } = operation;
  const isNamed = sum(lines.map((line) => line.amount)) === amount;
  const isSame = lines.every((line) => line.amount === amountOnLine(recorded, line.lineId));
  return isNamed && isSame;
}

function change(
  state: OrderState,
  name: OperationName,
  from: readonly Operation['status'][],
  revise: (operation: Operation) => Operation,
): OrderState {
  const operations = state.operations.map((operation) =>
    isNamed(operation, name) && from.includes(operation.status) ? revise(operation) : operation,
  );
  return { ...state, operations };
}
