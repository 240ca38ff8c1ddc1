import { describe, expect, it } from '@jest/globals';
import { totalsDiffer } from '../../src/domain/adopt-movements';
import type { OrderState } from '../../src/domain/order-state';
import { viewOrder } from '../../src/domain/order-view';
import { unattributed } from '../../src/domain/remainder';
import {
  accepting,
  cancel,
  capture,
  done,
  knownTransaction,
  line,
  looking,
  movementOn,
  noon,
  operationNamed,
  paid,
  starting,
} from '../support/order-states';

function agrees(state: OrderState): boolean {
  return !totalsDiffer(state, knownTransaction(state));
}

describe('a capture that nobody asked for here', () => {
  const found = movementOn('capture', '17', 30_000, { lines: [line(2, 30_000)] });

  it('is taken in as an operation of its own, to be recorded', () => {
    const state = looking(paid(), [found]);
    expect(state.operations).toEqual([
      expect.objectContaining({
        operationId: 'auto-17',
        kind: 'capture',
        status: 'moved',
        amount: 30_000,
        lines: [line(2, 30_000)],
        foreign: true,
      }),
    ]);
    expect(viewOrder(state).lines[1]).toEqual({
      lineId: 2,
      ordered: 40_000,
      captured: 30_000,
      refunded: 0,
    });
    expect(agrees(state)).toBe(true);
  });

  it('is taken in once, however often it is read', () => {
    const once = looking(paid(), [found]);
    expect(looking(once, [found])).toEqual(once);
  });

  it('without lines stays unattributed: counted in all, on no line', () => {
    const state = looking(paid(), [movementOn('capture', '17', 30_000)]);
    expect(unattributed(state)).toEqual({ captured: 30_000, refunded: 0 });
    expect(viewOrder(state).lines.map((each) => each.captured)).toEqual([0, 0]);
    expect(viewOrder(state).amounts.captured).toBe(30_000);
  });

  it('that took everything needs no lines to say which: all of them', () => {
    const state = looking(paid(), [movementOn('capture', '17', 100_000)]);
    expect(unattributed(state)).toEqual({ captured: 0, refunded: 0 });
    expect(viewOrder(state).lines.map((each) => each.captured)).toEqual([60_000, 40_000]);
  });

  it('that took all that had remained took what remained on each line', () => {
    const state = looking(done(paid(), capture('a', [line(1, 10_000)])), [
      movementOn('capture', 'e-capture-a', 10_000),
      movementOn('capture', '17', 90_000),
    ]);
    expect(operationNamed(state, 'capture', 'auto-17').lines).toEqual([
      line(1, 50_000),
      line(2, 40_000),
    ]);
  });

  it('keeps the refund window open from the time that it was found', () => {
    const state = looking(paid(), [found], '2026-02-01T00:00:00.000Z');
    expect(state.lastMovementAt).toBe('2026-02-01T00:00:00.000Z');
  });

  it('a look that finds nothing new is no movement', () => {
    const state = looking(paid(), [found]);
    expect(looking(state, [found], '2026-02-01T00:00:00.000Z').lastMovementAt).toBe(noon);
  });

  it('never shares its name with an operation that was asked for', () => {
    const state = looking(done(paid(), capture('auto-17', [line(1, 5)])), [
      movementOn('capture', 'e-capture-auto-17', 5),
      found,
    ]);
    const names = state.operations.map((operation) => operation.operationId);
    expect(new Set(names).size).toBe(2);
    expect(agrees(state)).toBe(true);
  });

  it('two events whose ids look alike once they are made fit for a name are two operations', () => {
    const state = looking(paid(), [
      movementOn('capture', 'a/b', 10, { lines: [line(1, 10)] }),
      movementOn('capture', 'a:b', 20, { lines: [line(1, 20)] }),
    ]);
    expect(new Set(state.operations.map((operation) => operation.operationId)).size).toBe(2);
  });

  it('an event id of any length makes a name of at most 64 characters', () => {
    const state = looking(paid(), [movementOn('capture', 'é'.repeat(200), 10)]);
    expect(state.operations[0]?.operationId).toMatch(/^[A-Za-z0-9._-]{1,64}$/);
  });
});

describe('a refund that nobody asked for here', () => {
  it('is taken in against the line that it names', () => {
    const state = looking(done(paid(), capture('a')), [
      movementOn('capture', 'e-capture-a', 100_000),
      movementOn('refund', '18', 5_000, { lines: [line(1, 5_000)] }),
    ]);
    expect(viewOrder(state).lines[0]).toMatchObject({ captured: 60_000, refunded: 5_000 });
    expect(viewOrder(state).status).toBe('partially_refunded');
  });

  it('that gave everything back is for all lines', () => {
    const state = looking(done(paid(), capture('a')), [
      movementOn('capture', 'e-capture-a', 100_000),
      movementOn('refund', '18', 100_000),
    ]);
    expect(viewOrder(state).lines.map((each) => each.refunded)).toEqual([60_000, 40_000]);
    expect(viewOrder(state).status).toBe('refunded');
  });
});

describe('a release that nobody asked for here', () => {
  const voided = [movementOn('void', '19', 0)];

  it('is taken in as a cancel of its own, to be recorded', () => {
    const state = looking(paid(), voided);
    expect(state.operations).toEqual([
      expect.objectContaining({ kind: 'cancel', status: 'moved', amount: 100_000, foreign: true }),
    ]);
    expect(looking(state, voided)).toEqual(state);
  });

  it('after a capture leaves the order captured, with the release to be recorded', () => {
    const state = looking(done(paid(), capture('a', [line(1, 10_000)])), [
      movementOn('capture', 'e-capture-a', 10_000),
      ...voided,
    ]);
    expect(viewOrder(state).status).toBe('captured');
    expect(state.operations[1]).toMatchObject({ kind: 'cancel', status: 'moved', amount: 90_000 });
    expect(looking(state, [movementOn('capture', 'e-capture-a', 10_000), ...voided])).toEqual(
      state,
    );
  });

  it('is not taken in twice when a cancel of ours did it', () => {
    const state = done(paid(), capture('a', [line(1, 10_000)]), cancel);
    const read = [movementOn('capture', 'e-capture-a', 10_000), movementOn('void', '19', 90_000)];
    expect(looking(state, read)).toEqual(state);
  });

  it('is left to the cancel of ours that is under way', () => {
    const state = starting(
      accepting(done(paid(), capture('a', [line(1, 10_000)])), cancel),
      'cancel',
      'cancel-1',
    );
    const read = [movementOn('capture', 'e-capture-a', 10_000), movementOn('void', '19', 90_000)];
    expect(looking(state, read).operations).toEqual(state.operations);
  });
});
