import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A port on loopback that nobody listens on at this moment. */
export async function takeFreePort(): Promise<number> {
  return (await tryPort(0)) ?? Promise.reject(new Error('no free port on 127.0.0.1'));
}

/** The wanted port when it is free, or any other. */
export async function preferPort(wanted: number): Promise<number> {
  return (await tryPort(wanted)) ?? takeFreePort();
}

async function tryPort(wanted: number): Promise<number | undefined> {
  const server = createServer();
  try {
    server.listen(wanted, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  } catch {
    return undefined;
  } finally {
    server.close();
  }
}
