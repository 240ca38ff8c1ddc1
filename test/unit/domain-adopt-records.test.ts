import { describe, expect, it } from '@jest/globals';
import type { AdoptionLook } from '../../src/domain/adopt-order';
import { compareSystems } from '../../src/domain/compare-systems';
import { nextDueRecord } from '../../src/domain/due-record';
import { newAdoption } from '../../src/domain/order-state';
import { keyOf, none, record } from '../support/books';
import type { Records } from '../support/books';
import { known } from '../support/judgements';
import {
  accepting,
  after,
  cancel,
  line,
  movementOn,
  noon,
  orderOf,
  pictureOf,
} from '../support/order-states';

const order = orderOf(60_000, 40_000);

it('when the provider names no lines and Orders shows no keys, a record is found by what it adds up to, and by no other', () => {
  const spread = { ...record('R-spread', 0), transactionId: 'T1' };
  const look: AdoptionLook = {
    stored: { orderId: 'O1', status: 'open', currency: 'NOK', lines: order.lines },
    books: {
      orderStatus: 'open',
      records: { ...none, capture: [{ ...spread, lines: [line(1, 6_000), line(2, 4_000)] }] },
    },
    picture: pictureOf(order, [
      movementOn('capture', 'e1', 9_999),
      movementOn('capture', 'e2', 10_000),
    ]),
  };
  const adoption = newAdoption('web-1', { orderId: 'O1' });
  const event = { type: 'order_adopted', at: noon, quietUntil: noon, lookAgainAt: [] } as const;
  expect(after(adoption, { ...event, look }).operations).toMatchObject([
    { amount: 9_999, status: 'moved' },
    { amount: 10_000, status: 'recorded', recordId: 'R-spread' },
  ]);
});

it('when a record names other lines than its movement, the next one is written on the lines that are left, as the earlier run did', () => {
  const full = { ...record('R-full', 0), transactionId: 'T1', lines: [line(1, 60_000)] };
  const look: AdoptionLook = {
    stored: { orderId: 'O1', status: 'open', currency: 'NOK', lines: order.lines },
    books: {
      orderStatus: 'open',
      records: { ...none, authorization: [record('R-0', 100_000)], capture: [full] },
    },
    picture: pictureOf(order, [
      movementOn('capture', 'e1', 60_000),
      movementOn('capture', 'e2', 10_000, { lines: [line(1, 10_000)] }),
    ]),
  };
  const adoption = newAdoption('web-1', { orderId: 'O1' });
  const event = { type: 'order_adopted', at: noon, quietUntil: noon, lookAgainAt: [] } as const;
  const state = after(adoption, { ...event, look });
  expect(state.operations).toMatchObject([
    { amount: 60_000, status: 'recorded', recordedLines: [line(1, 60_000)] },
    { amount: 10_000, status: 'moved' },
  ]);
  expect(nextDueRecord(state)?.lines).toEqual([line(2, 10_000)]);
});

describe('a release of which a record of ours tells the cancel', () => {
  const shown = (
    records: Partial<Records>,
    movements = [
      movementOn('capture', 'e1', 30_000, { reference: keyOf('capture', 'a') }),
      movementOn('void', 'v', 70_000),
    ],
    adoption = newAdoption('web-1', { orderId: 'O1' }),
  ) => {
    const look: AdoptionLook = {
      stored: { orderId: 'O1', status: 'open', currency: 'NOK', lines: order.lines },
      books: { orderStatus: 'open', records: { ...none, ...records } },
      picture: pictureOf(order, movements),
    };
    const event = { type: 'order_adopted', at: noon, quietUntil: noon, lookAgainAt: [] } as const;
    return after(adoption, { ...event, look });
  };
  const ofCapture = record('R-a', 30_000, keyOf('capture', 'a'));
  const ofCancel = record('R-v', 70_000, keyOf('cancel', 'cancel-1'));
  const records = {
    authorization: [record('R-0', 100_000)],
    capture: [ofCapture],
    cancellation: [ofCancel],
  };

  it('is that cancel, recorded already, and agrees with the books', () => {
    const state = shown(records);
    expect(state.operations).toMatchObject([
      { operationId: 'a', status: 'recorded' },
      {
        operationId: 'cancel-1',
        kind: 'cancel',
        status: 'recorded',
        recordId: 'R-v',
        adopted: true,
      },
    ]);
    expect(state.operations[1]).not.toHaveProperty('foreign');
    expect(nextDueRecord(state)).toBeUndefined();
    const both = { orderStatus: 'open', records: { ...none, ...records } } as const;
    expect(compareSystems(state, both, state)).toEqual([]);
  });

  it('is what whoever asks again for the cancel is answered with', () => {
    const state = shown(records);
    expect(known(state, cancel)).toBe(state.operations[1]);
  });

  it('is the back office’s where an earlier run has recorded it as such', () => {
    const ofOffice = record('R-v', 70_000, keyOf('cancel', 'auto-release-1'));
    expect(shown({ ...records, cancellation: [ofOffice] }).operations[1]).toMatchObject({
      operationId: 'auto-release-1',
      status: 'recorded',
      foreign: true,
    });
  });

  it('is no capture of the same amount', () => {
    const half = record('R-v', 50_000, keyOf('cancel', 'cancel-1'));
    const movements = [movementOn('capture', 'e1', 50_000), movementOn('void', 'v', 50_000)];
    expect(
      shown({ cancellation: [{ ...half, success: false }, half] }, movements).operations,
    ).toMatchObject([
      { operationId: 'auto-e1', kind: 'capture', status: 'moved', foreign: true },
      { operationId: 'cancel-1', kind: 'cancel', status: 'recorded' },
    ]);
  });

  it('is not the cancel that was asked for while the order was looked for, nor any of its name', () => {
    const waiting = accepting(newAdoption('web-1', { orderId: 'O1' }), cancel);
    const other = { ...ofCancel, key: keyOf('cancel', 'cancel-2') };
    expect(shown({ cancellation: [other] }, undefined, waiting).operations).toMatchObject([
      { operationId: 'cancel-1', status: 'moved' },
      { operationId: 'a', status: 'moved' },
    ]);
  });

  it.each([
    ['another amount', record('R-v', 69_999, keyOf('cancel', 'cancel-1'))],
    ['another order', record('R-v', 70_000, 'web-2/cancel/cancel-1')],
    ['what is no id', record('R-v', 70_000, keyOf('cancel', 'no id'))],
    ['an attempt that failed', { ...ofCancel, success: false }],
  ])('is the back office’s where the record is of %s', (_what, other) => {
    expect(shown({ ...records, cancellation: [other] }).operations[1]).toMatchObject({
      operationId: 'auto-release-1',
      status: 'moved',
      foreign: true,
    });
  });
});
