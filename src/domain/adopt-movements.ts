import { attention } from './attention';
import { formatMoney } from './money';
import type { MinorUnits } from './money';
import { hasMoved } from './operation';
import type { Operation } from './operation';
import { operationKey, providerReference } from './operation-key';
import type { OrderState } from './order-state';
import { movedTotalOf } from './remainder';
import type { Movement } from './transaction-picture';

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
  return movements
    .filter((movement) => movement.kind !== 'void' && movement.outcome === 'succeeded')
    .reduce((current, movement) => adoptMovement(current, movement, at), state);
}

function adoptMovement(state: OrderState, movement: Movement, at: string): OrderState {
  if (
    state.operations.some(
      (operation) => operation.eventId === movement.eventId && hasMoved(operation),
    )
  )
    return state;
  const asked = state.operations.find((operation) => carriesReference(state, operation, movement));
  if (asked === undefined)
    return { ...state, operations: [...state.operations, foreignOperation(movement, at)] };
  if (!hasMoved(asked))
    return replace(state, asked, {
      ...withoutReason(asked),
      status: 'moved',
      eventId: movement.eventId,
    });
  if (asked.eventId === undefined)
    return replace(state, asked, { ...asked, eventId: movement.eventId });
  return takeInSurplus(state, asked, movement, at);
}

function carriesReference(state: OrderState, operation: Operation, movement: Movement): boolean {
  if (movement.reference === undefined || operation.kind !== movement.kind || operation.foreign)
    return false;
  const key = operationKey(state.order.orderReference, operation.kind, operation.operationId);
  return providerReference(key) === movement.reference && operation.status !== 'queued';
}

/** The surplus is taken in, so that totals, remainder and records stay true, and shown, so that a person decides. */
function takeInSurplus(
  state: OrderState,
  asked: Operation,
  movement: Movement,
  at: string,
): OrderState {
  const adopted = { ...state, operations: [...state.operations, foreignOperation(movement, at)] };
  const amount = formatMoney(movement.amount, state.order.currency);
  const message = `${asked.kind} ${asked.operationId} moved twice: ${amount} more than was asked for (event ${movement.eventId})`;
  const operationId = foreignId(movement);
  const raised = attention('surplus_moved', message, surplusChoices(movement), at, operationId);
  return { ...adopted, attentions: [...adopted.attentions, raised] };
}

function surplusChoices(movement: Movement): readonly ('accept' | 'refund_surplus')[] {
  return movement.kind === 'capture' ? ['refund_surplus', 'accept'] : ['accept'];
}

function foreignId(movement: Movement): string {
  return `auto-${movement.eventId}`.replaceAll(/[^A-Za-z0-9._-]/g, '-').slice(0, 64);
}

function foreignOperation(movement: Movement, at: string): Operation {
  return {
    operationId: foreignId(movement),
    kind: movement.kind === 'refund' ? 'refund' : 'capture',
    status: 'moved',
    amount: movement.amount,
    lines: movement.lines,
    content: '',
    requestedAt: at,
    reason: 'found at the provider, not asked for here',
    foreign: true,
    eventId: movement.eventId,
  };
}

function replace(state: OrderState, old: Operation, fresh: Operation): OrderState {
  return {
    ...state,
    operations: state.operations.map((operation) => (operation === old ? fresh : operation)),
  };
}

function withoutReason(operation: Operation): Operation {
  const {
    reason: _reason,
    finishedAt: _finishedAt,
    provisional: _provisional,
    ...rest
  } = operation;
  return rest;
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

/** What the operations known here have moved: the base line against which a look finds foreign movements. */
export function knownTotals(state: OrderState): { captured: MinorUnits; refunded: MinorUnits } {
  return { captured: movedTotalOf(state, 'capture'), refunded: movedTotalOf(state, 'refund') };
}
