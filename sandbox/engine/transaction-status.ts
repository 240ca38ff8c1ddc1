import { newUuid } from './ids';
import { reservedOf } from './journal';
import type { MoneySums } from './journal';
import type { Switches } from './switches';
import type { Cause, Transaction, TransactionEvent, World } from './world';

export type MovementKind = 'capture' | 'refund' | 'void';

/** What each status allows (Dintero docs: Transaction statuses). */
const allowed: Readonly<Record<MovementKind, readonly string[]>> = {
  capture: ['AUTHORIZED', 'PARTIALLY_CAPTURED', 'PARTIALLY_CAPTURED_REFUNDED'],
  refund: ['PARTIALLY_CAPTURED', 'PARTIALLY_CAPTURED_REFUNDED', 'CAPTURED', 'PARTIALLY_REFUNDED'],
  void: ['AUTHORIZED', 'PARTIALLY_CAPTURED'],
};

/** Products whose rest can be voided after a part capture (Dintero Payments API types). */
const restVoidable = [
  'payex.creditcard',
  'payex.mobilepay',
  'payex.vipps',
  'payex.applepay',
  'payex.clicktopay',
  'payex.googlepay',
  'vipps',
  'klarna.klarna',
  'klarna.billie',
];

export function statusOf(transaction: Transaction, asOfMs?: number): string {
  const known = transaction.statuses.findLast(({ atMs }) => asOfMs === undefined || atMs <= asOfMs);
  return (known ?? transaction.statuses[0])?.status ?? 'UNKNOWN';
}

export function changeStatus(world: World, transaction: Transaction, status: string): void {
  transaction.statuses.push({ atMs: world.clock.now(), status });
}

export function isAllowed(world: World, transaction: Transaction, kind: MovementKind): boolean {
  const status = statusOf(transaction);
  if (kind === 'void' && status === 'PARTIALLY_CAPTURED')
    return restVoidable.includes(transaction.productType);
  if (kind === 'void' && status === 'PARTIALLY_CAPTURED_REFUNDED')
    return (
      world.switches.voidAfterPartRefund === 'allow' &&
      restVoidable.includes(transaction.productType)
    );
  return allowed[kind].includes(status) || isRefundAfterRestVoided(world, transaction, kind);
}

/** Captured money stays refundable whatever the status is called after its rest was released. */
function isRefundAfterRestVoided(world: World, transaction: Transaction, kind: MovementKind) {
  return (
    kind === 'refund' &&
    statusOf(transaction) === 'AUTHORIZATION_VOIDED' &&
    world.journal.sumsOf(transaction.id).captured > 0n
  );
}

/** The status that an authorized transaction's sums amount to. */
export function statusFromSums(sums: MoneySums, switches: Readonly<Switches>): string {
  const rest = reservedOf(sums) > 0n;
  if (sums.captured === 0n) return rest ? 'AUTHORIZED' : 'AUTHORIZATION_VOIDED';
  if (sums.refunded > 0n) {
    if (rest) return 'PARTIALLY_CAPTURED_REFUNDED';
    return sums.refunded >= sums.captured ? 'REFUNDED' : 'PARTIALLY_REFUNDED';
  }
  if (rest) return 'PARTIALLY_CAPTURED';
  return sums.voided > 0n ? switches.statusAfterRestVoided : 'CAPTURED';
}

type EventParts = Pick<TransactionEvent, 'event'> &
  Partial<
    Pick<
      TransactionEvent,
      'success' | 'amount' | 'items' | 'correlationRequestId' | 'reference' | 'metadata' | 'error'
    >
  >;

/** Adds what the transaction tells of an act; its status must be the new one already. */
export function addEvent(
  world: World,
  transaction: Transaction,
  parts: EventParts,
  cause: Cause,
): TransactionEvent {
  const small = String(transaction.events.length);
  const event: TransactionEvent = {
    id: world.switches.eventIds === 'uuid' ? newUuid(world.random) : small,
    event: parts.event,
    atMs: world.clock.now(),
    status: statusOf(transaction),
    success: parts.success ?? true,
    amount: parts.amount,
    items: parts.items ?? [],
    requestId: cause.requestId,
    correlationRequestId: parts.correlationRequestId,
    reference: cutReference(world, parts.reference),
    metadata: parts.metadata,
    error: parts.error,
    by: cause.by,
    headers: cause.headers,
    correction: undefined,
  };
  transaction.events.push(event);
  return event;
}

function cutReference({ switches }: World, reference: string | undefined): string | undefined {
  if (reference === undefined || switches.eventReference === 'drop') return undefined;
  const limit = switches.eventReferenceLimit;
  return limit === 0 ? reference : reference.slice(0, limit);
}
