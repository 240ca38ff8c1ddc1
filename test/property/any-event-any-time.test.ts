import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { applyPaymentEvent } from '../../src/domain/apply-payment-event';
import { nextAppointment } from '../../src/domain/appointments';
import { attention } from '../../src/domain/attention';
import { describeOrder } from '../../src/domain/describe-order';
import { nextDueRecord } from '../../src/domain/due-record';
import { judgeOperation } from '../../src/domain/judge-operation';
import { toMinorUnits } from '../../src/domain/money';
import { newOrderState } from '../../src/domain/order-state';
import type { OrderState } from '../../src/domain/order-state';
import { viewOrder } from '../../src/domain/order-view';
import type { PaymentEvent } from '../../src/domain/payment-event';
import { planCompensation } from '../../src/domain/plan-compensation';
import { defaultTiming } from '../../src/domain/timing';
import { transactionStatuses } from '../../src/domain/transaction-picture';
import { after, capture, movementOn, orderOf, transaction } from '../support/order-states';

const order = orderOf(600, 0, 400);
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
    ...transaction(order),
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
    code: fc.constantFrom('surplus_moved', 'late_money', 'outcome_unknown'),
    since: instant,
  })
  .map(({ code, since }) => attention(code, 'something', ['accept', 'retry'], since));
const looks = fc.array(instant, { maxLength: 3 });
const ending = fc.constantFrom('cancelled', 'expired', 'payment_failed');

/** Every event that there is, in any order and with any content. */
const events: Readonly<Record<PaymentEvent['type'], fc.Arbitrary<object>>> = {
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
  looked_again: fc.record({ at: instant }),
  attention_raised: fc.record({ attention: matter }),
  attention_cleared: fc.record({ code: fc.constantFrom('surplus_moved', 'late_money') }),
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

const anyEvent = fc.oneof(
  ...Object.entries(events).map(([type, fields]) =>
    // A clone, because generated objects may lack the prototype that plain data has.
    fields.map((content) => structuredClone({ type, ...content }) as PaymentEvent),
  ),
);

const begun = after(
  newOrderState(order),
  { type: 'order_completed', orderId: 'O1' },
  {
    type: 'session_created',
    session: {
      sessionId: 'S1',
      checkoutUrl: 'https://x.example',
      expiresAt: '2026-01-01T12:30:00.000Z',
    },
  },
);
const starts = fc.constantFrom<OrderState>(
  newOrderState(order),
  begun,
  after(begun, {
    type: 'payment_confirmed',
    transaction: transaction(order),
    at: '2026-01-01T12:00:00.000Z',
  }),
);

it('no event, however late, often or strange, is thrown at or leaves a state that cannot be carried on', () => {
  fc.assert(
    fc.property(starts, fc.array(anyEvent, { maxLength: 25, size: 'max' }), (start, all) => {
      const state = all.reduce(applyPaymentEvent, start);
      const { operations, lines: shown } = viewOrder(state);
      expect(operations.length).toBe(state.operations.length + state.refusals.length);
      expect(shown).toHaveLength(order.lines.length);
      expect(describeOrder(state, defaultTiming)).toContain('Waits for');
      nextAppointment(state, defaultTiming);
      nextDueRecord(state);
      planCompensation(state);
      judgeOperation(state, capture(undefined), '2026-01-01T12:00:00.000Z');
      expect(JSON.parse(JSON.stringify(state))).toStrictEqual(state);
    }),
    { numRuns: 500 },
  );
});

it('no event brings an order back from its end', () => {
  const ended = after(
    begun,
    { type: 'unwinding_started', why: 'expired' },
    { type: 'order_ended', at: '2026-01-01T13:00:00.000Z' },
  );
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 25, size: 'max' }), (all) => {
      expect(all.reduce(applyPaymentEvent, ended).payment.phase).toBe('ended');
    }),
  );
});

it('an operation that is recorded stays recorded, and its amount stays what moved', () => {
  const recorded = fc.constantFrom(
    'operation_started',
    'operation_moved',
    'operation_failed',
    'operation_unknown',
    'operation_retried',
    'operation_rejected',
    'operation_recorded',
  );
  const state = after(
    begun,
    { type: 'payment_confirmed', transaction: transaction(order), at: '2026-01-01T12:00:00.000Z' },
    {
      type: 'operation_accepted',
      operation: {
        operationId: 'a',
        kind: 'capture',
        status: 'recorded',
        amount: toMinorUnits(5),
        lines: [],
        content: '',
        requestedAt: '2026-01-01T12:00:00.000Z',
      },
    },
  );
  const late = recorded.chain((type) =>
    events[type as PaymentEvent['type']].map(
      (content) => ({ ...content, type, kind: 'capture', operationId: 'a' }) as PaymentEvent,
    ),
  );
  fc.assert(
    fc.property(fc.array(late, { maxLength: 10 }), (all) => {
      expect(all.reduce(applyPaymentEvent, state).operations).toEqual(state.operations);
    }),
  );
});
