import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { applyPaymentEvent } from '../../src/domain/apply-payment-event';
import { nextAppointment } from '../../src/domain/appointments';
import { describeOrder } from '../../src/domain/describe-order';
import { nextDueRecord } from '../../src/domain/due-record';
import { judgeOperation } from '../../src/domain/judge-operation';
import { toMinorUnits } from '../../src/domain/money';
import { newAdoption, newOrderState } from '../../src/domain/order-state';
import type { OrderState } from '../../src/domain/order-state';
import { viewOrder } from '../../src/domain/order-view';
import type { PaymentEvent } from '../../src/domain/payment-event';
import { planCompensation } from '../../src/domain/plan-compensation';
import { defaultTiming } from '../../src/domain/timing';
import { anyEvent, anyOrder as order, events } from '../support/arbitrary-event';
import { after, capture, transaction } from '../support/order-states';

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
  newAdoption('web-1', { orderId: 'O1' }),
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
      expect(shown).toHaveLength(state.order.lines.length);
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
