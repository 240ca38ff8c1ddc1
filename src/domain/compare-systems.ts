import { isLost } from './authorized-difference';
import {
  amountOf,
  differenceOfAmount,
  missing,
  notMoved,
  notRecorded,
  recordedTwice,
  show,
  statusDiffers,
} from './difference';
import type { Difference } from './difference';
import { isNamed } from './match-record';
import { smaller } from './money';
import type { MinorUnits } from './money';
import { hasMoved, isInFlight, recordedByHand } from './operation';
import type { Operation, OperationKind } from './operation';
import { operationKey } from './operation-key';
import { findOperation, transactionOf } from './order-state';
import type { OrderState, Transaction } from './order-state';
import type { OrderPicture, RecordKind, RecordPicture } from './payment-gateway';
import { present } from './present';
import { loneReference } from './read-own-id';
import { movedTotalOf } from './remainder';
import { isCalledOff, stillReserved } from './transaction-picture';

/** What Orders says of an order: all its records, and its own status. */
export interface Books {
  readonly orderStatus: OrderPicture['status'];
  readonly records: Readonly<Record<RecordKind, readonly RecordPicture[]>>;
}

/**
 * Holds what moved against what is recorded. The state has taken in all movements of the transaction; a movement whose record
 * is still due, or was written after the books were read, is no difference. `known` is the state before the read.
 */
export function compareSystems(
  state: OrderState,
  books: Books,
  known: OrderState,
): readonly Difference[] {
  const transaction = transactionOf(state);
  if (transaction === undefined) return [];
  const pairs = [
    ['capture', 'capture'],
    ['refund', 'refund'],
    ['cancel', 'cancellation'],
  ] as const;
  return [
    ...compareAuthorization(state, books.records.authorization, known),
    ...pairs.flatMap(([kind, about]) =>
      compareMovements(
        state,
        about,
        state.operations.filter((operation) => operation.kind === kind),
        books.records[about].filter(({ success }) => success),
        known,
      ),
    ),
    ...pairs.flatMap(([kind, about]) => compareTotals(state, kind, about)),
    ...compareStatus(state, books.orderStatus),
  ];
}

function compareAuthorization(
  state: OrderState,
  records: readonly RecordPicture[],
  known: OrderState,
): readonly Difference[] {
  const { payment } = known;
  const authorized = transactionOf(state)?.authorized;
  const isRecorded = 'authorizationRecorded' in payment && payment.authorizationRecorded;
  if (!isRecorded || authorized === undefined) return [];
  const [record, ...further] = records.filter(({ success }) => success);
  if (record === undefined) {
    // Nobody writes it again while the order is let go.
    if (payment.phase !== 'paid') return [];
    const name = `the authorization of ${show(state, authorized)}`;
    return [
      {
        ...missing(name, payment.authorizationMissingSince),
        about: 'authorization',
        moved: authorized,
      },
    ];
  }
  return [
    ...differenceOfAmount(state, 'authorization', authorized, record),
    ...further.map((twice) => recordedTwice(state, 'authorization', twice)),
  ];
}

function compareMovements(
  state: OrderState,
  about: RecordKind,
  operations: readonly Operation[],
  records: readonly RecordPicture[],
  known: OrderState,
): readonly Difference[] {
  const left = [...records];
  const take = (fits: (record: RecordPicture) => boolean): RecordPicture | undefined => {
    const index = left.findIndex(fits);
    return index < 0 ? undefined : left.splice(index, 1)[0];
  };
  const written = operations.filter((operation) => hasMoved(operation) && !isByHand(operation));
  const byHand = operations.filter((operation) => hasMoved(operation) && isByHand(operation));
  const due: Operation[] = [];
  const found = written.flatMap((operation): readonly Difference[] => {
    const key = operationKey(state.order.orderReference, operation.kind, operation.operationId);
    const name = { key, ...present('reference', loneReference(state, operation)) };
    const record = take((each) =>
      each.key === undefined ? each.recordId === operation.recordId : isNamed(each, name),
    );
    if (record === undefined && operation.recordId === undefined) due.push(operation);
    if (record === undefined)
      return isKnownRecorded(known, operation) ? [notRecorded(state, about, operation)] : [];
    const twice = left.filter((other) => isNamed(other, name));
    twice.forEach((other) => take((candidate) => candidate === other));
    return [
      ...differenceOfAmount(state, about, operation.amount, record, operation.operationId),
      ...twice.map((other) => recordedTwice(state, about, other, operation.operationId)),
    ];
  });
  // What a person wrote carries no key of ours, nor does what Orders shows without one before its answer has reached us: of the
  // records that are left, one of that amount may be it.
  const takeUnnamed = (amount: MinorUnits | undefined) =>
    take((record) => record.key === undefined && amountOf(record) === amount);
  for (const { amount } of [...byHand, ...due]) takeUnnamed(amount);
  const open = found.filter(
    ({ kind, moved }) => kind !== 'record_not_shown' || takeUnnamed(moved) === undefined,
  );
  return [...open, ...left.map((record) => notMoved(state, about, record))];
}

/** A person said that it is recorded, in whatever form: asking Orders for our record would raise the same matter for ever. */
function isByHand({ recordId }: Operation): boolean {
  return recordId === recordedByHand;
}

/** Orders holds no record of what was let go before it had learned of an authorization. */
function isKnownRecorded(known: OrderState, { kind, operationId, recordId }: Operation): boolean {
  return recordId !== 'none' && findOperation(known, kind, operationId)?.status === 'recorded';
}

/** All movements have been taken in: what a person said to have moved differs, or a capture corrected after a release, or a release without proof. */
function compareTotals(state: OrderState, kind: OperationKind, about: RecordKind): Difference[] {
  const transaction = transactionOf(state);
  if (transaction === undefined) return [];
  const { captured, refunded, released } = transaction;
  const told = movedTotalOf(state, kind);
  // What is on its way may yet be a part of what counts as let go, or the release itself.
  const letGo = state.operations.some(isInFlight) ? smaller(told, released) : released;
  const moved = { capture: captured, refund: refunded, cancel: letGo }[kind];
  if (moved === told) return [];
  return [
    {
      kind: 'amount_differs',
      about,
      moved,
      recorded: told,
      detail: `the ${kind}s of this order add up to ${show(state, told)}, and the provider has ${kind === 'cancel' ? 'let go' : 'moved'} ${show(state, moved)}`,
    },
  ];
}

function compareStatus(
  state: OrderState,
  orderStatus: Books['orderStatus'],
): readonly Difference[] {
  const { payment } = state;
  if (payment.phase === 'paid') return compareStatusOfPaid(state, payment.transaction, orderStatus);
  if (payment.phase === 'ended' && orderStatus === 'open')
    return [statusDiffers('the order has ended, and is open in Orders')];
  return [];
}

function compareStatusOfPaid(
  state: OrderState,
  transaction: Transaction,
  orderStatus: Books['orderStatus'],
): readonly Difference[] {
  const { status, captured, refunded } = transaction;
  if (orderStatus === 'cancelled' && (stillReserved(transaction) > 0 || captured > refunded))
    return [statusDiffers('the order is cancelled in Orders, and money is held or kept for it')];
  // Where nothing was captured a person is asked at once, without a comparison.
  if (!isCalledOff(status) || isLost(state)) return [];
  const detail = `the provider calls the payment ${status}, and ${show(state, captured)} of it were captured`;
  return [statusDiffers(detail)];
}
