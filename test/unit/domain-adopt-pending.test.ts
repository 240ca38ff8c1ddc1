import { describe, expect, it } from '@jest/globals';
import { isLetGo } from '../../src/domain/adopt-release';
import { nextMoneyOperation } from '../../src/domain/money-queue';
import { newAdoption } from '../../src/domain/order-state';
import type { OrderState } from '../../src/domain/order-state';
import type { Movement } from '../../src/domain/transaction-picture';
import { keyOf, none } from '../support/books';
import {
  after,
  line,
  looking,
  movementOn,
  noon,
  orderOf,
  pictureOf,
} from '../support/order-states';

const order = orderOf(60_000, 40_000);

const sent = (operationId: string, amount: number, more: Partial<Movement> = {}) =>
  movementOn('capture', `e-${operationId}`, amount, {
    lines: [line(1, amount)],
    reference: keyOf('capture', operationId),
    ...more,
  });

function adopted(movements: readonly Movement[]): OrderState {
  return after(newAdoption('web-1', { orderId: 'O1' }), {
    type: 'order_adopted',
    look: {
      stored: { orderId: 'O1', status: 'open', currency: 'NOK', lines: order.lines },
      books: { orderStatus: 'open', records: none },
      picture: pictureOf(order, movements),
    },
    at: noon,
    quietUntil: noon,
    lookAgainAt: [],
  });
}

describe('an order whose authorization was let go while a capture of an earlier run is pending', () => {
  const voided = movementOn('void', 'v', 100_000);
  const inDoubt = adopted([sent('a', 10_000, { outcome: 'pending' }), voided]);

  it('stays until it is known what became of it, and counts nothing as let go before', () => {
    expect(inDoubt.payment).toMatchObject({
      phase: 'paid',
      transaction: { status: 'AUTHORIZATION_VOIDED' },
    });
    expect(inDoubt.operations).toMatchObject([{ operationId: 'a', status: 'unknown' }]);
    expect(nextMoneyOperation(inDoubt)).toBe(inDoubt.operations[0]);
    expect(isLetGo(inDoubt)).toBe(false);
  });

  it('is captured once that moves, and the rest was let go', () => {
    const state = looking(inDoubt, [sent('a', 10_000), voided]);
    expect(state.operations).toMatchObject([
      { operationId: 'a', status: 'moved', amount: 10_000 },
      { operationId: 'auto-release-1', status: 'moved', amount: 90_000 },
    ]);
    expect(isLetGo(state)).toBe(false);
  });

  it('is let go once that has failed', () => {
    const name = { kind: 'capture', operationId: 'a' } as const;
    const failed = { ...name, reason: 'x', at: noon, lookAgainAt: [] };
    const state = after(inDoubt, { type: 'operation_rejected', ...failed });
    expect(isLetGo(state)).toBe(true);
  });

  it.each([
    ['the back office’s', { reference: 'manual' }],
    ['one that has failed', { outcome: 'failed' }],
  ] as const)('is let go at once when it is %s', (_what, more) => {
    const state = adopted([sent('a', 10_000, { outcome: 'pending', ...more }), voided]);
    expect(state.payment).toMatchObject({ phase: 'unwinding' });
  });
});
