import type { OrderSagaClient } from '../client/order-saga-client';
import type { OrderSagaError } from '../client/order-saga-errors';
import type { StartedOrder } from '../client/start-order';
import type { TimelineRow } from '../client/timeline';
import type { OrderRequest } from '../domain/order';
import { isEndStatus } from '../domain/status-order';
import { exitCodeOf } from './command-error';
import type { DeadlineOption } from './command-line';
import { drawOrder } from './draw-order';
import { printable } from './draw-table';
import { drawTimeline } from './draw-timeline';
import { exitCodes } from './exit-codes';
import type { Paint } from './paint';
import { answered } from './run-command';
import type { Outcome } from './run-command';
import type { Surroundings } from './surroundings';

export async function startFrom(
  client: OrderSagaClient,
  { linkTo, paint }: Surroundings,
  order: OrderRequest,
  options: DeadlineOption,
): Promise<Outcome> {
  const started = await client.start(order, options);
  const link = linkTo(started.workflowId, started.runId);
  const document = link === undefined ? started : { ...started, webUi: link };
  const unpayable = started.checkoutUrl === undefined && started.status === 'preparing';
  return {
    document,
    text: drawStarted(started, link, paint),
    exitCode: unpayable ? exitCodes.unfinished : exitCodes.ok,
  };
}

function drawStarted(started: StartedOrder, link: string | undefined, paint: Paint): string {
  const how = started.alreadyRunning
    ? 'attached: the same order was started before, and nothing was changed'
    : 'started';
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['order', `${started.orderReference} (${how})`],
    ['status', started.status.replaceAll('_', ' ')],
    ['order in Dintero', started.orderId],
    ['pay here', started.checkoutUrl],
    ['watch here', link],
  ];
  const known = rows.flatMap(([name, value]) =>
    value === undefined ? [] : [`${paint('faint', name.padEnd(18))}${printable(value)}`],
  );
  return [...known, ...hintAt(started)].join('\n');
}

function hintAt({ checkoutUrl, orderReference, status }: StartedOrder): readonly string[] {
  if (isEndStatus(status))
    return ['It has ended, and can be paid no more: a new payment needs a reference of its own.'];
  if (checkoutUrl !== undefined || status !== 'preparing') return [];
  return [
    `The checkout page is not there yet: ordersaga show ${orderReference} says what the order waits for.`,
  ];
}

export interface ShowOptions extends DeadlineOption {
  readonly timeline?: boolean;
}

export async function show(
  client: OrderSagaClient,
  { paint }: Surroundings,
  reference: string,
  { timeline, ...within }: ShowOptions,
): Promise<Outcome> {
  if (timeline !== true) {
    const state = await client.state(reference, within);
    return answered(state, drawOrder(state, paint));
  }
  // Both at once: what keeps the order from answering must not use up the time for its history.
  const [asked, told] = await Promise.allSettled([
    client.state(reference, within),
    client.timeline(reference, within),
  ]);
  if (asked.status === 'rejected') return showHistory(client, paint, reference, asked, told);
  if (told.status === 'rejected') throw told.reason;
  const [state, rows] = [asked.value, told.value];
  const text = [drawOrder(state, paint), '', ...drawTimeline(rows, state.currency, paint)];
  return answered({ ...state, timeline: rows }, text.join('\n'));
}

const currencyWithinMs = 2_000;

/** The history alone, of an order that cannot be asked how it stands; the exit code says that. */
async function showHistory(
  client: OrderSagaClient,
  paint: Paint,
  orderReference: string,
  { reason }: PromiseRejectedResult,
  told: PromiseSettledResult<readonly TimelineRow[]>,
): Promise<Outcome> {
  const exitCode = exitCodeOf(reason);
  if (told.status === 'rejected' || exitCode === undefined) throw reason;
  const error = reason as OrderSagaError;
  const ordered = await client
    .ordered(orderReference, { deadlineMs: currencyWithinMs })
    .catch(() => undefined);
  const text = [
    ...drawTimeline(told.value, ordered?.currency ?? '', paint),
    '',
    paint('bad', printable(`The order could not be asked how it stands: ${error.message}`)),
    printable(error.remedy),
  ];
  return {
    document: { orderReference, timeline: told.value, error },
    text: text.join('\n'),
    exitCode,
  };
}
