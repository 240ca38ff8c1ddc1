import { fromTransaction } from '../../src/dintero/translate-transaction';
import { transaction } from '../../src/dintero/wire/transaction';
import type { TransactionPicture } from '../../src/domain/transaction-picture';

export type WireEvent = Readonly<Record<string, unknown>>;

/** As it comes off the wire: undefined fields are absent. */
export function pictureOf(events: readonly WireEvent[], rest: Record<string, unknown> = {}) {
  const body = {
    id: 'T12345678.tx',
    amount: 100_000,
    currency: 'NOK',
    status: 'PARTIALLY_CAPTURED',
    events,
    ...rest,
  };
  return fromTransaction(transaction.parse(JSON.parse(JSON.stringify(body))));
}

export const capture = (id: string, more: WireEvent = {}): WireEvent => ({
  id,
  event: 'CAPTURE',
  success: true,
  amount: 1_000,
  event_reference: 'ours',
  created_at: '2026-01-02T00:00:00Z',
  ...more,
});
export const initiated = (id: string, requestId: string, more: WireEvent = {}): WireEvent =>
  capture(id, { event: 'INITIATE_CAPTURE', request_id: requestId, ...more });

/** What counts of a movement, in an order of its own. */
export function told({ movements }: TransactionPicture) {
  return movements
    .map(({ eventId, kind, outcome, amount, reference }) => [
      eventId,
      kind,
      outcome,
      amount,
      reference,
    ])
    .sort((left, right) => String(left[0]).localeCompare(String(right[0])));
}
