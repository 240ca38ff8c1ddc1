import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it arrived. */
export interface Seen {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Tells connections apart. */
  readonly connection: number;
}

export type Reply = (response: ServerResponse, seen: Seen) => void;

/** A server on loopback that answers as it is told, for business requests and for tokens apart. */
export interface ScriptedProvider {
  readonly url: string;
  readonly business: readonly Seen[];
  readonly tokens: readonly Seen[];
  /** How many connections were opened. */
  connections(): number;
  /** The next business requests, one reply each; the last one stays. */
  script(...replies: readonly Reply[]): void;
  scriptTokens(...replies: readonly Reply[]): void;
  /** Resolves once so many business requests have arrived. */
  arrived(count: number): Promise<void>;
  close(): Promise<void>;
}

export function json(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return text(status, JSON.stringify(body), headers);
}

export function text(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
  };
}

export function refusal(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return json(status, { error: { message, code: 'SOME CODE' } }, headers);
}

export function grant(token: string, expiresInSeconds = 3_600): Reply {
  return json(200, { access_token: token, token_type: 'Bearer', expires_in: expiresInSeconds });
}

/** Takes the request and never answers. */
export const silence: Reply = () => undefined;

/** Takes the request and ends the connection instead of answering. */
export const cut: Reply = (response) => {
  response.socket?.destroy();
};

/** The head of an answer and the beginning of its body, and then nothing more. */
export const stall: Reply = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write('{"id":');
};

/** The head of an answer, the beginning of its body, and the end of the connection. */
export const cutInBody: Reply = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.write('{"id":', () => response.socket?.destroy());
};

/** A body that goes on, a little at a time, until the connection ends. */
export const drip: Reply = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 20);
  response.on('close', () => clearInterval(timer));
};

/** Answers when it is told to. */
export function held(reply: Reply): Reply & { release(): void } {
  const waiting: (() => void)[] = [];
  let open = false;
  const hold = (response: ServerResponse, seen: Seen) => {
    if (open) reply(response, seen);
    else waiting.push(() => reply(response, seen));
  };
  const release = () => {
    open = true;
    for (const go of waiting.splice(0)) go();
  };
  return Object.assign(hold, { release });
}

export async function startScriptedProvider(): Promise<ScriptedProvider> {
  const business: Seen[] = [];
  const tokens: Seen[] = [];
  const replies: Reply[] = [];
  const tokenReplies: Reply[] = [grant('token-of-the-provider')];
  const waiting: { readonly count: number; readonly go: () => void }[] = [];
  let connections = 0;

  const take = (queue: Reply[]) => (queue.length > 1 ? queue.shift() : queue[0]);
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const seen = { ...headOf(request), body };
      const isToken = seen.path.endsWith('/auth/token');
      (isToken ? tokens : business).push(seen);
      for (const { count, go } of waiting) if (business.length >= count) go();
      const reply = take(isToken ? tokenReplies : replies) ?? refusal(500, 'nothing scripted');
      reply(response, seen);
    });
  });
  server.on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    business,
    tokens,
    connections: () => connections,
    script: (...next) => void replies.splice(0, replies.length, ...next),
    scriptTokens: (...next) => void tokenReplies.splice(0, tokenReplies.length, ...next),
    arrived: (count) =>
      new Promise((go) => (business.length >= count ? go() : waiting.push({ count, go }))),
    close: () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

function headOf({ method, url, headers, socket }: IncomingMessage) {
  return { method: method ?? '', path: url ?? '', headers, connection: socket.remotePort ?? 0 };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
