import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { expect } from '@jest/globals';
import { exampleOrder } from '../../dev/demo/stage';
import { createOrderSagaClient } from '../../src/client/order-saga-client';
import type { OrderSagaClient } from '../../src/client/order-saga-client';
import { loadClientConfig } from '../../src/config';
import type { OrderRequest } from '../../src/domain/order';
import type { OrderView } from '../../src/domain/order-view';
import type { Timing } from '../../src/domain/timing';
import { workflowIdOf } from '../../src/workflows/messages';
import { temporalAddress } from './temporal-server';
import { startWholeStack } from './whole-stack';
import type { WholeStack } from './whole-stack';

/** What a test reads of an order in all three places; amounts in minor units. */
export interface Told {
  /** The provider's movements in their order, as `capture 10000`. */
  readonly movements: readonly string[];
  /** Sums of the records in Orders: authorizations, captures, refunds, cancellations. */
  readonly records: readonly number[];
  readonly orderStatus: string | undefined;
}

/** A worker and the sandbox, spoken to over HTTP, and the people who use a shop. */
export interface HttpShop {
  readonly stack: WholeStack;
  readonly orders: OrderSagaClient;
  readonly client: Client;
  begin(order?: OrderRequest, timing?: Partial<Timing>): Promise<OrderView>;
  paid(order?: OrderRequest, timing?: Partial<Timing>): Promise<OrderView>;
  /** The customer or the back office does something, with options. */
  act(path: string, options?: object): Promise<void>;
  /** Once, at the next request of the order to the endpoint; `more` says otherwise. */
  fault(order: OrderView, endpoint: string, kind: string, more?: object): Promise<void>;
  told(orderReference: string): Promise<Told>;
  requests(order: OrderView, endpoint: string): Promise<number>;
  signal(orderReference: string, name: string, payload: unknown): Promise<void>;
  close(): Promise<void>;
}

export const patient = { deadlineMs: 50_000 };

export function freshOrder(): OrderRequest {
  return exampleOrder(`shop-${randomUUID().slice(0, 8)}`);
}

export async function openHttpShop(more: Readonly<Record<string, string>> = {}): Promise<HttpShop> {
  const timings = {
    ORDER_SETTLE_DELAY: '2500ms',
    ORDER_MONEY_ATTEMPT: '7s',
    ORDER_ATTENTION_AFTER: '8s',
  };
  const [connection, stack] = await Promise.all([
    Connection.connect({ address: temporalAddress() }),
    startWholeStack({ ...timings, ...more }),
  ]);
  const client = new Client({ connection });
  const { timing: usual } = loadClientConfig(stack.env);
  const begin: HttpShop['begin'] = async (order = freshOrder(), timing = {}) => {
    const taskQueue = stack.env['ORDER_TASK_QUEUE'] ?? '';
    const own = createOrderSagaClient({ client, taskQueue, timing: { ...usual, ...timing } });
    await own.start(order);
    return stack.orders.state(order.orderReference);
  };
  const { sandbox, orders } = stack;
  return {
    stack,
    orders,
    client,
    begin,
    async paid(order, timing) {
      const { sessionId, orderReference } = await begin(order, timing);
      await sandbox.actOnSession(sessionId ?? '', 'pay');
      return orders.waitFor(orderReference, 'authorized', patient);
    },
    act: (path, options = {}) => post(`${sandbox.url}/sandbox${path}`, options),
    fault: ({ orderReference }, endpoint, kind, options = {}) =>
      sandbox.fault({ kind, endpoint, reference: orderReference, ...options }),
    async told(orderReference) {
      const ledger = await sandbox.ledger(orderReference);
      const [stored] = ledger.orders;
      const {
        authorizations = 0,
        captures = 0,
        refunds = 0,
        cancellations = 0,
      } = stored?.sums ?? {};
      return {
        movements: ledger.transactions.flatMap((one) =>
          one.movements.map(({ kind, amount }) => `${kind} ${amount}`),
        ),
        records: [authorizations, captures, refunds, cancellations],
        orderStatus: stored?.status,
      };
    },
    requests: async ({ orderId = '' }, endpoint) =>
      (await sandbox.requests(orderId))[endpoint] ?? 0,
    signal: (orderReference, name, payload) =>
      client.workflow.getHandle(workflowIdOf(orderReference)).signal(name, payload),
    async close() {
      await stack.close();
      await connection.close();
    },
  };
}

async function post(url: string, body: object): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
}

/** An operation that came to its end, whoever asked for it. */
export async function ended(
  { orders }: HttpShop,
  orderReference: string,
  operationId: string,
): Promise<OrderView['operations'][number]> {
  const find = ({ operations }: OrderView) =>
    operations.find((each) => each.operationId === operationId);
  const state = await orders.waitFor(
    orderReference,
    (seen) => ['recorded', 'rejected'].includes(find(seen)?.status ?? ''),
    patient,
  );
  const operation = find(state);
  if (operation === undefined) throw new Error(`there is no ${operationId}`);
  return operation;
}

export async function expectTold(
  shop: HttpShop,
  orderReference: string,
  movements: readonly string[],
  records: readonly number[],
): Promise<void> {
  const told = await shop.told(orderReference);
  expect({ movements: told.movements, records: told.records }).toEqual({ movements, records });
}
