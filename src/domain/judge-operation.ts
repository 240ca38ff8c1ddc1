import { releasedElsewhere } from './adopt-release';
import { describeNothingReserved, isLost } from './authorized-difference';
import { formatMoney, sum, zero } from './money';
import type { MinorUnits } from './money';
import { canonicalContent, hasMoved, isFinished } from './operation';
import type { Operation, OperationRequest } from './operation';
import type { LineAmount } from './order';
import { hasRoomFor } from './order-size';
import { findOperation, transactionOf, unusedOperationId } from './order-state';
import type { OrderState } from './order-state';
import {
  findAdopted,
  isSameMovement,
  isSameRequest,
  referenceIsTaken,
} from './recognize-operation';
import { capturableLines, isHeld, remainderInAll, remainderOnLine } from './remainder';
import { permits, stillReserved } from './transaction-picture';

export type RefusalCode =
  | 'malformed_request'
  | 'operation_id_reused'
  | 'unknown_line'
  | 'amount_exceeds_remainder'
  | 'nothing_remains'
  | 'not_paid'
  | 'already_ended'
  | 'order_is_full';

export interface OperationRefusal {
  readonly operationId: string;
  readonly code: RefusalCode;
  readonly reason: string;
}

/** `known`: asked for before, with the same content, so it is the same operation. */
export type Judgement =
  | { readonly known: Operation }
  | { readonly accepted: Operation }
  | { readonly refused: OperationRefusal };

/** Whether a request may become an operation of this order: nothing is clipped, and a refusal names what was allowed. */
export function judgeOperation(
  state: OrderState,
  request: OperationRequest,
  at: string,
): Judgement {
  const operationId = request.operationId ?? nextOperationId(state, request.kind);
  const known = findOperation(state, request.kind, operationId);
  const adopted = findAdopted(state, request.kind, operationId);
  if (known === undefined && adopted !== undefined && isSameMovement(adopted, request))
    return { known: adopted };
  if (known !== undefined) {
    if (isSameRequest(known, request)) return { known };
    const reason = `${request.kind} ${operationId} exists with other content: ${tellContent(state, known)}`;
    return refuse(operationId, 'operation_id_reused', reason);
  }
  if (adopted !== undefined || referenceIsTaken(state, request.kind, operationId)) {
    const reason = `the id ${operationId} cannot be told from another one at the provider; choose a shorter id`;
    return refuse(operationId, 'operation_id_reused', reason);
  }
  const refusal = judgeLines(state, { ...request, operationId });
  return refusal === undefined
    ? { accepted: accept(state, request, operationId, at) }
    : { refused: refusal };
}

function tellContent({ order }: OrderState, { content, amount }: Operation): string {
  const ofEarlierRun = () => `${formatMoney(amount, order.currency)}, asked for in an earlier run`;
  return content === '' ? ofEarlierRun() : content.slice(0, 120);
}

/** An id for a request that names none: it moves on once the one before is finished, or it would answer an honest later request. */
function nextOperationId(state: OrderState, kind: Operation['kind']): string {
  const standing = state.operations.find((operation) =>
    kind === 'cancel' ? isStandingCancel(operation) : isStandingRest(operation),
  );
  return standing?.operationId ?? unusedOperationId(state, kind, kind === 'cancel' ? kind : 'rest');
}

function isStandingCancel({ kind, operationId, status }: Operation): boolean {
  return kind === 'cancel' && operationId.startsWith('cancel-') && status !== 'rejected';
}

function isStandingRest(operation: Operation): boolean {
  const { kind, operationId, everything } = operation;
  return (
    kind === 'capture' &&
    operationId.startsWith('rest-') &&
    everything === true &&
    !isFinished(operation)
  );
}

function accept(
  state: OrderState,
  request: OperationRequest,
  operationId: string,
  at: string,
): Operation {
  const lines = request.lines ?? (request.kind === 'capture' ? capturableLines(state) : []);
  return {
    operationId,
    kind: request.kind,
    status: 'queued',
    amount: request.kind === 'cancel' ? zero : sum(lines.map((line) => line.amount)),
    lines,
    content: canonicalContent(request),
    requestedAt: at,
    ...(request.kind === 'capture' && request.lines === undefined ? { everything: true } : {}),
    ...(request.final === undefined ? {} : { final: request.final }),
    ...(request.note === undefined ? {} : { note: request.note }),
  };
}

