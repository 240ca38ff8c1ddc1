import type { FastifyInstance } from 'fastify';
import type { SandboxEngine } from '../engine/create-engine';

type Query = Readonly<Record<string, string | undefined>>;

/** What happened: the ledger, the requests and the callbacks. */
export function addAuditRoutes(app: FastifyInstance, engine: SandboxEngine): void {
  app.get<{ Querystring: Query }>('/sandbox/ledger', ({ query }) =>
    engine.ledger({
      orderId: query['orderId'],
      transactionId: query['transactionId'],
      reference: query['reference'],
    }),
  );
  app.get<{ Querystring: Query }>('/sandbox/requests', ({ query }) => {
    const after = Number(query['after'] ?? 0);
    return engine.requests.show(engine.world, {
      orderId: query['orderId'],
      endpoint: query['endpoint'],
      after: Number.isFinite(after) ? after : 0,
    });
  });
  app.delete('/sandbox/requests', () => {
    engine.requests.clear();
    return { total: 0 };
  });
  app.get('/sandbox/callbacks', () => ({ callbacks: engine.callbacks.list() }));
  app.post<{ Params: { id: string } }>('/sandbox/callbacks/:id/resend', ({ params }) =>
    engine.callbacks.resend(params.id),
  );
}
