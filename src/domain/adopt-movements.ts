import { attention } from './attention';
import { formatMoney, notBelowZero, subtract, sum, zero } from './money';
import type { MinorUnits } from './money';
import { hasMoved, withoutDoubt } from './operation';
import type { Operation, OperationKind } from './operation';
import { operationKey, providerReference } from './operation-key';
import type { LineAmount } from './order';
import { findOperation, transactionOf, unusedOperationId } from './order-state';
import { present } from './present';
import type { OrderState } from './order-state';
import {
  capturedOnLine,
  movedTotalOf,
  perhapsMovedOnLine,
  refundedOnLine,
  unattributed,
} from './remainder';
import { bearsOurName, readOwnId } from './read-own-id';
import type { MovedTotals, Movement } from './transaction-picture';

/**
 * Brings the operations in line with all movements that the provider lists: a corrected failure has moved after all, a
 * movement that nobody asked for here is taken in as a foreign operation, and a second movement under one reference is a
 * surplus that a person has to decide on.
 */
export function adoptMovements(
  state: OrderState,
  movements: readonly Movement[],
  at: string,
): OrderState {
  if (transactionOf(state) === undefined) return state;
  return movements
    .filter((movement) => movement.kind !== 'void' && movement.outcome === 'succeeded')
    .reduce((current, movement) => adoptMovement(current, movement, movements, at), state);
}

function adoptMovement(
  state: OrderState,
  movement: Movement,
  shown: readonly Movement[],
  at: string,
): OrderState {
  const known = state.operations.find(
    (operation) => operation.kind === movement.kind && operation.eventId === movement.eventId,
  );
  if (known !== undefined && hasMoved(known))
    return known.amount === movement.amount ? state : replace(state, known, agree(known, movement));
  const asked =
    known ??
    state.operations.find((each) => carriesReference(state, each, movement)) ??
    state.operations.find((each) => isToldOf(state, each, movement));
  if (asked === undefined) return takeIn(state, movement, shown, at);
  if (!hasMoved(asked)) return moveAfterAll(state, asked, movement, at);
  if (asked.eventId === undefined) return replace(state, asked, agree(asked, movement));
  return takeInSurplus(state, asked, movement, at);
}

/** A queued one too: an earlier run of the order may have sent it. */
function carriesReference(state: OrderState, operation: Operation, movement: Movement): boolean {
  if (movement.reference === undefined || operation.kind !== movement.kind) return false;
  if (operation.foreign && !operation.adopted) return false;
  const key = operationKey(state.order.orderReference, operation.kind, operation.operationId);
  return providerReference(key) === movement.reference;
}

/** A person said that it moved, and the provider shows an equal movement without its name, or with the beginning of it. */
function isToldOf(state: OrderState, told: Operation, movement: Movement): boolean {
  if (!hasMoved(told) || told.eventId !== undefined || told.foreign) return false;
  if (told.kind !== movement.kind || told.amount !== movement.amount) return false;
  const key = operationKey(state.order.orderReference, told.kind, told.operationId);
  return movement.reference === undefined || key.startsWith(movement.reference);
}

function takeIn(
  state: OrderState,
  movement: Movement,
  shown: readonly Movement[],
  at: string,
): OrderState {
  const found = foreignOperation(state, movement, at);
  // Its record is found by it, and whoever asks again is answered; a person is asked all the same, so that it stays foreign.
  const operationId = readOwnId(state, movement, shown);
  const operation = operationId === undefined ? found : { ...found, operationId, adopted: true };
  const next = { ...state, operations: [...state.operations, operation], lastMovementAt: at };
  if (!bearsOurName(state, movement)) return next;
  const amount = formatMoney(movement.amount, state.order.currency);
  const why = `${amount} moved as ${movement.reference}, which this order does not know (event ${movement.eventId})`;
  return raiseSurplus(next, operation, why, at);
}

/** A correction of what was rejected may come after its amount was given to another operation, asked for anew, or paid in another way. */
function moveAfterAll(
  state: OrderState,
  asked: Operation,
  movement: Movement,
  at: string,
): OrderState {
  const moved = { ...agree(withoutDoubt(asked), movement), status: 'moved' } as const;
  const next = { ...replace(state, asked, moved), lastMovementAt: at };
  if (asked.status !== 'rejected') return next;
  const why = `${asked.kind} ${asked.operationId} had been rejected and moved after all, ${tellConsequence(next, asked, moved)}`;
  return raiseSurplus(next, moved, why, at);
}

function tellConsequence(state: OrderState, rejected: Operation, moved: Operation): string {
  const again = findAskedAgain(state, rejected);
  if (again !== undefined) return `and so may ${again.operationId}, which was asked for since`;
  return exceedsLines(state, moved)
    ? 'beyond what its lines have'
    : 'of which whoever was told so does not know';
}

/** Who is told that an operation is rejected asks for the same under a new id. */
function findAskedAgain(state: OrderState, rejected: Operation): Operation | undefined {
  const { finishedAt = '' } = rejected;
  return state.operations.find(
    (one) =>
      one.kind === rejected.kind &&
      one.operationId !== rejected.operationId &&
      one.amount === rejected.amount &&
      one.status !== 'rejected' &&
      (one.status !== 'queued' || hasRoomFor(state, one)) &&
      one.foreign !== true &&
      one.requestedAt >= finishedAt,
  );
}

