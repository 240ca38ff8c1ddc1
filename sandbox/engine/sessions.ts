import type { Caller } from './accounts';
import { newCheckoutId, newUuid } from './ids';
import { Refusal } from './refusal';
import { readBody, sessionBody } from './request-bodies';
import type { SessionBody } from './request-bodies';
import { releaseAll } from './apply-movement';
import { changeStatus, statusOf } from './transaction-status';
import { isAcceptableCallback } from '../callbacks/callback-address';
import { findOwned } from './world';
import type { Cause, Session, World } from './world';

/** Each call makes a new session: nothing dedupes by reference. */
export function createSession(
  world: World,
  caller: Caller,
  posted: unknown,
  headers: Readonly<Record<string, string>>,
  cause: Cause,
): Session {
  const body = readBody(sessionBody, posted);
  checkSession(world, body, isStrict(headers['dintero-feature-toggles']));
  const nowMs = world.clock.now();
  const session: Session = {
    id: newCheckoutId(world.random, caller.accountId),
    accountId: caller.accountId,
    body,
    createdAtMs: nowMs,
    systemHeaders: cause.headers,
    events: [],
    expiresAtMs:
      body.expires_at === undefined
        ? nowMs + world.switches.sessionLifetimeMs
        : Date.parse(body.expires_at),
    transaction: undefined,
    cancelled: undefined,
  };
  world.sessions.set(session.id, session);
  addSessionEvent(world, session, 'INITIATED', cause.requestId);
  return session;
}

function isStrict(toggles: string | undefined): boolean {
  return (toggles ?? '').split(/[\s,]+/).includes('strict-session-amounts');
}

function checkSession(world: World, body: SessionBody, strict: boolean): void {
  checkItems(body, strict);
  const { switches, clock } = world;
  if (body.profile_id !== 'default' && switches.unknownProfile === 'refuse-400')
    refuse('profile_id', 'no such profile');
  const expiresAtMs = Date.parse(body.expires_at ?? '');
  if (expiresAtMs <= clock.now() && switches.pastExpiry === 'refuse-400')
    refuse('expires_at', 'is in the past');
  const callback = body.url.callback_url;
  if (callback !== undefined && !isAcceptableCallback(callback, switches.callbackAllowHttp))
    refuse('url.callback_url', 'must be https and not localhost');
}

/** The sum counts only with the toggle (Dintero docs: strict-session-amounts). */
function checkItems({ order }: SessionBody, strict: boolean): void {
  const { items, amount, shipping_option: shipping } = order;
  if (items === undefined) return;
  const lineIds = items.map((item) => item.line_id);
  if (new Set(lineIds).size < lineIds.length) refuse('order.items', 'line_id must be unique');
  const sum = items.reduce((total, item) => total + item.amount, shipping?.amount ?? 0);
  if (strict && sum !== amount)
    refuse('order.amount', `must be ${sum}, the sum of the items and the shipping`);
}

function refuse(field: string, problem: string): never {
  throw new Refusal(400, `${field}: ${problem}`, undefined, field);
}

export function findSession(world: World, id: string | undefined, accountId?: string): Session {
  return findOwned(world.sessions, id, accountId, 'session');
}

export function addSessionEvent(
  world: World,
  session: Session,
  name: string,
  requestId: string,
  details: Readonly<Record<string, unknown>> = {},
): void {
  const id = newUuid(world.random);
  session.events.push({ id, name, atMs: world.clock.now(), requestId, details });
}

export function isExpired(session: Session, nowMs: number): boolean {
  return session.transaction === undefined && session.expiresAtMs <= nowMs;
}

/** Voids an initialised or authorized transaction, and is refused in any other state (Dintero Payments API types). */
export function cancelSession(world: World, session: Session, by: string, cause: Cause): void {
  const transaction = world.transactions.get(session.transaction?.id ?? '');
  if (transaction === undefined) checkCancelWithoutTransaction(world, session);
  else if (statusOf(transaction) === 'AUTHORIZED') releaseAll(world, transaction, cause);
  else if (statusOf(transaction) === 'INITIATED')
    changeStatus(world, transaction, world.switches.initiatedAfterCancel);
  else
    throw new Refusal(
      world.switches.cancelRefusalStatus,
      `the transaction is ${statusOf(transaction)}`,
    );
  if (session.cancelled !== undefined) return;
  session.cancelled = { atMs: world.clock.now(), by };
  addSessionEvent(world, session, 'CANCELLED', cause.requestId);
  world.announce({ session, transaction, error: 'cancelled' });
}

function checkCancelWithoutTransaction({ switches, clock }: World, session: Session): void {
  const twice = session.cancelled !== undefined && switches.cancelSessionTwice === 'refuse';
  const late = isExpired(session, clock.now()) && switches.cancelExpiredSession === 'refuse';
  if (twice || late)
    throw new Refusal(
      switches.cancelRefusalStatus,
      `the session is ${twice ? 'cancelled' : 'expired'}`,
    );
}
