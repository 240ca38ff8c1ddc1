import type { OrderSagaClient } from '../client/order-saga-client';
import type { StartedOrder } from '../client/start-order';
import type { OrderRequest } from '../domain/order';
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
  if (started.checkoutUrl !== undefined || started.status !== 'preparing') return known.join('\n');
  const hint = `The checkout page is not there yet: ordersaga show ${started.orderReference} says what the order waits for.`;
  return [...known, hint].join('\n');
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
  const state = await client.state(reference, within);
  if (timeline !== true) return answered(state, drawOrder(state, paint));
  const rows = await client.timeline(reference, within);
  const text = [drawOrder(state, paint), '', ...drawTimeline(rows, state.currency, paint)];
  return answered({ ...state, timeline: rows }, text.join('\n'));
}
