import { add, notBelowZero, smaller, subtract, sum } from './money';
import type { MinorUnits } from './money';
import { hasMoved } from './operation';
import type { Operation } from './operation';
import { operationKey } from './operation-key';
import type { LineAmount } from './order';
import {
  amountOnLine,
  authorizationMissingSince,
  findOperation,
  mayBeHeardOf,
} from './order-state';
import type { OrderState } from './order-state';
import type { OperationName } from './payment-event';
import type { RecordKind } from './payment-gateway';
import { present } from './present';
import { loneReference } from './read-own-id';
import { spread } from './remainder';

/** A record that Orders lacks: the money has moved, and the order does not say so yet. */
export interface DueRecord {
  readonly kind: RecordKind;
  readonly key: string;
  /** What the movement bears at the provider, where it tells of another key. */
  readonly reference?: string;
  readonly orderId: string;
  readonly transactionId: string;
  readonly lines: readonly LineAmount[];
  /** How many of our records with these lines Orders holds already. */
  readonly equalBefore: number;
  /** Absent for the authorization, which is no operation. */
  readonly operation?: OperationName;
  /** ISO 8601: it was recorded, and found missing then. */
  readonly missingSince?: string;
}

const recordKinds = { capture: 'capture', refund: 'refund', cancel: 'cancellation' } as const;

/**
 * The next record to write: the authorization first, then the captures, then what can only be recorded after them; each
 * kind in the order in which it became known, which of movements that were found need not be the one in which they moved.
 */
export function nextDueRecord(state: OrderState): DueRecord | undefined {
  const { payment } = state;
  if (payment.phase !== 'paid' && payment.phase !== 'unwinding') return undefined;
  const { orderId, transaction } = payment;
  if (orderId === undefined || transaction === undefined) return undefined;
  const ids = { orderId, transactionId: transaction.transactionId };
  const moved = firstUnrecorded(state);
  if (!payment.authorizationRecorded && authorizationMatters(state, moved))
    return {
      ...ids,
      ...authorizationRecord(state, transaction.authorized),
      ...present('missingSince', authorizationMissingSince(state)),
    };
  return moved && { ...ids, ...operationRecord(state, moved) };
}

/** Orders need not learn of a reservation that is being let go, unless money moved of it, or it may have learned of it already. */
function authorizationMatters(state: OrderState, moved: Operation | undefined): boolean {
  if (state.payment.phase === 'paid') return true;
  return moved !== undefined && (moved.kind !== 'cancel' || mayBeHeardOf(state));
}

/**
 * A comparison may find it in Orders meanwhile, or miss one there that has to come before it and without which it would be refused
 * for ever. One that may have been sent keeps its turn: after another, it would name other lines, and by these it is looked for.
 */
export function isStillDue(
  state: OrderState,
  { key, operation }: DueRecord,
  inDoubt: boolean,
): boolean {
  const next = nextDueRecord(state);
  if (!inDoubt || next === undefined || operation === undefined) return next?.key === key;
  return findOperation(state, operation.kind, operation.operationId)?.status === 'moved';
}

/** Of the authorization and of all that has moved without a record: what an earlier run may have begun to write. */
export function keysWithoutRecord(state: OrderState): readonly string[] {
  const { orderReference } = state.order;
  const moved = state.operations.filter(({ status }) => status === 'moved');
  const keys = moved.map(({ kind, operationId }) =>
    operationKey(orderReference, kind, operationId),
  );
  return [authorizationKey(state), ...keys];
}

function authorizationKey({ order }: OrderState): string {
  return operationKey(order.orderReference, 'authorization', '1');
}

function firstUnrecorded(state: OrderState): Operation | undefined {
  const unrecorded = state.operations.filter((operation) => operation.status === 'moved');
  return unrecorded.find((operation) => operation.kind === 'capture') ?? unrecorded[0];
}

function authorizationRecord(
  state: OrderState,
  authorized: MinorUnits,
): Omit<DueRecord, 'orderId' | 'transactionId'> {
  const ordered = state.order.lines.map((line) => ({
    lineId: line.lineId,
    amount: line.grossAmount,
  }));
  return {
    kind: 'authorization',
    key: authorizationKey(state),
    lines: spread(ordered, authorized),
    equalBefore: 0,
  };
}

function operationRecord(
  state: OrderState,
  operation: Operation,
): Omit<DueRecord, 'orderId' | 'transactionId'> {
  const { kind, operationId } = operation;
  const lines = fitIntoBooks(state, operation, recordLines(state, operation));
  return {
    kind: recordKinds[kind],
    key: operationKey(state.order.orderReference, kind, operationId),
    ...present('reference', loneReference(state, operation)),
    lines,
    equalBefore: state.operations.filter(
      (other) =>
        other.kind === kind &&
        other.status === 'recorded' &&
        sameLines(recordLines(state, other), lines),
    ).length,
    operation: { kind, operationId },
    ...present('missingSince', operation.missingSince),
  };
}

