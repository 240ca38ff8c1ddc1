import { runOperator } from '../../src/cli/program';
import { plain } from '../../src/cli/paint';
import type { Surroundings } from '../../src/cli/surroundings';
import type { ConnectedClient } from '../../src/client/connect';
import { readOrder } from '../../src/client/read-order';
import { newOrderState } from '../../src/domain/order-state';
import { viewOrder } from '../../src/domain/order-view';
import type { OperationView } from '../../src/domain/order-view';
import { toMinorUnits } from '../../src/domain/money';
import example from '../../examples/order.json';

export const orderView = viewOrder(newOrderState(readOrder(example).order));

export function operationView(status: OperationView['status']): OperationView {
  return {
    operationId: 'shipment-1',
    kind: 'capture',
    status,
    amount: toMinorUnits(19_900),
    lines: [],
    content: '',
    requestedAt: '2026-11-24T12:00:00.000Z',
  };
}

/** What a person answers who is asked, or `undefined` where there is no terminal. */
export interface TerminalOptions extends Partial<Omit<Surroundings, 'stdin'>> {
  readonly person?: string;
  readonly stdin?: string;
}

/** Stands where Temporal would be: what was asked of it is noted, what it answers is given. */
export function setUpTerminal(
  answers: Partial<ConnectedClient> = {},
  { person, stdin = '', ...own }: TerminalOptions = {},
) {
  const live: string[] = [];
  const asked: unknown[][] = [];
  const printed: string[] = [];
  const errors: string[] = [];
  const note = (...what: unknown[]) => void asked.push(what);
  const unexpected = () => Promise.reject(new Error('not expected'));
  const client: ConnectedClient = {
    start: unexpected,
    checkoutUrl: unexpected,
    capture: unexpected,
    refund: unexpected,
    cancel: unexpected,
    resolve: unexpected,
    adopt: unexpected,
    running: unexpected,
    list: unexpected,
    count: unexpected,
    workers: unexpected,
    reconcile: unexpected,
    state: () => Promise.resolve(orderView),
    waitFor: unexpected,
    timeline: unexpected,
    ordered: unexpected,
    notifyPayment: unexpected,
    close: () => Promise.resolve(note('close')),
    ...answers,
  };
  const surroundings: Surroundings = {
    version: '1.2.3',
    openClient: () => Promise.resolve(client),
    stdin: (async function* () {
      yield stdin;
    })(),
    print: (text) => void printed.push(text),
    printError: (text) => void errors.push(text),
    paint: plain,
    linkTo: (workflowId, runId) => `http://ui.example/${workflowId}/${runId}`,
    terminal:
      person === undefined
        ? undefined
        : {
            ask: (question) => Promise.resolve((errors.push(question), person)),
            live: (line) => void live.push(line),
          },
    now: () => Date.parse('2026-11-24T12:00:00.000Z'),
    pause: () => Promise.resolve(),
    interrupted: () => new AbortController().signal,
    providerUrl: () => 'https://checkout.dintero.com/v1',
    fetch: () => Promise.reject(new Error('not expected')),
    upkeep: { examine: unexpected, setUp: unexpected },
    ...own,
  };
  return {
    surroundings,
    asked,
    note,
    operate: (line: string) => runOperator(line.split(' '), surroundings),
    operateWith: (args: readonly string[]) => runOperator(args, surroundings),
    live,
    document: () => JSON.parse(printed.join('\n')) as unknown,
    output: () => printed.join('\n'),
    errors: () => errors.join('\n'),
  };
}
