import { connectOrderSagaClient } from 'dintero-order-saga/client';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createShop } from './shop';

const longestRequestMs = 40_000;

/** A shop's backend: `PORT=3000 node --import tsx examples/shop-service/main.ts` */
async function main(): Promise<void> {
  const { TEMPORAL_ADDRESS = '127.0.0.1:7233', TEMPORAL_NAMESPACE = 'default' } = process.env;
  const orders = await connectOrderSagaClient({
    connectionOptions: { address: TEMPORAL_ADDRESS },
    namespace: TEMPORAL_NAMESPACE,
    // Shorter than a request may take here, so that the shop always has the time to answer.
    deadlineMs: longestRequestMs / 2,
  });
  const server = createServer(createShop(orders));
  server.requestTimeout = longestRequestMs;
  server.listen(Number(process.env['PORT'] ?? 3_000), '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`the shop listens on http://127.0.0.1:${port}\n`);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  server.close();
  server.closeIdleConnections();
  await once(server, 'close');
  await orders.close();
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
