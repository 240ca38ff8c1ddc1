import { adoptMovements } from './adopt-movements';
import { adoptRelease } from './adopt-release';
import type { Handlers } from './apply-payment-event';
import { isAboutStep } from './attention';
import type { Attention, AttentionCode } from './attention';
import { isLost } from './authorized-difference';
import { asReserved, mergeTotals, newerOf } from './merge-totals';
import { smaller, subtract } from './money';
import { noRecordNeeded } from './operation';
import type { Operation } from './operation';
import { authorizationMissingSince, withAuthorizedAt } from './order-state';
import type { Ending, OrderState } from './order-state';
import { present } from './present';
import { totalsOf } from './transaction-picture';
import type { TransactionPicture, TransactionTotals } from './transaction-picture';

type PhaseEvent =
  | 'draft_created'
  | 'order_completed'
  | 'session_created'
  | 'payment_held'
  | 'payment_confirmed'
  | 'unwinding_started'
  | 'session_read'
  | 'order_cancelled'
  | 'order_ended'
  | 'totals_read'
  | 'transaction_read'
  | 'authorization_recorded';

/** How the payment passes from phase to phase; money that moved is only ever read, never assumed. */
export const phaseHandlers: Handlers<PhaseEvent> = {
  draft_created: (state, { draftId }) =>
    state.payment.phase === 'preparing'
      ? { ...state, payment: { ...state.payment, draftId } }
      : state,

  order_completed: (state, { orderId }) =>
    state.payment.phase === 'preparing'
      ? { ...state, payment: { ...state.payment, orderId } }
      : state,

  session_created: (state, { session }) =>
    state.payment.phase === 'preparing' && state.payment.orderId !== undefined
      ? {
          ...state,
          payment: { phase: 'awaiting_payment', orderId: state.payment.orderId, session },
        }
      : state,

  payment_held: (state, { at }) =>
    state.payment.phase === 'awaiting_payment'
      ? { ...state, payment: { ...state.payment, heldSince: state.payment.heldSince ?? at } }
      : state,

  payment_confirmed: (state, { transaction, at }) =>
    state.payment.phase === 'awaiting_payment'
      ? {
          ...state,
          payment: {
            phase: 'paid',
            orderId: state.payment.orderId,
            session: state.payment.session,
            transaction: withAuthorizedAt(transaction, at),
            authorizationRecorded: false,
          },
          lastMovementAt: at,
        }
      : state,

  unwinding_started: startUnwinding,

  session_read: (state, { closed, closeTried, transaction }) =>
    state.payment.phase === 'unwinding'
      ? {
          ...state,
          payment: {
            ...state.payment,
            sessionClosed: closed,
            closeTried,
            ...newerOf(state.payment.transaction, transaction),
          },
        }
      : state,

  order_cancelled: (state, { at }) =>
    state.payment.phase === 'unwinding'
      ? settleCancels({ ...state, payment: { ...state.payment, orderCancelled: true } }, at)
      : state,

  order_ended: (state, { at }) => {
    if (state.payment.phase !== 'unwinding') return state;
    const { why, orderId, session, transaction } = state.payment;
    return {
      ...settleCancels(state, at),
      // A step that could not be carried out is not needed any more, and nobody can decide on anything after the end.
      attentions: state.attentions.filter(isWorthKnowing),
      payment: {
        phase: 'ended',
        why,
        ...(orderId === undefined ? {} : { orderId }),
        ...(session === undefined ? {} : { session }),
        ...(transaction === undefined ? {} : { transaction }),
      },
    };
  },

  totals_read: (state, { totals }) => withTotals(state, totals),

  transaction_read: (state, { picture, at }) => takeInPicture(state, picture, at),

  authorization_recorded: (state) =>
    state.payment.phase === 'paid' || state.payment.phase === 'unwinding'
      ? {
          ...state,
          payment: { ...state.payment, authorizationRecorded: true },
          operations: state.operations.map((operation) => heardOf(state, operation)),
        }
      : state,
};