function judgeLines(
  state: OrderState,
  request: OperationRequest & { operationId: string },
): OperationRefusal | undefined {
  const { kind, operationId, lines } = request;
  const phase = state.payment.phase;
  if (phase === 'ended' || (phase === 'unwinding' && kind !== 'cancel'))
    return refusal(operationId, 'already_ended', 'the order has ended');
  if (kind === 'cancel') return judgeCancel(state, operationId);
  if (!hasRoomFor(state, kind))
    return refusal(operationId, 'order_is_full', describeFull(state, kind));
  if (transactionOf(state) === undefined)
    return refusal(operationId, 'not_paid', 'the order is not paid yet');
  if (lines === undefined) {
    if (capturableLines(state).length > 0) return undefined;
    return refusal(operationId, 'nothing_remains', 'nothing remains to be captured');
  }
  if (lines.length === 0)
    return refusal(operationId, 'malformed_request', 'no line is named to move it on');
  return judgeAmounts(state, kind, operationId, lines);
}

function describeFull({ operations }: OrderState, kind: 'capture' | 'refund'): string {
  return `the order carries ${operations.length} operations and has no room for another ${kind}`;
}

function judgeCancel(state: OrderState, operationId: string): OperationRefusal | undefined {
  if (state.payment.phase === 'unwinding' && state.payment.orderCancelled)
    return refusal(operationId, 'already_ended', 'the order has ended');
  const transaction = transactionOf(state);
  if (state.payment.phase !== 'paid' || transaction === undefined) return undefined;
  // What was called off has nothing to release, and the order is let go all the same.
  if (stillReserved(transaction) > 0 || isLost(state)) return undefined;
  return refusal(
    operationId,
    'nothing_remains',
    'nothing is reserved any more: refund what was captured instead',
  );
}

function judgeAmounts(
  state: OrderState,
  kind: 'capture' | 'refund',
  operationId: string,
  lines: readonly LineAmount[],
): OperationRefusal | undefined {
  const money = (amount: MinorUnits) => formatMoney(amount, state.order.currency);
  for (const { lineId, amount } of lines) {
    if (!state.order.lines.some((line) => line.lineId === lineId)) {
      const ids = state.order.lines
        .slice(0, 20)
        .map((line) => line.lineId)
        .join(', ');
      return refusal(
        operationId,
        'unknown_line',
        `line ${lineId} is not in the order; its lines are ${ids}`,
      );
    }
    const remainder = remainderOnLine(state, kind, lineId);
    if (amount > remainder) {
      return refusal(
        operationId,
        'amount_exceeds_remainder',
        `line ${lineId}: ${money(amount)} asked, ${money(remainder)} (${remainder}) can still be ${participle[kind]}`,
      );
    }
  }
  const asked = sum(lines.map((line) => line.amount));
  const remainder = remainderInAll(state, kind);
  if (asked <= remainder) return undefined;
  return refusal(
    operationId,
    'amount_exceeds_remainder',
    `${money(asked)} asked, ${money(remainder)} (${remainder}) can still be ${participle[kind]} in all`,
  );
}

const participle = { capture: 'captured', refund: 'refunded' } as const;

/**
 * The operation as it may move now, or why it may not any more: between its acceptance and its turn another one may have
 * failed, and the provider's back office may have acted.
 */
export function prepareOperation(
  state: OrderState,
  operation: Operation,
): { readonly ready: Operation } | { readonly refused: string } {
  const transaction = transactionOf(state);
  if (transaction === undefined) return { refused: 'the order is not paid' };
  if (operation.kind === 'cancel') {
    // What was let go without a cancel known here may be this one, which a reset has made the order forget.
    const amount = stillReserved(transaction) || releasedElsewhere(state);
    if (amount <= 0) return { refused: describeNothingReserved(state) };
    return { ready: { ...operation, amount } };
  }
  if (!permits(operation.kind, transaction)) {
    return {
      refused: `the transaction is ${transaction.status}, which allows no ${operation.kind}`,
    };
  }
  const others = withoutOperation(state, operation);
  const lines = operation.everything ? capturableLines(others) : operation.lines;
  if (lines.length === 0) return { refused: 'nothing remains to be captured' };
  const refused = judgeAmounts(
    onlyMoved(others, operation.kind),
    operation.kind,
    operation.operationId,
    lines,
  );
  if (refused !== undefined) return { refused: refused.reason };
  return { ready: { ...operation, lines, amount: sum(lines.map((line) => line.amount)) } };
}

function withoutOperation(state: OrderState, operation: Operation): OrderState {
  return { ...state, operations: state.operations.filter((other) => other !== operation) };
}

/** A refund may have been accepted ahead of its capture; when its turn comes, only captures that moved count for it. */
function onlyMoved(state: OrderState, kind: 'capture' | 'refund'): OrderState {
  const standing = state.operations.filter(
    (operation) =>
      hasMoved(operation) ||
      (isHeld(operation) && operation.kind === kind && operation.status !== 'queued'),
  );
  return { ...state, operations: standing };
}

function refusal(operationId: string, code: RefusalCode, reason: string): OperationRefusal {
  return { operationId, code, reason };
}

function refuse(operationId: string, code: RefusalCode, reason: string): Judgement {
  return { refused: refusal(operationId, code, reason) };
}
