import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HttpContext } from '../app';
import { findKey } from '../api-keys';
import { isLoopbackName, readCookie, setCookie } from './console-cookie';
import { createSessions, newVisitorId } from './console-sessions';
import type { Sessions, Visitor } from './console-sessions';
import { createFormTokens, isFromOurPage } from './csrf';
import type { FormTokens } from './csrf';
import { html } from './html';
import type { HtmlPart } from './html';
import { createOrderLooks } from './order-look';
import type { OrderLooks } from './order-look';
import { renderShell } from './page-shell';

export interface ConsoleOptions {
  /** Temporal's Web UI at a workflow, where there is one. */
  readonly workflowUrl?: (workflowId: string) => string;
}

/** What the console's routes work with. */
export interface ConsoleContext extends ConsoleOptions, Pick<HttpContext, 'orders' | 'keys'> {
  readonly sessions: Sessions;
  readonly tokens: FormTokens;
  readonly looks: OrderLooks;
}

export function createConsoleContext(
  { orders, keys }: HttpContext,
  options: ConsoleOptions,
): ConsoleContext {
  return {
    ...options,
    orders,
    keys,
    sessions: createSessions(Date.now),
    tokens: createFormTokens(),
    looks: createOrderLooks(orders),
  };
}

/** Who asks. Whoever comes without a cookie of ours gets one, for the forms to be bound to. */
export function meetVisitor(
  { keys, sessions }: ConsoleContext,
  request: FastifyRequest,
  reply: FastifyReply,
  byTimer = false,
): Visitor {
  const known = readCookie(request);
  const id = known ?? newVisitorId();
  if (known === undefined && !byTimer) setCookie(request, reply, id);
  if (keys.length === 0) return { id, mayRead: true, mayOperate: true };
  const key = byTimer ? sessions.find(id) : sessions.touch(id);
  if (key === undefined) return { id, mayRead: false, mayOperate: false };
  return {
    id,
    keyName: key.name,
    mayRead: key.scopes.includes('read'),
    mayOperate: key.scopes.includes('operate'),
  };
}

/** A form of ours, sent from a page of ours, by the one who got it. */
export function isOurForm(
  { tokens }: ConsoleContext,
  request: FastifyRequest,
  form: URLSearchParams,
): boolean {
  const id = readCookie(request);
  const { origin, 'sec-fetch-site': site } = request.headers;
  if (!isFromOurPage({ origin, host: request.host, 'sec-fetch-site': site })) return false;
  return id !== undefined && tokens.fits(form.get('token') ?? '', id, pathOf(request));
}

/** Without keys only this machine by its own names: another name that was bent to it belongs to somebody's page. */
export function isForeignName({ keys }: ConsoleContext, { hostname }: FastifyRequest): boolean {
  return keys.length === 0 && !isLoopbackName(hostname);
}

export function pathOf({ url }: FastifyRequest): string {
  return url.split('?')[0] ?? '';
}

export function queryOf({ url }: FastifyRequest): URLSearchParams {
  return new URLSearchParams(url.split('?').slice(1).join('?'));
}

export function findPresented({ keys }: ConsoleContext, presented: string) {
  return presented === '' || presented.length > 256 ? undefined : findKey(keys, presented);
}

interface Answered {
  readonly title: string;
  readonly body: HtmlPart;
  readonly status?: number;
}

export function sendPage(
  { tokens }: ConsoleContext,
  reply: FastifyReply,
  visitor: Visitor,
  { title, body, status = 200 }: Answered,
): FastifyReply {
  const logoutToken =
    visitor.keyName === undefined ? undefined : tokens.make(visitor.id, '/console/logout');
  const page = renderShell({
    title,
    body,
    visitor,
    ...(logoutToken === undefined ? {} : { logoutToken }),
  });
  return reply.code(status).type('text/html; charset=utf-8').send(page);
}

/** Around what changes by itself: its source, and the places where a change is said. */
export const livePlaces = html`<p id="news" class="unseen" role="status"></p>
  <p id="contact" class="contact" role="status"></p>`;
