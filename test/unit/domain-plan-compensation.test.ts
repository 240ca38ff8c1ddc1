import { describe, expect, it } from '@jest/globals';
import {
  nextRefundOfLateMoney,
  nextReleaseOperation,
} from '../../src/domain/compensating-operation';
import { toMinorUnits } from '../../src/domain/money';
import { newOrderState } from '../../src/domain/order-state';
import type { OrderState, Transaction } from '../../src/domain/order-state';
import {
  isProvenClosed,
  leftOpen,
  leftWithShop,
  noLateMoney,
  planCompensation,
} from '../../src/domain/plan-compensation';
import {
  accepting,
  after,
  awaitingPayment,
  cancel,
  capture,
  done,
  line,
  looking,
  movementOn,
  moving,
  noon,
  orderOf,
  paid,
  refund,
  transaction,
} from '../support/order-states';

const begin = (state: OrderState) => after(state, { type: 'unwinding_started', why: 'cancelled' });

/** The page was tried to be closed, and this is what the look after it showed. */
function looked(closed: boolean, status?: Transaction['status'], more: Partial<Transaction> = {}) {
  const state = begin(awaitingPayment());
  const read = status && { transaction: transaction(state.order, { status, ...more }) };
  return after(state, { type: 'session_read', closed, closeTried: true, ...read });
}

const steps = (state: OrderState) => planCompensation(state).map(({ step }) => step);

describe('what is to be done', () => {
  it.each<[string, OrderState, readonly string[]]>([
    ['while it is not ending: nothing', paid(), []],
    ['before there is a draft', begin(newOrderState(orderOf(1))), ['end']],
    [
      'once the order exists, and no page yet',
      begin(after(newOrderState(orderOf(1)), { type: 'order_completed', orderId: 'O1' })),
      ['cancel_order', 'end'],
    ],
    [
      'while the customer may be paying: the page first',
      begin(awaitingPayment()),
      ['close_session', 'cancel_order', 'watch_for_late_money', 'end'],
    ],
    ['once the page is proven closed', looked(true), ['cancel_order', 'end']],
    [
      'while the page refuses to close: watch, never trust the time',
      looked(false, 'ON_HOLD'),
      ['cancel_order', 'watch_for_late_money', 'end'],
    ],
    [
      'when the payment came in after all: release it',
      looked(true, 'AUTHORIZED'),
      ['void_authorization', 'cancel_order', 'watch_for_late_money', 'end'],
    ],
    [
      'when it was captured at once: give it back',
      looked(true, 'CAPTURED', { captured: toMinorUnits(100_000) }),
      ['refund_late_money', 'cancel_order', 'end'],
    ],
    [
      'when a part was captured: release one part and give the other back',
      looked(true, 'PARTIALLY_CAPTURED', { captured: toMinorUnits(1) }),
      ['void_authorization', 'refund_late_money', 'cancel_order', 'watch_for_late_money', 'end'],
    ],
    ['when the payment failed', looked(true, 'FAILED'), ['cancel_order', 'end']],
    [
      'while nobody knows what the payment is: watch',
      looked(true, 'UNKNOWN'),
      ['cancel_order', 'watch_for_late_money', 'end'],
    ],
    [
      'of a paid order: its session can take no second payment, so it is not closed',
      begin(paid()),
      ['void_authorization', 'cancel_order', 'watch_for_late_money', 'end'],
    ],
    [
      'once the release is moved: the record, before the order is cancelled',
      looking(begin(paid()), [movementOn('void', '1', 0)]),
      ['await_records', 'cancel_order', 'end'],
    ],
  ])('%s', (_name, state, expected) => {
    expect(steps(state)).toEqual(expected);
  });

  it('names the amount that is to be released, and that is to be given back', () => {
    const state = looked(true, 'PARTIALLY_CAPTURED_REFUNDED', {
      captured: toMinorUnits(30_000),
      refunded: toMinorUnits(10_000),
    });
    expect(planCompensation(state)).toEqual(
      expect.arrayContaining([
        { step: 'void_authorization', amount: 70_000 },
        { step: 'refund_late_money', amount: 20_000 },
      ]),
    );
  });

  it('what has begun and is unknown is brought to its end, also where an equal movement leaves nothing to give back', () => {
    const captured = toMinorUnits(100_000);
    const state = looked(true, 'REFUNDED', { captured, refunded: captured });
    const unknown = (kind: 'cancel' | 'refund') => {
      const operation = {
        ...(kind === 'refund'
          ? nextRefundOfLateMoney(state, noon)
          : nextReleaseOperation(state, noon)),
        status: 'unknown' as const,
      };
      return steps({ ...state, operations: [operation] });
    };
    expect(unknown('refund')).toEqual(['refund_late_money', 'cancel_order', 'end']);
    expect(unknown('cancel')).toEqual(['void_authorization', 'cancel_order', 'end']);
  });

  it('a page that could not be closed is closed again after the next look', () => {
    const state = after(looked(false, 'ON_HOLD'), {
      type: 'session_read',
      closed: false,
      closeTried: false,
    });
    expect(steps(state)[0]).toBe('close_session');
  });

  it('the order is cancelled once', () => {
    const state = after(looked(true), { type: 'order_cancelled', at: noon });
    expect(steps(state)).toEqual(['end']);
  });

  it('when money that came late is recorded after that, whether the order is still cancelled is looked at once more', () => {
    const late = begin(moving(accepting(paid(), capture('a')), 'capture', 'a'));
    const cancelled = after(late, { type: 'order_cancelled', at: noon });
    expect(steps(cancelled)).not.toContain('cancel_order');
    const recorded = after(cancelled, {
      type: 'operation_recorded',
      kind: 'capture',
      operationId: 'a',
      recordId: 'R1',
      lines: [line(1, 60_000), line(2, 40_000)],
      at: noon,
    });
    expect(steps(recorded)).toContain('cancel_order');
  });

  it('when a person has accepted that Orders leaves it open, the order ends without its cancel', () => {
    const state = after(looked(true), { type: 'matter_accepted', matter: leftOpen });
    expect(steps(state)).toEqual(['end']);
  });

  it('when a person has accepted that late money is not given back here, the order ends without its refund', () => {
    const captured = looked(true, 'CAPTURED', { captured: toMinorUnits(100_000) });
    const kept = { captured: toMinorUnits(100_000), refunded: toMinorUnits(0) };
    const matter = leftWithShop(transaction(captured.order, kept));
    const state = after(captured, { type: 'matter_accepted', matter });
    expect(steps(state)).toEqual(['cancel_order', 'end']);
    const other = leftWithShop(transaction(captured.order, { captured: toMinorUnits(99_999) }));
    expect(steps(after(captured, { type: 'matter_accepted', matter: other }))).toContain(
      'refund_late_money',
    );
  });

  it('when a person has said that no payment can come, nobody looks for one any more', () => {
    const word = { type: 'matter_accepted', matter: noLateMoney } as const;
    expect(steps(after(begin(awaitingPayment()), word))).toEqual(['cancel_order', 'end']);
    expect(steps(after(looked(false, 'INITIATED'), word))).toEqual(['cancel_order', 'end']);
  });
});

