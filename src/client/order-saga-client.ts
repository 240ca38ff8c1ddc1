import type { Client } from '@temporalio/client';
import type { Resolution } from '../domain/attention';
import type { CancelRequest, CaptureRequest, RefundRequest } from '../domain/operation';
import { identifierPattern } from '../domain/order';
import type { OrderRequest } from '../domain/order';
import { payableUrl } from '../domain/order-view';
import type { OperationView, OrderView } from '../domain/order-view';
import { defaultTiming } from '../domain/timing';
import type { Timing } from '../domain/timing';
import {
  checkoutUpdate,
  defaultTaskQueue,
  reconcileUpdate,
  resolveUpdate,
  workflowIdOf,
} from '../workflows/messages';
import type { PaymentNotice } from '../workflows/messages';
import { InvalidOrderError } from './order-saga-errors';
import { countOrders, countWorkers } from './count-in-list';
import type { OrderCounts, Workers } from './count-in-list';
import { listOrders, listRunning } from './list-orders';
import type { ListRequest, OrderPage } from './list-orders';
import { openCall, persist } from './persist';
import type { Call } from './persist';
import { readOrder, requireSize } from './read-order';
import { readOrdered } from './read-ordered';
import { awaitState, isPrepared, readState } from './read-state';
import { requestOperation, sayClosed } from './request-operation';
import { ringDoorbell } from './ring-doorbell';
import { startOrder } from './start-order';
import type { StartedOrder } from './start-order';
import { takeOverOrder } from './take-over-order';
import type { AdoptionIds } from './take-over-order';
import { defaultTimelineRows, mostTimelineRows, readTimeline } from './timeline';
import type { TimelineRow } from './timeline';
import { singleUpdateId } from './update-ids';
import { waitFor } from './wait-for';
import type { Wanted } from './wait-for';

/** How long a call may take in all, milliseconds. */
export interface CallOptions {
  readonly deadlineMs?: number;
}

export interface TimelineOptions extends CallOptions {
  /** How many rows at most, the newest ones; 500 unless said otherwise, and 2,000 at most. */
  readonly limit?: number;
}

/**
 * The orders, as a backend service sees them. Amounts are whole minor units, VAT included. Every call has a deadline, ends
 * with an answer or an `OrderSagaError`, and may be made again: the same request never happens twice.
 */
export interface OrderSagaClient {
  /** Starts an order, or attaches to the same one, and waits for its checkout page. */
  start(order: OrderRequest, options?: CallOptions): Promise<StartedOrder>;
  /** Undefined once nothing can be paid any more, while a payment is under review, or while the order needs attention. */
  checkoutUrl(orderReference: string, options?: CallOptions): Promise<string | undefined>;
  /** Without `lines`: all that remains. Give a `captureId` to be able to repeat the call safely. */
  capture(
    orderReference: string,
    request?: CaptureRequest,
    options?: CallOptions,
  ): Promise<OperationView>;
  refund(
    orderReference: string,
    request: RefundRequest,
    options?: CallOptions,
  ): Promise<OperationView>;
  /** Lets everything go that is still reserved; what was captured is not refunded by it. */
  cancel(
    orderReference: string,
    request: CancelRequest,
    options?: CallOptions,
  ): Promise<OperationView>;
  /** An operator's decision on an order that needs attention. */
  resolve(
    orderReference: string,
    resolution: Resolution,
    options?: CallOptions,
  ): Promise<OrderView>;
  /**
   * Takes over an order that both systems know and no workflow drives: one that was completed, lost with its namespace, or made
   * before. Its captures and refunds go on from what both systems say.
   */
  adopt(orderReference: string, ids?: AdoptionIds, options?: CallOptions): Promise<OrderView>;
  /** The references of the orders that run, at most 10,000; the list may be a moment behind. */
  running(options?: CallOptions): Promise<readonly string[]>;
  /** One page of the orders that Temporal keeps, those that have ended included; the list may be a moment behind. */
  list(request?: ListRequest, options?: CallOptions): Promise<OrderPage>;
  /** How many orders there are, by status. */
  count(options?: CallOptions): Promise<OrderCounts>;
  /** How many workers serve the task queue; those that ended are counted for a minute more. */
  workers(options?: CallOptions): Promise<Workers>;
  /** Reads both systems now, takes in what they say, and answers with their differences in `compared`. */
  reconcile(orderReference: string, options?: CallOptions): Promise<OrderView>;
  state(orderReference: string, options?: CallOptions): Promise<OrderView>;
  /** The order as it was sent, with its tax lines; undefined for one that was taken over. Needs no worker. */
  ordered(orderReference: string, options?: CallOptions): Promise<OrderRequest | undefined>;
  /** What happened to the order, over all its runs, oldest first. Needs no worker, without which it tells less of operations. */
  timeline(orderReference: string, options?: TimelineOptions): Promise<readonly TimelineRow[]>;
  /**
   * A status holds when the order is in it or has passed it.
   * @throws InvalidOrderError when there is no such status
   * @throws OrderEndedError as soon as the order can no longer come to be as wanted
   * @throws DeadlineExceededError when it is not as wanted in time
   */
  waitFor(orderReference: string, wanted: Wanted, options?: CallOptions): Promise<OrderView>;
  /** Rings the doorbell: the order looks at its payment now. Says what was rung. */
  notifyPayment(
    orderReference: string,
    notice?: PaymentNotice,
    options?: CallOptions,
  ): Promise<'poll' | 'signal'>;
}

