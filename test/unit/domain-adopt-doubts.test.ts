import { describe, expect, it } from '@jest/globals';
import { seenTotals, totalsDiffer } from '../../src/domain/adopt-movements';
import { countOthersAlike, findLookalike } from '../../src/domain/lookalike';
import { providerReference } from '../../src/domain/operation-key';
import type { OrderState } from '../../src/domain/order-state';
import { toMinorUnits } from '../../src/domain/money';
import { keyOf } from '../support/books';
import {
  accepting,
  after,
  cancel,
  capture,
  done,
  line,
  looking,
  movementOn,
  noon,
  operationNamed,
  orderOf,
  paid,
  refund,
  starting,
} from '../support/order-states';

const before = '2026-01-01T11:00:00.000Z';
const surplusOf = (state: OrderState) =>
  state.attentions.filter(({ code }) => code === 'surplus_moved');

describe('a movement under the beginning of our references', () => {
  it('that this order does not know is taken in, and a person is told whose name it bears', () => {
    const state = looking(paid(), [
      movementOn('capture', '17', 10_000, { reference: keyOf('capture', 'lost') }),
    ]);
    expect(surplusOf(state)).toEqual([
      {
        code: 'surplus_moved',
        message:
          '100.00 NOK moved as web-1/capture/lost, which this order does not know (event 17)',
        choices: ['refund_surplus', 'accept'],
        operationId: 'auto-17',
        since: noon,
      },
    ]);
  });

  it('of a refund can only be accepted: what was given back is not taken again', () => {
    const state = looking(done(paid(), capture('a', [line(1, 10_000)])), [
      movementOn('capture', 'e-capture-a', 10_000),
      movementOn('refund', '18', 500, { reference: keyOf('refund', 'lost') }),
    ]);
    expect(surplusOf(state)).toMatchObject([{ choices: ['accept'], operationId: 'auto-18' }]);
  });

  it.each(['web-2/capture/a', 'x/web-1/capture/', undefined])(
    'is not %s: that is the back office’s',
    (reference) => {
      const more = reference === undefined ? {} : { reference };
      expect(surplusOf(looking(paid(), [movementOn('capture', '17', 10_000, more)]))).toEqual([]);
    },
  );
});

describe('an operation that moved twice', () => {
  const once = done(paid(), capture('a', [line(1, 10_000)]));
  const twice = (amount: number, lines = [line(2, amount)]) =>
    looking(once, [
      movementOn('capture', 'e-capture-a', 10_000),
      movementOn('capture', '17', amount, { reference: keyOf('capture', 'a'), lines }),
    ]);

  it('moved for the same lines again, where the event names none and the amount is the same', () => {
    expect(operationNamed(twice(10_000, []), 'capture', 'auto-17').lines).toEqual([
      line(1, 10_000),
    ]);
  });

  it('moved for the lines that the event names, or for none', () => {
    expect(operationNamed(twice(10_000), 'capture', 'auto-17').lines).toEqual([line(2, 10_000)]);
    expect(operationNamed(twice(9_000, []), 'capture', 'auto-17').lines).toEqual([]);
  });
});

describe('a rejected operation that moved after all', () => {
  const rejected = (state: OrderState, kind: 'capture' | 'refund', operationId: string) =>
    after(starting(state, kind, operationId), {
      type: 'operation_rejected',
      kind,
      operationId,
      reason: 'declined',
      at: noon,
      lookAgainAt: [],
    });
  const a = rejected(
    accepting(paid(), capture('a', [line(1, 60_000), line(2, 1)])),
    'capture',
    'a',
  );
  const corrected = movementOn('capture', 'e', 60_001, { reference: keyOf('capture', 'a') });

  it('is told of also while its lines have room for it', () => {
    expect(surplusOf(looking(a, [corrected]))).toMatchObject([
      {
        message:
          'capture a had been rejected and moved after all, of which whoever was told so does not know',
      },
    ]);
  });

  it('is one when one of its lines was given to another capture meanwhile', () => {
    const other = done(a, capture('b', [line(1, 1)]));
    const state = looking(other, [movementOn('capture', 'e-capture-b', 1), corrected]);
    expect(surplusOf(state)).toMatchObject([
      {
        message: 'capture a had been rejected and moved after all, beyond what its lines have',
        operationId: 'a',
      },
    ]);
  });

  it('is one when another refund gave back all that had been captured', () => {
    const captured = done(paid(orderOf(60_000)), capture('c', [line(1, 10_000)]));
    const asked = rejected(accepting(captured, refund('r', [line(1, 10_000)])), 'refund', 'r');
    const late = movementOn('refund', 'e', 10_000, { reference: keyOf('refund', 'r') });
    const first = movementOn('capture', 'e-capture-c', 10_000);
    expect(surplusOf(looking(asked, [first, late]))).toMatchObject([
      { message: expect.stringContaining('does not know') },
    ]);
    const other = done(asked, refund('s', [line(1, 1)]));
    const state = looking(other, [first, movementOn('refund', 'e-refund-s', 1), late]);
    expect(surplusOf(state)).toMatchObject([
      { operationId: 'r', choices: ['accept'], message: expect.stringContaining('beyond') },
    ]);
  });
});

