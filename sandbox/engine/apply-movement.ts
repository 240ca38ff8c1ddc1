import { reservedOf, toNumber } from './journal';
import { addEvent, changeStatus, statusFromSums } from './transaction-status';
import type { MovementKind } from './transaction-status';
import type { Cause, Transaction, TransactionEvent, World } from './world';

export interface Movement {
  readonly kind: MovementKind;
  readonly amount: number;
  readonly reference: string | undefined;
  readonly items: readonly { readonly line_id: string; readonly amount: number }[];
  readonly metadata: unknown;
  /** Release what is left after the capture. */
  readonly final: boolean;
}

/** Voids all that is reserved, without asking which status allows it. */
export function releaseAll(world: World, transaction: Transaction, cause: Cause): void {
  const amount = toNumber(reservedOf(world.journal.sumsOf(transaction.id)));
  applyMovement(world, transaction, voidOf(amount), cause);
}

export function voidOf(amount: number): Movement {
  return {
    kind: 'void',
    amount,
    reference: undefined,
    items: [],
    metadata: undefined,
    final: false,
  };
}

/** What may still be moved, amounts that are accepted and unfinished held back unless `whilePending` allows all. */
export function remainderOf(world: World, transaction: Transaction, kind: MovementKind): number {
  const sums = world.journal.sumsOf(transaction.id);
  const pending = world.switches.whilePending === 'allow' ? [] : [...transaction.pending.values()];
  const held = (of: MovementKind) =>
    pending.reduce((sum, one) => (one.kind === of ? sum + one.amount : sum), 0);
  if (kind === 'refund') return toNumber(sums.captured - sums.refunded) - held('refund');
  return toNumber(reservedOf(sums)) - held('capture') - held('void');
}

/** The money first, then the story of it: the transaction's status and its event. */
export function applyMovement(
  world: World,
  transaction: Transaction,
  movement: Movement,
  cause: Cause,
  correlationRequestId?: string,
): TransactionEvent {
  moveUntold(world, transaction, movement, cause);
  changeStatus(
    world,
    transaction,
    statusFromSums(world.journal.sumsOf(transaction.id), world.switches),
  );
  const event = tell(world, transaction, movement, cause, { correlationRequestId });
  announce(world, transaction, event);
  if (movement.final) releaseRest(world, transaction, cause);
  return event;
}

function releaseRest(world: World, transaction: Transaction, cause: Cause): void {
  const rest = remainderOf(world, transaction, 'capture');
  if (rest > 0) applyMovement(world, transaction, voidOf(rest), cause);
}

/** Into the journal alone. */
export function moveUntold(
  world: World,
  transaction: Transaction,
  movement: Movement,
  cause: Cause,
): void {
  if (movement.amount === 0) return;
  world.journal.addMoney({
    atMs: world.clock.now(),
    transactionId: transaction.id,
    kind: movement.kind,
    amount: BigInt(movement.amount),
    by: cause.by,
    reference: movement.reference,
    requestId: cause.requestId,
    lines: movement.items.map((item) => ({ lineId: item.line_id, amount: item.amount })),
  });
}

interface Telling {
  readonly correlationRequestId?: string | undefined;
  readonly error?: { readonly code: string; readonly message: string };
  readonly initiates?: boolean;
}

export function tell(
  world: World,
  transaction: Transaction,
  movement: Movement,
  cause: Cause,
  { correlationRequestId, error, initiates }: Telling,
): TransactionEvent {
  const name = movement.kind.toUpperCase();
  const shown = movement.kind !== 'void' || world.switches.voidEventAmount;
  return addEvent(
    world,
    transaction,
    {
      event: initiates === true ? `INITIATE_${name}` : name,
      success: error === undefined,
      amount: shown ? movement.amount : undefined,
      items: movement.items,
      correlationRequestId,
      reference: movement.reference ?? defaultReference(world, transaction, movement),
      metadata: movement.metadata,
      error,
    },
    cause,
  );
}

/** The session's `order.event_reference` stands in for captures and refunds without one of their own. */
function defaultReference(world: World, transaction: Transaction, { kind }: Movement) {
  if (kind === 'void') return undefined;
  return world.sessions.get(transaction.sessionId)?.body.order.event_reference;
}

export function announce(world: World, transaction: Transaction, event: TransactionEvent): void {
  const session = world.sessions.get(transaction.sessionId);
  if (session !== undefined) world.announce({ session, transaction, event });
}
