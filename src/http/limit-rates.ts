import rateLimit from '@fastify/rate-limit';
import type { FastifyRequest } from 'fastify';
import type { App, HttpContext } from './app';
import { keyOf } from './authorize';
import { Problem } from './problem';

const minuteMs = 60_000;
/** Of which the longest silent is forgotten first. */
const mostCallers = 10_000;

/** So many requests in a minute of each key, and of each address for those who bring none. */
export async function limitRates(
  app: App,
  { requestsPerMinute, keys }: HttpContext,
): Promise<void> {
  await app.register(rateLimit, {
    global: true,
    hook: 'onRequest',
    max: requestsPerMinute,
    timeWindow: minuteMs,
    cache: mostCallers,
    keyGenerator: (request: FastifyRequest) => {
      const key = keyOf(keys, request);
      return key === undefined ? `address ${request.ip}` : `key ${key.name}`;
    },
    errorResponseBuilder: (_request, { max, ttl }) =>
      new Problem(
        'rate_limited',
        `more than ${max} requests in a minute`,
        `Wait ${Math.ceil(ttl / 1_000)} seconds, as Retry-After says.`,
      ),
  });
}
