import type { FastifyReply, FastifyRequest } from 'fastify';
import { meetVisitor } from './console-context';
import type { ConsoleContext } from './console-context';
import { readCookie } from './console-cookie';
import type { Visitor } from './console-sessions';
import { html } from './html';

/** The one who asks, if he may look; otherwise the reply has been sent, and leads to the log-in. */
export function requireReader(
  context: ConsoleContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Visitor | undefined {
  if (comesByForeignLink(context, request)) {
    void reply.type('text/html; charset=utf-8').send(openAgain);
    return undefined;
  }
  const visitor = meetVisitor(context, request, reply);
  if (visitor.mayRead) return visitor;
  const to = new URLSearchParams({ to: request.method === 'GET' ? request.url : '/console' });
  void reply.redirect(`/console/login?${to.toString()}`, 303);
  return undefined;
}

/** A link in a chat or in Temporal's pages: our cookie is not sent along with it, though there may be one. */
function comesByForeignLink({ keys }: ConsoleContext, request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  const foreign = site === 'cross-site' || site === 'same-site';
  return (
    keys.length > 0 && request.method === 'GET' && foreign && readCookie(request) === undefined
  );
}

/** Asks for the same page once more, this time from a page of ours. */
const openAgain = html`<!doctype html>
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta http-equiv="refresh" content="0" />
      <title>Order console</title>
    </head>
    <body>
      <p>The order console opens.</p>
    </body>
  </html> `.markup;
