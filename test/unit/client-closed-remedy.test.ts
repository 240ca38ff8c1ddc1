import { expect, it } from '@jest/globals';
import { remedyOfClosed } from '../../src/client/closed-remedy';

it.each([
  ['ended by itself as expired', 'COMPLETED', 'expired', 'a new payment needs a new order'],
  ['ended by itself as cancelled', 'COMPLETED', 'cancelled', 'a new payment needs a new order'],
  [
    'completed after its refund window',
    'COMPLETED',
    'captured',
    'ordersaga adopt web-1 --order O1',
  ],
  ['was ended by hand', 'TERMINATED', undefined, 'ordersaga adopt web-1 --order O1'],
] as const)('when an order %s, the remedy leads on from there', (_, ending, status, remedy) => {
  const closed = { orderReference: 'web-1', ending, status, orderId: 'O1' };
  expect(remedyOfClosed(closed)).toContain(remedy);
});
