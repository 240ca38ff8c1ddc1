import type { FastifyReply, FastifyRequest } from 'fastify';
import { nothingHere } from '../answer-problems';
import type { AddRoutes, App } from '../app';
import { addActionRoutes } from './action-routes';
import { createConsoleContext } from './console-context';
import type { ConsoleOptions } from './console-context';
import { guardConsole } from './console-guard';
import { addLoginRoutes } from './login-routes';
import { assets } from './page-shell';
import { addMissingPages, addViewRoutes } from './view-routes';

/** The pages at `/console`, for people: orders, what they need, and what may be done with them. */
export function addConsole(options: ConsoleOptions = {}): AddRoutes {
  return (app, http) => {
    const context = createConsoleContext(http, options);
    app.get('/', { schema: { hide: true } }, sendPeopleOn);
    app.register(async (pages) => {
      guardConsole(pages, context);
      addAssets(pages);
      addLoginRoutes(pages, context);
      addViewRoutes(pages, context);
      addActionRoutes(pages, context);
      addMissingPages(pages);
    });
  };
}

/** Whoever opens the bare address came for the console, unless nothing but JSON is of use to him: then there is nothing. */
function sendPeopleOn({ headers }: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { accept = '*/*' } = headers;
  if (/text\/(?:html|\*)|\*\/\*/.test(accept)) return reply.redirect('/console', 303);
  throw nothingHere();
}

/** Their names change with their content, so that they may be kept for ever. */
function addAssets(app: App): void {
  for (const { path, type, content } of assets)
    app.get(path, { schema: { hide: true } }, (_request, reply) =>
      reply.type(type).header('cache-control', 'public, max-age=31536000, immutable').send(content),
    );
}