/** What waits without room is refused when its turn comes. */
function hasRoomFor(state: OrderState, waiting: Operation): boolean {
  const begun = { ...waiting, status: 'moving' } as const;
  return !exceedsLines(replace(state, waiting, begun), begun);
}

function exceedsLines(state: OrderState, { kind, lines }: Operation): boolean {
  return lines.some(({ lineId }) => {
    const captured = perhapsMovedOnLine(state, 'capture', lineId);
    if (kind === 'refund')
      return perhapsMovedOnLine(state, kind, lineId) > captured + unattributed(state).captured;
    const line = state.order.lines.find((candidate) => candidate.lineId === lineId);
    return captured > (line?.grossAmount ?? zero);
  });
}

/** What moved is what the provider says, whatever was meant. */
function agree(operation: Operation, { eventId, amount, lines }: Movement): Operation {
  const seen = { ...operation, eventId };
  return operation.amount === amount ? seen : { ...seen, amount, lines };
}

/** The surplus is taken in, so that totals, remainder and records stay true, and shown, so that a person decides. */
function takeInSurplus(
  state: OrderState,
  asked: Operation,
  movement: Movement,
  at: string,
): OrderState {
  const found = foreignOperation(state, movement, at);
  // The same request once more, so that it is for the same lines even where the event names none.
  const isRepeat = movement.lines.length === 0 && movement.amount === asked.amount;
  const surplus = isRepeat ? { ...found, lines: asked.lines } : found;
  const next = { ...state, operations: [...state.operations, surplus], lastMovementAt: at };
  const amount = formatMoney(movement.amount, state.order.currency);
  const why = `${asked.kind} ${asked.operationId} moved twice: ${amount} more than was asked for (event ${movement.eventId})`;
  return raiseSurplus(next, surplus, why, at);
}

/** Money that was given back is not taken again. */
function raiseSurplus(
  state: OrderState,
  { kind, operationId }: Operation,
  why: string,
  at: string,
): OrderState {
  const choices =
    kind === 'capture' ? (['refund_surplus', 'accept'] as const) : (['accept'] as const);
  const raised = attention('surplus_moved', why, choices, at, operationId);
  return { ...state, attentions: [...state.attentions, raised] };
}

/** Ids of events are the provider's: made fit for a name of ours, two of them may look alike. */
function foreignId(state: OrderState, kind: OperationKind, { eventId }: Movement): string {
  const id = `auto-${eventId}`.replaceAll(/[^A-Za-z0-9._-]/g, '-').slice(0, 60);
  return findOperation(state, kind, id) === undefined ? id : unusedOperationId(state, kind, id);
}

function foreignOperation(state: OrderState, movement: Movement, at: string): Operation {
  const kind = movement.kind === 'refund' ? 'refund' : 'capture';
  return {
    operationId: foreignId(state, kind, movement),
    kind,
    status: 'moved',
    amount: movement.amount,
    lines: movement.lines.length > 0 ? movement.lines : linesOfEverything(state, kind, movement),
    content: '',
    requestedAt: at,
    reason: 'found at the provider, not asked for here',
    foreign: true,
    ...present('reference', movement.reference),
    eventId: movement.eventId,
  };
}

/** A movement without lines that takes all that there was needs none: it is for all of them. */
function linesOfEverything(
  state: OrderState,
  kind: 'capture' | 'refund',
  { amount }: Movement,
): readonly LineAmount[] {
  const left = state.order.lines
    .map(({ lineId, grossAmount }) => {
      const captured = capturedOnLine(state, lineId);
      const [limit, moved] =
        kind === 'capture' ? [grossAmount, captured] : [captured, refundedOnLine(state, lineId)];
      return { lineId, amount: notBelowZero(subtract(limit, moved)) };
    })
    .filter((line) => line.amount > 0);
  const loose = unattributed(state);
  const isAll = sum(left.map((line) => line.amount)) === amount;
  return isAll && loose.captured === 0 && loose.refunded === 0 ? left : [];
}

function replace(state: OrderState, old: Operation, fresh: Operation): OrderState {
  return {
    ...state,
    operations: state.operations.map((operation) => (operation === old ? fresh : operation)),
  };
}

/** Whether the provider's totals hold more or less than the operations known here: then the movements have to be read. */
export function totalsDiffer(
  state: OrderState,
  totals: { captured: MinorUnits; refunded: MinorUnits },
): boolean {
  return (
    movedTotalOf(state, 'capture') !== totals.captured ||
    movedTotalOf(state, 'refund') !== totals.refunded
  );
}

/** What the provider itself has shown as moved; what a person only said is not among it. */
export function seenTotals(state: OrderState): MovedTotals {
  const seen = (kind: 'capture' | 'refund') =>
    sum(
      state.operations
        .filter((one) => one.kind === kind && hasMoved(one) && one.eventId !== undefined)
        .map(({ amount }) => amount),
    );
  return { captured: seen('capture'), refunded: seen('refund') };
}
