import { toInstant } from './clock';
import { reservedOf, toNumber } from './journal';
import type { MoneyEntry, MoneySums, RecordEntry, RecordKind } from './journal';
import { settleLapse } from './lapse';
import { collectionOf, orderTotal, recordKinds, successfulSum } from './order-sums';
import { statusOf as orderStatusOf } from './orders';
import { isExpired } from './sessions';
import { paymentStatusOf } from './show-order';
import { statusOf } from './transaction-status';
import type { Order, Session, Transaction, World } from './world';

/** All that are given must match. */
export interface LedgerFilter {
  readonly orderId?: string | undefined;
  readonly transactionId?: string | undefined;
  /** Contained in `merchant_reference_2` or an external id. */
  readonly reference?: string | undefined;
}

/** What truly happened, for tests and people; no client of the provider sees it. */
export function showLedger(world: World, filter: LedgerFilter = {}) {
  const transactions = [...world.transactions.values()].filter((one) =>
    isWanted(filter, {
      orderId: one.merchantReference,
      id: one.id,
      texts: [one.merchantReference2],
    }),
  );
  transactions.forEach((transaction) => settleLapse(world, transaction));
  const orders = [...world.orders.values()].filter((order) => isWantedOrder(filter, order));
  const sessions = [...world.sessions.values()].filter((session) => {
    const { merchant_reference: orderId, merchant_reference_2: second } = session.body.order;
    return isWanted(filter, { orderId, id: session.transaction?.id, texts: [second] });
  });
  return {
    at: toInstant(world.clock.now()),
    totals: {
      ...showSums(addUp(transactions.map(({ id }) => world.journal.sumsOf(id)))),
      transactions: transactions.length,
      orders: orders.length,
      sessions: sessions.length,
    },
    transactions: transactions.map((transaction) => describeTransaction(world, transaction)),
    orders: orders.map((order) => describeOrder(world, order)),
    sessions: sessions.map((session) => describeSession(world, session)),
  };
}

interface Traits {
  readonly orderId: string;
  readonly id: string | undefined;
  readonly texts: readonly (string | undefined)[];
}

function isWanted({ orderId, transactionId, reference }: LedgerFilter, traits: Traits): boolean {
  return (
    (orderId === undefined || traits.orderId === orderId) &&
    (transactionId === undefined || traits.id === transactionId) &&
    (reference === undefined || traits.texts.some((text) => text?.includes(reference)))
  );
}

function isWantedOrder(filter: LedgerFilter, order: Order): boolean {
  const texts = (order.body.external_ids ?? []).map(({ id }) => id);
  return isWanted(filter, { orderId: order.orderId, id: filter.transactionId, texts });
}

function addUp(sums: readonly MoneySums[]): MoneySums {
  const total = (name: keyof MoneySums) => sums.reduce((sum, one) => sum + one[name], 0n);
  return {
    authorized: total('authorized'),
    captured: total('captured'),
    refunded: total('refunded'),
    voided: total('voided'),
  };
}

function showSums(sums: MoneySums) {
  return {
    authorized: toNumber(sums.authorized),
    captured: toNumber(sums.captured),
    refunded: toNumber(sums.refunded),
    voided: toNumber(sums.voided),
    reserved: toNumber(reservedOf(sums)),
  };
}

function describeTransaction(world: World, transaction: Transaction) {
  return {
    transactionId: transaction.id,
    sessionId: transaction.sessionId,
    accountId: transaction.accountId,
    orderId: transaction.merchantReference,
    reference: transaction.merchantReference2 ?? null,
    product: transaction.productType,
    currency: transaction.currency,
    status: statusOf(transaction),
    ...showSums(world.journal.sumsOf(transaction.id)),
    movements: world.journal.moneyOf(transaction.id).map(describeMovement),
    pending: [...transaction.pending].map(([requestId, { kind, amount }]) => ({
      requestId,
      kind,
      amount,
    })),
  };
}

function describeMovement(entry: MoneyEntry) {
  return {
    seq: entry.seq,
    at: toInstant(entry.atMs),
    kind: entry.kind,
    amount: toNumber(entry.amount),
    by: entry.by,
    reference: entry.reference ?? null,
    requestId: entry.requestId,
    lines: entry.lines,
  };
}

function describeOrder(world: World, order: Order) {
  const recordsOf = (kind: RecordKind) => world.journal.recordsOf(order.uuid, kind);
  const records = recordKinds.map((kind) => [
    collectionOf[kind],
    recordsOf(kind).map(describeRecord),
  ]);
  const sums = recordKinds.map((kind) => [
    collectionOf[kind],
    toNumber(successfulSum(recordsOf(kind))),
  ]);
  const nowMs = world.clock.now();
  return {
    orderId: order.orderId,
    orderUuid: order.uuid,
    draftId: order.draftId,
    accountId: order.accountId,
    references: (order.body.external_ids ?? []).map(({ id }) => id),
    currency: order.body.currency,
    status: orderStatusOf(order, nowMs),
    paymentStatus: paymentStatusOf(world, order, nowMs),
    total: toNumber(orderTotal(order.items)),
    lines: order.items.map((item) => ({ lineId: item.line_id, amount: item.gross_amount })),
    sums: Object.fromEntries(sums) as Record<string, number>,
    records: Object.fromEntries(records) as Record<string, ReturnType<typeof describeRecord>[]>,
  };
}

function describeRecord(entry: RecordEntry) {
  const details = entry.rest['payment_details'] as { payment_id?: string } | undefined;
  return {
    seq: entry.seq,
    at: toInstant(entry.atMs),
    recordId: entry.recordId,
    amount: toNumber(entry.amount),
    success: entry.success,
    lines: entry.lines,
    paymentId: details?.payment_id ?? null,
    metadata: entry.rest['metadata'] ?? null,
    requestId: entry.requestId,
  };
}

function describeSession(world: World, session: Session) {
  const { order, url } = session.body;
  return {
    sessionId: session.id,
    accountId: session.accountId,
    orderId: order.merchant_reference,
    reference: order.merchant_reference_2 ?? null,
    amount: order.amount,
    currency: order.currency,
    state: sessionState(world, session),
    transactionId: session.transaction?.id ?? null,
    createdAt: toInstant(session.createdAtMs),
    expiresAt: toInstant(session.expiresAtMs),
    cancelledAt: session.cancelled === undefined ? null : toInstant(session.cancelled.atMs),
    payPage: world.payPageUrl(session.id),
    callbackUrl: url.callback_url ?? null,
  };
}

export type SessionState = 'open' | 'with-transaction' | 'cancelled' | 'expired';

export function sessionState(world: World, session: Session): SessionState {
  if (session.cancelled !== undefined) return 'cancelled';
  if (session.transaction !== undefined) return 'with-transaction';
  return isExpired(session, world.clock.now()) ? 'expired' : 'open';
}
