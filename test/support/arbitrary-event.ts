import * as fc from 'fast-check';
import { attention } from '../../src/domain/attention';
import { toMinorUnits } from '../../src/domain/money';
import type { PaymentEvent } from '../../src/domain/payment-event';
import { transactionStatuses } from '../../src/domain/transaction-picture';
import { movementOn, orderOf, transaction } from './order-states';

export const anyOrder = orderOf(600, 0, 400);
const instant = fc.integer({ min: 0, max: 5 }).map((day) => `2026-01-0${day + 1}T12:00:00.000Z`);
const amount = fc.integer({ min: 0, max: 1_000 }).map(toMinorUnits);
const totals = fc.record({
  status: fc.constantFrom(...transactionStatuses),
  authorized: amount,
  captured: amount,
  refunded: amount,
  released: amount,
});
const transactions = fc
  .record({ id: fc.constantFrom('T1', 'T2'), totals })
  .map(({ id, totals: known }) => ({
    ...transaction(anyOrder),
    ...known,
    transactionId: id,
  }));
const lines = fc.uniqueArray(fc.record({ lineId: fc.integer({ min: 1, max: 4 }), amount }), {
  maxLength: 3,
  selector: (line) => line.lineId,
});
const name = fc.record({
  kind: fc.constantFrom('capture', 'refund', 'cancel'),
  operationId: fc.constantFrom('a', 'b', 'rest-1', 'cancel-1', 'auto-1'),
});
const movement = fc
  .record({
    kind: fc.constantFrom('capture', 'refund', 'void'),
    eventId: fc.constantFrom('1', '2', 'x/y'),
    moved: amount,
    outcome: fc.constantFrom('succeeded', 'failed', 'pending'),
    reference: fc.constantFrom('web-1/capture/a', 'web-1/refund/b', 'another'),
    lines,
  })
  .map(({ kind, eventId, moved, ...more }) => movementOn(kind, eventId, moved, more));
const matter = fc
  .record({
    code: fc.constantFrom('surplus_moved', 'systems_differ', 'outcome_unknown'),
    since: instant,
  })
  .map(({ code, since }) => attention(code, 'something', ['accept', 'retry'], since));
const record = fc
  .record({ recordId: fc.constantFrom('R1', 'R2'), success: fc.boolean(), lines })
  .chain((known) =>
    fc.constantFrom({ ...known }, { ...known, key: 'web-1/capture/a', transactionId: 'T1' }),
  );
const records = fc.array(record, { maxLength: 2 });
const look = fc
  .record({
    stored: fc.constantFrom('open', 'cancelled'),
    known: transactions,
    movements: fc.array(movement, { maxLength: 4 }),
    records: fc.record({
      authorization: records,
      capture: records,
      refund: records,
      cancellation: records,
    }),
  })
  .map(({ stored, known, movements, records: all }) => ({
    stored: { orderId: 'O1', status: stored, currency: 'NOK', lines: anyOrder.lines },
    books: { orderStatus: stored, records: all },
    picture: { ...known, currency: 'NOK', sessionId: 'S1', movements },
  }));
const difference = fc.record({
  kind: fc.constantFrom('moved_not_recorded', 'recorded_not_moved', 'status_differs'),
  about: fc.constantFrom('authorization', 'capture', 'refund', 'order'),
  operationId: fc.constantFrom('a', 'b'),
  detail: fc.string({ maxLength: 20 }),
});
const looks = fc.array(instant, { maxLength: 3 });
const ending = fc.constantFrom('cancelled', 'expired', 'payment_failed');

/** Every event that there is, with any content; about `anyOrder`. */
export const events: Readonly<Record<PaymentEvent['type'], fc.Arbitrary<object>>> = {
  draft_created: fc.record({ draftId: fc.constantFrom('D1', 'D2') }),
  order_completed: fc.record({ orderId: fc.constantFrom('O1', 'O2') }),
  session_created: fc.record({
    session: fc.record({
      sessionId: fc.constant('S1'),
      checkoutUrl: fc.webUrl(),
      expiresAt: instant,
    }),
  }),
  payment_held: fc.record({ at: instant }),
  payment_confirmed: fc.record({ transaction: transactions, at: instant }),
  unwinding_started: fc.record({ why: ending }),
  session_read: fc.record(
    { closed: fc.boolean(), closeTried: fc.boolean(), transaction: transactions },
    { requiredKeys: ['closed', 'closeTried'] },
  ),
  order_cancelled: fc.record({ at: instant }),
  order_ended: fc.record({ at: instant }),
  totals_read: fc.record({ totals }),
  transaction_read: fc.record({
    at: instant,
    picture: fc
      .record({ known: transactions, movements: fc.array(movement, { maxLength: 4 }) })
      .map(({ known, movements }) => ({ ...known, currency: 'NOK', movements })),
  }),
  order_adopted: fc.record({ look, at: instant, quietUntil: instant, lookAgainAt: looks }),
  systems_compared: fc.record({
    at: instant,
    differences: fc.array(difference, { maxLength: 3 }),
  }),
  authorization_recorded: fc.constant({}),
  request_refused: fc.record({
    refusal: fc.record({
      kind: fc.constantFrom('capture', 'refund'),
      operationId: fc.constant('x'),
      code: fc.constant('not_paid'),
      reason: fc.string({ maxLength: 20 }),
      at: instant,
    }),
  }),
  operation_accepted: fc.record({
    operation: fc
      .record({ named: name, amount, lines, requestedAt: instant })
      .map(({ named, ...rest }) => ({ ...named, ...rest, status: 'queued', content: '' })),
  }),
  operation_started: withName({ amount, lines }),
  operation_moved: withName({
    eventId: fc.constantFrom('1', '2'),
    totals,
    at: instant,
    lookAgainAt: looks,
  }),
  operation_failed: withName({
    eventId: fc.constantFrom('1', '2'),
    reason: fc.string({ maxLength: 20 }),
  }),
  operation_unknown: withName({}),
  operation_retried: withName({}),
  operation_rejected: withName({
    reason: fc.string({ maxLength: 20 }),
    at: instant,
    lookAgainAt: looks,
  }),
  operation_recorded: withName({ recordId: fc.constant('R1'), lines, at: instant }),
  looks_planned: fc.record({ lookAgainAt: fc.array(instant, { maxLength: 3 }) }),
  looked_again: fc.record({ at: instant }),
  attention_raised: fc.record({ attention: matter }),
  attention_cleared: fc.record({ code: fc.constantFrom('surplus_moved', 'systems_differ') }),
  attention_resolved: fc.record({
    resolution: fc.record({ choice: fc.constantFrom('accept', 'retry', 'cancel') }),
  }),
  resolution_taken: fc.record({ resolution: fc.record({ choice: fc.constant('accept') }) }),
  matter_accepted: fc.record({ matter: fc.constantFrom('surplus_moved', 'warn_of_lapse') }),
};

function withName(fields: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<object> {
  return fc
    .record({ named: name, rest: fc.record(fields) })
    .map(({ named, rest }) => ({ ...rest, ...named }));
}

export const anyEvent = fc.oneof(
  ...Object.entries(events).map(([type, fields]) =>
    // A clone, because generated objects may lack the prototype that plain data has.
    fields.map((content) => structuredClone({ type, ...content }) as PaymentEvent),
  ),
);
