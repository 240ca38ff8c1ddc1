import { describe, expect, it } from '@jest/globals';
import {
  authorizationExpiresAt,
  looksAfterDoubt,
  nextAppointment,
  pauseWhileUndecided,
} from '../../src/domain/appointments';
import { attention } from '../../src/domain/attention';
import { epochMs, instantOf, later } from '../../src/domain/instant';
import type { OrderState } from '../../src/domain/order-state';
import { defaultTiming } from '../../src/domain/timing';
import {
  accepting,
  after,
  awaitingPayment,
  cancel,
  capture,
  done,
  knownTransaction,
  moving,
  noon,
  orderOf,
  paid,
  totalsAfter,
} from '../support/order-states';

const day = 86_400_000;
const next = (state: OrderState) =>
  nextAppointment(after(state, { type: 'authorization_recorded' }), defaultTiming);
const announced = (state: OrderState, ...matters: readonly string[]) =>
  after(state, ...matters.map((matter) => ({ type: 'matter_accepted', matter }) as const));

describe('a reserved amount', () => {
  it('is warned of when 70 % of the time are over', () => {
    expect(next(paid())).toEqual({ what: 'warn_of_expiry', at: '2026-01-06T09:36:00.000Z' });
  });

  it('by a product that keeps it for four weeks, is warned of in the third', () => {
    const state = paid(orderOf(100), { product: 'klarna.klarna' });
    expect(next(state)).toEqual({
      what: 'warn_of_expiry',
      at: later(noon, Math.round(19.6 * day)),
    });
  });

  it('is warned of as early as the order was started with, where that is earlier', () => {
    const timing = { ...defaultTiming, authorizationWarningMs: 5 * day };
    expect(nextAppointment(paid(), timing)).toEqual({
      what: 'warn_of_expiry',
      at: later(noon, 2 * day),
    });
  });

  it('is warned of once, and then at the lapse', () => {
    expect(next(announced(paid(), 'warn_of_expiry'))).toEqual({
      what: 'warn_of_lapse',
      at: '2026-01-08T12:00:00.000Z',
    });
  });

  it('after the lapse keeps the order no longer than the refund window', () => {
    expect(next(announced(paid(), 'warn_of_expiry', 'warn_of_lapse'))).toEqual({
      what: 'complete',
      at: later(noon, defaultTiming.refundWindowMs),
    });
  });

  it.each(['yesterday', '', '2026-13-45T99:99:99Z', '+275760-09-12T00:00:00Z'])(
    'authorized at %p, which is no time, is warned of as if it was authorized when that was found',
    (authorizedAt) => {
      const state = paid(orderOf(100), { authorizedAt });
      expect(authorizationExpiresAt(state, defaultTiming)).toBe('2026-01-08T12:00:00.000Z');
      expect(next(state)).toMatchObject({ what: 'warn_of_expiry' });
    },
  );
});

describe('an order with nothing reserved', () => {
  const captured = done(paid(), capture('a'));

  it('completes when the refund window after its last movement is over', () => {
    expect(next(captured)).toEqual({ what: 'complete', at: later(noon, 90 * day) });
  });

  it('does not complete while a record is due', () => {
    expect(nextAppointment(captured, defaultTiming)).toBeUndefined();
  });

  it('counts a release as letting go', () => {
    expect(
      next(done(paid(), capture('a', captured.operations[0]!.lines.slice(0, 1)), cancel)),
    ).toMatchObject({
      what: 'complete',
    });
  });

  it.each<[string, OrderState]>([
    [
      'an operation is under way',
      accepting(captured, {
        kind: 'refund',
        operationId: 'r',
        lines: captured.operations[0]!.lines,
      }),
    ],
    ['a record is due', moving(accepting(paid(), capture('a')), 'capture', 'a')],
    [
      'it needs attention',
      after(captured, {
        type: 'attention_raised',
        attention: attention('surplus_moved', 'x', ['accept'], noon),
      }),
    ],
  ])('does not complete while %s', (_name, state) => {
    expect(next(state)).toBeUndefined();
  });
});

describe('after doubt', () => {
  it('an order looks again after five minutes, an hour and a day', () => {
    expect(looksAfterDoubt(noon, defaultTiming)).toEqual([
      '2026-01-01T12:05:00.000Z',
      '2026-01-01T13:00:00.000Z',
      '2026-01-02T12:00:00.000Z',
    ]);
  });

  it('the soonest look comes before anything else, and none is forgotten', () => {
    const started = accepting(paid(), capture('a'));
    const { amount, lines } = started.operations[0]!;
    const name = { kind: 'capture', operationId: 'a' } as const;
    let state = after(
      started,
      { type: 'operation_started', ...name, amount, lines },
      {
        type: 'operation_moved',
        ...name,
        totals: totalsAfter(knownTransaction(started), 'capture', amount),
        at: noon,
        lookAgainAt: looksAfterDoubt(noon, defaultTiming),
      },
      { type: 'operation_recorded', ...name, recordId: 'R', lines, at: noon },
    );
    const looks: string[] = [];
    for (let due = next(state); due?.what === 'look_again'; due = next(state)) {
      looks.push(due.at);
      state = after(state, { type: 'looked_again', at: due.at });
    }
    expect(looks).toEqual(looksAfterDoubt(noon, defaultTiming));
    expect(next(state)).toMatchObject({ what: 'complete' });
  });
});

it('an order does not complete before its last look, however short the refund window is', () => {
  const state = { ...done(paid(), capture('a')), lookAgainAt: ['2026-01-02T12:00:00.000Z'] };
  expect(nextAppointment(state, { ...defaultTiming, refundWindowMs: 1 })?.what).toBe('look_again');
});

it('an order that is not paid has no appointments', () => {
  expect(next(awaitingPayment())).toBeUndefined();
});

describe('instants', () => {
  it('are written and read back to the millisecond', () => {
    expect(instantOf(epochMs(noon))).toBe(noon);
    expect(later(noon, 1)).toBe('2026-01-01T12:00:00.001Z');
    expect(later('2026-01-01T12:00:00+02:00', 0)).toBe('2026-01-01T10:00:00.000Z');
  });
});

describe('the next look at a doubt that a person has to settle', () => {
  const doubt = attention('outcome_unknown', 'did it move?', ['retry'], noon, 'shipment-1');
  const pauseAfter = (standsMs: number, operationId = 'shipment-1') =>
    pauseWhileUndecided(
      { attentions: [doubt] },
      operationId,
      instantOf(epochMs(noon) + standsMs),
      defaultTiming,
    );

  it.each([
    ['is soon when it is new', 0, defaultTiming.attentionAfterMs],
    ['comes after as long as it stands already', 1_000_000, 1_000_000],
    ['is not rarer than a look at late money', 90 * day, defaultTiming.lateMoneyWatchMs],
  ])('%s', (_what, standsMs, pauseMs) => {
    expect(pauseAfter(standsMs)).toBe(pauseMs);
  });

  it("does not wait by another operation's doubt", () => {
    expect(pauseAfter(90 * day, 'shipment-2')).toBe(defaultTiming.attentionAfterMs);
  });
});
