import { describe, expect, it } from '@jest/globals';
import { compareSystems } from '../../src/domain/compare-systems';
import type { Books } from '../../src/domain/compare-systems';
import type { OperationKind } from '../../src/domain/operation-key';
import type { OrderState } from '../../src/domain/order-state';
import { books, keyOf, none, ofAuthorization, ofCapture, record, whole } from '../support/books';
import type { Records } from '../support/books';
import {
  accepting,
  after,
  awaitingPayment,
  capture,
  done,
  line,
  looking,
  movementOn,
  moving,
  noon,
  paid,
  refund,
} from '../support/order-states';

const differences = (state: OrderState, theirs: Books, known = state) =>
  compareSystems(state, theirs, known);

describe('Checkout and Orders that tell the same story', () => {
  it('have no difference, whatever moved', () => {
    expect(differences(whole, books())).toEqual([]);
  });

  it('have none before anything is authorized', () => {
    expect(differences(awaitingPayment(), books({}, 'cancelled'))).toEqual([]);
  });

  it('have none in an authorization that Orders does not hold of an order that is let go, and one where it is there twice', () => {
    const letGo = after(whole, { type: 'unwinding_started', why: 'cancelled' });
    expect(differences(letGo, books({ authorization: [] }))).toEqual([]);
    const twice = [ofAuthorization, { ...ofAuthorization, recordId: 'R-again' }];
    expect(differences(letGo, books({ authorization: twice }))).toMatchObject([
      { kind: 'recorded_twice', about: 'authorization' },
    ]);
  });

  it('have none while the records are still due', () => {
    const moved = moving(accepting(paid(), capture('a', [line(1, 50_000)])), 'capture', 'a');
    expect(differences(moved, books(none))).toEqual([]);
  });

  it('have none when a record was written after the books had been read', () => {
    const before = moving(accepting(paid(), capture('a', [line(1, 50_000)])), 'capture', 'a');
    const state = done(paid(), capture('a', [line(1, 50_000)]));
    expect(differences(state, books(none), before)).toEqual([]);
  });

  it('have none when a record carries no key of ours and its id is the one that we noted', () => {
    const plain = { ...none, capture: [record('R-a', 50_000)] };
    const state = done(paid(), capture('a', [line(1, 50_000)]));
    expect(differences(state, books(plain))).toEqual([]);
  });

  it('have none when a record is there, carries no key, and its answer has not reached us yet', () => {
    const due = moving(accepting(paid(), capture('a', [line(1, 50_000)])), 'capture', 'a');
    const unnamed = { ...none, capture: [record('R-a', 50_000)] };
    expect(differences(due, books(unnamed))).toEqual([]);
    const named = record('R-a', 50_000, keyOf('capture', 'a'));
    const byHandToo = { ...none, capture: [named, record('R-b', 50_000)] };
    expect(differences(due, books(byHandToo))).toHaveLength(1);
    const twice = { ...none, capture: [record('R-a', 50_000), record('R-b', 50_000)] };
    expect(differences(due, books(twice))).toMatchObject([
      { kind: 'recorded_not_moved', recordId: 'R-b' },
    ]);
  });

  it('pay no heed to a record that says that nothing succeeded', () => {
    const failed = { ...record('R9', 1), success: false };
    expect(
      differences(
        whole,
        books({ capture: [failed, ofCapture], authorization: [failed, ofAuthorization] }),
      ),
    ).toEqual([]);
  });
});

