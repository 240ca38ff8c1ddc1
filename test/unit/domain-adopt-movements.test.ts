import { describe, expect, it } from '@jest/globals';
import { totalsDiffer } from '../../src/domain/adopt-movements';
import { operationKey, providerReference } from '../../src/domain/operation-key';
import type { OrderState } from '../../src/domain/order-state';
import {
  accepting,
  after,
  awaitingPayment,
  capture,
  done,
  knownTransaction,
  line,
  looking,
  movementOn,
  moving,
  noon,
  operationNamed,
  orderOf,
  paid,
  pictureOf,
  refund,
  starting,
  totalsAfter,
} from '../support/order-states';

const reference = (kind: 'capture' | 'refund', operationId: string) =>
  providerReference(operationKey('web-1', kind, operationId));

/** A movement that carries the reference of an operation. */
function ours(kind: 'capture' | 'refund', operationId: string, amount: number, eventId: string) {
  const lines = [line(1, amount)];
  return movementOn(kind, eventId, amount, { reference: reference(kind, operationId), lines });
}

function agrees(state: OrderState): boolean {
  return !totalsDiffer(state, knownTransaction(state));
}

describe('a movement under one of our references', () => {
  it.each(['moving', 'unknown'] as const)('ends what is %s', (status) => {
    const started = starting(accepting(paid(), capture('a', [line(1, 100)])), 'capture', 'a');
    const name = { kind: 'capture', operationId: 'a' } as const;
    const state =
      status === 'unknown' ? after(started, { type: 'operation_unknown', ...name }) : started;
    expect(
      operationNamed(looking(state, [ours('capture', 'a', 100, '5')]), 'capture', 'a'),
    ).toMatchObject({
      status: 'moved',
      eventId: '5',
    });
  });

  it('is the operation that waits, when an earlier run of the order has moved it already', () => {
    const state = looking(accepting(paid(), capture('a', [line(1, 100)])), [
      ours('capture', 'a', 100, '5'),
    ]);
    expect(state.operations).toHaveLength(1);
    expect(operationNamed(state, 'capture', 'a').status).toBe('moved');
    expect(agrees(state)).toBe(true);
  });

  it('is taken with the amount that moved, where that is another than was meant', () => {
    const state = looking(accepting(paid(), capture('a')), [ours('capture', 'a', 100, '5')]);
    expect(operationNamed(state, 'capture', 'a')).toMatchObject({
      amount: 100,
      lines: [line(1, 100)],
    });
    expect(agrees(state)).toBe(true);
  });

  it('that failed or is pending changes nothing', () => {
    const state = starting(accepting(paid(), capture('a')), 'capture', 'a');
    const failed = { ...ours('capture', 'a', 100, '5'), outcome: 'failed' } as const;
    const pending = { ...ours('capture', 'a', 100, '6'), outcome: 'pending' } as const;
    expect(looking(state, [failed, pending])).toEqual(state);
  });

  it('of another kind is not ours', () => {
    const state = done(paid(), capture('a', [line(1, 100)]));
    const movement = { ...ours('refund', 'a', 50, '6'), reference: reference('capture', 'a') };
    const read = looking(state, [movementOn('capture', 'e-capture-a', 100), movement]);
    expect(operationNamed(read, 'refund', 'auto-6').foreign).toBe(true);
    expect(read.attentions).toEqual([]);
  });

  it('gives its event to an operation that a person had marked as moved', () => {
    const unknown = after(
      starting(accepting(paid(), capture('a', [line(1, 100)])), 'capture', 'a'),
      {
        type: 'operation_moved',
        kind: 'capture',
        operationId: 'a',
        totals: knownTransaction(paid()),
        at: noon,
        lookAgainAt: [],
      },
    );
    const state = looking(unknown, [ours('capture', 'a', 100, '5')]);
    expect(state.operations).toHaveLength(1);
    expect(state.attentions).toEqual([]);
    expect(operationNamed(state, 'capture', 'a').eventId).toBe('5');
  });
});

it('what moved with another amount than was meant is brought in line', () => {
  const started = starting(accepting(paid(), capture('a', [line(1, 100)])), 'capture', 'a');
  const state = after(started, {
    type: 'operation_moved',
    kind: 'capture',
    operationId: 'a',
    eventId: '5',
    totals: totalsAfter(knownTransaction(started), 'capture', 70),
    at: noon,
    lookAgainAt: [],
  });
  expect(agrees(state)).toBe(false);
  const read = looking(state, [ours('capture', 'a', 70, '5')]);
  expect(operationNamed(read, 'capture', 'a')).toMatchObject({ amount: 70, lines: [line(1, 70)] });
  expect(agrees(read)).toBe(true);
});

