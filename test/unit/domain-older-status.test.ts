import { describe, expect, it } from '@jest/globals';
import { nextAppointment } from '../../src/domain/appointments';
import { attention } from '../../src/domain/attention';
import { findAuthorizedDifference } from '../../src/domain/authorized-difference';
import { compareSystems } from '../../src/domain/compare-systems';
import { judgeOperation, prepareOperation } from '../../src/domain/judge-operation';
import { toMinorUnits, zero } from '../../src/domain/money';
import type { OrderState } from '../../src/domain/order-state';
import { defaultTiming } from '../../src/domain/timing';
import { stillReserved, tally } from '../../src/domain/transaction-picture';
import type { TransactionStatus, TransactionTotals } from '../../src/domain/transaction-picture';
import {
  accepting,
  after,
  awaitingPayment,
  cancel,
  capture,
  done,
  knownTransaction,
  line,
  movementOn,
  noon,
  operationNamed,
  orderOf,
  paid,
  refund,
  transaction,
} from '../support/order-states';

const amount = toMinorUnits;
const unsettled = ['INITIATED', 'ON_HOLD', 'UNKNOWN'] as const;

function reading(state: OrderState, more: Partial<TransactionTotals>): OrderState {
  const totals = { ...knownTransaction(state), ...more };
  return after(state, { type: 'totals_read', totals });
}

function statusAfter(known: TransactionStatus, read: Partial<TransactionTotals>) {
  const state = reading(paid(), { status: known });
  const { status, captured, released } = knownTransaction(reading(state, read));
  return { status, captured, released };
}

describe.each(unsettled)('a paid order that is read as %s', (status) => {
  const seen = reading(paid(), { status });

  it('is still reserved, warned of and open to all that it was open to', () => {
    expect(knownTransaction(seen)).toEqual(knownTransaction(paid()));
    expect(nextAppointment(seen, defaultTiming)).toMatchObject({ what: 'warn_of_expiry' });
    expect(judgeOperation(seen, cancel, noon)).toHaveProperty('accepted');
    expect(judgeOperation(seen, capture('a'), noon)).toHaveProperty('accepted');
  });

  it('does not refuse what waits for its turn', () => {
    const waiting = accepting(paid(), capture('a', [line(1, 1)]), cancel);
    const then = reading(waiting, { status });
    for (const [kind, id] of [
      ['capture', 'a'],
      ['cancel', 'cancel-1'],
    ] as const)
      expect(prepareOperation(then, operationNamed(then, kind, id))).toHaveProperty('ready');
  });

  it('takes in what moved meanwhile', () => {
    const moved = reading(done(paid(), capture('a', [line(1, 100)])), { status });
    expect(stillReserved(knownTransaction(moved))).toBe(99_900);
    const back = accepting(moved, refund('r', [line(1, 100)]));
    expect(prepareOperation(back, operationNamed(back, 'refund', 'r'))).toHaveProperty('ready');
  });

  it('is mended by any look where an earlier run handed it on so', () => {
    const handedOn = paid(orderOf(1_000), { status });
    expect(knownTransaction(reading(handedOn, {})).status).toBe('AUTHORIZED');
    expect(knownTransaction(reading(handedOn, { status: 'CAPTURED' })).status).toBe('CAPTURED');
  });
});

describe('the movements that come with a status from before the payment', () => {
  it('say how far it has come', () => {
    const status = 'UNKNOWN';
    expect(statusAfter('AUTHORIZED', { status, captured: amount(7) })).toEqual({
      status: 'PARTIALLY_CAPTURED',
      captured: 7,
      released: 0,
    });
    const released = amount(100_000);
    expect(statusAfter('AUTHORIZED', { status, released })).toEqual({
      status: 'AUTHORIZATION_VOIDED',
      captured: 0,
      released,
    });
  });

  it('leave released what was, as far as it was not captured after all', () => {
    const released = amount(40_000);
    const read = (captured: number) =>
      statusAfter('CAPTURED', { status: 'UNKNOWN', captured: amount(captured) });
    const rest = reading(paid(), { status: 'CAPTURED', captured: amount(60_000), released });
    const corrected = reading(rest, {
      status: 'UNKNOWN',
      captured: amount(70_000),
      released: zero,
    });
    expect(knownTransaction(corrected)).toMatchObject({ status: 'CAPTURED', released: 30_000 });
    const refunded = reading(rest, { status: 'UNKNOWN', refunded: amount(1), released: zero });
    expect(knownTransaction(refunded)).toMatchObject({ refunded: 1, released });
    expect(read(60_000)).toMatchObject({ status: 'CAPTURED', released: 0 });
  });

  it('name a release, which proves itself that something was reserved', () => {
    const released = [movementOn('void', 'v', 0)];
    expect(tally('UNKNOWN', amount(1_000), released).released).toBe(1_000);
    expect(tally('UNKNOWN', amount(1_000), []).released).toBe(0);
  });
});