describe('a record that is gone', () => {
  it.each<[string, Partial<Records>, object]>([
    [
      'of the authorization',
      { authorization: [] },
      {
        kind: 'moved_not_recorded',
        about: 'authorization',
        moved: 100_000,
        detail: 'the authorization of 1000.00 NOK moved and is not recorded in Orders',
      },
    ],
    [
      'of a capture',
      { capture: [] },
      {
        kind: 'moved_not_recorded',
        about: 'capture',
        operationId: 'a',
        moved: 50_000,
        detail: 'capture a of 500.00 NOK moved and is not recorded in Orders',
      },
    ],
    [
      'of a refund',
      { refund: [] },
      {
        kind: 'moved_not_recorded',
        about: 'refund',
        operationId: 'r',
        moved: 20_000,
        detail: 'refund r of 200.00 NOK moved and is not recorded in Orders',
      },
    ],
    [
      'of what was let go',
      { cancellation: [] },
      {
        kind: 'moved_not_recorded',
        about: 'cancellation',
        operationId: 'cancel-1',
        moved: 50_000,
        detail: 'cancellation cancel-1 of 500.00 NOK moved and is not recorded in Orders',
      },
    ],
  ])('%s is missed by name and amount', (_name, records, difference) => {
    expect(differences(whole, books(records))).toEqual([difference]);
  });

  it('once more after it was written again is what a person has to look at', () => {
    const again = after(whole, {
      type: 'systems_compared',
      differences: differences(whole, books({ capture: [], authorization: [] })),
      at: noon,
    });
    const written = after(
      again,
      { type: 'authorization_recorded' },
      {
        type: 'operation_recorded',
        kind: 'capture',
        operationId: 'a',
        recordId: 'R-again',
        lines: [line(1, 50_000)],
        at: noon,
      },
    );
    expect(differences(written, books({ capture: [], authorization: [] }))).toMatchObject([
      { kind: 'record_not_shown', about: 'authorization' },
      { kind: 'record_not_shown', about: 'capture', operationId: 'a', moved: 50_000 },
    ]);
    const byHand = { ...none, ...books().records, capture: [record('by-hand', 50_000)] };
    expect(differences(written, books(byHand))).toEqual([]);
    const other = { ...byHand, capture: [record('by-hand', 50_001)] };
    expect(differences(written, books(other))).toMatchObject([
      { kind: 'record_not_shown', operationId: 'a' },
      { kind: 'recorded_not_moved', recorded: 50_001 },
    ]);
  });

  it('of an authorization that was never recorded is not missed', () => {
    const state = done(paid(), capture('a', [line(1, 50_000)]));
    expect(differences(state, books({ ...none, capture: [ofCapture] }))).toEqual([]);
  });

  it('is not replaced by the record of another operation that has the same amount', () => {
    const other = record('R-b', 50_000, keyOf('capture', 'b'));
    expect(differences(whole, books({ capture: [other] }))).toMatchObject([
      { kind: 'moved_not_recorded', operationId: 'a' },
      { kind: 'recorded_not_moved', recordId: 'R-b' },
    ]);
  });
});

describe('the status of the order', () => {
  const refundedAll = done(paid(), capture('a'), refund('r', [line(1, 60_000), line(2, 40_000)]));
  const allOf = (kind: OperationKind, id: string) => record(`R-${id}`, 100_000, keyOf(kind, id));

  it('cancelled in Orders differs while money is reserved or kept', () => {
    const difference = {
      kind: 'status_differs',
      about: 'order',
      detail: 'the order is cancelled in Orders, and money is held or kept for it',
    };
    expect(differences(paid(), books(none, 'cancelled'))).toEqual([difference]);
    const kept = done(paid(), capture('a'));
    expect(
      differences(kept, books({ ...none, capture: [allOf('capture', 'a')] }, 'cancelled')),
    ).toEqual([difference]);
  });

  it('cancelled in Orders is right once nothing is reserved nor kept', () => {
    const records = {
      ...none,
      capture: [allOf('capture', 'a')],
      refund: [allOf('refund', 'r')],
    };
    expect(differences(refundedAll, books(records, 'cancelled'))).toEqual([]);
    const released = looking(paid(), [movementOn('void', 'v', 100_000)]);
    expect(differences(released, books(none, 'cancelled'))).toEqual([]);
  });

  it('open in Orders differs after the order has ended, and only then', () => {
    const ended = after(
      paid(),
      { type: 'unwinding_started', why: 'cancelled' },
      { type: 'order_ended', at: noon },
    );
    expect(differences(ended, books(none, 'open'))).toEqual([
      {
        kind: 'status_differs',
        about: 'order',
        detail: 'the order has ended, and is open in Orders',
      },
    ]);
    expect(differences(ended, books(none, 'cancelled'))).toEqual([]);
    expect(differences(paid(), books(none, 'open'))).toEqual([]);
  });
});