describe('a correction', () => {
  const failing = (state: OrderState, operationId: string, eventId: string) => {
    const name = { kind: 'capture', operationId } as const;
    return after(
      starting(state, 'capture', operationId),
      { type: 'operation_failed', ...name, eventId, reason: 'declined' },
      { type: 'operation_rejected', ...name, reason: 'declined', at: noon, lookAgainAt: [] },
    );
  };
  const rejected = failing(accepting(paid(), capture('a', [line(1, 60_000)])), 'a', '5');

  it('turns a rejected operation into one that moved, and is still to be recorded', () => {
    const operation = operationNamed(
      looking(rejected, [ours('capture', 'a', 60_000, '5')]),
      'capture',
      'a',
    );
    expect(operation).toMatchObject({ status: 'moved', eventId: '5' });
    expect(operation).not.toHaveProperty('reason');
    expect(operation).not.toHaveProperty('finishedAt');
  });

  it('is known by its event, where the provider does not echo references', () => {
    const state = looking(rejected, [movementOn('capture', '5', 60_000)]);
    expect(state.operations).toHaveLength(1);
    expect(operationNamed(state, 'capture', 'a')).toMatchObject({
      status: 'moved',
      lines: [line(1, 60_000)],
    });
  });

  it('that comes after a replacement has moved is a surplus, for a person to decide on', () => {
    const order = paid(orderOf(60_000, 40_000), { authorized: line(0, 200_000).amount });
    const failed = failing(accepting(order, capture('a', [line(1, 60_000)])), 'a', '5');
    const replaced = done(failed, capture('b', [line(1, 60_000)]));
    const state = looking(replaced, [
      ours('capture', 'a', 60_000, '5'),
      { ...ours('capture', 'b', 60_000, 'e-capture-b') },
    ]);
    expect(operationNamed(state, 'capture', 'a').status).toBe('moved');
    expect(agrees(state)).toBe(true);
    expect(state.attentions).toEqual([
      expect.objectContaining({
        code: 'surplus_moved',
        operationId: 'a',
        choices: ['refund_surplus', 'accept'],
      }),
    ]);
  });
});

it('a correction while a replacement is under way is a surplus too: both may have moved', () => {
  const failed = after(
    starting(accepting(paid(orderOf(100, 500)), capture('a', [line(1, 100)])), 'capture', 'a'),
    { type: 'operation_failed', kind: 'capture', operationId: 'a', eventId: '5', reason: 'x' },
    {
      type: 'operation_rejected',
      kind: 'capture',
      operationId: 'a',
      reason: 'x',
      at: noon,
      lookAgainAt: [],
    },
  );
  const replaced = starting(accepting(failed, capture('b', [line(1, 100)])), 'capture', 'b');
  const read = looking(replaced, [ours('capture', 'a', 100, '5')]);
  expect(read.attentions).toEqual([
    expect.objectContaining({ message: expect.stringContaining('and so may b') }),
  ]);
  const waiting = accepting(failed, capture('b', [line(1, 100)]));
  expect(looking(waiting, [ours('capture', 'a', 100, '5')]).attentions).toEqual([
    expect.objectContaining({ message: expect.stringContaining('does not know') }),
  ]);
});

describe('a second success under one reference', () => {
  const twice = [ours('capture', 'a', 100, '5'), ours('capture', 'a', 100, '6')];
  const state = looking(
    starting(accepting(paid(), capture('a', [line(1, 100)])), 'capture', 'a'),
    twice,
  );

  it('is taken in, so that totals and remainder stay true', () => {
    expect(operationNamed(state, 'capture', 'a').eventId).toBe('5');
    expect(operationNamed(state, 'capture', 'auto-6')).toMatchObject({
      amount: 100,
      foreign: true,
    });
    expect(agrees(state)).toBe(true);
  });

  it('is shown to a person, with what it is about and what can be done', () => {
    expect(state.attentions).toEqual([
      {
        code: 'surplus_moved',
        message: 'capture a moved twice: 1.00 NOK more than was asked for (event 6)',
        since: noon,
        choices: ['refund_surplus', 'accept'],
        operationId: 'auto-6',
      },
    ]);
  });

  it('is shown once, however often it is read', () => {
    expect(looking(state, twice)).toEqual(state);
  });

  it('of a refund can only be accepted: money that was given back is not taken again', () => {
    const captured = accepting(done(paid(), capture('a')), refund('r', [line(1, 100)]));
    const read = looking(moving(captured, 'refund', 'r'), [
      movementOn('capture', 'e-capture-a', 100_000),
      ours('refund', 'r', 100, 'e-refund-r'),
      ours('refund', 'r', 100, '9'),
    ]);
    expect(read.attentions[0]?.choices).toEqual(['accept']);
  });
});

it('a look before the payment is known changes nothing', () => {
  const state = awaitingPayment();
  const picture = pictureOf(state.order, [movementOn('capture', '1', 100)]);
  expect(after(state, { type: 'transaction_read', picture, at: noon })).toEqual(state);
});
