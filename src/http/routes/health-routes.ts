import { z } from 'zod';
import type { AddRoutes, HttpContext } from '../app';
import { keepBriefly } from '../keep-briefly';
import { problemAnswers } from '../schemas/problem-schemas';

const keptMs = 3_000;
const countsKeptMs = 15_000;
/** Shorter than a probe of Kubernetes usually waits for twice, and than a scrape. */
const withinMs = 2_500;

const live = z.object({ status: z.literal('alive') });
const ready = z
  .object({
    status: z.enum(['ready', 'not_ready']),
    temporal: z.enum(['reachable', 'unreachable']),
    worker: z.enum(['polling', 'none', 'unknown']),
  })
  .meta({ id: 'Readiness' });

type Readiness = z.output<typeof ready>;

export const addHealthRoutes: AddRoutes = (app, context) => {
  const readReadiness = keepBriefly(keptMs, () => judgeReadiness(context));
  app.get(
    '/livez',
    {
      config: { rateLimit: false },
      schema: {
        operationId: 'isAlive',
        tags: ['operation'],
        summary: 'The process answers',
        response: { 200: live },
      },
    },
    async () => ({ status: 'alive' }),
  );
  app.get(
    '/readyz',
    {
      config: { rateLimit: false },
      schema: {
        operationId: 'isReady',
        tags: ['operation'],
        summary: 'Temporal answers, and a worker serves the task queue',
        response: { 200: ready, 503: ready },
      },
    },
    async (_request, reply) => {
      const readiness = await readReadiness();
      return reply.code(readiness.status === 'ready' ? 200 : 503).send(readiness);
    },
  );
  addMetricsRoute(app, context);
};

async function judgeReadiness({ orders, logger }: HttpContext): Promise<Readiness> {
  try {
    const { forWorkflows, forActivities } = await orders.workers({ deadlineMs: withinMs });
    const polling = forWorkflows > 0 && forActivities > 0;
    return {
      status: polling ? 'ready' : 'not_ready',
      temporal: 'reachable',
      worker: polling ? 'polling' : 'none',
    };
  } catch (error) {
    // The server itself tells when it goes and comes; here it would be a line for each probe.
    logger.debug({ reason: (error as Error).message }, 'not ready: Temporal does not answer');
    return { status: 'not_ready', temporal: 'unreachable', worker: 'unknown' };
  }
}

const addMetricsRoute: AddRoutes = (app, { orders, metrics, logger }) => {
  const count = keepBriefly(countsKeptMs, () => orders.count({ deadlineMs: withinMs }));
  app.get(
    '/metrics',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'readMetrics',
        tags: ['operation'],
        summary: 'Metrics, as Prometheus reads them',
        response: {
          200: { description: 'Metrics.', content: { 'text/plain': { schema: z.string() } } },
          ...problemAnswers(),
        },
      },
      serializerCompiler: () => (text) => String(text),
    },
    async (_request, reply) => {
      const counts = await count().catch((error: unknown) => {
        logger.warn({ reason: (error as Error).message }, 'the orders cannot be counted');
        return undefined;
      });
      return reply.type(metrics.contentType).send(await metrics.render(counts));
    },
  );
};
