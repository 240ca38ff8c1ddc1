import { expect, test } from '@jest/globals';
import { everyOrder, queryOf } from '../../src/client/order-filter';
import type { OrderFilter } from '../../src/client/order-filter';
import { InvalidOrderError } from '../../src/client/order-saga-errors';

test('when nothing is asked for, every order is, each with its newest run', () => {
  expect(queryOf({})).toBe(everyOrder);
  expect(everyOrder).toBe(
    "WorkflowType = 'orderLifecycle' AND ExecutionStatus != 'ContinuedAsNew'",
  );
});

test('when several conditions are given, all of them hold, and days and time zones become instants', () => {
  const query = queryOf({
    status: 'authorized',
    needsAttention: false,
    startedAfter: '2026-12-01',
    startedBefore: '2026-12-02T01:00:00+01:00',
    referencePrefix: 'web-1_0.',
  });
  expect(query).toBe(
    `${everyOrder} AND OrderStatus = 'authorized' AND NeedsAttention = false AND StartTime >= '2026-12-01T00:00:00.000Z' AND StartTime < '2026-12-02T00:00:00.000Z' AND OrderReference STARTS_WITH 'web-1_0.'`,
  );
});

const injection = "x' OR OrderStatus != 'x";

test.each([
  ['status', { status: injection }],
  ['needsAttention', { needsAttention: 'true OR 1 = 1' }],
  ['startedAfter', { startedAfter: injection }],
  ['startedBefore', { startedBefore: `2026-12-01T00:00:00Z${injection}` }],
  ['referencePrefix', { referencePrefix: injection }],
  ['referencePrefix', { referencePrefix: '' }],
])('when %s is of another form, it is refused by name and no query is made', (field, filter) => {
  const ask = () => queryOf(filter as OrderFilter);
  expect(ask).toThrow(InvalidOrderError);
  expect(ask).toThrow(field);
});
