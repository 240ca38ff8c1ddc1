import { expect, test } from '@jest/globals';
import { readOrder } from '../../src/client/read-order';
import { DeadlineExceededError } from '../../src/client/order-saga-errors';
import { toMinorUnits } from '../../src/domain/money';
import { canonicalContent } from '../../src/domain/operation';
import type { OperationView } from '../../src/domain/order-view';
import { openApp, operator } from '../support/http-app';
import { operationView, orderView } from '../support/terminal-world';
import example from '../../examples/order.json';

const lines = (amount: number) => [{ lineId: 1, amount: toMinorUnits(amount) }];
const stored = (amount: number): OperationView => ({
  ...operationView('recorded'),
  operationId: 's-1',
  content: canonicalContent({ kind: 'capture', operationId: 's-1', lines: lines(amount) }),
});
const refusedMessage: OperationView = {
  ...operationView('rejected'),
  operationId: 's-1',
  content: '',
};
const earlierCancel: OperationView = { ...operationView('rejected'), kind: 'cancel' };

/** Asks under the id `s-1`, is not answered in time, and finds these operations when it looks. */
async function askInVain(path: string, payload: object, operations: readonly OperationView[]) {
  const late = () => Promise.reject(new DeadlineExceededError('capture', 1));
  const { app, close } = await openApp({
    capture: late,
    cancel: late,
    state: () => Promise.resolve({ ...orderView, operations }),
  });
  const headers = { ...operator, 'idempotency-key': 's-1' };
  const url = `/v1/orders/web-1/${path}`;
  const { statusCode } = await app.inject({ method: 'POST', url, headers, payload });
  await close();
  return statusCode;
}

test.each([
  ['the same operation', 'captures', { lines: lines(100) }, [stored(100)], 200],
  ['one with other content', 'captures', { lines: lines(200) }, [stored(100)], 504],
  ['a refused message', 'captures', { lines: lines(100) }, [refusedMessage], 504],
  ['both', 'captures', { lines: lines(100) }, [stored(100), refusedMessage], 200],
  ['a cancel that was refused before', 'cancel', { reason: 'customer' }, [earlierCancel], 504],
])(
  'when an answer is late and the order shows %s, nothing is said that it does not prove',
  async (_what, path, payload, operations, status) => {
    expect(await askInVain(path, payload, operations)).toBe(status);
  },
);

const { order } = readOrder(example);

test.each([
  ['the same order', order, 202],
  ['another order', { ...order, returnUrl: 'https://shop.example/elsewhere' }, 409],
  ['an order of which nobody knows what was ordered', undefined, 504],
])('when the start of an order is not answered in time and %s runs, says so', async (...story) => {
  const [, ordered, status] = story;
  const { app, close } = await openApp({
    start: () => Promise.reject(new DeadlineExceededError('start', 1)),
    state: () => Promise.resolve(orderView),
    ordered: () => Promise.resolve(ordered),
  });
  const answer = await app.inject({
    method: 'POST',
    url: '/v1/orders',
    headers: operator,
    payload: example,
  });
  await close();
  expect(answer.statusCode).toBe(status);
  expect(answer.headers.location).toBe(
    status === 202 ? `/v1/orders/${order.orderReference}` : undefined,
  );
});
