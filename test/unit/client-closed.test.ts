import { expect, test } from '@jest/globals';
import { connectOrderSagaClient } from '../../src/client/connect';

test('a client that was closed says so, and asks nothing more', async () => {
  const orders = await connectOrderSagaClient({
    connectionOptions: { address: '127.0.0.1:1' },
    namespace: 'default',
    lazily: true,
  });
  await orders.close();
  await expect(orders.state('web-1', { deadlineMs: 1_000 })).rejects.toMatchObject({
    code: 'temporal_unavailable',
    message: 'state of web-1: this client was closed',
  });
});
