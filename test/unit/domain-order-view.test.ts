import { describe, expect, it } from '@jest/globals';
import { attention } from '../../src/domain/attention';
import { toMinorUnits } from '../../src/domain/money';
import { newOrderState } from '../../src/domain/order-state';
import type { OrderState } from '../../src/domain/order-state';
import { payableUrl, viewCheckout, viewOrder } from '../../src/domain/order-view';
import { defaultTiming } from '../../src/domain/timing';
import {
  accepting,
  after,
  awaitingPayment,
  cancel,
  capture,
  done,
  line,
  moving,
  noon,
  orderOf,
  paid,
  refund,
  transaction,
} from '../support/order-states';

const unwound = (why: 'cancelled' | 'expired' | 'payment_failed') =>
  after(awaitingPayment(), { type: 'unwinding_started', why });
const part = [line(1, 10_000)];

describe('the status', () => {
  it.each<[string, OrderState]>([
    ['preparing', newOrderState(orderOf(100))],
    ['awaiting_payment', awaitingPayment()],
    ['awaiting_payment', after(awaitingPayment(), { type: 'payment_held', at: noon })],
    ['authorized', paid()],
    ['authorized', accepting(paid(), capture('a'))],
    ['partially_captured', done(paid(), capture('a', part))],
    ['captured', done(paid(), capture('a'))],
    ['captured', moving(accepting(paid(), capture('a')), 'capture', 'a')],
    ['captured', done(paid(), capture('a', part), cancel)],
    ['partially_refunded', done(paid(), capture('a'), refund('r', part))],
    ['refunded', done(paid(), capture('a'), refund('r', [line(1, 60_000), line(2, 40_000)]))],
    ['refunded', done(paid(), capture('a', part), cancel, refund('r', part))],
    ['cancelled', unwound('cancelled')],
    ['expired', unwound('expired')],
    ['payment_failed', unwound('payment_failed')],
    ['expired', after(unwound('expired'), { type: 'order_ended', at: noon })],
  ])('is %s (case %#)', (status, state) => {
    expect(viewOrder(state).status).toBe(status);
  });

  it('is not refunded while an amount is still reserved that may be captured', () => {
    expect(viewOrder(done(paid(), capture('a', part), refund('r', part))).status).toBe(
      'partially_refunded',
    );
  });
});

describe('the view', () => {
  it('of a new order has no ids yet, and nothing but what was ordered', () => {
    const view = viewOrder(newOrderState(orderOf(60_000, 0)));
    expect(view).toEqual({
      orderReference: 'web-1',
      currency: 'NOK',
      status: 'preparing',
      amounts: { ordered: 60_000, authorized: 0, captured: 0, refunded: 0, released: 0 },
      lines: [
        { lineId: 1, ordered: 60_000, captured: 0, refunded: 0 },
        { lineId: 2, ordered: 0, captured: 0, refunded: 0 },
      ],
      operations: [],
      refusedMessages: 0,
      unattributed: { captured: 0, refunded: 0 },
      needsAttention: null,
      furtherAttentions: 0,
    });
  });

  it('of a paid order names all that support asks for, the amounts by line too', () => {
    const view = viewOrder(done(paid(), capture('a', part), refund('r', [line(1, 500)])));
    expect(view).toMatchObject({
      orderId: 'O1',
      sessionId: 'S1',
      checkoutUrl: 'https://checkout.example/S1',
      transactionId: 'T1',
      amounts: { authorized: 100_000, captured: 10_000, refunded: 500, released: 0 },
      lines: [
        { lineId: 1, captured: 10_000, refunded: 500 },
        { lineId: 2, captured: 0, refunded: 0 },
      ],
      operations: [
        { operationId: 'a', kind: 'capture', status: 'recorded', amount: 10_000, lines: part },
        { operationId: 'r', kind: 'refund', status: 'recorded', amount: 500 },
      ],
    });
  });

  it('tells nothing of an operation that only the saga needs', () => {
    const [operation] = viewOrder(done(paid(), capture('a', part))).operations;
    expect(Object.keys(operation ?? {}).sort()).toEqual(
      'amount content finishedAt kind lines operationId requestedAt status'.split(' '),
    );
  });

  it('shows refused messages as rejected operations, with the code', () => {
    const refusal = {
      kind: 'capture',
      operationId: 'x',
      code: 'unknown_line',
      reason: 'line 9',
      at: noon,
    } as const;
    const view = viewOrder(after(paid(), { type: 'request_refused', refusal }));
    expect(view.refusedMessages).toBe(1);
    expect(view.operations).toEqual([
      expect.objectContaining({
        operationId: 'x',
        status: 'rejected',
        amount: 0,
        reason: 'unknown_line: line 9',
      }),
    ]);
  });

  it('shows the first matter that needs attention, and how many follow', () => {
    const raise = (code: 'surplus_moved' | 'systems_differ') =>
      ({ type: 'attention_raised', attention: attention(code, 'x', ['accept'], noon) }) as const;
    const view = viewOrder(after(paid(), raise('surplus_moved'), raise('systems_differ')));
    expect(view).toMatchObject({ needsAttention: { code: 'surplus_moved' }, furtherAttentions: 1 });
  });

  it.each(['FAILED', 'DECLINED', 'INITIATED', 'ON_HOLD'] as const)(
    'of a payment that is %s says that nothing is authorized',
    (status) => {
      const state = unwound('payment_failed');
      const look = { type: 'session_read', closed: true, closeTried: true } as const;
      const read = after(state, { ...look, transaction: transaction(state.order, { status }) });
      expect(viewOrder(read).amounts.authorized).toBe(0);
    },
  );

  it('says what the transaction says is authorized, not what was ordered', () => {
    const state = paid(orderOf(100), { authorized: toMinorUnits(120) });
    expect(viewOrder(state).amounts).toMatchObject({ ordered: 100, authorized: 120 });
  });
});

it('after an adoption, the view says until when an operation has to wait', () => {
  const quiet: OrderState = { ...paid(), quietUntil: '2026-01-01T13:00:00.000Z' };
  const queued = accepting(quiet, capture('a'));
  expect(viewOrder(queued, defaultTiming).waitsFor).toBe(
    'capture a (queued), not before 2026-01-01 13:00 UTC',
  );
});

it('while the provider holds a payment, the view says since when, and nothing can be paid', () => {
  const held = after(awaitingPayment(), { type: 'payment_held', at: noon });
  for (const view of [viewOrder(held), viewCheckout(held)]) {
    expect(view).toMatchObject({ status: 'awaiting_payment', heldSince: noon });
    expect(payableUrl(view)).toBeUndefined();
  }
  expect(payableUrl(viewOrder(awaitingPayment()))).toBe('https://checkout.example/S1');
  expect(viewOrder(paid()).heldSince).toBeUndefined();
});

it('the checkout answer has the page as soon as there is one', () => {
  expect(viewCheckout(newOrderState(orderOf(1)))).toEqual({
    orderReference: 'web-1',
    status: 'preparing',
  });
  expect(viewCheckout(awaitingPayment())).toEqual({
    orderReference: 'web-1',
    status: 'awaiting_payment',
    orderId: 'O1',
    checkoutUrl: 'https://checkout.example/S1',
  });
});
