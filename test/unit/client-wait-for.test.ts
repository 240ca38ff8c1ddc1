import { describe, expect, test } from '@jest/globals';
import type { Client } from '@temporalio/client';
import { orderStatuses } from '../../src/client/order-filter';
import { OrderEndedError } from '../../src/client/order-saga-errors';
import { openCall } from '../../src/client/persist';
import { waitFor } from '../../src/client/wait-for';
import type { Wanted } from '../../src/client/wait-for';
import type { OrderStatus } from '../../src/domain/order-view';
import { orderView } from '../support/terminal-world';

/** An order that stays as it is, and how often it was asked. */
function waitOn(status: OrderStatus, wanted: Wanted) {
  let asked = 0;
  const client = {
    withDeadline: (_deadline: number, send: () => Promise<unknown>) => send(),
    workflow: {
      getHandle: () => ({ query: () => Promise.resolve((asked++, { ...orderView, status })) }),
    },
  } as unknown as Client;
  const ended = waitFor(client, openCall('wait for web-1', 'web-1', 60), wanted).then(
    (state) => state.status,
    (error: unknown) => error,
  );
  return ended.then((end) => ({ end, asked }));
}

/** From which statuses waiting for an end is in vain, although none of them is an end. */
const tooLate: readonly (readonly [OrderStatus, readonly OrderStatus[]])[] = [
  ['cancelled', ['partially_captured', 'captured', 'partially_refunded', 'refunded']],
  ['expired', ['authorized', 'partially_captured', 'captured', 'partially_refunded', 'refunded']],
  ['payment_failed', ['authorized', 'captured', 'refunded']],
];

describe('waiting for an end', () => {
  test.each(tooLate)('%s, that cannot come any more, is over at once', async (wanted, statuses) => {
    for (const status of statuses) {
      const { end, asked } = await waitOn(status, wanted);
      expect(end).toBeInstanceOf(OrderEndedError);
      expect(end).toMatchObject({
        message: `${orderView.orderReference} is ${status} and will never be ${wanted}`,
        remedy: expect.stringContaining('an order that was paid'),
      });
      expect(asked).toBe(1);
    }
  });

  test('that may still come goes on until the deadline', async () => {
    for (const [status, wanted] of [
      ['authorized', 'cancelled'],
      ['awaiting_payment', 'expired'],
      ['preparing', 'payment_failed'],
    ] as const)
      expect((await waitOn(status, wanted)).end).toMatchObject({ code: 'deadline_exceeded' });
  });
});

test('waiting for a status that there is not is refused before anything is asked, and names those that there are', async () => {
  const misspelt: string = 'authorised';
  const { end, asked } = await waitOn('authorized', misspelt as OrderStatus);
  expect(end).toMatchObject({
    code: 'order_invalid',
    message: `wanted: use one of ${orderStatuses.join(', ')}`,
  });
  expect(asked).toBe(0);
});
