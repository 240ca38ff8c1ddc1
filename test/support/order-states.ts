import { applyPaymentEvent } from '../../src/domain/apply-payment-event';
import { nextDueRecord } from '../../src/domain/due-record';
import { judgeOperation, prepareOperation } from '../../src/domain/judge-operation';
import { add, subtract, toMinorUnits, zero } from '../../src/domain/money';
import type { Operation, OperationKind, OperationRequest } from '../../src/domain/operation';
import { orderTotal } from '../../src/domain/order';
import type { LineAmount, OrderRequest } from '../../src/domain/order';
import { findOperation, newOrderState, transactionOf } from '../../src/domain/order-state';
import type { OrderState, Transaction } from '../../src/domain/order-state';
import type { PaymentEvent } from '../../src/domain/payment-event';
import type {
  Movement,
  MovementKind,
  TransactionPicture,
  TransactionTotals,
} from '../../src/domain/transaction-picture';

export const noon = '2026-01-01T12:00:00.000Z';

/** One line per amount, numbered from 1, with 25 % VAT in each. */
export function orderOf(...grossAmounts: readonly number[]): OrderRequest {
  return {
    orderReference: 'web-1',
    currency: 'NOK',
    lines: grossAmounts.map((amount, index) => ({
      lineId: index + 1,
      productId: `p${index + 1}`,
      description: `Product ${index + 1}`,
      quantity: 1,
      grossAmount: toMinorUnits(amount),
      taxLines: [{ amount: toMinorUnits(Math.floor(amount / 5)), percentage: 25 }],
    })),
    returnUrl: 'https://shop.example/thanks',
  };
}

export function line(lineId: number, amount: number): LineAmount {
  return { lineId, amount: toMinorUnits(amount) };
}

export function after(state: OrderState, ...events: readonly PaymentEvent[]): OrderState {
  return events.reduce(applyPaymentEvent, state);
}

export function awaitingPayment(order: OrderRequest = orderOf(60_000, 40_000)): OrderState {
  return after(
    newOrderState(order),
    { type: 'draft_created', draftId: 'D1' },
    { type: 'order_completed', orderId: 'O1' },
    {
      type: 'session_created',
      session: {
        sessionId: 'S1',
        checkoutUrl: 'https://checkout.example/S1',
        expiresAt: '2026-01-01T12:30:00.000Z',
      },
    },
  );
}

export function transaction(
  order: OrderRequest,
  more: Partial<Transaction> & { authorized?: number } = {},
): Transaction {
  return {
    transactionId: 'T1',
    product: 'payex.creditcard',
    authorizedAt: noon,
    status: 'AUTHORIZED',
    authorized: orderTotal(order),
    captured: zero,
    refunded: zero,
    released: zero,
    ...more,
  };
}

/** Authorized in full, unless `more` says otherwise. */
export function paid(
  order: OrderRequest = orderOf(60_000, 40_000),
  more: Partial<Transaction> = {},
): OrderState {
  return after(awaitingPayment(order), {
    type: 'payment_confirmed',
    transaction: transaction(order, more),
    at: noon,
  });
}

export function capture(
  operationId: string | undefined,
  lines?: readonly LineAmount[],
): OperationRequest {
  return {
    kind: 'capture',
    ...(operationId === undefined ? {} : { operationId }),
    ...(lines === undefined ? {} : { lines }),
  };
}

export function refund(operationId: string, lines: readonly LineAmount[]): OperationRequest {
  return { kind: 'refund', operationId, lines };
}

export const cancel: OperationRequest = { kind: 'cancel' };

/** @throws Error when the order refuses the request. */
export function accepting(state: OrderState, ...requests: readonly OperationRequest[]): OrderState {
  return requests.reduce((current, request) => {
    const judgement = judgeOperation(current, request, noon);
    if ('refused' in judgement) throw new Error(judgement.refused.reason);
    return 'known' in judgement
      ? current
      : after(current, { type: 'operation_accepted', operation: judgement.accepted });
  }, state);
}

/** Its turn has come and the request may have left. */
export function starting(state: OrderState, kind: OperationKind, operationId: string): OrderState {
  const prepared = prepareOperation(state, operationNamed(state, kind, operationId));
  if ('refused' in prepared) throw new Error(prepared.refused);
  const { amount, lines } = prepared.ready;
  return after(state, { type: 'operation_started', kind, operationId, amount, lines });
}

