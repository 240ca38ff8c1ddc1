import { describe, expect, it } from '@jest/globals';
import { orderStatuses } from '../../src/client/order-filter';
import { hasReached, isEndStatus } from '../../src/domain/status-order';

const ends = ['cancelled', 'payment_failed', 'expired'] as const;

describe('a status that is waited for', () => {
  it('holds when the order is in it, whichever it is', () => {
    expect(orderStatuses.filter((status) => !hasReached(status, status))).toEqual([]);
  });

  it.each([
    ['awaiting_payment', false],
    ['authorized', true],
    ['partially_captured', true],
    ['captured', true],
    ['partially_refunded', true],
    ['refunded', true],
    ['cancelled', false],
    ['payment_failed', false],
    ['expired', false],
  ] as const)('authorized, when the order is %s, holds: %s', (status, expected) => {
    expect(hasReached(status, 'authorized')).toBe(expected);
  });

  it('that is an end is reached by no other status', () => {
    for (const end of ends)
      expect(orderStatuses.filter((status) => hasReached(status, end))).toEqual([end]);
    expect(orderStatuses.filter(isEndStatus)).toEqual(ends);
  });
});
