import type { FastifyReply, FastifyRequest } from 'fastify';

const visitorId = /^[A-Za-z0-9_-]{43}$/;

/** By which names a browser on this machine reaches a server on this machine. */
export function isLoopbackName(hostname: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i.test(hostname);
}

/** With the prefix a browser takes it from this host alone and by TLS alone; on loopback there is no TLS. */
function nameFor({ hostname }: FastifyRequest): string {
  return isLoopbackName(hostname) ? 'order-console' : '__Host-order-console';
}

/** The id that our cookie carries, if it can be one of ours. */
export function readCookie(request: FastifyRequest): string | undefined {
  const name = nameFor(request);
  const [, value = ''] =
    (request.headers.cookie ?? '')
      .split(';')
      .map((pair) => pair.trim().split('='))
      .find(([key]) => key === name) ?? [];
  return visitorId.test(value) ? value : undefined;
}

/** Gone with the browser; no script reads it, and no page of another site sends it along. */
export function setCookie(request: FastifyRequest, reply: FastifyReply, id: string): void {
  const secure = isLoopbackName(request.hostname) ? '' : '; Secure';
  void reply.header(
    'set-cookie',
    `${nameFor(request)}=${id}; Path=/; HttpOnly; SameSite=Strict${secure}`,
  );
}
