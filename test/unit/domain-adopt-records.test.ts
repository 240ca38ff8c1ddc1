import { expect, it } from '@jest/globals';
import type { AdoptionLook } from '../../src/domain/adopt-order';
import { nextDueRecord } from '../../src/domain/due-record';
import { newAdoption } from '../../src/domain/order-state';
import { none, record } from '../support/books';
import { after, line, movementOn, noon, orderOf, pictureOf } from '../support/order-states';

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
