import type { FastifyInstance } from 'fastify';
import type { SandboxEngine } from '../engine/create-engine';
import { describeSwitches } from '../engine/switches';
import { showSession } from '../engine/show-session';
import { showTransaction } from '../engine/show-transaction';
import type { Session } from '../engine/world';

interface ActParams {
  readonly id: string;
  readonly act: string;
}

/** For tests and people: the customer's and the back office's acts, switches and faults. No client of the provider calls it. */
export function addControlRoutes(app: FastifyInstance, engine: SandboxEngine): void {
  app.post<{ Params: ActParams }>('/sandbox/sessions/:id/:act', ({ params, body }) =>
    showPair(engine, engine.actOnSession(params.id, params.act, body)),
  );
  app.post<{ Params: ActParams }>('/sandbox/transactions/:id/:act', ({ params, body }) => {
    const transaction = engine.actOnTransaction(params.id, params.act, body);
    return showTransaction(engine.world, transaction, engine.world.clock.now());
  });
  addSwitchRoutes(app, engine);
  addFaultRoutes(app, engine);
}

function showPair({ world }: SandboxEngine, session: Session) {
  const nowMs = world.clock.now();
  const transaction = world.transactions.get(session.transaction?.id ?? '');
  return {
    session: showSession(world, session, nowMs),
    transaction: transaction === undefined ? null : showTransaction(world, transaction, nowMs),
  };
}

function addSwitchRoutes(app: FastifyInstance, { switches }: SandboxEngine): void {
  app.get('/sandbox/switches', () => describeSwitches(switches.values));
  app.post('/sandbox/switches', ({ body }) => {
    switches.change(body);
    return switches.values;
  });
  app.delete('/sandbox/switches', () => {
    switches.reset();
    return switches.values;
  });
}

function addFaultRoutes(app: FastifyInstance, { faults }: SandboxEngine): void {
  app.get('/sandbox/faults', () => ({ faults: faults.list() }));
  app.post('/sandbox/faults', ({ body }, reply) => reply.status(201).send(faults.add(body)));
  app.delete('/sandbox/faults', () => {
    faults.clear();
    return { faults: faults.list() };
  });
  app.delete<{ Params: { id: string } }>('/sandbox/faults/:id', ({ params }) => {
    faults.remove(params.id);
    return { faults: faults.list() };
  });
}
