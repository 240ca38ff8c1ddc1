import { instantOf } from '../domain/instant';
import { cautionOnRelease } from '../domain/describe-release';
import { judgeOperation } from '../domain/judge-operation';
import type { OperationRefusal } from '../domain/judge-operation';
import { zero } from '../domain/money';
import type { MinorUnits } from '../domain/money';
import { movementOf } from '../domain/movement-of-operation';
import type { Operation, OperationRequest } from '../domain/operation';
import type { OrderRequest } from '../domain/order';
import { transactionOf } from '../domain/order-state';
import type { OrderState } from '../domain/order-state';
import type { OperationView, OrderView } from '../domain/order-view';
import { present } from '../domain/present';
import { remainderInAll, remainderOnLine } from '../domain/remainder';
import { stateOf } from '../domain/state-of-view';
import { stillReserved } from '../domain/transaction-picture';

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
  /** What to know before it is asked for. */
  readonly caution?: string;
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
  const caution = kind === 'cancel' ? cautionOnRelease(view.amounts) : undefined;
  return {
    ...base,
    operationId,
    ...effectOf(state, operation, ordered !== undefined),
    ...present('caution', caution),
  };
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
