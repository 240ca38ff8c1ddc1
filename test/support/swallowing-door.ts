import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** The only way to a server, which can be as one that has gone from the network: it takes what is sent, and never answers. */
export interface SwallowingDoor {
  /** `host:port` */
  readonly address: string;
  swallow(): void;
  /** Lets new connections through again. The old ones break, and what was swallowed on them never arrives. */
  open(): void;
  close(): Promise<void>;
}

/** Those who stood before it come through as soon as it opens: a refused connection is tried again only after a pause that grows. */
export async function hangSwallowingDoor(target: string): Promise<SwallowingDoor> {
  const { hostname: host, port } = new URL(`http://${target}`);
  const sockets = new Set<Socket>();
  let swallows = false;
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
  };
  const server = createServer((from) => {
    const to = connect({ host, port: Number(port) });
    keep(from);
    keep(to);
    from.on('data', (bytes) => swallows || to.write(bytes)).on('close', () => to.destroy());
    to.on('data', (bytes) => swallows || from.write(bytes)).on('close', () => from.destroy());
  });
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const breakAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    swallow: () => void (swallows = true),
    open() {
      breakAll();
      swallows = false;
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      breakAll();
      await closed;
    },
  };
}