/** Money that moved of what was let go brought Orders to learn of the whole: it has to learn of the release too. */
function heardOf({ payment }: OrderState, operation: Operation): Operation {
  const { recordId, finishedAt: _at, recordedLines: _lines, ...rest } = operation;
  const transaction = 'transaction' in payment ? payment.transaction : undefined;
  if (recordId !== noRecordNeeded || transaction === undefined) return operation;
  // A capture that was corrected since is of what had been taken for released, and fills lines that this would have named.
  const amount = smaller(rest.amount, subtract(transaction.authorized, transaction.captured));
  return amount > 0 ? { ...rest, amount, status: 'moved' } : operation;
}

/** What is still true of an order that has ended: the systems differ, or more moved than was asked for. */
function isWorthKnowing({ code }: Attention): boolean {
  return code === 'systems_differ' || code === 'surplus_moved';
}

/** Brings totals, operations and releases in line with everything that the provider lists. */
export function takeInPicture(
  state: OrderState,
  picture: TransactionPicture,
  at: string,
): OrderState {
  const seen = adoptMovements(withTotals(state, totalsOf(picture)), picture.movements, at);
  return adoptRelease(seen, picture, at);
}

/** What a person had to decide on before the order could go on; once it ends, nothing waits for it. */
const mattersOfOpenOrder: readonly AttentionCode[] = [
  'hold_too_long',
  'authorized_differs',
  'authorization_expiring',
  'authorization_lapsed',
];

function startUnwinding(state: OrderState, { why }: { why: Ending }): OrderState {
  const { payment } = state;
  if (payment.phase === 'unwinding' || payment.phase === 'ended' || payment.phase === 'adopting')
    return state;
  const { orderId } = payment;
  // Before it was paid an order has steps of its way there alone, which nobody takes any more.
  const isNeeded = (matter: Attention) => payment.phase === 'paid' || !isAboutStep(matter);
  return {
    ...state,
    attentions: state.attentions.filter(
      (matter) => !mattersOfOpenOrder.includes(matter.code) && isNeeded(matter),
    ),
    payment: {
      phase: 'unwinding',
      why,
      ...(orderId === undefined ? {} : { orderId }),
      ...(payment.phase === 'preparing' ? {} : { session: payment.session }),
      ...(payment.phase === 'paid' ? { transaction: payment.transaction } : {}),
      // A session carries at most one transaction (Dintero docs: Handling payment), so a paid one takes no second payment.
      sessionClosed: payment.phase === 'preparing' || payment.phase === 'paid',
      closeTried: false,
      authorizationRecorded: payment.phase === 'paid' && payment.authorizationRecorded,
      ...present('authorizationMissingSince', authorizationMissingSince(state)),
      ...(payment.phase === 'paid' ? { wasPaid: true } : {}),
      orderCancelled: false,
    },
  };
}

/** A cancel that had nothing to release is done once the order is. */
function settleCancels(state: OrderState, at: string): OrderState {
  const operations = state.operations.map((operation): Operation =>
    operation.kind === 'cancel' && ['queued', 'moving'].includes(operation.status)
      ? { ...operation, status: 'recorded', finishedAt: at }
      : operation,
  );
  return { ...state, operations };
}

export function withTotals(state: OrderState, totals: TransactionTotals): OrderState {
  const { payment } = state;
  if (!('transaction' in payment) || payment.transaction === undefined) return state;
  const known = payment.phase === 'paid' ? asReserved(payment.transaction) : payment.transaction;
  const transaction = mergeTotals(known, totals);
  const read = { ...state, payment: { ...payment, transaction } };
  return isLost(state) === isLost(read) ? read : withoutDifference(read);
}

/** The payment was called off, or stands again: what was to be decided was another matter, and is raised anew where it still is one. */
function withoutDifference(state: OrderState): OrderState {
  const attentions = state.attentions.filter(({ code }) => code !== 'authorized_differs');
  return { ...state, attentions };
}
