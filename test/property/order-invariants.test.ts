import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { totalsDiffer } from '../../src/domain/adopt-movements';
import { nextAppointment } from '../../src/domain/appointments';
import { describeOrder } from '../../src/domain/describe-order';
import { nextDueRecord } from '../../src/domain/due-record';
import { judgeOperation } from '../../src/domain/judge-operation';
import { sum, toMinorUnits } from '../../src/domain/money';
import { isFinished } from '../../src/domain/operation';
import type { Operation } from '../../src/domain/operation';
import type { OrderState } from '../../src/domain/order-state';
import { viewOrder } from '../../src/domain/order-view';
import { movedTotalOf, remainderInAll, remainderOnLine } from '../../src/domain/remainder';
import { defaultTiming } from '../../src/domain/timing';
import { after, knownTransaction, noon } from '../support/order-states';
import { happenings, orders, RandomOrder } from '../support/random-order';
import type { Happening } from '../support/random-order';

/** Runs the happenings and looks at the order before them and after each that has changed it. */
function living(check: (life: RandomOrder) => void, numRuns = 100): void {
  fc.assert(
    fc.property(orders, happenings, (order, all: readonly Happening[]) => {
      const life = new RandomOrder(order);
      check(life);
      for (const happening of all) {
        const before = life.state;
        life.happen(happening);
        if (life.state !== before) check(life);
      }
    }),
    { numRuns },
  );
}

function timesMoved({ provider }: RandomOrder, operation: Operation): number {
  return provider.movementsOf(operation).filter(({ outcome }) => outcome === 'succeeded').length;
}

function expectSound(state: OrderState): void {
  const { amounts, lines, unattributed } = viewOrder(state);
  expect(amounts.refunded).toBeGreaterThanOrEqual(0);
  expect(amounts.captured).toBeGreaterThanOrEqual(amounts.refunded);
  expect(amounts.authorized).toBeGreaterThanOrEqual(amounts.captured + amounts.released);
  const isSurplus = state.attentions.some(({ code }) => code === 'surplus_moved');
  for (const line of lines) {
    expect(line.refunded).toBeLessThanOrEqual(line.captured + unattributed.captured);
    if (!isSurplus) expect(line.captured).toBeLessThanOrEqual(line.ordered);
  }
  const onLines = (what: 'captured' | 'refunded') => sum(lines.map((line) => line[what]));
  expect(onLines('captured') + unattributed.captured).toBe(movedTotalOf(state, 'capture'));
  expect(onLines('refunded') + unattributed.refunded).toBe(movedTotalOf(state, 'refund'));
}

it('whatever happens, refunded never exceeds captured, nor captured what was authorized: in all and on every line', () => {
  living(({ state }) => expectSound(state));
});

it('once the provider has been looked at, lines and what is unattributed add up to its totals', () => {
  fc.assert(
    fc.property(orders, happenings, (order, all) => {
      const life = new RandomOrder(order);
      for (const happening of all) life.happen(happening);
      life.finish();
      const { state } = life;
      const { picture } = life.provider;
      expect(viewOrder(state).amounts).toMatchObject({
        authorized: picture.authorized,
        captured: picture.captured,
        refunded: picture.refunded,
        released: picture.released,
      });
      expect(totalsDiffer(state, knownTransaction(state))).toBe(false);
      expectSound(state);
    }),
    { numRuns: 300 },
  );
});

it('every accepted operation ends as recorded or rejected, moved at most once, and each is recorded once', () => {
  fc.assert(
    fc.property(orders, happenings, (order, all) => {
      const life = new RandomOrder(order);
      for (const happening of all) life.happen(happening);
      life.finish();
      expect(life.state.operations.filter((operation) => !isFinished(operation))).toEqual([]);
      for (const operation of life.state.operations)
        if (operation.kind !== 'cancel' && !operation.foreign)
          expect(timesMoved(life, operation)).toBe(operation.status === 'recorded' ? 1 : 0);
      const names = life.state.operations.map(({ kind, operationId }) => `${kind}/${operationId}`);
      expect(new Set(names).size).toBe(names.length);
    }),
    { numRuns: 300 },
  );
});

it('the records add up to what moved, whoever moved it and whether or not it named lines', () => {
  fc.assert(
    fc.property(orders, happenings, (order, all) => {
      const life = new RandomOrder(order);
      for (const happening of all) life.happen(happening);
      life.finish();
      const { state } = life;
      const recorded = (kind: 'capture' | 'refund') =>
        state.operations
          .filter((operation) => operation.kind === kind && operation.status === 'recorded')
          .flatMap(({ recordedLines, lines }) => recordedLines ?? lines);
      expect(sum(recorded('refund').map((line) => line.amount))).toBe(
        life.provider.picture.refunded,
      );
      expect(sum(recorded('capture').map((line) => line.amount))).toBe(
        life.provider.picture.captured,
      );
    }),
    { numRuns: 300 },
  );
});

it('the exact remainder of a line is always accepted, one more is always refused with the remainder named', () => {
  living(({ state }) => {
    if (state.payment.phase !== 'paid') return;
    for (const kind of ['capture', 'refund'] as const)
      for (const { lineId } of state.order.lines) {
        const onLine = remainderOnLine(state, kind, lineId);
        const inAll = remainderInAll(state, kind);
        const remainder = Math.min(onLine, inAll);
        const ask = (amount: number) =>
          judgeOperation(
            state,
            { kind, operationId: 'new', lines: [{ lineId, amount: toMinorUnits(amount) }] },
            noon,
          );
        expect(ask(remainder + 1)).toMatchObject({
          refused: {
            code: 'amount_exceeds_remainder',
            reason: expect.stringContaining(`(${remainder + 1 > onLine ? onLine : inAll})`),
          },
        });
        if (remainder > 0)
          expect(ask(remainder)).toMatchObject({ accepted: { amount: remainder } });
      }
  }, 60);
});

it('all that remains is accepted as long as anything does, and takes no more than that', () => {
  living(({ state }) => {
    if (state.payment.phase !== 'paid') return;
    const judgement = judgeOperation(state, { kind: 'capture', operationId: 'new-all' }, noon);
    const onLines = state.order.lines.map(({ lineId }) =>
      remainderOnLine(state, 'capture', lineId),
    );
    const remains = Math.min(sum(onLines), remainderInAll(state, 'capture'));
    expect(judgement).toMatchObject(
      remains > 0 ? { accepted: { amount: remains } } : { refused: { code: 'nothing_remains' } },
    );
  });
});

it('an event that is delivered again changes nothing', () => {
  living(({ state, events }) => {
    const last = events.at(-1);
    if (last !== undefined) expect(after(state, last)).toEqual(state);
  });
});

it('the whole state survives the way through JSON, as continue-as-new carries it', () => {
  living(({ state }) => {
    expect(JSON.parse(JSON.stringify(state))).toStrictEqual(state);
  });
});

it('every state can be shown, and says what is due and when', () => {
  living(({ state }) => {
    expect(describeOrder(state, defaultTiming)).toContain('ordered');
    expect(() => nextAppointment(state, defaultTiming)).not.toThrow();
    expect(() => nextDueRecord(state)).not.toThrow();
  });
});