it('a status that follows on the payment replaces it', () => {
  expect(statusAfter('AUTHORIZED', { status: 'DECLINED' }).status).toBe('DECLINED');
  const voided = { status: 'AUTHORIZATION_VOIDED', released: amount(100_000) } as const;
  expect(statusAfter('AUTHORIZED', voided)).toEqual({ ...voided, captured: 0 });
});

describe('a look at the page of an order that is let go', () => {
  const looked = (known: TransactionStatus, status: TransactionStatus) => {
    const order = orderOf(1_000);
    const looks = [known, status].map(
      (each) =>
        ({
          type: 'session_read',
          closed: true,
          closeTried: true,
          transaction: transaction(order, { status: each }),
        }) as const,
    );
    const letGo = after(awaitingPayment(order), { type: 'unwinding_started', why: 'expired' });
    return knownTransaction(after(letGo, ...looks)).status;
  };

  it('does not forget that something is reserved', () => {
    expect(looked('AUTHORIZED', 'INITIATED')).toBe('AUTHORIZED');
  });

  it('waits for a payment that had failed and is tried once more', () => {
    expect(looked('FAILED', 'INITIATED')).toBe('INITIATED');
  });
});

describe.each(['DECLINED', 'FAILED'] as const)(
  'a paid order that is called off as %s',
  (status) => {
    const lost = reading(paid(), { status });

    it('is told of in words, and may be cancelled, kept, or stand again', () => {
      const told = findAuthorizedDifference(lost) ?? '';
      expect(told).toContain(
        `calls the payment ${status}, of which 1000.00 NOK had been authorized`,
      );
      expect(told.length).toBeLessThan(300);
      const asked = after(lost, {
        type: 'attention_raised',
        attention: attention('authorized_differs', told, ['accept', 'cancel'], noon),
      });
      expect(reading(asked, { status: 'UNKNOWN' })).toEqual(asked);
      expect(reading(asked, { status: 'AUTHORIZED' }).attentions).toEqual([]);
      const cancelled = accepting(asked, cancel);
      const operation = operationNamed(cancelled, 'cancel', 'cancel-1');
      expect(prepareOperation(cancelled, operation)).toEqual({
        refused: `the payment is ${status}, so that nothing is reserved; the order is let go`,
      });
    });

    it('is a matter of its own, whatever amount was accepted before', () => {
      const accepted = after(paid(), { type: 'matter_accepted', matter: 'authorized_differs' });
      const seen = reading(accepted, { status });
      expect(findAuthorizedDifference(seen)).toContain(status);
      const asked = after(seen, {
        type: 'attention_raised',
        attention: attention('authorized_differs', 'x', ['accept', 'cancel'], noon),
      });
      const resolution = { choice: 'accept', code: 'authorized_differs' } as const;
      const decided = after(asked, { type: 'attention_resolved', resolution });
      const matter = decided.resolutions[0]?.matter ?? '';
      const kept = after(decided, { type: 'matter_accepted', matter });
      expect(findAuthorizedDifference(kept)).toBeUndefined();
    });

    it('after a capture is a difference between both systems', () => {
      const captured = reading(done(paid(), capture('a', [line(1, 100)])), { status });
      const none = { authorization: [], capture: [], refund: [], cancellation: [] };
      const books = { orderStatus: 'open', records: none } as const;
      const details = compareSystems(captured, books, captured).map(({ detail }) => detail);
      expect(details).toContain(
        `the provider calls the payment ${status}, and 1.00 NOK of it were captured`,
      );
      expect(findAuthorizedDifference(captured)).toBeUndefined();
    });
  },
);
