import { describe, expect, it } from '@jest/globals';
import { toMinorUnits } from '../../src/domain/money';
import {
  isBehind,
  judgePayment,
  judgeTransaction,
  permits,
  stillReserved,
  tally,
} from '../../src/domain/transaction-picture';
import type { TransactionStatus } from '../../src/domain/transaction-picture';
import { movementOn } from '../support/order-states';

const amount = toMinorUnits;
const moved = (captured: number, refunded: number) => ({
  captured: amount(captured),
  refunded: amount(refunded),
});

describe('what each status of a transaction means', () => {
  it.each<[TransactionStatus, string, string]>([
    ['INITIATED', 'waiting', ''],
    ['UNKNOWN', 'waiting', ''],
    ['ON_HOLD', 'on_hold', ''],
    ['AUTHORIZED', 'paid', 'capture void'],
    ['PARTIALLY_CAPTURED', 'paid', 'capture refund void'],
    ['PARTIALLY_CAPTURED_REFUNDED', 'paid', 'capture refund void'],
    ['CAPTURED', 'paid', 'refund'],
    ['PARTIALLY_REFUNDED', 'paid', 'refund'],
    ['REFUNDED', 'paid', ''],
    ['AUTHORIZATION_VOIDED', 'not_paid', ''],
    ['DECLINED', 'not_paid', ''],
    ['FAILED', 'not_paid', ''],
  ])('%s is %s, and allows: %s', (status, verdict, allowed) => {
    expect(judgePayment(status)).toBe(verdict);
    const kinds = (['capture', 'refund', 'void'] as const).filter((kind) =>
      permits(kind, { status, ...moved(0, 0) }),
    );
    expect(kinds.join(' ')).toBe(allowed);
  });

  it.each([
    ['AUTHORIZATION_VOIDED', 'not_paid'],
    ['DECLINED', 'not_paid'],
    ['UNKNOWN', 'waiting'],
    ['INITIATED', 'waiting'],
  ] as const)(
    'called %s is paid where a part was captured, and %s where none was',
    (status, verdict) => {
      expect(judgeTransaction({ status, captured: amount(1) })).toBe('paid');
      expect(judgeTransaction({ status, captured: amount(0) })).toBe(verdict);
    },
  );
});

describe('the totals that movements add up to', () => {
  const movements = [
    movementOn('capture', 'a', 300),
    movementOn('capture', 'b', 200),
    movementOn('capture', 'c', 50, { outcome: 'failed' }),
    movementOn('refund', 'd', 100),
    movementOn('refund', 'e', 7, { outcome: 'pending' }),
  ];

  it('count what succeeded, each kind by itself', () => {
    expect(tally('PARTIALLY_CAPTURED_REFUNDED', amount(1_000), movements)).toEqual({
      status: 'PARTIALLY_CAPTURED_REFUNDED',
      authorized: 1_000,
      captured: 500,
      refunded: 100,
      released: 0,
    });
  });

  it('release the rest with a void, or with a status under which nothing more is captured', () => {
    const part = [movementOn('capture', 'a', 400)];
    const released = (status: TransactionStatus, more = part) =>
      tally(status, amount(1_000), more).released;
    expect(released('PARTIALLY_CAPTURED')).toBe(0);
    expect(released('CAPTURED')).toBe(600);
    expect(released('AUTHORIZATION_VOIDED', [])).toBe(1_000);
    expect(released('PARTIALLY_CAPTURED', [...part, movementOn('void', 'v', 600)])).toBe(600);
    const failed = movementOn('void', 'v', 600, { outcome: 'failed' });
    expect(released('PARTIALLY_CAPTURED', [...part, failed])).toBe(0);
    expect(released('CAPTURED', [movementOn('capture', 'a', 1_001)])).toBe(0);
  });

  it('release nothing of what was never reserved', () => {
    for (const status of ['INITIATED', 'ON_HOLD', 'DECLINED', 'FAILED', 'UNKNOWN'] as const)
      expect(tally(status, amount(1_000), []).released).toBe(0);
  });
});

describe('what is still reserved', () => {
  it('is what was neither captured nor released, and nothing once no void is allowed', () => {
    const totals = { authorized: amount(1_000), ...moved(300, 0), released: amount(100) };
    expect(stillReserved({ status: 'PARTIALLY_CAPTURED', ...totals })).toBe(600);
    expect(stillReserved({ status: 'CAPTURED', ...totals })).toBe(0);
    expect(stillReserved({ status: 'AUTHORIZED', ...totals, captured: amount(1_001) })).toBe(0);
  });
});

it('a picture with less than was seen is an older one', () => {
  expect(isBehind(moved(5, 5), moved(5, 5))).toBe(false);
  expect(isBehind(moved(4, 5), moved(5, 5))).toBe(true);
  expect(isBehind(moved(5, 4), moved(5, 5))).toBe(true);
  expect(isBehind(moved(6, 5), moved(5, 5))).toBe(false);
});
