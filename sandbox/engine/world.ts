import type { Clock } from './clock';
import { newUuid } from './ids';
import type { Actor, Journal } from './journal';
import type { Random } from './random';
import { notFound } from './refusal';
import type { DraftBody, OrderItem, SessionBody } from './request-bodies';
import type { Switches } from './switches';

export interface Draft {
  readonly id: string;
  readonly accountId: string;
  readonly body: DraftBody;
  readonly reservedOrderId: string | undefined;
  readonly createdAtMs: number;
  readonly completions: { readonly atMs: number; readonly orderUuids: readonly string[] }[];
}

export interface OrderAct {
  readonly atMs: number;
  readonly act: 'created' | 'cancelled' | 'opened' | 'closed' | 'recorded';
  readonly by: string;
  readonly reason?: string;
  readonly request: { readonly method: string; readonly path: string; readonly body: unknown };
}

export interface Order {
  readonly uuid: string;
  readonly orderId: string;
  readonly accountId: string;
  readonly draftId: string;
  readonly body: DraftBody['order'];
  readonly items: readonly OrderItem[];
  readonly createdAtMs: number;
  readonly acts: OrderAct[];
}

interface SessionEvent {
  readonly id: string;
  readonly name: string;
  readonly atMs: number;
  readonly requestId: string;
  readonly details: Readonly<Record<string, unknown>>;
}

export interface Session {
  readonly id: string;
  readonly accountId: string;
  readonly body: SessionBody;
  readonly createdAtMs: number;
  readonly systemHeaders: Readonly<Record<string, string>>;
  readonly events: SessionEvent[];
  expiresAtMs: number;
  transaction: { readonly id: string; readonly atMs: number } | undefined;
  cancelled: { readonly atMs: number; readonly by: string } | undefined;
}

export interface Correction {
  readonly atMs: number;
  readonly status: string;
  readonly eventIds: readonly string[] | undefined;
  readonly remaining: { readonly capture: number; readonly refund: number; readonly void: number };
}

export interface TransactionEvent {
  readonly id: string;
  readonly event: string;
  readonly atMs: number;
  /** The transaction's status after the event. */
  readonly status: string;
  readonly success: boolean;
  readonly amount: number | undefined;
  readonly items: readonly object[];
  readonly requestId: string;
  readonly correlationRequestId: string | undefined;
  readonly reference: string | undefined;
  readonly metadata: unknown;
  readonly error: { readonly code: string; readonly message: string } | undefined;
  readonly by: Actor;
  readonly headers: Readonly<Record<string, string>>;
  correction: Correction | undefined;
}

interface PendingMovement {
  readonly kind: 'capture' | 'refund' | 'void';
  readonly amount: number;
}

export interface Transaction {
  readonly id: string;
  readonly accountId: string;
  readonly sessionId: string;
  readonly merchantReference: string;
  readonly currency: string;
  readonly product: string;
  readonly productType: string;
  readonly items: readonly object[];
  readonly metadata: unknown;
  readonly createdAtMs: number;
  readonly events: TransactionEvent[];
  readonly statuses: { readonly atMs: number; readonly status: string }[];
  /** By the request id of the `INITIATE_*` event. */
  readonly pending: Map<string, PendingMovement>;
  /** The authorized total, never the captured sum. */
  amount: number;
  merchantReference2: string | undefined;
  authorizedAtMs: number | undefined;
  lapsed: boolean;
}

/** Something that the merchant may want to be called about (Dintero docs: Handling payment, callback_url). */
export interface Notice {
  readonly session: Session;
  readonly transaction: Transaction | undefined;
  readonly error?: 'cancelled' | 'authorization' | 'failed';
  readonly event?: TransactionEvent;
  /** Sent even without `report_error`: a transaction that was on hold has resolved. */
  readonly resolvesHold?: boolean;
}

/** The whole state of the sandbox, and what it stands on. */
export interface World {
  readonly clock: Clock;
  readonly random: Random;
  readonly switches: Readonly<Switches>;
  readonly journal: Journal;
  readonly drafts: Map<string, Draft>;
  /** By uuid. */
  readonly orders: Map<string, Order>;
  /** By order id, oldest first. */
  readonly orderIds: Map<string, Order[]>;
  readonly sessions: Map<string, Session>;
  readonly transactions: Map<string, Transaction>;
  /** Where a customer pays a session. */
  payPageUrl(sessionId: string): string;
  announce(notice: Notice): void;
}

/** What stands behind a change: a request of the merchant's, or somebody else. */
export interface Cause {
  readonly by: Actor;
  readonly requestId: string;
  readonly headers: Readonly<Record<string, string>>;
}

export function causedBy(world: World, by: Actor): Cause {
  return { by, requestId: newUuid(world.random), headers: {} };
}

interface Owned {
  readonly accountId: string;
}

/** Another account's things are as absent as unknown ones; no account asks in the control API. */
export function findOwned<Thing extends Owned>(
  things: ReadonlyMap<string, Thing>,
  id: string | undefined,
  accountId: string | undefined,
  what: string,
): Thing {
  const thing = things.get(id ?? '');
  if (thing === undefined || (accountId !== undefined && thing.accountId !== accountId))
    throw notFound(what);
  return thing;
}

/** An order answers to its uuid and to its order id; of two with one order id the newest. */
export function findOrder(world: World, id: string | undefined, accountId?: string): Order {
  const candidates = [world.orders.get(id ?? ''), ...(world.orderIds.get(id ?? '') ?? [])];
  const order = candidates.findLast(
    (one) => one !== undefined && (accountId === undefined || one.accountId === accountId),
  );
  if (order === undefined) throw notFound('order');
  return order;
}
