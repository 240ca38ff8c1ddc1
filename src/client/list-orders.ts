import type { Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { fingerprint } from '../domain/fingerprint';
import { zero } from '../domain/money';
import type { MinorUnits } from '../domain/money';
import type { OrderStatus } from '../domain/order-view';
import { present } from '../domain/present';
import { searchAttributes, workflowType } from '../workflows/messages';
import { grpcStatusOf } from './judge-temporal-error';
import { orderStatuses, queryOf } from './order-filter';
import type { OrderFilter } from './order-filter';
import { InvalidOrderError } from './order-saga-errors';
import { persist } from './persist';
import type { Call } from './persist';

/** The references of all orders that run, at most `most`; the list may be a moment behind. */
export async function listRunning(
  client: Client,
  most: number,
  call: Call,
): Promise<readonly string[]> {
  const query = `WorkflowType = '${workflowType}' AND ExecutionStatus = 'Running'`;
  return persist(client, call, async () => {
    const references: string[] = [];
    for await (const { workflowId } of client.workflow.list({ query, pageSize: 100 })) {
      if (references.length >= most) break;
      references.push(referenceOf(workflowId));
    }
    return references;
  });
}

/** An order as Temporal's list knows it, a moment behind; amounts in minor units, instants in ISO 8601. */
export interface ListedOrder {
  readonly orderReference: string;
  readonly status: OrderStatus;
  readonly currency: string;
  readonly amounts: {
    readonly authorized: MinorUnits;
    readonly captured: MinorUnits;
    readonly refunded: MinorUnits;
  };
  readonly needsAttention: boolean;
  /** When its present run began: a long life and an adoption have several. */
  readonly startedAt: string;
  readonly closedAt?: string;
  /** How it ended, in Temporal's words: COMPLETED, TERMINATED, … */
  readonly ending?: string;
  /** In Dintero Orders. */
  readonly orderId?: string;
  readonly transactionId?: string;
  /** When what is authorized lapses; before that, the end of the time to pay. */
  readonly authorizationExpiresAt?: string;
}

export interface OrderPage {
  readonly orders: readonly ListedOrder[];
  /** For the next page with the same filter; absent on the last one. */
  readonly nextCursor?: string;
}

export interface ListRequest extends OrderFilter {
  /** 1 to 200, by default 50. */
  readonly limit?: number;
  readonly cursor?: string;
}

const largestPage = 200;
const defaultPage = 50;

/**
 * One page of the orders that Temporal still keeps: those that run first, each kind the newest first.
 * @throws InvalidOrderError for a filter, a limit or a cursor that does not fit; OrderSagaError
 */
export async function listOrders(
  client: Client,
  { limit = defaultPage, cursor, ...filter }: ListRequest,
  call: Call,
): Promise<OrderPage> {
  const query = queryOf(filter);
  if (!Number.isInteger(limit) || limit < 1 || limit > largestPage)
    throw fault('limit', `use a whole number from 1 to ${largestPage}`);
  const nextPageToken = cursor === undefined ? undefined : readCursor(cursor, query);
  const { namespace } = client.options;
  const page = await persist(client, call, async () => {
    const request = { namespace, query, pageSize: limit, nextPageToken: nextPageToken ?? null };
    try {
      return await client.workflowService.listWorkflowExecutions(request);
    } catch (error) {
      if (nextPageToken !== undefined && grpcStatusOf(error)?.code === invalidArgument)
        throw fault('cursor', foreignCursor);
      throw error;
    }
  });
  return {
    orders: page.executions.map(readListed),
    ...present('nextCursor', writeCursor(page.nextPageToken, query)),
  };
}

const longestCursor = 4_096;
/** gRPC. */
const invalidArgument = 3;
const foreignCursor =
  'use the nextCursor of an answer as it is, with the same filter, or leave it out';

function fault(field: string, problem: string): InvalidOrderError {
  return new InvalidOrderError([{ field, problem }]);
}

/** The token is Temporal's own; what stands before it tells whole cursors of this filter from others', and from mutilated ones. */
function writeCursor(page: Uint8Array, query: string): string | undefined {
  if (page.length === 0) return undefined;
  const token = Buffer.from(page).toString('base64url');
  return `${fingerprint(query + token)}.${token}`;
}

function readCursor(cursor: string, query: string): Uint8Array {
  const [mark, token = ''] = cursor.slice(0, longestCursor).split('.');
  if (mark !== fingerprint(query + token)) throw fault('cursor', foreignCursor);
  return Buffer.from(token, 'base64url');
}

type Page = Awaited<ReturnType<Client['workflowService']['listWorkflowExecutions']>>;
type Execution = Page['executions'][number];

function readListed(execution: Execution): ListedOrder {
  const { startTime, closeTime, status } = execution;
  const read = readAttributes(execution);
  const text = (key: { readonly name: string }) => read<string>(key.name, '') || undefined;
  const amount = (key: { readonly name: string }) => read<number>(key.name, zero) as MinorUnits;
  const expiry = text(searchAttributes.authorizationExpiresAt);
  return {
    orderReference: referenceOf(execution.execution?.workflowId ?? ''),
    // Without attributes there is only an order that was started by hand, and that has not begun.
    status: orderStatuses.find((one) => one === text(searchAttributes.orderStatus)) ?? 'preparing',
    currency: text(searchAttributes.orderCurrency) ?? '',
    amounts: {
      authorized: amount(searchAttributes.authorizedAmount),
      captured: amount(searchAttributes.capturedAmount),
      refunded: amount(searchAttributes.refundedAmount),
    },
    needsAttention: read<boolean>(searchAttributes.needsAttention.name, false),
    startedAt: readInstant(startTime) ?? '',
    ...present('closedAt', readInstant(closeTime)),
    ...present('ending', endings[status ?? 0]),
    ...present('orderId', text(searchAttributes.dinteroOrderId)),
    ...present('transactionId', text(searchAttributes.dinteroTransactionId)),
    ...present('authorizationExpiresAt', expiry && new Date(expiry).toISOString()),
  };
}

/** Temporal's numbers of the states that a closed workflow can be in. */
const endings: Readonly<Record<number, string>> = {
  2: 'COMPLETED',
  3: 'FAILED',
  4: 'CANCELLED',
  5: 'TERMINATED',
  7: 'TIMED_OUT',
};

/** What was put into an attribute by this program, by its name. */
function readAttributes({ searchAttributes: attributes }: Execution) {
  return <T extends string | number | boolean>(name: string, absent: T): T => {
    const payload = attributes?.indexedFields?.[name];
    if (payload === undefined) return absent;
    const value: unknown = defaultPayloadConverter.fromPayload(payload);
    return typeof value === typeof absent ? (value as T) : absent;
  };
}

function readInstant(time: Execution['startTime']): string | undefined {
  if (time?.seconds === undefined || time.seconds === null) return undefined;
  return new Date(Number(time.seconds) * 1_000 + (time.nanos ?? 0) / 1e6).toISOString();
}

function referenceOf(workflowId: string): string {
  return workflowId.replace(/^order-/, '');
}
