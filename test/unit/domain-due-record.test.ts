import { describe, expect, it } from '@jest/globals';
import { nextDueRecord } from '../../src/domain/due-record';
import type { DueRecord } from '../../src/domain/due-record';
import type { OrderState } from '../../src/domain/order-state';
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
  operationNamed,
  orderOf,
  paid,
  refund,
} from '../support/order-states';

function due(state: OrderState): DueRecord {
  const record = nextDueRecord(state);
  if (record === undefined) throw new Error('nothing is due');
  return record;
}

/** The due record is written. */
function recording(state: OrderState): OrderState {
  const { operation, lines } = due(state);
  if (operation === undefined) return after(state, { type: 'authorization_recorded' });
  return after(state, {
    type: 'operation_recorded',
    ...operation,
    recordId: 'R1',
    at: noon,
    lines,
  });
}

/** All lines of all records of one kind, in the order in which they are written. */
function allLines(state: OrderState, kind: DueRecord['kind']): readonly (readonly object[])[] {
  const record = nextDueRecord(state);
  if (record === undefined) return [];
  const rest = allLines(recording(state), kind);
  return record.kind === kind ? [record.lines, ...rest] : rest;
}

const authorized = (...amounts: readonly number[]) =>
  after(paid(orderOf(...amounts)), { type: 'authorization_recorded' });

describe('the authorization', () => {
  it('is the first record, with every line that costs something', () => {
    expect(due(paid(orderOf(600, 0, 400)))).toEqual({
      kind: 'authorization',
      key: 'web-1/authorization/1',
      orderId: 'O1',
      transactionId: 'T1',
      lines: [line(1, 600), line(3, 400)],
      equalBefore: 0,
    });
  });

  it('says no more than what is authorized', () => {
    const state = paid(orderOf(600, 400), { authorized: line(0, 700).amount });
    expect(due(state).lines).toEqual([line(1, 600), line(2, 100)]);
  });

  it('is due before a capture that has moved already', () => {
    const state = moving(accepting(paid(), capture('a')), 'capture', 'a');
    expect(due(state).kind).toBe('authorization');
    expect(due(recording(state)).kind).toBe('capture');
  });

  it('is not due before the payment, nor after the end', () => {
    expect(nextDueRecord(awaitingPayment())).toBeUndefined();
    const ended = after(
      paid(),
      { type: 'unwinding_started', why: 'cancelled' },
      { type: 'order_ended', at: noon },
    );
    expect(nextDueRecord(ended)).toBeUndefined();
  });
});

describe('movements', () => {
  const both = moving(
    moving(
      accepting(
        authorized(600, 400),
        capture('a', [{ ...line(1, 100), quantity: 1 }]),
        refund('r', [line(1, 50)]),
      ),
      'capture',
      'a',
    ),
    'refund',
    'r',
  );

  it('are recorded in the order in which they moved, each under its own key', () => {
    expect(due(both)).toMatchObject({
      kind: 'capture',
      key: 'web-1/capture/a',
      lines: [line(1, 100)],
      operation: { kind: 'capture', operationId: 'a' },
    });
    expect(due(recording(both))).toMatchObject({ kind: 'refund', key: 'web-1/refund/r' });
    expect(nextDueRecord(recording(recording(both)))).toBeUndefined();
  });

  it('when the provider lists a refund before its capture, the capture is recorded first all the same', () => {
    const state = looking(authorized(600), [
      movementOn('refund', 'e2', 50),
      movementOn('capture', 'e1', 100),
    ]);
    expect(due(state)).toMatchObject({ kind: 'capture', key: 'web-1/capture/auto-e1' });
    expect(due(recording(state))).toMatchObject({ kind: 'refund', key: 'web-1/refund/auto-e2' });
  });

  it('are not recorded before they moved', () => {
    expect(nextDueRecord(accepting(authorized(600), capture('a')))).toBeUndefined();
  });

  it('count the equal records before them, in whatever order their lines were asked for', () => {
    const first = [line(1, 10), line(2, 20)];
    const state = done(
      authorized(600, 400),
      capture('a', first),
      capture('b', [line(1, 10)]),
      capture('c', [...first].reverse()),
    );
    const next = moving(accepting(state, capture('d', first)), 'capture', 'd');
    expect(due(next).equalBefore).toBe(2);
  });

  it('a refund does not count equal captures', () => {
    const state = done(authorized(600), capture('a', [line(1, 10)]));
    const next = moving(accepting(state, refund('r', [line(1, 10)])), 'refund', 'r');
    expect(due(next).equalBefore).toBe(0);
  });
});

