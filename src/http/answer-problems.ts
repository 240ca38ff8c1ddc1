import type { FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import type { App, HttpContext } from './app';
import { Problem, problemKinds } from './problem';
import { readProblem } from './read-problem';

/** Every answer that is no success is a problem document, whatever has led to it. */
export function answerProblems(app: App, { logger }: HttpContext): void {
  const methodsOf = rememberRoutes(app);
  app.setErrorHandler((error, request, reply) => {
    const problem = readProblem(error);
    const about = { requestId: request.id, route: request.routeOptions.url };
    if (problem.code === 'defect') logger.error({ error, ...about }, 'defect');
    else if (problem.status >= 500) logger.warn(about, problem.message);
    return sendProblem(reply, problem);
  });
  // Before a body is asked for, which a method that there is not may need.
  app.addHook('onRequest', async (request, reply) => {
    if (request.is404) throw missing(methodsOf, request, reply);
  });
}

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  const { retryAfter } = problemKinds[problem.code];
  if (retryAfter !== undefined && !reply.hasHeader('retry-after'))
    void reply.header('retry-after', retryAfter);
  // A callback that is not proven genuine is nothing that a key would mend.
  if (problem.code === 'unauthorized')
    void reply.header('www-authenticate', 'Bearer realm="orders"');
  return reply
    .code(problem.status)
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send(problem.document());
}

/** Which methods there are at a path, by the patterns of the routes. */
function rememberRoutes(app: App): (path: string) => readonly string[] {
  const routes: { readonly pattern: RegExp; readonly methods: readonly HTTPMethods[] }[] = [];
  app.addHook('onRoute', ({ url, method }) => {
    const pattern = url
      .replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&')
      .replaceAll(/:[^/]+/g, '[^/]+')
      .replaceAll('*', '.*');
    routes.push({ pattern: new RegExp(`^${pattern}$`), methods: [method].flat() });
  });
  return (path) =>
    routes.flatMap(({ pattern, methods }) => (pattern.test(path) ? methods : [])).sort();
}

export function nothingHere(): Problem {
  return new Problem(
    'route_not_found',
    'there is nothing at this address',
    '/docs and /openapi.json say what there is.',
  );
}

function missing(
  methodsOf: (path: string) => readonly string[],
  { url, method }: FastifyRequest,
  reply: FastifyReply,
): Problem {
  const [path = ''] = url.split('?');
  const methods = [...new Set(methodsOf(path))];
  if (methods.length === 0) return nothingHere();
  void reply.header('allow', methods.join(', '));
  return new Problem('method_not_allowed', `not with ${method}`, `Use ${methods.join(' or ')}.`);
}
