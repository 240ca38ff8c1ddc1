import type { OrderSagaClient } from '../client/order-saga-client';
import { OrderSagaError } from '../client/order-saga-errors';
import type { AdoptionIds } from '../client/take-over-order';
import type { OrderView } from '../domain/order-view';
import { CommandError } from './command-error';
import type { DeadlineOption } from './command-line';
import { drawDifferences, drawOrder } from './draw-order';
import { drawTable } from './draw-table';
import { exitCodes } from './exit-codes';
import type { Paint } from './paint';
import { answered } from './run-command';
import type { Outcome } from './run-command';
import type { Surroundings } from './surroundings';

export async function adopt(
  client: OrderSagaClient,
  { paint }: Surroundings,
  reference: string,
  ids: AdoptionIds,
  options: DeadlineOption,
): Promise<Outcome> {
  const state = await client.adopt(reference, ids, options);
  return answered(state, drawOrder(state, paint));
}

export interface ReconcileOptions extends DeadlineOption {
  readonly all?: boolean;
}

/** One order, or every order that runs; the exit code says whether both systems agree about all of them. */
export async function reconcile(
  client: OrderSagaClient,
  surroundings: Surroundings,
  reference: string | undefined,
  options: ReconcileOptions,
): Promise<Outcome> {
  if (options.all === true) return reconcileAll(client, surroundings, options);
  if (reference === undefined)
    throw new CommandError(exitCodes.usage, 'no order is named', 'Name one, or give --all.');
  const state = await client.reconcile(reference, options);
  return {
    document: state,
    text: drawOrder(state, surroundings.paint),
    exitCode: differs(state) ? exitCodes.refused : exitCodes.ok,
  };
}

function differs({ compared, needsAttention }: OrderView): boolean {
  return (compared?.differences.length ?? 0) > 0 || needsAttention !== null;
}

/** `error`: this order could not be asked; the others were. */
type Reconciled =
  | { readonly orderReference: string; readonly state: OrderView }
  | { readonly orderReference: string; readonly error: OrderSagaError };

const atOnce = 4;

async function reconcileAll(
  client: OrderSagaClient,
  { paint, printError }: Surroundings,
  options: DeadlineOption,
): Promise<Outcome> {
  const waiting = [...(await client.running(options))];
  const all = waiting.length;
  const results: Reconciled[] = [];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      results.push(await reconcileOne(client, next, options));
      if (results.length % 100 === 0) printError(`${results.length} of ${all} orders compared`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const wrong = results.filter((one) => 'error' in one || differs(one.state));
  const agreed = `${results.length - wrong.length} of ${results.length} orders: both systems agree.`;
  return {
    document: results,
    text: wrong.length === 0 ? paint('good', agreed) : `${drawWrong(wrong, paint)}\n${agreed}`,
    exitCode: wrong.length === 0 ? exitCodes.ok : exitCodes.refused,
  };
}

async function reconcileOne(
  client: OrderSagaClient,
  orderReference: string,
  options: DeadlineOption,
): Promise<Reconciled> {
  try {
    return { orderReference, state: await client.reconcile(orderReference, options) };
  } catch (error) {
    if (error instanceof OrderSagaError) return { orderReference, error };
    throw error;
  }
}

function drawWrong(wrong: readonly Reconciled[], paint: Paint): string {
  const titles = ['order', 'status', 'what'];
  const rows = wrong.flatMap((one) =>
    'error' in one
      ? [[one.orderReference, '', one.error.message]]
      : linesOf(one.state).map((what) => [one.orderReference, one.state.status, what]),
  );
  const [head = '', ...body] = drawTable(
    titles.map((title) => ({ title, align: 'left' })),
    rows,
  );
  return [head, ...body.map((row) => paint('bad', row))].join('\n');
}

function linesOf(state: OrderView): readonly string[] {
  const matter = state.needsAttention;
  return [
    ...drawDifferences(state),
    ...(matter === null ? [] : [`needs attention: ${matter.code}`]),
  ];
}
