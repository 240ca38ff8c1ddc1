import { describe, expect, it } from '@jest/globals';
import { attention } from '../../src/domain/attention';
import { toMinorUnits } from '../../src/domain/money';
import type { OrderState, Transaction } from '../../src/domain/order-state';
import { newOrderState } from '../../src/domain/order-state';
import type { PaymentEvent } from '../../src/domain/payment-event';
import {
  accepting,
  after,
  awaitingPayment,
  capture,
  knownTransaction,
  line,
  moving,
  noon,
  orderOf,
  paid,
  totalsAfter,
  transaction,
} from '../support/order-states';

const evening = '2026-01-01T20:00:00.000Z';

function unwinding(more: Partial<Transaction> = {}): OrderState {
  const state = awaitingPayment();
  return after(
    state,
    { type: 'unwinding_started', why: 'expired' },
    {
      type: 'session_read',
      closed: true,
      closeTried: true,
      transaction: transaction(state.order, more),
    },
  );
}

describe('an event that comes twice', () => {
  const captured = moving(accepting(paid(), capture('a', [line(1, 100)])), 'capture', 'a');
  const name = { kind: 'capture', operationId: 'a' } as const;
  const events: readonly PaymentEvent[] = [
    {
      type: 'operation_moved',
      ...name,
      eventId: 'e-capture-a',
      totals: knownTransaction(captured),
      at: noon,
      lookAgainAt: ['2026-01-01T12:05:00.000Z', '2026-01-01T13:00:00.000Z'],
    },
    {
      type: 'operation_rejected',
      ...name,
      reason: 'late',
      at: noon,
      lookAgainAt: ['2026-01-01T12:05:00.000Z'],
    },
    { type: 'operation_recorded', ...name, recordId: 'R1', lines: [line(1, 100)], at: noon },
    { type: 'authorization_recorded' },
    { type: 'matter_accepted', matter: 'surplus_moved' },
    { type: 'attention_raised', attention: attention('systems_differ', 'x', ['retry'], noon) },
    { type: 'unwinding_started', why: 'cancelled' },
  ];

  it.each(events.map((event) => [event.type, event] as const))(
    '%s changes nothing more',
    (_type, event) => {
      const once = after(captured, event);
      expect(after(once, event)).toEqual(once);
    },
  );
});

describe('an event that comes too late', () => {
  const ended = after(unwinding(), { type: 'order_ended', at: noon });
  const late: readonly PaymentEvent[] = [
    { type: 'draft_created', draftId: 'D9' },
    { type: 'order_completed', orderId: 'O9' },
    {
      type: 'session_created',
      session: { sessionId: 'S9', checkoutUrl: 'https://x.example', expiresAt: evening },
    },
    { type: 'payment_held', at: evening },
    { type: 'payment_confirmed', transaction: transaction(orderOf(5)), at: evening },
    { type: 'unwinding_started', why: 'payment_failed' },
    { type: 'session_read', closed: false, closeTried: false },
    { type: 'order_cancelled', at: evening },
    { type: 'order_ended', at: evening },
    { type: 'authorization_recorded' },
    { type: 'operation_unknown', kind: 'capture', operationId: 'nobody' },
    { type: 'operation_retried', kind: 'capture', operationId: 'nobody' },
    { type: 'attention_cleared', code: 'systems_differ' },
    { type: 'attention_resolved', resolution: { choice: 'retry' } },
    { type: 'looked_again', at: evening },
  ];

  it.each(late.map((event) => [event.type, event] as const))(
    '%s leaves an ended order as it is',
    (_type, event) => {
      expect(after(ended, event)).toEqual(ended);
    },
  );

  it('a session without a completed order is no checkout', () => {
    const state = newOrderState(orderOf(5));
    expect(
      after(state, {
        type: 'session_created',
        session: { sessionId: 'S9', checkoutUrl: 'https://x.example', expiresAt: evening },
      }),
    ).toEqual(state);
  });

  it('a second payment of a paid order is not taken for the first', () => {
    const state = paid();
    const other = transaction(orderOf(5), { transactionId: 'T9' });
    expect(after(state, { type: 'payment_confirmed', transaction: other, at: evening })).toEqual(
      state,
    );
  });

  it('a hold that is told again is held since the first time', () => {
    const state = after(
      awaitingPayment(),
      { type: 'payment_held', at: noon },
      { type: 'payment_held', at: evening },
    );
    expect(state.payment).toMatchObject({ heldSince: noon });
  });
});

describe('a read that is behind', () => {
  it.each<[string, Partial<Transaction>]>([
    ['captured', { captured: toMinorUnits(500), status: 'PARTIALLY_CAPTURED' }],
    ['released', { released: toMinorUnits(100_000), status: 'AUTHORIZATION_VOIDED' }],
    [
      'refunded',
      {
        captured: toMinorUnits(500),
        refunded: toMinorUnits(5),
        status: 'PARTIALLY_CAPTURED_REFUNDED',
      },
    ],
  ])('takes nothing back that was %s', (_name, more) => {
    const state = paid(orderOf(100_000), more);
    const behind = transaction(state.order);
    expect(after(state, { type: 'totals_read', totals: behind })).toEqual(state);
    const letGo = unwinding(more);
    const look = {
      type: 'session_read',
      closed: true,
      closeTried: false,
      transaction: transaction(letGo.order),
    } as const;
    expect(knownTransaction(after(letGo, look))).toEqual(knownTransaction(letGo));
  });

  it('is behind also where only a refund is missing in it', () => {
    const totals = { captured: toMinorUnits(500), status: 'PARTIALLY_CAPTURED' } as const;
    const state = paid(orderOf(100_000), {
      ...totals,
      refunded: toMinorUnits(5),
      status: 'PARTIALLY_CAPTURED_REFUNDED',
    });
    const behind = transaction(state.order, totals);
    expect(after(state, { type: 'totals_read', totals: behind })).toEqual(state);
  });

  it('a read that is ahead is taken', () => {
    const totals = totalsAfter(transaction(orderOf(100_000)), 'capture', 400);
    expect(knownTransaction(after(paid(), { type: 'totals_read', totals }))).toMatchObject({
      captured: 400,
      status: 'PARTIALLY_CAPTURED',
      transactionId: 'T1',
    });
  });
});
