import { randomUUID } from 'node:crypto';
import {
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
} from '@temporalio/client';
import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import type { Timing } from '../domain/timing';
import { left, markdownTable, right } from '../domain/markdown-table';
import { formatMoney } from '../domain/money';
import { orderTotal } from '../domain/order';
import type { OrderRequest } from '../domain/order';
import { payableUrl } from '../domain/order-view';
import type { CheckoutView, OrderStatus, OrderView } from '../domain/order-view';
import {
  checkoutUpdate,
  orderHashMemo,
  searchAttributes,
  workflowIdOf,
  workflowType,
} from '../workflows/messages';
import type { OrderLifecycleInput } from '../workflows/messages';
import { explainTaken } from './explain-taken';
import { OrderNotFoundError, OrderReferenceTakenError } from './order-saga-errors';
import { persist } from './persist';
import type { Call } from './persist';
import { awaitState, describeOrder, isPrepared, readEnd } from './read-state';
import type { CanonicalOrder } from './read-order';
import { checkoutUpdateId } from './update-ids';

/** What a start answers, whether it made the order or found it. */
export interface StartedOrder {
  readonly orderReference: string;
  readonly workflowId: string;
  readonly runId: string;
  /** The same order was started before: this call has changed nothing. */
  readonly alreadyRunning: boolean;
  readonly status: OrderStatus;
  readonly orderId?: string;
  /** Absent while the checkout page cannot be made, and once nothing can be paid any more, or while a payment is under review. */
  readonly checkoutUrl?: string;
  /** The final state of an order that has ended. */
  readonly ended?: OrderView;
}

export interface StartSettings {
  readonly client: Client;
  readonly taskQueue: string;
  readonly timing: Timing;
}

/** Tells the call that made an order from those that found it. */
const startIdMemo = 'startId';

/** Starts the order or attaches to it, and waits for its checkout page. */
export async function startOrder(
  settings: StartSettings,
  canonical: CanonicalOrder,
  call: Call,
): Promise<StartedOrder> {
  const startId = randomUUID();
  const view = await checkout(settings, canonical, startId, call);
  const description = await describeOrder(settings.client, call);
  if (description.memo?.[orderHashMemo] !== canonical.orderHash)
    throw await explainTaken(settings.client, canonical.order, call);
  const found = {
    orderReference: call.orderReference,
    workflowId: description.workflowId,
    runId: description.runId,
    alreadyRunning: description.memo[startIdMemo] !== startId,
  };
  if (description.status.name !== 'RUNNING')
    return withEnd(settings.client, found, description, call);
  const fresh = found.alreadyRunning ? undefined : view;
  return { ...found, ...(await settled(settings.client, fresh, call)) };
}

type Found = Pick<StartedOrder, 'orderReference' | 'workflowId' | 'runId' | 'alreadyRunning'>;

async function withEnd(
  client: Client,
  found: Found,
  description: WorkflowExecutionDescription,
  call: Call,
): Promise<StartedOrder> {
  const ended = await readEnd(client, description, call);
  const { orderId, status } = ended;
  return { ...found, status, ...(orderId === undefined ? {} : { orderId }), ended };
}

type Standing = Pick<StartedOrder, 'status' | 'orderId' | 'checkoutUrl'>;

/**
 * How the order stands now. An update that was answered before only repeats its answer, which may be long past; and one that
 * found too many callers waiting says `queued`. In both cases the state is asked.
 */
async function settled(
  client: Client,
  fresh: CheckoutView | undefined,
  call: Call,
): Promise<Standing> {
  if (fresh !== undefined && fresh.status !== 'queued')
    return standingOf({ ...fresh, status: fresh.status });
  return standingOf(await awaitState(client, call, isPrepared));
}

function standingOf(view: Standing): Standing {
  const { status, orderId } = view;
  const checkoutUrl = payableUrl(view);
  return {
    status,
    ...(orderId === undefined ? {} : { orderId }),
    ...(checkoutUrl === undefined ? {} : { checkoutUrl }),
  };
}

/** Undefined when the order has ended already. */
async function checkout(
  settings: StartSettings,
  canonical: CanonicalOrder,
  startId: string,
  call: Call,
): Promise<CheckoutView | undefined> {
  try {
    return await persist(settings.client, call, () =>
      settings.client.workflow.executeUpdateWithStart(checkoutUpdate, {
        updateId: checkoutUpdateId(canonical.orderHash),
        args: [{ order: canonical.order }],
        startWorkflowOperation: startOperation(settings, canonical, startId),
      }),
    );
  } catch (error) {
    const hasEnded =
      error instanceof WorkflowExecutionAlreadyStartedError || error instanceof OrderNotFoundError;
    if (hasEnded) return undefined;
    if (error instanceof OrderReferenceTakenError)
      throw await explainTaken(settings.client, canonical.order, call, error);
    throw error;
  }
}

type OrderLifecycle = (input: OrderLifecycleInput) => Promise<OrderView>;

function startOperation(
  { taskQueue, timing }: StartSettings,
  { order, orderHash }: CanonicalOrder,
  startId: string,
): WithStartWorkflowOperation<OrderLifecycle> {
  return new WithStartWorkflowOperation<OrderLifecycle>(workflowType, {
    workflowId: workflowIdOf(order.orderReference),
    taskQueue,
    args: [{ order, timing }],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'REJECT_DUPLICATE',
    memo: { [orderHashMemo]: orderHash, [startIdMemo]: startId },
    typedSearchAttributes: firstAttributes(order, timing),
    staticSummary: summaryOf(order),
    staticDetails: detailsOf(order),
  });
}

/**
 * All ten, so that one that is not registered refuses the start instead of stopping a paid order later. Until there is an
 * authorization, `AuthorizationExpiresAt` is the end of the time to pay: the moment after which the order holds nothing.
 */
export function firstAttributes(order: OrderRequest, timing: Timing) {
  return [
    { key: searchAttributes.orderStatus, value: 'preparing' },
    { key: searchAttributes.orderReference, value: order.orderReference },
    { key: searchAttributes.dinteroOrderId, value: '' },
    { key: searchAttributes.dinteroTransactionId, value: '' },
    { key: searchAttributes.orderCurrency, value: order.currency },
    { key: searchAttributes.needsAttention, value: false },
    { key: searchAttributes.authorizedAmount, value: 0 },
    { key: searchAttributes.capturedAmount, value: 0 },
    { key: searchAttributes.refundedAmount, value: 0 },
    {
      key: searchAttributes.authorizationExpiresAt,
      value: new Date(Date.now() + timing.paymentDeadlineMs),
    },
  ];
}

function summaryOf(order: OrderRequest): string {
  const { length } = order.lines;
  const total = formatMoney(orderTotal(order), order.currency);
  return `${order.orderReference} · ${total} · ${length} ${length === 1 ? 'line' : 'lines'}`;
}

const mostLinesShown = 20;

function detailsOf(order: OrderRequest): string {
  const columns = [
    right('line'),
    left('product'),
    left('description'),
    right('quantity'),
    right('amount'),
  ];
  const shown = order.lines.slice(0, mostLinesShown);
  const hidden = order.lines.length - shown.length;
  const table = markdownTable(
    columns,
    shown.map((line) => [
      String(line.lineId),
      line.productId,
      line.description,
      String(line.quantity),
      formatMoney(line.grossAmount, order.currency),
    ]),
  );
  return hidden > 0 ? `${table}\n\n… and ${hidden} more lines` : table;
}
