import { newUuid } from './ids';
import { reservedOf } from './journal';
import { addEvent, changeStatus, statusFromSums } from './transaction-status';
import type { Transaction, World } from './world';

const dayMs = 86_400_000;

/** Dintero docs: Duration of authorizations. Others are taken for cards, the shortest. */
const lifetimeDays: Readonly<Record<string, number>> = { klarna: 28, collector: 90 };
const cardDays = 7;

function lapsesAtMs({ switches }: World, transaction: Transaction): number | undefined {
  if (transaction.authorizedAtMs === undefined) return undefined;
  const days = lifetimeDays[transaction.product] ?? cardDays;
  const lifetimeMs = switches.authorizationLifetimeMs || days * dayMs;
  return transaction.authorizedAtMs + lifetimeMs;
}

export function isLapsed(world: World, transaction: Transaction): boolean {
  settleLapse(world, transaction);
  return transaction.lapsed;
}

/** Lets go what an authorization held beyond its time; done when somebody looks, so that no timer runs for days. */
export function settleLapse(world: World, transaction: Transaction): void {
  const atMs = lapsesAtMs(world, transaction);
  if (transaction.lapsed || atMs === undefined || atMs > world.clock.now()) return;
  lapse(world, transaction);
}

/** The bank releases the money; whether the provider tells is a switch. */
export function lapse(world: World, transaction: Transaction): void {
  const amount = reservedOf(world.journal.sumsOf(transaction.id));
  if (transaction.lapsed || amount <= 0n) return;
  transaction.lapsed = true;
  const cause = { by: 'provider', requestId: newUuid(world.random), headers: {} } as const;
  world.journal.addMoney({
    atMs: world.clock.now(),
    transactionId: transaction.id,
    kind: 'void',
    amount,
    by: cause.by,
    reference: undefined,
    requestId: cause.requestId,
    lines: [],
  });
  if (world.switches.lapsedAuthorization !== 'voided') return;
  const sums = world.journal.sumsOf(transaction.id);
  changeStatus(world, transaction, statusFromSums(sums, world.switches));
  addEvent(world, transaction, { event: 'VOID' }, cause);
}
