import { describe, expect, it } from '@jest/globals';
import { attention } from '../../src/domain/attention';
import { findAuthorizedDifference } from '../../src/domain/authorized-difference';
import { prepareOperation } from '../../src/domain/judge-operation';
import { judgeTurn, nextMoneyOperation } from '../../src/domain/money-queue';
import { toMinorUnits } from '../../src/domain/money';
import type { OperationKind } from '../../src/domain/operation';
import { movementOf } from '../../src/domain/movement-of-operation';
import type { OrderState } from '../../src/domain/order-state';
import {
  accepting,
  after,
  awaitingPayment,
  cancel,
  capture,
  done,
  knownTransaction,
  line,
  looking,
  movementOn,
  noon,
  operationNamed,
  orderOf,
  paid,
  refund,
  starting,
  totalsAfter,
} from '../support/order-states';

function prepared(state: OrderState, kind: OperationKind, operationId: string) {
  return prepareOperation(state, operationNamed(state, kind, operationId));
}

function blocked(state: OrderState): OrderState {
  const raised = attention('authorized_differs', 'x', ['accept', 'cancel'], noon);
  return after(state, { type: 'attention_raised', attention: raised });
}

describe('whose turn it is', () => {
  const two = accepting(paid(), capture('a', [line(1, 1)]), capture('b', [line(1, 2)]));

  it('the oldest that waits, and before it the one that has begun', () => {
    expect(nextMoneyOperation(two)?.operationId).toBe('a');
    expect(nextMoneyOperation(starting(two, 'capture', 'b'))?.operationId).toBe('b');
    expect(nextMoneyOperation(paid())).toBeUndefined();
  });

  it('nobody, while a person has to accept something first', () => {
    expect(judgeTurn(two)).toBe('go');
    expect(judgeTurn(blocked(two))).toBe('wait');
  });

  it('a matter that is no obstacle holds nobody up', () => {
    const raised = attention('authorization_expiring', 'x', ['accept'], noon);
    expect(judgeTurn(after(two, { type: 'attention_raised', attention: raised }))).toBe('go');
  });

  it('what has begun goes on, whatever a person has to accept', () => {
    expect(judgeTurn(blocked(starting(two, 'capture', 'a')))).toBe('go');
  });

  it('a cancel overtakes what waits for a person', () => {
    const state = blocked(accepting(two, cancel));
    expect(nextMoneyOperation(state)?.kind).toBe('cancel');
    expect(judgeTurn(state)).toBe('go');
  });

  it('a cancel does not overtake what has begun: one movement at a time', () => {
    const state = blocked(accepting(starting(two, 'capture', 'a'), cancel));
    expect(nextMoneyOperation(state)?.operationId).toBe('a');
  });
});

describe('when its turn has come', () => {
  it('a capture of all takes what remains now, not what remained when it was asked for', () => {
    const asked = accepting(paid(), capture(undefined));
    const state = looking(asked, [
      movementOn('capture', '9', 70_000, { lines: [line(1, 60_000), line(2, 10_000)] }),
    ]);
    expect(prepared(state, 'capture', 'rest-1')).toMatchObject({
      ready: { amount: 30_000, lines: [line(2, 30_000)] },
    });
  });

  it('a capture that exceeds what the back office left is refused whole, never clipped', () => {
    const asked = accepting(paid(), capture('a', [line(2, 40_000)]));
    const state = looking(asked, [movementOn('capture', '9', 70_000)]);
    expect(prepared(state, 'capture', 'a')).toEqual({
      refused: '400.00 NOK asked, 300.00 NOK (30000) can still be captured in all',
    });
  });

  it('a capture is refused once the status allows none', () => {
    const asked = accepting(paid(), capture('a', [line(2, 40_000)]));
    const state = looking(asked, [movementOn('void', '9', 0)]);
    expect(prepared(state, 'capture', 'a')).toEqual({
      refused: 'the transaction is AUTHORIZATION_VOIDED, which allows no capture',
    });
  });

  it('a refund whose capture failed is refused', () => {
    const state = after(
      accepting(
        paid(),
        capture('a', [line(1, 100)]),
        capture('b', [line(2, 100)]),
        refund('r', [line(1, 100)]),
      ),
      {
        type: 'operation_rejected',
        kind: 'capture',
        operationId: 'a',
        reason: 'declined',
        at: noon,
        lookAgainAt: [],
      },
    );
    expect(prepared(state, 'refund', 'r')).toHaveProperty('refused');
  });

  it('a refund is not held up by another that waits behind it', () => {
    const captured = done(paid(), capture('a', [line(1, 100)]));
    const state = accepting(captured, refund('r', [line(1, 60)]), refund('s', [line(1, 40)]));
    expect(prepared(state, 'refund', 'r')).toMatchObject({ ready: { amount: 60 } });
    expect(prepared(state, 'refund', 's')).toMatchObject({ ready: { amount: 40 } });
  });

  it('a capture comes before those behind it, when the back office has left too little for all', () => {
    const asked = accepting(
      paid(),
      capture('a', [line(1, 60_000)]),
      capture('b', [line(2, 40_000)]),
    );
    const state = looking(asked, [movementOn('capture', '9', 30_000)]);
    expect(prepared(state, 'capture', 'a')).toMatchObject({ ready: { amount: 60_000 } });
  });

  it('a cancel lets go what is reserved now', () => {
    const state = accepting(done(paid(), capture('a', [line(1, 100)])), cancel);
    expect(prepared(state, 'cancel', 'cancel-1')).toMatchObject({ ready: { amount: 99_900 } });
    const gone = looking(accepting(paid(), cancel), [movementOn('capture', '1', 100_000)]);
    expect(prepared(gone, 'cancel', 'cancel-1')).toEqual({
      refused: 'nothing is reserved any more',
    });
  });

  it('a cancel that had let everything go before a reset is found again, and not refused', () => {
    const asked = accepting(paid(), capture('a', [line(1, 100)]), cancel);
    const began = starting(asked, 'capture', 'a');
    const captured = totalsAfter(knownTransaction(began), 'capture', 100);
    const state = after(began, {
      type: 'operation_moved',
      kind: 'capture',
      operationId: 'a',
      eventId: '2',
      totals: totalsAfter(captured, 'cancel', 0),
      at: noon,
      lookAgainAt: [],
    });
    expect(prepared(state, 'cancel', 'cancel-1')).toMatchObject({ ready: { amount: 99_900 } });
  });

  it('nothing moves before the order is paid', () => {
    const state = accepting(awaitingPayment(), cancel);
    expect(prepared(state, 'cancel', 'cancel-1')).toEqual({ refused: 'the order is not paid' });
  });
});