/** Started and moved at the provider; the record is still due. */
export function moving(state: OrderState, kind: OperationKind, operationId: string): OrderState {
  const started = starting(state, kind, operationId);
  const { amount } = operationNamed(started, kind, operationId);
  return after(started, {
    type: 'operation_moved',
    kind,
    operationId,
    eventId: `e-${kind}-${operationId}`,
    totals: totalsAfter(knownTransaction(started), kind, amount),
    at: noon,
    lookAgainAt: [],
  });
}

/** Accepted, moved and written into Orders. */
export function done(state: OrderState, ...requests: readonly OperationRequest[]): OrderState {
  return requests.reduce((current, request) => {
    const accepted = accepting(current, request);
    const operation = accepted.operations.at(-1);
    if (operation === undefined) throw new Error('nothing was accepted');
    const { kind, operationId } = operation;
    const moved = moving(accepted, kind, operationId);
    const due = nextDueRecord(after(moved, { type: 'authorization_recorded' }));
    return after(moved, {
      type: 'operation_recorded',
      kind,
      operationId,
      recordId: `R-${operationId}`,
      lines: due?.lines ?? [],
      at: noon,
    });
  }, state);
}

export function operationNamed(
  state: OrderState,
  kind: OperationKind,
  operationId: string,
): Operation {
  const operation = findOperation(state, kind, operationId);
  if (operation === undefined) throw new Error(`there is no ${kind} ${operationId}`);
  return operation;
}

export function knownTransaction(state: OrderState): Transaction {
  const known = transactionOf(state);
  if (known === undefined) throw new Error('there is no transaction');
  return known;
}

/** What the provider says after one movement more; nothing is refused here. */
export function totalsAfter(
  before: TransactionTotals,
  kind: OperationKind | MovementKind,
  amount: number,
): TransactionTotals {
  const moved = toMinorUnits(amount);
  const { authorized } = before;
  const captured = kind === 'capture' ? add(before.captured, moved) : before.captured;
  const refunded = kind === 'refund' ? add(before.refunded, moved) : before.refunded;
  const released =
    kind === 'cancel' || kind === 'void' ? subtract(authorized, captured) : before.released;
  const sums = { authorized, captured, refunded, released };
  return { ...sums, status: statusOf(sums) };
}

/** Dintero docs: Transaction statuses. */
function statusOf(sums: Omit<TransactionTotals, 'status'>): TransactionTotals['status'] {
  const { authorized, captured, refunded, released } = sums;
  const isOver = captured + released >= authorized;
  if (captured === 0) return released > 0 ? 'AUTHORIZATION_VOIDED' : 'AUTHORIZED';
  if (refunded === 0) return isOver ? 'CAPTURED' : 'PARTIALLY_CAPTURED';
  if (!isOver) return 'PARTIALLY_CAPTURED_REFUNDED';
  return refunded === captured ? 'REFUNDED' : 'PARTIALLY_REFUNDED';
}

export function movementOn(
  kind: MovementKind,
  eventId: string,
  amount: number,
  more: Partial<Movement> = {},
): Movement {
  return {
    eventId,
    kind,
    outcome: 'succeeded',
    amount: toMinorUnits(amount),
    lines: [],
    ...more,
  };
}

/** The transaction as a look shows it, its totals made up of its movements in whatever order they stand. */
export function pictureOf(
  order: OrderRequest,
  movements: readonly Movement[],
  authorized: number = orderTotal(order),
): TransactionPicture {
  const start = transaction(order, { authorized: toMinorUnits(authorized) });
  const done = movements.filter((movement) => movement.outcome === 'succeeded');
  const voidsLast = [...done].sort((left, right) => rank(left.kind) - rank(right.kind));
  const totals = voidsLast.reduce<TransactionTotals>(
    (before, movement) => totalsAfter(before, movement.kind, movement.amount),
    start,
  );
  return { ...start, ...totals, currency: order.currency, movements };
}

function rank(kind: MovementKind): number {
  return kind === 'void' ? 1 : 0;
}

export function looking(
  state: OrderState,
  movements: readonly Movement[],
  at: string = noon,
): OrderState {
  const authorized = transactionOf(state)?.authorized;
  const picture = pictureOf(state.order, movements, authorized);
  return after(state, { type: 'transaction_read', picture, at });
}
