import type { Caller } from './accounts';
import { toInstant } from './clock';
import { newUuid } from './ids';
import { toNumber } from './journal';
import type { RecordEntry, RecordKind } from './journal';
import { collectionOf, orderTotal, successfulSum } from './order-sums';
import { Refusal } from './refusal';
import { readBody, recordBody } from './request-bodies';
import type { RecordBody } from './request-bodies';
import type { Order, World } from './world';

/** Writes down what a payment system did. Nothing dedupes it: the same body twice makes two records. */
export function addRecord(
  world: World,
  caller: Caller,
  order: Order,
  kind: RecordKind,
  posted: unknown,
  requestId: string,
): RecordEntry {
  const body = readBody(recordBody, posted);
  const success = body.success ?? true;
  if (success && world.switches.recordSums === 'strict') checkSums(world, order, kind, body);
  const { items, success: _success, ...rest } = body;
  const entry = world.journal.addRecord({
    atMs: world.clock.now(),
    orderUuid: order.uuid,
    recordId: newUuid(world.random),
    kind,
    amount: items.reduce((sum, item) => sum + BigInt(item.amount), 0n),
    success,
    lines: items.map((item) => ({ lineId: item.line_id, amount: item.amount })),
    requestId,
    createdBy: caller.clientId,
    rest,
  });
  const path = `/orders/${order.orderId}/${collectionOf[kind]}`;
  const request = { method: 'POST', path, body };
  order.acts.push({ atMs: entry.atMs, act: 'recorded', by: caller.clientId, request });
  closeIfPaid(world, order);
  return entry;
}

function closeIfPaid(world: World, order: Order): void {
  if (world.switches.orderAfterFullCapture !== 'closed') return;
  const captured = successfulSum(world.journal.recordsOf(order.uuid, 'capture'));
  if (captured < orderTotal(order.items) || order.acts.some(({ act }) => act === 'closed')) return;
  const request = { method: 'POST', path: `/orders/${order.orderId}/close`, body: null };
  order.acts.push({ atMs: world.clock.now(), act: 'closed', by: 'system', request });
}

/** Per line: what may still be recorded of the kind. */
function checkSums(world: World, order: Order, kind: RecordKind, { items }: RecordBody): void {
  const asked = new Map<number, bigint>();
  for (const item of items)
    asked.set(item.line_id, (asked.get(item.line_id) ?? 0n) + BigInt(item.amount));
  for (const [lineId, amount] of asked) {
    const left = leftOfLine(world, order, kind, lineId);
    if (amount < 0n || amount > left)
      throw new Refusal(
        400,
        `items: line ${lineId} has ${left} left for ${collectionOf[kind]}, not ${amount}`,
        undefined,
        'items',
      );
  }
}

function leftOfLine(world: World, order: Order, kind: RecordKind, lineId: number): bigint {
  const item = order.items.find((one) => one.line_id === lineId);
  if (item === undefined)
    throw new Refusal(400, `items: the order has no line ${lineId}`, undefined, 'items');
  const sum = (of: RecordKind) => sumOfLine(world, order, of, lineId);
  const left: Record<RecordKind, () => bigint> = {
    authorization: () => BigInt(item.gross_amount) - sum('authorization'),
    capture: () => sum('authorization') - sum('capture') - sum('cancellation'),
    refund: () => sum('capture') - sum('refund'),
    cancellation: () => sum('authorization') - sum('capture') - sum('cancellation'),
  };
  return left[kind]();
}

function sumOfLine(world: World, order: Order, kind: RecordKind, lineId: number): bigint {
  return world.journal
    .recordsOf(order.uuid, kind)
    .filter((entry) => entry.success)
    .flatMap((entry) => entry.lines)
    .reduce((sum, line) => (line.lineId === lineId ? sum + BigInt(line.amount) : sum), 0n);
}

/** @param place the answer to the POST shows metadata that later reads may not */
export function showRecord(
  world: World,
  order: Order,
  entry: RecordEntry,
  place: 'answer' | 'read',
) {
  const { metadata, ...rest } = entry.rest;
  const { recordMetadata, extraFields } = world.switches;
  const echoed =
    recordMetadata === 'echo' || (recordMetadata === 'answer-only' && place === 'answer');
  const href = `/v1/accounts/${order.accountId}/shopping/orders/${order.orderId}/${collectionOf[entry.kind]}/${entry.recordId}`;
  return {
    ...rest,
    id: entry.recordId,
    amount: toNumber(entry.amount),
    success: entry.success,
    items: entry.lines.map(({ lineId, amount }) => ({ line_id: lineId, amount })),
    ...(echoed && metadata !== undefined ? { metadata } : {}),
    created_at: toInstant(entry.atMs),
    created_by: entry.createdBy,
    _links: [{ href, rel: 'self' }],
    ...(extraFields ? { currency: order.body.currency } : {}),
  };
}
