import { expect, it } from '@jest/globals';
import { hasUnseen } from '../../src/domain/adopt-release';
import { toMinorUnits } from '../../src/domain/money';
import type { OrderState } from '../../src/domain/order-state';
import type { TransactionTotals } from '../../src/domain/transaction-picture';
import {
  after,
  awaitingPayment,
  capture,
  done,
  knownTransaction,
  line,
  looking,
  movementOn,
  paid,
} from '../support/order-states';

const told = (state: OrderState, more: Partial<TransactionTotals>) =>
  after(state, { type: 'totals_read', totals: { ...knownTransaction(state), ...more } });

it('an answer that tells of more than any look has shown leaves something unseen, until a look shows it', () => {
  expect(hasUnseen(awaitingPayment())).toBe(false);
  const captured = done(paid(), capture('a', [line(1, 100)]));
  expect(hasUnseen(captured)).toBe(false);
  const more = told(captured, { captured: toMinorUnits(150) });
  expect(hasUnseen(more)).toBe(true);
  const ours = movementOn('capture', 'e-capture-a', 100);
  expect(hasUnseen(looking(more, [ours]))).toBe(true);
  expect(hasUnseen(looking(more, [ours, movementOn('capture', 'b', 50)]))).toBe(false);
  expect(hasUnseen(told(captured, { refunded: toMinorUnits(1) }))).toBe(true);
  const released = { status: 'CAPTURED', released: toMinorUnits(99_900) } as const;
  expect(hasUnseen(told(captured, released))).toBe(true);
});

it('what a person said to have moved is nothing that a look has still to show', () => {
  const started = done(paid(), capture('a', [line(1, 100)]));
  const { eventId: _shown, ...operation } = started.operations[0]!;
  const said = told({ ...started, operations: [operation] }, {});
  const before = { ...knownTransaction(said), captured: toMinorUnits(0) };
  const payment = { ...said.payment, transaction: before } as OrderState['payment'];
  expect(hasUnseen({ ...said, payment })).toBe(false);
});