describe('proof that nothing can come any more', () => {
  it.each<[boolean, OrderState]>([
    [false, begin(awaitingPayment())],
    [true, looked(true)],
    [false, looked(true, 'AUTHORIZED')],
    [false, looked(true, 'INITIATED')],
    [false, looked(true, 'ON_HOLD')],
    [true, looked(true, 'AUTHORIZATION_VOIDED')],
    [true, looked(true, 'DECLINED')],
  ])('%p (case %#)', (proven, state) => {
    expect(isProvenClosed(state)).toBe(proven);
  });
});

describe('the operation that lets go', () => {
  it('is the cancel that was asked for, with what is reserved now', () => {
    const state = begin(accepting(paid(), cancel));
    expect(nextReleaseOperation(state, noon)).toMatchObject({
      operationId: 'cancel-1',
      amount: 100_000,
    });
  });

  it('is one of its own, where nobody asked', () => {
    expect(nextReleaseOperation(looked(true, 'AUTHORIZED'), noon)).toMatchObject({
      operationId: 'release-1',
      kind: 'cancel',
      status: 'queued',
      amount: 100_000,
    });
  });

  it('the refund of late money is for the lines that were captured, where that is known', () => {
    const part = done(paid(), capture('a', [line(1, 10_000)]), refund('r', [line(1, 4_000)]));
    expect(nextRefundOfLateMoney(begin(part), noon)).toMatchObject({
      operationId: 'late-refund-1',
      amount: 6_000,
      lines: [line(1, 6_000)],
    });
    const direct = looked(true, 'CAPTURED', { captured: toMinorUnits(100_000) });
    expect(nextRefundOfLateMoney(direct, noon)).toMatchObject({ amount: 100_000, lines: [] });
  });

  it('never takes an id that a caller has used', () => {
    const used = done(paid(), capture('a'), refund('late-refund-1', [line(1, 5)]));
    expect(nextRefundOfLateMoney(begin(used), noon)).toMatchObject({
      operationId: 'late-refund-2',
      amount: 99_995,
    });
    const second = done(paid(), capture('a'), refund('late-refund-2', [line(1, 5)]));
    expect(nextRefundOfLateMoney(begin(second), noon).operationId).toBe('late-refund-1');
  });

  it('a second attempt after one that was rejected is another operation', () => {
    const operation = nextReleaseOperation(looked(true, 'AUTHORIZED'), noon);
    const { kind, operationId } = operation;
    const rejected = after(
      looked(true, 'AUTHORIZED'),
      { type: 'operation_accepted', operation },
      { type: 'operation_rejected', kind, operationId, reason: 'x', at: noon, lookAgainAt: [] },
    );
    expect(nextReleaseOperation(rejected, noon).operationId).toBe('release-2');
  });
});
