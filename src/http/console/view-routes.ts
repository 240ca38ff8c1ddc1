import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { orderStatuses } from '../../client/order-filter';
import type { ListRequest } from '../../client/list-orders';
import { InvalidOrderError } from '../../client/order-saga-errors';
import type { App } from '../app';
import { keepBriefly } from '../keep-briefly';
import { Problem } from '../problem';
import { livePlaces, meetVisitor, pathOf, queryOf, sendPage } from './console-context';
import type { ConsoleContext } from './console-context';
import { orderPath } from './console-action';
import type { Visitor } from './console-sessions';
import { newestRuns } from './newest-runs';
import { html } from './html';
import type { Html } from './html';
import { renderList, renderListPage } from './list-page';
import type { ListPageOptions, ListWish } from './list-page';
import { renderOrder } from './order-page';
import { requireReader } from './require-reader';

const listWithinMs = 6_000;
const pageSize = 50;
const mostUrgent = 100;

interface OrderParams {
  readonly Params: { readonly reference: string };
}

export function addViewRoutes(app: App, context: ConsoleContext): void {
  const schema = { hide: true };
  const list = createLister(context);
  app.get('/console', { schema }, async (request, reply) => {
    const visitor = requireReader(context, request, reply);
    if (visitor === undefined) return reply;
    const body = html`${livePlaces} ${renderListPage(await list(readWish(request)))}`;
    return sendPage(context, reply, visitor, { title: 'Orders', body });
  });
  app.get('/console/live', { schema }, async (request, reply) => {
    requireWatcher(context, request, reply);
    return sendFragment(request, reply, renderList(await list(readWish(request))));
  });
  app.get<OrderParams>('/console/orders/:reference', { schema }, async (request, reply) => {
    const visitor = requireReader(context, request, reply);
    if (visitor === undefined) return reply;
    const order = await drawOrder(context, visitor, request);
    const body = html`${livePlaces} ${order}`;
    return sendPage(context, reply, visitor, { title: request.params.reference, body });
  });
  app.get<OrderParams>('/console/orders/:reference/live', { schema }, async (request, reply) => {
    const visitor = requireWatcher(context, request, reply);
    return sendFragment(request, reply, await drawOrder(context, visitor, request));
  });
}

/** What has no page of its own, so that a person is not answered as a machine. */
export function addMissingPages(app: App): void {
  app.get('/console/*', { schema: { hide: true } }, (request, reply) => {
    if (pathOf(request) === '/console/') return reply.redirect('/console', 303);
    throw new Problem(
      'route_not_found',
      'There is no page at this address.',
      'Begin with the list of orders.',
    );
  });
}

async function drawOrder(
  { looks, workflowUrl }: ConsoleContext,
  { mayOperate }: Visitor,
  request: FastifyRequest<OrderParams>,
): Promise<Html> {
  const { reference } = request.params;
  const look = await looks.look(reference);
  const told = queryOf(request).get('told') ?? undefined;
  const url = workflowUrl?.(`order-${reference}`);
  return renderOrder({
    look,
    mayOperate,
    source: `${orderPath(reference)}/live${told === undefined ? '' : `?${new URLSearchParams({ told }).toString()}`}`,
    ...(url === undefined ? {} : { workflowUrl: url }),
    ...(told === undefined ? {} : { told }),
  });
}

/** A timer's request keeps no session alive, and is answered in a word where it is over. */
function requireWatcher(
  context: ConsoleContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Visitor {
  const visitor = meetVisitor(context, request, reply, true);
  if (visitor.mayRead) return visitor;
  throw new Problem('unauthorized', 'nobody is logged in', 'Log in again.');
}

function sendFragment(
  request: FastifyRequest,
  reply: FastifyReply,
  { markup }: Html,
): FastifyReply {
  const mark = `"${createHash('sha256').update(markup).digest('base64url').slice(0, 22)}"`;
  void reply.header('etag', mark);
  if (request.headers['if-none-match'] === mark) return reply.code(304).send();
  return reply.type('text/html; charset=utf-8').send(markup);
}

function readWish(request: FastifyRequest): ListWish {
  const query = queryOf(request);
  const cursor = query.get('cursor') ?? undefined;
  return {
    search: (query.get('search') ?? '').trim().slice(0, 64),
    status: query.get('status') ?? '',
    ...(cursor === undefined ? {} : { cursor }),
  };
}

const strangeReference =
  'Write the beginning of a reference: letters, digits, dots, underscores and hyphens.';
const staleCursor = 'This page of the list is not there any more: begin with the first one.';

/** Those that need a person come first, and are shown on the first page alone. */
function createLister({ orders }: ConsoleContext): (wish: ListWish) => Promise<ListPageOptions> {
  const call = { deadlineMs: listWithinMs };
  const read = async (wish: ListWish): Promise<ListPageOptions> => {
    const { search, status, cursor } = wish;
    const known = orderStatuses.find((one) => one === status);
    const filter: ListRequest = {
      ...(known === undefined ? {} : { status: known }),
      ...(search === '' ? {} : { referencePrefix: search }),
    };
    const [urgent, others] = await Promise.all([
      cursor === undefined
        ? orders.list({ ...filter, needsAttention: true, limit: mostUrgent }, call)
        : undefined,
      orders.list(
        { ...filter, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) },
        call,
      ),
    ]);
    return {
      wish,
      nowMs: Date.now(),
      ...newestRuns(others.orders, urgent?.orders),
      ...(others.nextCursor === undefined ? {} : { nextCursor: others.nextCursor }),
    };
  };
  const everything = keepBriefly(1_000, () => read({ search: '', status: '' }));
  return async (wish) => {
    const { search, status, cursor } = wish;
    try {
      const plain = search === '' && status === '' && cursor === undefined;
      return await (plain ? everything() : read(wish));
    } catch (error) {
      if (!(error instanceof InvalidOrderError)) throw error;
      const [fault] = error.faults;
      const problem = fault?.field === 'cursor' ? staleCursor : strangeReference;
      return { wish, nowMs: Date.now(), others: [], problem };
    }
  };
}
