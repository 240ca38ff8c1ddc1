import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { OrderClosedError, OrderNotFoundError } from '../../client/order-saga-errors';
import { fingerprint } from '../../domain/fingerprint';
import type { OrderView } from '../../domain/order-view';
import type { AddRoutes, HttpContext } from '../app';
import { keepBriefly } from '../keep-briefly';
import { Problem } from '../problem';
import { readProblem } from '../read-problem';
import { problemAnswers } from '../schemas/problem-schemas';
import { orderPath } from '../schemas/shared-schemas';

const lookEveryMs = 1_000;
const lookWithinMs = 5_000;
/** Less than the minute after which proxies cut a silent connection. */
const heartbeatMs = 15_000;
/** A stream is opened anew after that, so that none is kept for a reader who has gone. */
const longestMs = 15 * 60_000;
const openAgainMs = 2_000;

/** Reads one order at most once in each round, however many streams tell of it. */
type ReadShared = () => Promise<OrderView>;

export const addEventRoutes: AddRoutes = (app, context) => {
  const shared = shareReads(context);
  let open = 0;
  app.get(
    '/v1/orders/:reference/events',
    {
      config: { scope: 'read' },
      exposeHeadRoute: false,
      schema: {
        operationId: 'followOrder',
        tags: ['orders'],
        summary: 'The order now and after each change, as server-sent events',
        description:
          'Each `state` event holds the order as `GET /v1/orders/{reference}` answers it; `problem` says that it cannot be read at the moment. The stream ends after 15 minutes: open it again with Last-Event-ID, as browsers do.',
        params: orderPath,
        response: {
          200: { description: 'Events.', content: { 'text/event-stream': { schema: z.string() } } },
          ...problemAnswers(409),
        },
      },
    },
    async ({ params: { reference }, headers }, reply) => {
      if (open >= context.mostStreams)
        throw new Problem(
          'too_many_streams',
          `${open} event streams are open`,
          'Close one, or look at the order from time to time.',
        );
      open += 1;
      context.metrics.countStreams(open);
      const reading = shared(reference);
      reply.raw.once('close', () => {
        open -= 1;
        context.metrics.countStreams(open);
        reading.leave();
      });
      const first = await reading.read();
      const told = tell(reading.read, first, lastSeen(headers), context.stopping);
      return reply.type('text/event-stream').send(Readable.from(told));
    },
  );
};

function lastSeen(headers: Readonly<Record<string, unknown>>): string | undefined {
  const id = headers['last-event-id'];
  return typeof id === 'string' ? id : undefined;
}

function shareReads({ orders }: HttpContext) {
  const readers = new Map<string, { readonly read: ReadShared; streams: number }>();
  return (reference: string) => {
    const reader = readers.get(reference) ?? {
      read: keepBriefly(lookEveryMs / 2, () =>
        orders.state(reference, { deadlineMs: lookWithinMs }),
      ),
      streams: 0,
    };
    reader.streams += 1;
    readers.set(reference, reader);
    return {
      read: reader.read,
      leave() {
        reader.streams -= 1;
        if (reader.streams === 0) readers.delete(reference);
      },
    };
  };
}

/** Ends when the reader has gone, the server stops, the order cannot be read any more, or the time is over. */
async function* tell(
  read: ReadShared,
  first: OrderView,
  lastEventId: string | undefined,
  stopping: AbortSignal,
): AsyncGenerator<string> {
  const endsAtMs = Date.now() + longestMs;
  let seen = lastEventId;
  let spokenAtMs = Date.now();
  let next: Told = { state: first };
  yield `retry: ${openAgainMs}\n\n`;
  while (!stopping.aborted && Date.now() < endsAtMs) {
    const { id, text } = write(next);
    if (id !== seen || Date.now() - spokenAtMs >= heartbeatMs) {
      yield id === seen ? ': still here\n\n' : text;
      seen = id;
      spokenAtMs = Date.now();
    }
    if ('last' in next) return;
    await pause(lookEveryMs, undefined, { signal: stopping }).catch(() => undefined);
    next = await look(read);
  }
}

type Told = { readonly state: OrderView } | { readonly problem: Problem; readonly last?: true };

async function look(read: ReadShared): Promise<Told> {
  try {
    return { state: await read() };
  } catch (error) {
    const isOver = error instanceof OrderClosedError || error instanceof OrderNotFoundError;
    return { problem: readProblem(error), ...(isOver ? { last: true } : {}) };
  }
}

function write(told: Told): { readonly id: string; readonly text: string } {
  const name = 'state' in told ? 'state' : 'problem';
  const data = JSON.stringify('state' in told ? told.state : told.problem.document());
  const id = fingerprint(data);
  return { id, text: `event: ${name}\nid: ${id}\ndata: ${data}\n\n` };
}