export interface OrderSagaClientOptions {
  readonly client: Client;
  readonly taskQueue?: string;
  /** Of the orders that this client starts. */
  readonly timing?: Timing;
  /** For calls that name none, milliseconds. */
  readonly deadlineMs?: number;
}

const defaultDeadlineMs = 30_000;
const mostListed = 10_000;

export function createOrderSagaClient(options: OrderSagaClientOptions): OrderSagaClient {
  const { client, taskQueue = defaultTaskQueue, timing = defaultTiming } = options;
  const open = (what: string, orderReference: string, call: CallOptions = {}) =>
    openCall(
      `${what} ${requireReference(orderReference)}`,
      orderReference,
      call.deadlineMs ?? options.deadlineMs ?? defaultDeadlineMs,
      taskQueue,
    );
  const openList = (call: CallOptions = {}) =>
    openCall('list orders', '', call.deadlineMs ?? options.deadlineMs ?? defaultDeadlineMs);
  return {
    async start(input, call) {
      const canonical = readOrder(input);
      return startOrder(
        { client, taskQueue, timing },
        canonical,
        open('start', canonical.order.orderReference, call),
      );
    },
    checkoutUrl: async (reference, call) => awaitUrl(client, open('checkout', reference, call)),
    capture: async (reference, request = {}, call) =>
      requestOperation(client, 'capture', request, open('capture', reference, call)),
    refund: async (reference, request, call) =>
      requestOperation(client, 'refund', request, open('refund', reference, call)),
    cancel: async (reference, request, call) =>
      requestOperation(client, 'cancel', request, open('cancel', reference, call)),
    resolve: async (reference, resolution, call) =>
      decide(client, resolution, open('resolve', reference, call)),
    adopt: async (reference, ids = {}, call) =>
      takeOverOrder({ client, taskQueue, timing }, ids, open('adopt', reference, call)),
    running: async (call) => listRunning(client, mostListed, openList(call)),
    list: async (request = {}, call) => listOrders(client, request, openList(call)),
    count: async (call) => countOrders(client, openList(call)),
    workers: async (call) => countWorkers(client, taskQueue, openList(call)),
    reconcile: async (reference, call) => reconcile(client, open('reconcile', reference, call)),
    state: async (reference, call) => readState(client, open('state of', reference, call)),
    ordered: async (reference, call) => readOrdered(client, open('order', reference, call)),
    timeline: async (reference, { limit = defaultTimelineRows, ...call } = {}) =>
      readTimeline(
        client,
        open('timeline of', reference, call),
        Math.min(Math.max(1, Math.trunc(limit)), mostTimelineRows),
      ),
    waitFor: async (reference, wanted, call) =>
      waitFor(client, open('wait for', reference, call), wanted),
    async notifyPayment(reference, notice = {}, call) {
      // Temporal takes the ring by itself: of workers nothing is asked, and whoever calls back hears within its deadline.
      const { taskQueue: _taskQueue, ...opened } = open('notify', reference, call);
      requireSize(notice);
      return sayClosed(client, opened, () =>
        persist(client, opened, () => ringDoorbell(client, reference, notice)),
      );
    },
  };
}

function requireReference(orderReference: string): string {
  if (identifierPattern.test(orderReference)) return orderReference;
  throw new InvalidOrderError([
    {
      field: 'orderReference',
      problem: 'use 1 to 64 of A-Z, a-z, 0-9, dot, underscore, hyphen',
    },
  ]);
}

async function awaitUrl(client: Client, call: Call): Promise<string | undefined> {
  const known = await readState(client, call);
  if (known.status !== 'preparing') return payableUrl(known);
  const handle = client.workflow.getHandle(workflowIdOf(call.orderReference));
  const updateId = singleUpdateId('checkout');
  const view = await sayClosed(client, call, () =>
    persist(client, call, () => handle.executeUpdate(checkoutUpdate, { updateId, args: [{}] })),
  );
  if (view.status !== 'queued') return payableUrl({ ...view, status: view.status });
  return payableUrl(await awaitState(client, call, isPrepared));
}

async function decide(client: Client, resolution: Resolution, call: Call): Promise<OrderView> {
  requireSize(resolution);
  const handle = client.workflow.getHandle(workflowIdOf(call.orderReference));
  const updateId = singleUpdateId('resolve');
  return sayClosed(client, call, () =>
    persist(client, call, () =>
      handle.executeUpdate(resolveUpdate, { updateId, args: [resolution] }),
    ),
  );
}

async function reconcile(client: Client, call: Call): Promise<OrderView> {
  const handle = client.workflow.getHandle(workflowIdOf(call.orderReference));
  const updateId = singleUpdateId('reconcile');
  return sayClosed(client, call, () =>
    persist(client, call, () => handle.executeUpdate(reconcileUpdate, { updateId })),
  );
}
