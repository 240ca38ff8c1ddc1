import { runOperator } from '../../src/cli/program';
import { plain } from '../../src/cli/paint';
import type { Surroundings } from '../../src/cli/run-command';
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

/** Stands where Temporal would be: what was asked of it is noted, what it answers is given. */
export function setUpTerminal(answers: Partial<ConnectedClient> = {}, stdin = '') {
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
    reconcile: unexpected,
    state: () => Promise.resolve(orderView),
    waitFor: unexpected,
    notifyPayment: unexpected,
    close: () => Promise.resolve(note('close')),
    ...answers,
  };
  const surroundings: Surroundings = {
    openClient: () => Promise.resolve(client),
    stdin: (async function* () {
      yield stdin;
    })(),
    print: (text) => void printed.push(text),
    printError: (text) => void errors.push(text),
    paint: plain,
    linkTo: (workflowId, runId) => `http://ui.example/${workflowId}/${runId}`,
  };
  return {
    surroundings,
    asked,
    note,
    operate: (line: string) => runOperator(line.split(' '), surroundings),
    document: () => JSON.parse(printed.join('\n')) as unknown,
    output: () => printed.join('\n'),
    errors: () => errors.join('\n'),
  };
}
