import { completeDraft, createDraft, findDraft, showDraft } from './drafts';
import type { RecordKind } from './journal';
import { addRecord, showRecord } from './order-records';
import { collectionOf } from './order-sums';
import { cancelOrder, openOrder, statusOf } from './orders';
import { notFound } from './refusal';
import { listedAtMs, shownAtMs } from './serving';
import type { Served, Server, Serving } from './serving';
import { paymentStatusOf, recordsAt, showOrder, showOrderEvents } from './show-order';
import { isWithin, takePage } from './transactions';
import { findOrder } from './world';
import type { Order } from './world';

const ok = (body: unknown): Served => ({ status: 200, body });

const orderOf = ({ world, caller, call }: Serving) => findOrder(world, call.id, caller.accountId);

const drafts = {
  createDraftOrder: (serving) => {
    const { world, caller, call } = serving;
    const draft = createDraft(world, caller, call.body);
    const status = world.switches.draftCreateStatus;
    return { status, body: showDraft(world, draft, shownAtMs(serving)), madeId: draft.id };
  },
  readDraftOrder: (serving) => {
    const { world, caller, call } = serving;
    const draft = showDraft(world, findDraft(world, caller, call.id), shownAtMs(serving));
    const isGone = world.switches.completedDraftShows === 'gone' && draft.status === 'completed';
    if (isGone) throw notFound('draft order');
    return ok(draft);
  },
  listDraftOrders: (serving) => {
    const { world, caller, call } = serving;
    const atMs = listedAtMs(serving);
    const listed = [...world.drafts.values()].filter(
      (draft) => draft.accountId === caller.accountId && draft.createdAtMs <= atMs,
    );
    const page = takePage(listed.reverse(), call.query);
    return ok({ draft_orders: page.map((draft) => showDraft(world, draft, atMs)) });
  },
  completeDraftOrder: (serving) => {
    const { world, caller, call } = serving;
    const orders = completeDraft(world, caller, call.id);
    return ok({ orders: orders.map((order) => showOrder(world, order, shownAtMs(serving))) });
  },
} satisfies Record<string, Server>;

const show = (serving: Serving, order: Order): Served =>
  ok(showOrder(serving.world, order, shownAtMs(serving)));

const orders = {
  listOrders: (serving) => ok({ orders: listOrders(serving) }),
  readOrder: (serving) => show(serving, orderOf(serving)),
  cancelOrder: (serving) => {
    const order = orderOf(serving);
    cancelOrder(serving.world, serving.caller, order, serving.call.body);
    return show(serving, order);
  },
  openOrder: (serving) => {
    const order = orderOf(serving);
    openOrder(serving.world, serving.caller, order);
    return show(serving, order);
  },
  listOrderEvents: (serving) =>
    ok({ events: showOrderEvents(orderOf(serving), shownAtMs(serving)) }),
} satisfies Record<string, Server>;

function listOrders(serving: Serving) {
  const { world, caller, call } = serving;
  const atMs = listedAtMs(serving);
  const fits = (name: string, value: string) =>
    !call.query.has(name) || call.query.getAll(name).includes(value);
  const listed = [...world.orders.values()].filter(
    (order) =>
      order.accountId === caller.accountId &&
      order.createdAtMs <= atMs &&
      fits('status', statusOf(order, atMs)) &&
      fits('payment_status', paymentStatusOf(world, order, atMs)) &&
      isWithin(call.query, 'created_at', order.createdAtMs),
  );
  const page = takePage(listed.reverse().map(withUuid), call.query);
  return page
    .slice(0, world.switches.orderListMost)
    .map(({ order }) => showOrder(world, order, atMs));
}

function withUuid(order: Order) {
  return { id: order.uuid, order };
}

const record =
  (kind: RecordKind): Server =>
  (serving) => {
    const { world, caller, call, cause } = serving;
    const order = orderOf(serving);
    const entry = addRecord(world, caller, order, kind, call.body, cause.requestId);
    const status = world.switches.recordCreateStatus;
    return { status, body: showRecord(world, order, entry, 'answer') };
  };

const list =
  (kind: RecordKind): Server =>
  (serving) => {
    const { world } = serving;
    const order = orderOf(serving);
    const entries = recordsAt(world, order, kind, shownAtMs(serving));
    return ok({
      [collectionOf[kind]]: entries.map((one) => showRecord(world, order, one, 'read')),
    });
  };

const read =
  (kind: RecordKind): Server =>
  (serving) => {
    const { world, call } = serving;
    const order = orderOf(serving);
    const entry = recordsAt(world, order, kind, shownAtMs(serving)).find(
      (one) => one.recordId === call.recordId,
    );
    if (entry === undefined) throw notFound(kind);
    return ok(showRecord(world, order, entry, 'read'));
  };

export const serveOrders = {
  ...drafts,
  ...orders,
  recordAuthorization: record('authorization'),
  recordCapture: record('capture'),
  recordRefund: record('refund'),
  recordCancellation: record('cancellation'),
  listAuthorizations: list('authorization'),
  listCaptures: list('capture'),
  listRefunds: list('refund'),
  listCancellations: list('cancellation'),
  readAuthorization: read('authorization'),
  readCapture: read('capture'),
  readRefund: read('refund'),
  readCancellation: read('cancellation'),
} satisfies Record<string, Server>;
