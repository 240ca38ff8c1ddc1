import { expect, test } from '@jest/globals';
import { QueryRejectedError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import { OrderClosedError, OrderNotFoundError } from '../../src/client/order-saga-errors';
import { openCall } from '../../src/client/persist';
import { readState } from '../../src/client/read-state';
import { sayClosed } from '../../src/client/request-operation';
import { searchAttributes } from '../../src/workflows/messages';

const attributes = new TypedSearchAttributes([
  { key: searchAttributes.orderStatus, value: 'partially_captured' },
  { key: searchAttributes.dinteroOrderId, value: '3TPRA7YJP' },
  { key: searchAttributes.orderCurrency, value: 'NOK' },
  { key: searchAttributes.authorizedAmount, value: 49_700 },
  { key: searchAttributes.capturedAmount, value: 19_900 },
]);

/** Temporal, of which the run that is asked first has just ended; `status` is what describes the order then. */
function clientWhere(status: string, query: () => Promise<unknown>): Client {
  const handle = {
    query,
    describe: () =>
      Promise.resolve({ runId: 'r', status: { name: status }, typedSearchAttributes: attributes }),
  };
  const client = {
    withDeadline: (_deadline: number, send: () => unknown) => send(),
    workflow: { getHandle: () => handle },
  };
  return client as unknown as Client;
}

const call = () => openCall('ask', 'web-1', 5_000);

function onceThen<T>(fault: Error, answer: T): () => Promise<T> {
  let isFirst = true;
  return async () => {
    if (!isFirst) return answer;
    isFirst = false;
    throw fault;
  };
}

/** 2 is `COMPLETED`; the enumeration itself lies in a package that this one does not name. */
const rejected = Reflect.construct(QueryRejectedError, [2]) as QueryRejectedError;

test.each(['RUNNING', 'CONTINUED_AS_NEW'])(
  'when the run that is asked for the state has ended and another drives the order (%s), that one is asked',
  async (status) => {
    const client = clientWhere(status, onceThen(rejected, { status: 'authorized' }));
    expect(await readState(client, call())).toEqual({ status: 'authorized' });
  },
);

test('when the run that is asked for an operation has ended and another drives the order, that one is asked', async () => {
  const client = clientWhere('RUNNING', () => Promise.reject(rejected));
  const send = onceThen(new OrderNotFoundError('web-1'), 'recorded');
  expect(await sayClosed(client, call(), send)).toBe('recorded');
});

test('when nothing drives the order any more, the caller hears how it ended', async () => {
  const client = clientWhere('TERMINATED', () => Promise.reject(rejected));
  await expect(readState(client, call())).rejects.toThrow(OrderClosedError);
  await expect(readState(client, call())).rejects.toMatchObject({
    message:
      'web-1 is closed (terminated, last known as partially captured, authorized 497.00 NOK, captured 199.00 NOK)',
    remedy: expect.stringContaining('ordersaga adopt web-1 --order 3TPRA7YJP)'),
  });
  const send = () => Promise.reject(new OrderNotFoundError('web-1'));
  await expect(sayClosed(client, call(), send)).rejects.toThrow(
    'web-1 is closed (terminated, last',
  );
});
