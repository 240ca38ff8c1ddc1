import { toInstant } from './clock';
import { shuffle } from './random';
import { showSession } from './show-session';
import { statusOf } from './transaction-status';
import type { Correction, Transaction, TransactionEvent, World } from './world';

/**
 * A transaction as the provider shows it: `amount` is the authorized total, and the events are the only account of what
 * was captured and refunded.
 *
 * @param asOfMs what it looked like then
 */
export function showTransaction(
  world: World,
  transaction: Transaction,
  asOfMs: number,
  includes: readonly string[] = [],
) {
  const events = transaction.events.filter((event) => event.atMs <= asOfMs);
  const session = world.sessions.get(transaction.sessionId);
  const wanted = includes.includes('session') ? session : undefined;
  return {
    id: transaction.id,
    session_id: transaction.sessionId,
    payment_product: transaction.product,
    payment_product_type: transaction.productType,
    amount: transaction.amount,
    currency: transaction.currency,
    merchant_reference: transaction.merchantReference,
    merchant_reference_2: transaction.merchantReference2,
    channel: 'ecommerce',
    status: statusOf(transaction, asOfMs),
    settlement_status: 'NOT_SETTLED',
    items: transaction.items,
    url: { redirect_url: session?.body.url.return_url },
    events: orderEvents(world, events).map((event) => showEvent(event, asOfMs)),
    created_at: toInstant(transaction.createdAtMs),
    updated_at: toInstant(events.at(-1)?.atMs ?? transaction.createdAtMs),
    metadata: transaction.metadata,
    initiating_system_request_headers: session?.systemHeaders ?? {},
    session: wanted === undefined ? undefined : showSession(world, wanted, asOfMs),
    ...(world.switches.extraFields ? { customer_ip: '127.0.0.1', version: events.length } : {}),
  };
}

function orderEvents(world: World, events: readonly TransactionEvent[]) {
  const { eventOrder } = world.switches;
  if (eventOrder === 'shuffled') return shuffle(events, world.random);
  return eventOrder === 'newest-first' ? events.toReversed() : events;
}

function showEvent(event: TransactionEvent, asOfMs: number) {
  const corrected = event.correction !== undefined && event.correction.atMs <= asOfMs;
  return {
    id: event.id,
    event: event.event,
    transaction_status: event.status,
    success: event.success,
    amount: event.amount,
    items: event.items.length === 0 ? undefined : event.items,
    created_at: toInstant(event.atMs),
    created_by: event.by,
    request_id: event.requestId,
    correlation_request_id: event.correlationRequestId,
    event_reference: event.reference,
    metadata: event.metadata,
    error: event.error === undefined ? undefined : showError(event.error),
    correction: corrected ? showCorrection(event.correction) : undefined,
    request_headers: event.headers,
  };
}

function showError({ code, message }: { readonly code: string; readonly message: string }) {
  return { code, message, type: ['ERROR'], retry_policy: { retry_codes: ['DO_NOT_RETRY'] } };
}

function showCorrection(correction: Correction | undefined) {
  if (correction === undefined) return undefined;
  const { status, eventIds, remaining } = correction;
  return {
    event_ids: eventIds,
    status,
    remaining_capture_amount: remaining.capture,
    remaining_refund_amount: remaining.refund,
    remaining_void_amount: remaining.void,
  };
}
