import { seenTotals } from './adopt-movements';
import { subtract, zero } from './money';
import type { MinorUnits } from './money';
import type { Operation } from './operation';
import { findOperation, transactionOf } from './order-state';
import type { OrderState } from './order-state';
import type { OperationName } from './payment-event';
import { movedTotalOf, releasedTotal } from './remainder';
import { isBehind, isUnsettled, stillReserved } from './transaction-picture';
import type { Movement, TransactionPicture, TransactionStatus } from './transaction-picture';

/**
 * Takes in what the back office, or the end of the authorization, has let go: a void carries no reference, so that it is
 * known by its amount, which no cancel of ours accounts for. A cancel that waits for its turn has then got what it asked for,
 * perhaps from itself, before a reset made the order forget.
 */
export function adoptRelease(
  state: OrderState,
  picture: TransactionPicture,
  at: string,
): OrderState {
  const { status, movements } = picture;
  const amount = releasedElsewhere(state);
  const event = movements.find(({ kind, outcome }) => kind === 'void' && outcome === 'succeeded');
  const isProven = event !== undefined || status === 'AUTHORIZATION_VOIDED' || isAllDone(picture);
  if (amount <= 0 || !isProven || mayTakePart(state, movements)) return state;
  const eventId = event?.eventId ?? `status-${status}`;
  const waiting = state.operations.find(
    (operation) => operation.kind === 'cancel' && operation.status === 'queued',
  );
  if (waiting !== undefined && nothingIsReserved(state)) {
    const done = { ...waiting, status: 'moved', amount, eventId } as const;
    const operations = state.operations.map((each) => (each === waiting ? done : each));
    return { ...state, operations, lastMovementAt: at };
  }
  const earlier = state.operations.filter(({ kind, foreign }) => kind === 'cancel' && foreign);
  const release = {
    operationId: `auto-release-${earlier.length + 1}`,
    kind: 'cancel',
    status: 'moved',
    amount,
    lines: [],
    content: '',
    requestedAt: at,
    reason: 'found at the provider, not asked for here',
    foreign: true,
    eventId,
  } as const;
  return { ...state, operations: [...state.operations, release], lastMovementAt: at };
}

/** A capture of ours that the provider is still working on may yet take a part of what counts as let go. */
function mayTakePart({ operations }: OrderState, movements: readonly Movement[]): boolean {
  const hasBegun = ({ kind, status }: Operation) =>
    kind === 'capture' && (status === 'moving' || status === 'unknown');
  return isBeingCaptured(movements) && operations.some(hasBegun);
}

/** Each says that no rest is left: with a part still reserved both the capture and a refund after it are called partial. */
const withoutRest: readonly TransactionStatus[] = ['CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED'];

/** Some methods let the rest go with a last capture, and tell it by the status alone, which a refund then replaces. */
function isAllDone({ status, movements }: TransactionPicture): boolean {
  return withoutRest.includes(status) && movements.every(({ outcome }) => outcome !== 'pending');
}

function nothingIsReserved(state: OrderState): boolean {
  const transaction = transactionOf(state);
  return transaction !== undefined && stillReserved(transaction) === 0;
}

/** What was let go without a cancel known here. While one of ours is under way it may be the one. */
export function releasedElsewhere(state: OrderState): MinorUnits {
  const underWay = state.operations.filter(
    ({ kind, status }) => kind === 'cancel' && (status === 'moving' || status === 'unknown'),
  );
  const released = releasedTotal(state);
  return underWay.length > 0 ? zero : subtract(released, movedTotalOf(state, 'cancel'));
}

/** More is known to have moved than any look has shown: the one that was to take it in was behind. */
export function hasUnseen(state: OrderState): boolean {
  const transaction = transactionOf(state);
  const seen = seenTotals(state);
  return transaction !== undefined && (isBehind(seen, transaction) || releasedElsewhere(state) > 0);
}

/** What becomes of an order whose cancel is refused. */
export type RefusedRelease = 'stays' | 'in_doubt' | 'let_go';

/** A paid order of which nothing was captured is let go, whatever the provider says to its cancel. */
export function mayBeLetGo({ payment }: OrderState): boolean {
  return payment.phase === 'paid' && payment.transaction.captured === 0;
}

/**
 * What is refused may be just being captured by the back office, and what it captures is not to be given back unasked: as long
 * as that is in doubt, the order stays as it is. `picture`: of a look after the refusal; undefined where it was left out.
 */
export function judgeRefusedRelease(
  state: OrderState,
  picture: TransactionPicture | undefined,
): RefusedRelease {
  if (!mayBeLetGo(state)) return 'stays';
  return picture === undefined || isUnsettled(picture.status) || isBeingCaptured(picture.movements)
    ? 'in_doubt'
    : 'let_go';
}

function isBeingCaptured(movements: readonly Movement[]): boolean {
  return movements.some(({ kind, outcome }) => kind === 'capture' && outcome === 'pending');
}

/** A cancel that was refused before it was sent, because nothing is reserved. One that a person withdrew leaves the order as it is. */
export function isReleaseRefused(state: OrderState, { kind, operationId }: OperationName): boolean {
  const operation = findOperation(state, kind, operationId);
  const isRefused = operation?.status === 'rejected' && operation.withdrawn !== true;
  return kind === 'cancel' && isRefused && mayBeLetGo(state);
}

/** Nothing was captured and nothing is reserved any more. */
export function isLetGo(state: OrderState): boolean {
  return (
    state.payment.phase === 'paid' &&
    state.payment.transaction.status === 'AUTHORIZATION_VOIDED' &&
    state.payment.transaction.captured === 0 &&
    !state.operations.some(({ status }) => status === 'moving' || status === 'unknown')
  );
}
