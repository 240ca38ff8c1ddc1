import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../app';
import { OrderSagaError } from '../../client/order-saga-errors';
import { Problem } from '../problem';
import { readProblem } from '../read-problem';
import { isForeignName, meetVisitor, pathOf, sendPage } from './console-context';
import type { ConsoleContext } from './console-context';
import { html } from './html';
import { alarm } from './page-shell';

const headers = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
  // Of other sites nobody learns an order's reference; a form's own origin has to be told to us.
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
} as const;

/** Bytes; a hundred lines, each with an amount, take a tenth of it. */
export const largestForm = 65_536;

/** What holds for every page of the console: its headers, what it reads, and how it says what went wrong. */
export function guardConsole(app: App, context: ConsoleContext): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: largestForm },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  );
  // Over those that every answer has, on errors from before a route's own hooks too.
  app.addHook('onSend', async (_request, reply) => void reply.headers(headers));
  app.addHook('onRequest', async (request) => {
    if (isForeignName(context, request)) throw foreignName;
  });
  app.setErrorHandler((error, request, reply) => {
    const problem = readProblem(error);
    if (problem.status >= 500 && !(error instanceof OrderSagaError))
      request.log.error({ error, route: request.routeOptions.url }, problem.message);
    return showProblem(context, request, reply, problem);
  });
}

const foreignName = new Problem(
  'origin_refused',
  'this name of the machine may not be used for a console without API keys',
  'Open it by 127.0.0.1 or localhost, or set HTTP_API_KEYS.',
);

function showProblem(
  context: ConsoleContext,
  request: FastifyRequest,
  reply: FastifyReply,
  problem: Problem,
): FastifyReply {
  const { title } = problem.document();
  const onward =
    problem.status === 404
      ? html`<a href="/console">Back to the orders</a>`
      : html`<a href="${pathOf(request)}">Try again</a>`;
  const body = html`<p class="crumb"><a href="/console">Orders</a></p>
    <h1>${title}</h1>
    ${alarm('This did not work', problem.message, problem.remedy)}
    <p>${onward}</p>`;
  const visitor = meetVisitor(context, request, reply, true);
  return sendPage(context, reply, visitor, { title, body, status: problem.status });
}

/** What a form sent; nothing where there was no form. */
export function formOf({ body }: FastifyRequest): URLSearchParams {
  return body instanceof URLSearchParams ? body : new URLSearchParams();
}
