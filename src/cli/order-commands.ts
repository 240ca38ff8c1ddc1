import type { OrderSagaClient } from '../client/order-saga-client';
import type { StartedOrder } from '../client/start-order';
import type { Resolution } from '../domain/attention';
import type { CaptureRequest } from '../domain/operation';
import type { OrderRequest } from '../domain/order';
import type { OperationView, OrderView } from '../domain/order-view';
import { CommandError } from './command-error';
import { drawOperation, drawOrder } from './draw-order';
import { exitCodes } from './exit-codes';
import type { ExitCode } from './exit-codes';
import type { Paint } from './paint';
import { readAmounts } from './read-amounts';
import type { AmountOptions } from './read-amounts';
import { answered } from './run-command';
import type { Outcome, Surroundings } from './run-command';

export interface DeadlineOption {
  readonly deadlineMs?: number;
}

export async function startFrom(
  client: OrderSagaClient,
  { linkTo, paint }: Surroundings,
  order: unknown,
  options: DeadlineOption,
): Promise<Outcome> {
  // What is no order is refused by the client, which reads it strictly.
  const started = await client.start(order as OrderRequest, options);
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
    value === undefined ? [] : [`${paint('faint', name.padEnd(18))}${value}`],
  );
  if (started.checkoutUrl !== undefined || started.status !== 'preparing') return known.join('\n');
  const hint = `The checkout page is not there yet: ordersaga show ${started.orderReference} says what the order waits for.`;
  return [...known, hint].join('\n');
}

export async function show(
  client: OrderSagaClient,
  { paint }: Surroundings,
  reference: string,
  options: DeadlineOption,
): Promise<Outcome> {
  const state = await client.state(reference, options);
  return answered(state, drawOrder(state, paint));
}

export interface OperationOptions extends AmountOptions, DeadlineOption {
  readonly id?: string;
  readonly final?: boolean;
  readonly reason?: string;
}

export async function capture(
  client: OrderSagaClient,
  { paint }: Surroundings,
  reference: string,
  options: OperationOptions,
): Promise<Outcome> {
  const { currency, ...order } = await client.state(reference, options);
  const lines = readAmounts(options, { ...order, currency });
  const request: CaptureRequest = {
    ...(options.id === undefined ? {} : { captureId: options.id }),
    ...(lines === undefined ? {} : { lines }),
    ...(options.final === true ? { final: true } : {}),
  };
  if (lines !== undefined && options.id === undefined)
    throw missing('a capture of named amounts needs an id', 'Add --id shipment-1, for example.');
  return outcomeOf(await client.capture(reference, request, options), currency, paint);
}

export async function refund(
  client: OrderSagaClient,
  { paint }: Surroundings,
  reference: string,
  options: OperationOptions & { readonly id: string },
): Promise<Outcome> {
  const { currency, ...order } = await client.state(reference, options);
  const lines = readAmounts(options, { ...order, currency });
  if (lines === undefined)
    throw missing('a refund needs an amount', 'Add --line 1=199.00, or --amount 199.00.');
  const reason = options.reason === undefined ? {} : { reason: options.reason };
  const request = { refundId: options.id, lines, ...reason };
  return outcomeOf(await client.refund(reference, request, options), currency, paint);
}

export async function cancel(
  client: OrderSagaClient,
  { paint }: Surroundings,
  reference: string,
  options: DeadlineOption & { readonly reason: string },
): Promise<Outcome> {
  const operation = await client.cancel(reference, { reason: options.reason }, options);
  const { currency } = await client.state(reference, options);
  return outcomeOf(operation, currency, paint);
}

export async function resolve(
  client: OrderSagaClient,
  { paint }: Surroundings,
  reference: string,
  resolution: Resolution,
  options: DeadlineOption,
): Promise<Outcome> {
  return describe(await client.resolve(reference, resolution, options), paint);
}

function describe(state: OrderView, paint: Paint): Outcome {
  return answered(state, drawOrder(state, paint));
}

function outcomeOf(operation: OperationView, currency: string, paint: Paint): Outcome {
  return {
    document: operation,
    text: drawOperation(operation, currency, paint),
    exitCode: exitCodeByStatus[operation.status],
  };
}

/** `moved`: the money has moved, and the record follows by itself. */
const exitCodeByStatus: Readonly<Record<OperationView['status'], ExitCode>> = {
  recorded: exitCodes.ok,
  moved: exitCodes.ok,
  rejected: exitCodes.refused,
  queued: exitCodes.unfinished,
  moving: exitCodes.unfinished,
  unknown: exitCodes.unfinished,
};

function missing(message: string, remedy: string): CommandError {
  return new CommandError(exitCodes.usage, message, remedy);
}