/**
 * Orders wants lines; what the back office moved without any is spread over the lines that have room, and what finds none,
 * because others named these lines meanwhile, over any: the total that moved is what has to be right.
 */
function recordLines(state: OrderState, operation: Operation): readonly LineAmount[] {
  if (operation.recordedLines !== undefined) return operation.recordedLines;
  if (
    operation.kind !== 'cancel' &&
    sum(operation.lines.map((line) => line.amount)) === operation.amount
  ) {
    return operation.lines.map(({ lineId, amount }) => ({ lineId, amount }));
  }
  const room = roomInBooks(state, operation.kind);
  const within = spread(room, operation.amount);
  const left = state.order.lines.map(({ lineId, grossAmount }) => ({
    lineId,
    amount: notBelowZero(subtract(grossAmount, amountOnLine(within, lineId))),
  }));
  const rest = subtract(operation.amount, sum(within.map((line) => line.amount)));
  return merge(state, within, spread(left, rest));
}

/**
 * A line that was asked for may be full in the books, because what the back office moved for no line in particular was written
 * on it: Orders would refuse it for good. The rest goes on lines that have room, since the total that moved is what has to be right.
 */
function fitIntoBooks(
  state: OrderState,
  operation: Operation,
  named: readonly LineAmount[],
): readonly LineAmount[] {
  if (operation.kind === 'cancel') return named;
  const recorded = state.operations.filter(({ status }) => status === 'recorded');
  const room = roomInBooks({ ...state, operations: recorded }, operation.kind);
  const within = named.map(({ lineId, amount }) => ({
    lineId,
    amount: smaller(amount, amountOnLine(room, lineId)),
  }));
  const rest = subtract(operation.amount, sum(within.map((line) => line.amount)));
  if (rest <= 0) return named;
  const left = room.map(({ lineId, amount }) => ({
    lineId,
    amount: subtract(amount, amountOnLine(within, lineId)),
  }));
  const elsewhere = spread(left, rest);
  const isWhole = sum(elsewhere.map((line) => line.amount)) === rest;
  return isWhole ? merge(state, within, elsewhere) : named;
}

/** What a record of the kind may still say of each line. */
function roomInBooks(state: OrderState, kind: Operation['kind']): readonly LineAmount[] {
  return state.order.lines.map(({ lineId, grossAmount }) => {
    const captured = bookedOnLine(state, 'capture', lineId);
    const free =
      kind === 'refund'
        ? subtract(captured, bookedOnLine(state, 'refund', lineId))
        : subtract(grossAmount, captured);
    return { lineId, amount: notBelowZero(free) };
  });
}

function merge(
  state: OrderState,
  left: readonly LineAmount[],
  right: readonly LineAmount[],
): readonly LineAmount[] {
  return state.order.lines
    .map(({ lineId }) => ({
      lineId,
      amount: add(amountOnLine(left, lineId), amountOnLine(right, lineId)),
    }))
    .filter((line) => line.amount > 0);
}

/** What the records say of a line, those that are due for it included. */
function bookedOnLine(state: OrderState, kind: Operation['kind'], lineId: number): MinorUnits {
  const booked = state.operations.filter(
    (operation) => operation.kind === kind && hasMoved(operation),
  );
  return sum(
    booked.map(({ recordedLines, lines }) => amountOnLine(recordedLines ?? lines, lineId)),
  );
}

/** Asked of every operation of a long life after each change: written out as JSON, this took most of an order's time. */
function sameLines(left: readonly LineAmount[], right: readonly LineAmount[]): boolean {
  if (left.length !== right.length) return false;
  const others = inOrder(right);
  return inOrder(left).every(
    ({ lineId, amount }, index) =>
      others[index]?.lineId === lineId && others[index]?.amount === amount,
  );
}

function inOrder(lines: readonly LineAmount[]): readonly LineAmount[] {
  return [...lines].sort((left, right) => left.lineId - right.lineId);
}

/**
 * A release of money that Orders never learned to be reserved needs no record there; nor does one that a person said to have
 * moved when all had been captured meanwhile: Orders takes no record of nothing.
 */
export function needsNoRecord(state: OrderState, { kind, amount }: Operation): boolean {
  const { payment } = state;
  const isUnheardOf =
    payment.phase === 'unwinding' && !payment.authorizationRecorded && !mayBeHeardOf(state);
  return kind === 'cancel' && (amount === 0 || isUnheardOf);
}
