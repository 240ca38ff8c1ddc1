import { toInstant } from './clock';
import { newOrderId, newUuid } from './ids';
import { Refusal } from './refusal';
import { draftBody, readBody } from './request-bodies';
import type { DraftBody, OrderItem } from './request-bodies';
import { totalsOf } from './order-sums';
import { showOrder } from './show-order';
import type { Caller } from './accounts';
import { findOwned } from './world';
import type { Draft, Order, World } from './world';

export function createDraft(world: World, caller: Caller, posted: unknown): Draft {
  const body = readBody(draftBody, posted);
  checkDraft(world, body);
  const draft: Draft = {
    id: newUuid(world.random),
    accountId: caller.accountId,
    body,
    reservedOrderId:
      body.options?.generate_order_id === 'ALPHANUMERIC_9_RESERVE'
        ? newOrderId(world.random, world.switches.orderIdCase)
        : undefined,
    createdAtMs: world.clock.now(),
    completions: [],
  };
  world.drafts.set(draft.id, draft);
  return draft;
}

function checkDraft({ switches }: World, { options, order }: DraftBody): void {
  const lineIds = order.items.map((item) => item.line_id);
  if (new Set(lineIds).size < lineIds.length)
    throw new Refusal(400, 'order.items: line_id must be unique', undefined, 'order.items');
  // A supplied order id goes with `split_draft=false` only (Dintero docs: changelog of 2020-08-01).
  if (options?.split_draft === true && order.order_id !== undefined)
    throw new Refusal(400, 'order.order_id: not with split_draft', undefined, 'order.order_id');
  if (switches.draftSums === 'strict') order.items.forEach(checkTax);
}

function checkTax(item: OrderItem): void {
  const tax = item.tax_lines.reduce((sum, line) => sum + line.amount, 0);
  if (Math.abs(tax) > Math.abs(item.gross_amount))
    throw new Refusal(400, `order.items: the tax of line ${item.line_id} exceeds its amount`);
}

export function findDraft(world: World, caller: Caller, id: string | undefined): Draft {
  return findOwned(world.drafts, id, caller.accountId, 'draft order');
}

export function completeDraft(world: World, caller: Caller, id: string | undefined): Order[] {
  const draft = findDraft(world, caller, id);
  const [earlier] = draft.completions;
  const { completeTwice } = world.switches;
  if (earlier !== undefined && completeTwice === 'same-orders')
    return earlier.orderUuids.flatMap((uuid) => world.orders.get(uuid) ?? []);
  if (earlier !== undefined && completeTwice !== 'new-orders')
    throw new Refusal(
      completeTwice === 'refuse-400' ? 400 : 409,
      'the draft order is completed already',
    );
  const orders = splitItems(draft).map((items) => createOrder(world, caller, draft, items));
  const orderUuids = orders.map((order) => order.uuid);
  draft.completions.push({ atMs: world.clock.now(), orderUuids });
  return orders;
}

/** One draft becomes many orders with `split_draft`; by which rule is not documented, so here each line makes one. */
function splitItems({ body }: Draft): readonly (readonly OrderItem[])[] {
  if (body.options?.split_draft !== true) return [body.order.items];
  return body.order.items.map((item) => [item]);
}

function createOrder(
  world: World,
  caller: Caller,
  draft: Draft,
  items: readonly OrderItem[],
): Order {
  const uuid = newUuid(world.random);
  const orderId = chooseOrderId(world, draft) ?? uuid;
  const nowMs = world.clock.now();
  const request = { method: 'PUT', path: `/draft_orders/${draft.id}/complete`, body: {} };
  const order: Order = {
    uuid,
    orderId,
    accountId: draft.accountId,
    draftId: draft.id,
    body: draft.body.order,
    items,
    createdAtMs: nowMs,
    acts: [{ atMs: nowMs, act: 'created', by: caller.clientId, request }],
  };
  world.orders.set(uuid, order);
  world.orderIds.set(orderId, [...(world.orderIds.get(orderId) ?? []), order]);
  return order;
}

/** Undefined: the order id defaults to the order's own id (Dintero docs: changelog of 2020-08-01). */
function chooseOrderId(world: World, draft: Draft): string | undefined {
  const supplied = draft.body.order.order_id;
  if (supplied !== undefined) return checkNotTaken(world, draft, supplied);
  if (draft.reservedOrderId !== undefined && draft.completions.length === 0)
    return draft.reservedOrderId;
  if (draft.body.options?.generate_order_id === undefined) return undefined;
  return newOrderId(world.random, world.switches.orderIdCase);
}

function checkNotTaken(world: World, draft: Draft, orderId: string): string {
  const { orderIdTaken } = world.switches;
  if (orderIdTaken !== 'accept' && isTaken(world, draft, orderId))
    throw new Refusal(orderIdTaken === 'refuse-400' ? 400 : 409, 'the order id is taken');
  return orderId;
}

function isTaken(world: World, draft: Draft, orderId: string): boolean {
  return (world.orderIds.get(orderId) ?? []).some((one) => one.accountId === draft.accountId);
}

/** @param asOfMs what the draft looked like then */
export function showDraft(world: World, draft: Draft, asOfMs: number) {
  const { atMs, orderUuids } = draft.completions.find((one) => one.atMs <= asOfMs) ?? notCompleted;
  const orders = orderUuids.flatMap((uuid) => world.orders.get(uuid) ?? []);
  const shows = world.switches.completedDraftShows;
  const { order, options } = draft.body;
  return {
    id: draft.id,
    status: atMs === undefined ? 'open' : 'completed',
    created_at: toInstant(draft.createdAtMs),
    updated_at: toInstant(atMs ?? draft.createdAtMs),
    options,
    order: {
      ...order,
      ...totalsOf(order.items),
      order_id: shownOrderId(draft, shows === 'order-id' ? orders[0] : undefined),
    },
    orders: shows === 'orders' ? orders.map((one) => showOrder(world, one, asOfMs)) : undefined,
    ...(world.switches.extraFields ? { version: 1 + draft.completions.length } : {}),
  };
}

const notCompleted = { atMs: undefined, orderUuids: [] };

function shownOrderId({ body, reservedOrderId }: Draft, order: Order | undefined) {
  return body.order.order_id ?? reservedOrderId ?? order?.orderId;
}
