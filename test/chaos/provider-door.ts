import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** The only way from the workers to the sandbox; people and the judge reach it past the door. */
export interface Door {
  /** Says which programs it stands before; answers with its own address. */
  leadTo(url: string): string;
  /** Cuts every connection and refuses new ones: what had arrived takes effect, and its answer is lost. */
  shut(): Promise<void>;
  /** At the same address. */
  open(): Promise<void>;
}

/** The sandbox keeps its state in memory alone; behind a door that shuts it is as gone as a killed one, and keeps it. */
export async function hangDoor(): Promise<Door> {
  const host = '127.0.0.1';
  const sockets = new Set<Socket>();
  let target = 0;
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
  };
  const server = createServer((from) => {
    const to = connect({ host, port: target });
    keep(from);
    keep(to);
    from.pipe(to).pipe(from);
    from.on('close', () => to.destroy());
    to.on('close', () => from.destroy());
  });
  const listen = async (port: number) => {
    server.listen({ host, port });
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };
  const ownPort = await listen(0);
  return {
    leadTo(url) {
      target = Number(new URL(url).port);
      return `http://${host}:${ownPort}`;
    },
    async shut() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    async open() {
      await listen(ownPort);
    },
  };
}
