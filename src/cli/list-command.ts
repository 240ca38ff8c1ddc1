import type { ListedOrder, ListRequest } from '../client/list-orders';
import { parseDuration } from '../client/duration';
import { InvalidOrderError } from '../client/order-saga-errors';
import type { OrderSagaClient } from '../client/order-saga-client';
import { formatMoney } from '../domain/money';
import type { OrderStatus } from '../domain/order-view';
import { present } from '../domain/present';
import { CommandError } from './command-error';
import type { DeadlineOption } from './command-line';
import { drawTable } from './draw-table';
import type { Column } from './draw-table';
import { showAge } from './draw-timeline';
import { exitCodes } from './exit-codes';
import { answered } from './run-command';
import type { Outcome } from './run-command';
import type { Surroundings } from './surroundings';

export interface ListOptions extends DeadlineOption {
  readonly status?: OrderStatus;
  readonly attention?: boolean;
  /** `2d`, `2026-12-01` or an instant. */
  readonly since?: string;
  readonly prefix?: string;
  readonly limit: number;
}

interface Collected {
  readonly orders: readonly ListedOrder[];
  /** There are more than were wanted. */
  readonly more: boolean;
}

const largestPage = 200;

/** The orders that need attention first, then the others, each the newest first. */
export async function list(
  client: OrderSagaClient,
  surroundings: Surroundings,
  { limit, attention, ...options }: ListOptions,
): Promise<Outcome> {
  const nowMs = surroundings.now();
  const filter: ListRequest = {
    ...present('status', options.status),
    ...present('referencePrefix', options.prefix),
    ...present('startedAfter', readSince(options.since, nowMs)),
  };
  const urgent = await collect(client, { ...filter, needsAttention: true }, limit, options);
  const left = limit - urgent.orders.length;
  const others: Collected =
    attention === true || left === 0
      ? { orders: [], more: attention !== true }
      : await collect(client, { ...filter, needsAttention: false }, left, options);
  const orders = [...urgent.orders, ...others.orders];
  const more = urgent.more || others.more;
  return answered({ orders, more }, drawList(orders, more, nowMs, surroundings));
}

async function collect(
  client: OrderSagaClient,
  filter: ListRequest,
  limit: number,
  within: DeadlineOption,
): Promise<Collected> {
  const orders: ListedOrder[] = [];
  let cursor: string | undefined;
  do {
    const request = { ...filter, limit: Math.min(largestPage, limit - orders.length) };
    const page = await client
      .list({ ...request, ...present('cursor', cursor) }, within)
      .catch(nameOptions);
    orders.push(...page.orders);
    cursor = page.nextCursor;
  } while (cursor !== undefined && orders.length < limit);
  return { orders, more: cursor !== undefined };
}

/** The client names the fields of a filter, and who types a command knows options. */
function nameOptions(error: unknown): never {
  if (!(error instanceof InvalidOrderError)) throw error;
  const lines = error.faults.map(({ field, problem }) =>
    field === 'startedAfter'
      ? '--since: write a duration back from now, as in 2d, a day, as in 2026-12-01, or an instant, as in 2026-12-01T08:00:00Z'
      : `${optionOf[field] ?? field}: ${problem}`,
  );
  throw new CommandError(
    exitCodes.usage,
    lines.join('\n'),
    'Correct the option and list again; a list changes nothing.',
  );
}

const optionOf: Readonly<Record<string, string>> = { referencePrefix: '--prefix' };

/** A duration counts back from now; anything else is for the client, which says what it takes. */
function readSince(since: string | undefined, nowMs: number): string | undefined {
  if (since === undefined || !/^\d+(ms|[dhms])/i.test(since)) return since;
  try {
    return new Date(nowMs - parseDuration(since)).toISOString();
  } catch {
    return since;
  }
}

const left = (title: string): Column => ({ title, align: 'left' });
const right = (title: string): Column => ({ title, align: 'right' });

function drawList(
  orders: readonly ListedOrder[],
  more: boolean,
  nowMs: number,
  { paint }: Surroundings,
): string {
  if (orders.length === 0) return 'No order matches.';
  const columns = [
    left('order'),
    left('status'),
    right('authorized'),
    right('captured'),
    right('refunded'),
    right('age'),
    left('in Dintero'),
    left(''),
  ];
  const [titles = '', ...rows] = drawTable(
    columns,
    orders.map((order) => rowOf(order, nowMs)),
  );
  const painted = rows.map((row, index) => paintRow(orders[index], row, paint));
  const hint = more ? [paint('faint', 'There are more: --limit, --status, --since.')] : [];
  return [paint('faint', titles), ...painted, ...hint].join('\n');
}

function rowOf(order: ListedOrder, nowMs: number): readonly string[] {
  const { amounts, currency } = order;
  const money = (amount: number) => (currency === '' ? '' : formatMoney(amount, currency));
  return [
    order.orderReference,
    order.status.replaceAll('_', ' '),
    money(amounts.authorized),
    money(amounts.captured),
    money(amounts.refunded),
    showAge(nowMs - Date.parse(order.startedAt)),
    order.orderId ?? '',
    noteOf(order),
  ];
}

function noteOf({ needsAttention, ending }: ListedOrder): string {
  if (needsAttention && ending === undefined) return 'needs attention';
  return ending === undefined || ending === 'COMPLETED' ? '' : ending.toLowerCase();
}

function paintRow(
  order: ListedOrder | undefined,
  row: string,
  paint: Surroundings['paint'],
): string {
  if (order?.needsAttention === true) return paint('bad', row);
  return order?.closedAt === undefined ? row : paint('faint', row);
}
