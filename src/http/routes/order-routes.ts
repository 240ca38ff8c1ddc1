import type { FastifyReply } from 'fastify';
import { DeadlineExceededError, OrderReferenceTakenError } from '../../client/order-saga-errors';
import type { ListRequest } from '../../client/list-orders';
import { readOrder } from '../../client/read-order';
import type { StartedOrder } from '../../client/start-order';
import type { TimelineRow } from '../../client/timeline';
import { canonicalJson } from '../../domain/fingerprint';
import type { OrderRequest } from '../../domain/order';
import { present } from '../../domain/present';
import type { AddRoutes, HttpContext } from '../app';
import { readWaitMs } from '../prefer-wait';
import * as answers from '../schemas/order-schemas';
import { problemAnswers } from '../schemas/problem-schemas';
import { orderPath, preferHeaders } from '../schemas/shared-schemas';

/** A look, which is answered at once or not at all. */
const lookWithinMs = 10_000;
/** After the time of a call is over: whether it has begun something. */
export const lookAgainWithinMs = 2_000;

export const addOrderRoutes: AddRoutes = (app, context) => {
  addStart(app, context);
  addList(app, context);
  addLook(app, context);
  addTimeline(app, context);
};

export function locationOf(orderReference: string): string {
  return `/v1/orders/${orderReference}`;
}

const addStart: AddRoutes = (app, context) => {
  app.post(
    '/v1/orders',
    {
      config: { scope: 'operate' },
      schema: {
        operationId: 'startOrder',
        tags: ['orders'],
        summary: 'Starts an order, or attaches to the same one, and waits for its checkout page',
        headers: preferHeaders,
        body: answers.orderBody,
        response: {
          200: answers.startedOrder.meta({
            description: 'The same order was started before; nothing was changed.',
          }),
          201: answers.startedOrder.meta({ description: 'Started.' }),
          202: answers.startedOrder.meta({
            description: 'Started; the checkout page is not there yet.',
          }),
          ...problemAnswers(409, 413, 415, 422),
        },
      },
    },
    async (request, reply) => {
      const deadlineMs = readWaitMs(request.headers.prefer);
      void reply.header('location', locationOf(request.body.orderReference));
      try {
        const started = await context.orders.start(request.body as OrderRequest, { deadlineMs });
        return await reply.code(started.alreadyRunning ? 200 : 201).send(started);
      } catch (error) {
        if (!(error instanceof DeadlineExceededError)) throw withoutLocation(reply, error);
        return reply
          .code(202)
          .send(await lookAtUnfinished(context, request.body as OrderRequest, reply, error));
      }
    },
  );
};

function withoutLocation(reply: FastifyReply, error: unknown): unknown {
  void reply.removeHeader('location');
  return error;
}

/**
 * Under the reference another order may run, whose customer has to pay something else.
 * @throws OrderReferenceTakenError then, and the error of the call where nothing shows that the order was started
 */
async function lookAtUnfinished(
  { orders }: HttpContext,
  asked: OrderRequest,
  reply: FastifyReply,
  error: unknown,
): Promise<Pick<StartedOrder, 'orderReference' | 'status'>> {
  const { orderReference } = asked;
  const within = { deadlineMs: lookAgainWithinMs };
  const [state, ordered] = await Promise.all([
    orders.state(orderReference, within),
    orders.ordered(orderReference, within),
  ]).catch(() => []);
  if (state === undefined || ordered === undefined) throw withoutLocation(reply, error);
  if (canonicalJson(ordered) !== canonicalJson(readOrder(asked).order))
    throw withoutLocation(reply, new OrderReferenceTakenError(orderReference));
  return { orderReference, status: state.status };
}

const addList: AddRoutes = (app, { orders }) => {
  app.get(
    '/v1/orders',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'listOrders',
        tags: ['orders'],
        summary: 'One page of orders: those that run first, each kind the newest first',
        querystring: answers.orderQuery,
        response: { 200: answers.orderPage, ...problemAnswers(422) },
      },
    },
    async ({
      query: {
        needsAttention,
        limit,
        status,
        startedAfter,
        startedBefore,
        referencePrefix,
        cursor,
      },
    }) => {
      const wanted: ListRequest = {
        ...present('status', status),
        ...present('startedAfter', startedAfter),
        ...present('startedBefore', startedBefore),
        ...present('referencePrefix', referencePrefix),
        ...present('cursor', cursor),
        ...present('needsAttention', needsAttention && needsAttention === 'true'),
        ...present('limit', limit === undefined ? undefined : Number(limit)),
      };
      return orders.list(wanted, { deadlineMs: lookWithinMs });
    },
  );
};

const addLook: AddRoutes = (app, { orders }) => {
  app.get(
    '/v1/orders/:reference',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'readOrder',
        tags: ['orders'],
        summary: 'The whole order: amounts, lines, operations, and what needs attention',
        params: orderPath,
        response: { 200: answers.order, ...problemAnswers(409) },
      },
    },
    async ({ params }) => orders.state(params.reference, { deadlineMs: lookWithinMs }),
  );
};

const addTimeline: AddRoutes = (app, { orders }) => {
  app.get(
    '/v1/orders/:reference/timeline',
    {
      config: { scope: 'read' },
      schema: {
        operationId: 'readTimeline',
        tags: ['orders'],
        summary: 'What happened to the order, oldest first',
        params: orderPath,
        response: { 200: answers.timeline, ...problemAnswers(409) },
      },
    },
    async ({ params }) => {
      const rows = await orders.timeline(params.reference, { deadlineMs: lookWithinMs });
      return { rows: rows.map(writeRow) };
    },
  );
};

function writeRow({ atMs, source, what, detail, amount, outcome }: TimelineRow) {
  return {
    at: new Date(atMs).toISOString(),
    source,
    what,
    ...present('detail', detail),
    ...present('amount', amount),
    ...present('outcome', outcome),
  };
}
