import { randomUUID } from 'node:crypto';
import fastify, { LogController } from 'fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { serializerCompiler } from 'fastify-type-provider-zod';
import { addOpenApi } from './add-open-api';
import type { AddRoutes, App, HttpContext, HttpOptions } from './app';
import { requireScope } from './authorize';
import { answerProblems, sendProblem } from './answer-problems';
import { limitRates } from './limit-rates';
import { createMetrics } from './http-metrics';
import { readProblem } from './read-problem';
import { addCallbackRoutes } from './routes/callback-routes';
import { addEventRoutes } from './routes/event-routes';
import { addHealthRoutes } from './routes/health-routes';
import { addOperationRoutes } from './routes/operation-routes';
import { addOrderRoutes } from './routes/order-routes';
import { validateRequest } from './validate-request';

/** More than an order may have, so that the order itself is what refuses it, with the remedy. */
const largestBodyBytes = 131_072;
const longestReceiveMs = 15_000;
const longestParameter = 128;

export interface HttpApp {
  readonly app: App;
  /** Accepts nothing more, ends event streams, and lets what runs come to its end. */
  close(): Promise<void>;
}

const ownRoutes: readonly AddRoutes[] = [
  addCallbackRoutes,
  addHealthRoutes,
  addOrderRoutes,
  addOperationRoutes,
  addEventRoutes,
];

/** The whole service without a port; `further` adds routes of its own, which are guarded, limited and measured alike. */
export async function buildApp(
  options: HttpOptions,
  further: readonly AddRoutes[] = [],
): Promise<HttpApp> {
  const app = createFastify(options);
  const stopping = new AbortController();
  const metrics = createMetrics();
  const context: HttpContext = { ...options, metrics, stopping: stopping.signal };
  app.setValidatorCompiler(validateRequest);
  app.setSerializerCompiler(serializerCompiler);
  app.removeContentTypeParser('text/plain');
  answerProblems(app, context);
  guard(app, context);
  await limitRates(app, context);
  await addOpenApi(app, context);
  for (const addRoutes of [...ownRoutes, ...further]) addRoutes(app, context);
  await app.ready();
  return {
    app,
    async close() {
      stopping.abort();
      await app.close();
    },
  };
}

function createFastify({ logger, trustedProxies }: HttpOptions): App {
  return fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: largestBodyBytes,
    requestTimeout: longestReceiveMs,
    routerOptions: { maxParamLength: longestParameter },
    forceCloseConnections: 'idle',
    trustProxy: [...trustedProxies],
    genReqId: () => randomUUID(),
    frameworkErrors: (error, _request, reply) => void sendProblem(reply, readProblem(error)),
  });
}

const securityHeaders = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

function guard(app: App, { keys, metrics, logger }: HttpContext): void {
  // After the rate limit, which stands in onRequest, and before a body is read.
  app.addHook('preParsing', async (request) => requireScope(keys, request));
  app.addHook('onSend', async (request, reply) => addHeaders(request, reply));
  app.addHook('onResponse', async (request, reply) => {
    metrics.countRequest(request, reply);
    logger.debug(
      {
        requestId: request.id,
        method: request.method,
        route: request.routeOptions.url,
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime),
      },
      'answered',
    );
  });
}

/** What a route has said itself holds. */
function addHeaders(request: FastifyRequest, reply: FastifyReply): void {
  for (const [name, value] of Object.entries({ ...securityHeaders, 'x-request-id': request.id }))
    if (!reply.hasHeader(name)) void reply.header(name, value);
}
