import { describe, expect, test } from '@jest/globals';
import { toMinorUnits } from '../../src/domain/money';
import type { OperationView, OrderView } from '../../src/domain/order-view';
import { judgeOrder } from './judge-order';
import type { FullLedger } from './read-ledger';

const money = toMinorUnits;
const key = 'ch-1/capture/c1';

const capture: OperationView = {
  operationId: 'c1',
  kind: 'capture',
  status: 'recorded',
  amount: money(400),
  lines: [{ lineId: 1, amount: money(400) }],
  content: 'c1',
  requestedAt: '2026-01-05T08:00:00.000Z',
};

const view: OrderView = {
  orderReference: 'ch-1',
  orderId: 'X1',
  currency: 'NOK',
  status: 'partially_captured',
  amounts: {
    ordered: money(1_000),
    authorized: money(1_000),
    captured: money(400),
    refunded: money(0),
    released: money(0),
  },
  lines: [{ lineId: 1, ordered: money(1_000), captured: money(400), refunded: money(0) }],
  operations: [capture],
  refusedMessages: 0,
  unattributed: { captured: money(0), refunded: money(0) },
  needsAttention: null,
  furtherAttentions: 0,
};

/** A ledger with so many captures of 400 under one reference, and so many records of them. */
function ledgerWith(captures: number, records: number): FullLedger {
  const captured = 400 * captures;
  const lines = [{ lineId: '1', amount: 400 }];
  const moved = { kind: 'capture', amount: 400, by: 'merchant', reference: key, lines } as const;
  const record = { amount: 400, success: true, metadata: { operation: key } };
  const whole = { amount: 1_000, success: true, metadata: null };
  const totals = { authorized: 1_000, captured, refunded: 0, voided: 0 };
  return {
    totals: { ...totals, reserved: 1_000 - captured },
    transactions: [{ movements: Array.from({ length: captures }, () => moved), pending: [] }],
    orders: [
      {
        orderId: 'X1',
        status: 'open',
        records: {
          authorizations: [whole],
          captures: Array.from({ length: records }, () => record),
          refunds: [],
          cancellations: [],
        },
      },
    ],
  };
}

describe('the judge', () => {
  test('when money moved once and is recorded once, has nothing to say', () => {
    expect(judgeOrder(ledgerWith(1, 1), view)).toEqual([]);
  });

  test('when a capture moved twice, says so', () => {
    expect(judgeOrder(ledgerWith(2, 1), view)).toContain(
      'capture c1 is recorded and moved 2 times',
    );
  });

  test('when a capture is recorded twice or not at all, says so', () => {
    for (const times of [0, 2])
      expect(judgeOrder(ledgerWith(1, times), view)).toContain(
        `capture c1 is recorded and recorded ${times} times`,
      );
  });

  test('when an operation is left unfinished and nobody is called, says so', () => {
    const left = { ...view, operations: [{ ...capture, status: 'unknown' as const }] };
    expect(judgeOrder(ledgerWith(1, 1), left)).toContain('capture c1 is left unknown');
  });

  test('when money stays reserved for a cancelled order, says so', () => {
    const ended = { ...view, status: 'cancelled' as const };
    expect(judgeOrder(ledgerWith(1, 1), ended)).toEqual([
      '600 are reserved, and it is cancelled',
      'Orders shows it as open, and it is cancelled',
    ]);
  });

  test('when money moved under a reference that the order does not know, says so', () => {
    const forgetful = { ...view, operations: [] };
    expect(judgeOrder(ledgerWith(1, 1), forgetful)).toContain(
      `capture ${key} moved and nobody asked for it`,
    );
  });
});