describe('what the provider is asked for', () => {
  it('has the amount, the reference and the VAT of each part', () => {
    const state = accepting(paid(orderOf(100, 0)), { ...capture('a', [line(1, 33)]), final: true });
    expect(movementOf(state, { kind: 'capture', operationId: 'a' })).toEqual({
      amount: 33,
      reference: 'web-1/capture/a',
      lines: [{ ...line(1, 33), vatAmount: 7 }],
      final: true,
      othersAlike: 0,
    });
  });

  it('comes with how many like it are known to be others, which one that was found since then is not', () => {
    const first = done(paid(orderOf(100)), capture('a', [line(1, 33)]));
    const state = accepting(first, capture('b', [line(1, 33)]));
    const found = {
      ...state.operations[0]!,
      operationId: 'auto-2',
      foreign: true,
      requestedAt: state.operations[1]!.requestedAt,
    };
    const count = ({ requestedAt }: { requestedAt: string }) =>
      movementOf(
        { ...state, operations: [...state.operations, { ...found, requestedAt }] },
        { kind: 'capture', operationId: 'b' },
      ).othersAlike;
    expect(count(found)).toBe(1);
    expect(count({ requestedAt: '2000-01-01T00:00:00.000Z' })).toBe(2);
  });

  it('carries VAT on from what has moved on the line, for captures and refunds each by itself', () => {
    const vat = (state: OrderState, kind: OperationKind, operationId: string) =>
      movementOf(state, { kind, operationId }).lines.map((each) => each.vatAmount);
    const a = accepting(paid(orderOf(100)), capture('a', [line(1, 33)]));
    const first = done(paid(orderOf(100)), capture('a', [line(1, 33)]));
    const b = accepting(first, capture('b', [line(1, 33)]));
    const second = done(first, capture('b', [line(1, 33)]));
    const c = accepting(second, capture('c', [line(1, 34)]));
    const vats = [vat(a, 'capture', 'a'), vat(b, 'capture', 'b'), vat(c, 'capture', 'c')];
    expect(vats).toEqual([[7], [6], [7]]);
    const returned = accepting(second, { ...refund('r', [line(1, 33)]), note: 'damaged' });
    expect(vat(returned, 'refund', 'r')).toEqual([7]);
    expect(movementOf(returned, { kind: 'refund', operationId: 'r' }).reason).toBe('damaged');
  });
});

describe('authorized is not ordered', () => {
  const differing = (authorized: number, more = {}) =>
    paid(orderOf(1_000), { authorized: toMinorUnits(authorized), ...more });

  it.each([900, 1_100])('%d of 1000 is told, in money', (authorized) => {
    expect(findAuthorizedDifference(differing(authorized))).toContain('10.00 NOK were ordered');
  });

  it('equal amounts are no matter', () => {
    expect(findAuthorizedDifference(paid())).toBeUndefined();
  });

  it('once accepted it is not told again', () => {
    const state = after(differing(900), { type: 'matter_accepted', matter: 'authorized_differs' });
    expect(findAuthorizedDifference(state)).toBeUndefined();
  });

  it('is told before the first capture only, and only while something is reserved', () => {
    expect(
      findAuthorizedDifference(done(differing(900), capture('a', [line(1, 1)]))),
    ).toBeUndefined();
    expect(
      findAuthorizedDifference(differing(900, { status: 'AUTHORIZATION_VOIDED' })),
    ).toBeUndefined();
    expect(findAuthorizedDifference(awaitingPayment())).toBeUndefined();
  });
});