describe('a movement of the same kind and amount without our reference', () => {
  const asked = starting(accepting(paid(), capture('a', [line(1, 100)])), 'capture', 'a');
  const name = { kind: 'capture', operationId: 'a' } as const;

  it('may be the one in doubt, when it was found since that was asked for', () => {
    const state = looking(asked, [movementOn('capture', '17', 100)]);
    expect(findLookalike(state, name)?.operationId).toBe('auto-17');
    expect(countOthersAlike(state, operationNamed(state, 'capture', 'a'))).toBe(0);
  });

  it('is another one, when it was found before or is of another amount or kind', () => {
    const earlier = looking(paid(), [movementOn('capture', '17', 100)], before);
    const state = starting(accepting(earlier, capture('a', [line(1, 100)])), 'capture', 'a');
    expect(findLookalike(state, name)).toBeUndefined();
    expect(countOthersAlike(state, operationNamed(state, 'capture', 'a'))).toBe(1);
    const others = looking(asked, [
      movementOn('capture', '17', 101),
      movementOn('refund', '18', 100),
    ]);
    expect(findLookalike(others, name)).toBeUndefined();
    expect(countOthersAlike(others, operationNamed(others, 'capture', 'a'))).toBe(0);
  });

  it('is not known to be another one while that has not moved', () => {
    const state = accepting(asked, capture('b', [line(1, 100)]));
    expect(countOthersAlike(state, operationNamed(state, 'capture', 'a'))).toBe(0);
  });

  it('is never a cancel, nor that of an operation which is not known', () => {
    const released = looking(accepting(paid(), cancel), [movementOn('void', 'v', 100_000)]);
    expect(findLookalike(released, { kind: 'cancel', operationId: 'cancel-1' })).toBeUndefined();
    expect(findLookalike(asked, { ...name, operationId: 'b' })).toBeUndefined();
  });
});

describe('the totals against which a look is held', () => {
  const both = done(paid(), capture('a', [line(1, 500)]), refund('r', [line(1, 200)]));

  it('count what the provider showed as moved, and not what a person only said', () => {
    expect(seenTotals(both)).toEqual({ captured: 500, refunded: 200 });
    const asked = accepting(both, capture('b', [line(1, 7)]));
    expect(seenTotals(asked)).toEqual({ captured: 500, refunded: 200 });
    const { eventId: _eventId, ...told } = operationNamed(both, 'capture', 'a');
    const byWord: OrderState = { ...both, operations: [told] };
    expect(seenTotals(byWord)).toEqual({ captured: 0, refunded: 0 });
  });

  it('when a person said that it moved, and an equal movement without its whole name is shown, that is the one', () => {
    const byWord = (reference?: string) => {
      const { eventId: _eventId, ...told } = operationNamed(both, 'capture', 'a');
      const shown = movementOn('capture', 'late', 500, { ...(reference && { reference }) });
      return looking({ ...both, operations: [told] }, [shown]).operations;
    };
    const { orderReference } = both.order;
    for (const reference of [undefined, orderReference.slice(0, 3)])
      expect(byWord(reference)).toMatchObject([{ operationId: 'a', eventId: 'late' }]);
    expect(byWord(`${orderReference}/capture/other`)).toHaveLength(2);
  });

  it.each([
    ['a movement of another amount', movementOn('capture', 'late', 499)],
    ['a movement of the other kind', movementOn('refund', 'late', 500)],
  ])('when a person said that it moved, %s is another one', (_what, shown) => {
    const state = done(paid(), capture('a', [line(1, 500)]));
    const { eventId: _eventId, ...told } = operationNamed(state, 'capture', 'a');
    const seen = looking({ ...state, operations: [told] }, [shown]);
    expect(seen.operations).toMatchObject([
      { operationId: 'a' },
      { operationId: 'auto-late', eventId: 'late' },
    ]);
    expect(operationNamed(seen, 'capture', 'a')).not.toHaveProperty('eventId');
  });

  it('differ when the provider has moved more than is known, captured or refunded', () => {
    const totals = (captured: number, refunded: number) => ({
      captured: toMinorUnits(captured),
      refunded: toMinorUnits(refunded),
    });
    expect(totalsDiffer(both, totals(500, 200))).toBe(false);
    expect(totalsDiffer(both, totals(501, 200))).toBe(true);
    expect(totalsDiffer(both, totals(500, 201))).toBe(true);
  });
});

it('a reference that was cut belongs to the operation whose key was', () => {
  const id = 'a'.repeat(60);
  const asked = starting(accepting(paid(), capture(id, [line(1, 100)])), 'capture', id);
  const reference = providerReference(keyOf('capture', id));
  const state = looking(asked, [movementOn('capture', '17', 100, { reference })]);
  expect(state.operations).toMatchObject([{ operationId: id, status: 'moved', eventId: '17' }]);
});
