import { instantOf } from '../domain/instant';
import { judgeOperation } from '../domain/judge-operation';
import type { OperationRefusal } from '../domain/judge-operation';
import { add, zero } from '../domain/money';
import type { MinorUnits } from '../domain/money';
import { movementOf } from '../domain/movement-of-operation';
import type { Operation, OperationRequest } from '../domain/operation';
import type { OrderLine, OrderRequest } from '../domain/order';
import { newOrderState, transactionOf } from '../domain/order-state';
import type { OrderState, PaymentState } from '../domain/order-state';
import type { OperationView, OrderView } from '../domain/order-view';
import { isPlainObject } from '../domain/plain-object';
import { remainderInAll, remainderOnLine } from '../domain/remainder';
import { stillReserved } from '../domain/transaction-picture';
import type { TransactionStatus } from '../domain/transaction-picture';

export interface PlannedLine {
  readonly lineId: number;
  readonly description?: string;
  readonly amount: MinorUnits;
  /** Contained in the amount; absent where nobody knows the line's tax any more. */
  readonly vat?: MinorUnits;
  /** What may still be asked for on the line afterwards. */
  readonly remains: MinorUnits;
}

/** What an operation would do, by the order's own rules, from what the order says of itself now. Amounts in minor units. */
export interface Plan {
  readonly orderReference: string;
  readonly currency: string;
  readonly kind: OperationRequest['kind'];
  readonly operationId: string;
  readonly amount: MinorUnits;
  readonly lines: readonly PlannedLine[];
  /** What may still be asked for in all afterwards, by the same kind of operation. */
  readonly remains: MinorUnits;
  readonly refused?: OperationRefusal;
  /** The same was asked for before: nothing more would happen. */
  readonly duplicateOf?: OperationView;
}

/** The order decides in the end; a plan only says beforehand what it would decide now. */
export function planOperation(
  view: OrderView,
  ordered: OrderRequest | undefined,
  request: OperationRequest,
  nowMs: number,
): Plan {
  const state = stateOf(view, ordered);
  const judgement = judgeOperation(state, request, instantOf(nowMs));
  const base = { orderReference: view.orderReference, currency: view.currency, kind: request.kind };
  if ('refused' in judgement) {
    const { operationId } = judgement.refused;
    return { ...base, ...nothing, operationId, refused: judgement.refused };
  }
  const operation = 'known' in judgement ? judgement.known : judgement.accepted;
  const { operationId, kind } = operation;
  if ('known' in judgement) {
    const duplicateOf = view.operations.find(
      (one) => one.kind === kind && one.operationId === operationId,
    );
    return {
      ...base,
      ...nothing,
      operationId,
      ...(duplicateOf === undefined ? {} : { duplicateOf }),
    };
  }
  return { ...base, operationId, ...effectOf(state, operation, ordered !== undefined) };
}

const nothing = { amount: zero, lines: [], remains: zero } as const;

function effectOf(
  state: OrderState,
  operation: Operation,
  taxIsKnown: boolean,
): Pick<Plan, 'amount' | 'lines' | 'remains'> {
  const { kind } = operation;
  const transaction = transactionOf(state);
  if (kind === 'cancel') {
    const amount = transaction === undefined ? zero : stillReserved(transaction);
    return { amount, lines: [], remains: zero };
  }
  const after = { ...state, operations: [...state.operations, operation] };
  const lines = movementOf(after, operation).lines.map(({ lineId, amount, vatAmount }) => {
    const description = state.order.lines.find((one) => one.lineId === lineId)?.description;
    return {
      lineId,
      ...(description ? { description } : {}),
      amount,
      ...(taxIsKnown ? { vat: vatAmount } : {}),
      remains: remainderOnLine(after, kind, lineId),
    };
  });
  return { amount: operation.amount, lines, remains: remainderInAll(after, kind) };
}

/** As much of the order's state as its view tells, which is all that its rules ask for. */
function stateOf(view: OrderView, ordered: OrderRequest | undefined): OrderState {
  const { orderReference, currency } = view;
  const order = ordered ?? {
    orderReference,
    currency,
    returnUrl: '',
    lines: view.lines.map(bareLine),
  };
  return { ...newOrderState(order), payment: paymentOf(view), operations: operationsOf(view) };
}

function bareLine({ lineId, ordered }: OrderView['lines'][number]): OrderLine {
  const unknown = { productId: '', description: '', quantity: 1, taxLines: [] };
  return { ...unknown, lineId, grossAmount: ordered };
}

function operationsOf({ operations, refusedMessages }: OrderView): readonly Operation[] {
  // The refused messages stand last; the ids of those stay free.
  const refused = (one: OperationView, index: number) =>
    one.status === 'rejected' &&
    one.content === '' &&
    one.requestedAt === one.finishedAt &&
    index >= operations.length - refusedMessages;
  return operations
    .filter((one, index) => !refused(one, index))
    .map((one) => (asksForAll(one) ? { ...one, everything: true } : one));
}

function asksForAll({ content }: OperationView): boolean {
  if (content === '') return false;
  const asked: unknown = JSON.parse(content);
  return isPlainObject(asked) && asked['lines'] === 'all';
}

function paymentOf(view: OrderView): PaymentState {
  const { status, amounts, orderId = '', transactionId = '' } = view;
  const session = { sessionId: '', checkoutUrl: '', expiresAt: '' };
  if (status === 'preparing') return { phase: 'preparing' };
  if (status === 'awaiting_payment') return { phase: 'awaiting_payment', orderId, session };
  if (status === 'cancelled' || status === 'expired' || status === 'payment_failed')
    return { phase: 'ended', why: status };
  const { authorized, captured, refunded, released } = amounts;
  const totals = { authorized, captured, refunded, released, status: transactionStatusOf(view) };
  return {
    phase: 'paid',
    orderId,
    session,
    transaction: { transactionId, ...totals },
    authorizationRecorded: true,
  };
}

/** The provider's own word does not stand in the view; what it allows follows from the amounts. */
function transactionStatusOf({ amounts }: OrderView): TransactionStatus {
  const { authorized, captured, refunded, released } = amounts;
  if (add(captured, released) >= authorized) {
    if (captured === 0) return 'AUTHORIZATION_VOIDED';
    if (refunded === 0) return 'CAPTURED';
    return refunded >= captured ? 'REFUNDED' : 'PARTIALLY_REFUNDED';
  }
  if (captured === 0) return 'AUTHORIZED';
  return refunded === 0 ? 'PARTIALLY_CAPTURED' : 'PARTIALLY_CAPTURED_REFUNDED';
}