describe('what the back office moved without lines', () => {
  it('is spread over the lines that have room', () => {
    const state = looking(done(authorized(600, 400), capture('a', [line(1, 500)])), [
      movementOn('capture', 'e-capture-a', 500),
      movementOn('capture', '7', 300),
    ]);
    expect(due(state).lines).toEqual([line(1, 100), line(2, 200)]);
  });

  it('twice, takes no room twice', () => {
    const state = looking(authorized(400, 600), [
      movementOn('capture', '7', 300),
      movementOn('capture', '8', 300),
    ]);
    expect(allLines(state, 'capture')).toEqual([[line(1, 300)], [line(1, 100), line(2, 200)]]);
  });

  it('and gave back, is given back where it was taken', () => {
    const state = looking(authorized(400, 600), [
      movementOn('capture', '7', 500),
      movementOn('refund', '8', 450),
    ]);
    expect(allLines(state, 'refund')).toEqual([[line(1, 400), line(2, 50)]]);
  });

  it('is recorded in full even where lines named meanwhile have left no room', () => {
    const state = looking(authorized(4), [
      movementOn('capture', '7', 2, { lines: [line(1, 2)] }),
      movementOn('refund', '8', 1),
      movementOn('capture', '9', 1),
    ]);
    const next = moving(accepting(state, refund('r', [line(1, 2)])), 'refund', 'r');
    expect(allLines(next, 'refund')).toEqual([[line(1, 1)], [line(1, 2)]]);
  });

  it('counts as equal to one before it by what was really recorded', () => {
    const first = recording(looking(authorized(600, 400), [movementOn('capture', '7', 100)]));
    const state = looking(first, [
      movementOn('capture', '7', 100),
      movementOn('capture', '8', 100),
    ]);
    expect(due(state)).toMatchObject({ lines: [line(1, 100)], equalBefore: 1 });
  });
});

describe('a release', () => {
  it('is recorded on the lines that were not captured', () => {
    const state = accepting(done(authorized(600, 400), capture('a', [line(1, 500)])), cancel);
    expect(due(moving(state, 'cancel', 'cancel-1'))).toMatchObject({
      kind: 'cancellation',
      lines: [line(1, 100), line(2, 400)],
    });
  });
});

describe('a line that is full in the books, because what named no line was written on it', () => {
  const foreign = recording(
    looking(authorized(600, 400), [movementOn('capture', 'b1', 500, { lines: [] })]),
  );

  it('gives what it cannot take to a line that has room, and the record says so ever after', () => {
    const moved = moving(accepting(foreign, capture('a', [line(1, 300)])), 'capture', 'a');
    expect(due(moved).lines).toEqual([line(1, 100), line(2, 200)]);
    const recorded = recording(moved);
    expect(operationNamed(recorded, 'capture', 'a')).toMatchObject({
      lines: [line(1, 300)],
      recordedLines: [line(1, 100), line(2, 200)],
    });
    const rest = moving(accepting(recorded, capture('b', [line(2, 200)])), 'capture', 'b');
    expect(due(rest).lines).toEqual([line(2, 200)]);
  });

  it('takes no refund beyond what is recorded as captured on it', () => {
    const asked = accepting(foreign, capture('a', [line(2, 100)]));
    const more = recording(moving(asked, 'capture', 'a'));
    const back = moving(accepting(more, refund('r', [line(2, 250)])), 'refund', 'r');
    expect(due(back).lines).toEqual([line(1, 150), line(2, 100)]);
  });

  it('keeps the lines that were asked for wherever they fit', () => {
    const moved = moving(accepting(foreign, capture('a', [line(1, 100)])), 'capture', 'a');
    expect(due(moved).lines).toEqual([line(1, 100)]);
    expect(operationNamed(recording(moved), 'capture', 'a').recordedLines).toBeUndefined();
  });
});
