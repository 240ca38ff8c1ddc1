import { instantOf } from '../domain/instant';
import { paymentFailure, PaymentFailureError } from '../domain/payment-failure';
import type {
  CallBounds,
  MovementAnswer,
  OrderPicture,
  PaymentGateway,
  RecordKind,
  Window,
} from '../domain/payment-gateway';
import { createAccessTokens } from './access-token';
import { createApi } from './api';
import type { Api, ApiAnswer } from './api';
import { createHttpClient } from './http-client';
import { largestPage, searchWindow } from './search-window';
import type { Secret } from './secret';
import {
  fromDraft,
  fromOrder,
  fromRecord,
  fromSession,
  orderIdOf,
  referenceOf,
  toDraftRequest,
  toRecordRequest,
  toSessionRequest,
} from './translate-order';
import { fromTransaction, toCaptureRequest, toRefundRequest } from './translate-transaction';
import type { OnExchange } from './watch-exchange';
import type { Order, OrderRecord } from './wire/merchant-order';

export interface DinteroGatewayOptions {
  readonly accountId: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
  /** `https://api.dintero.com/v1` */
  readonly apiUrl: string;
  /** `https://checkout.dintero.com/v1` */
  readonly checkoutUrl: string;
  readonly profileId: string;
  /** For one exchange, milliseconds. */
  readonly requestTimeoutMs: number;
  readonly system: { readonly name: string; readonly version: string };
  /** Epoch milliseconds; for the token's age. */
  readonly clock?: () => number;
  /** Is told of every exchange with the provider once it is over, that of the token among them. */
  readonly onExchange?: OnExchange;
}

export interface DinteroGateway extends PaymentGateway {
  close(): Promise<void>;
}

/** Dintero behind the port that the activities know. */
export function createDinteroGateway(options: DinteroGatewayOptions): DinteroGateway {
  const http = createHttpClient(options);
  // The audience is the account on the provider's own api host, whichever host is called (Dintero docs: Get Token).
  const audience = `https://api.dintero.com/v1/accounts/${options.accountId}`;
  const tokens = createAccessTokens({
    ...options,
    http,
    audience,
    clock: options.clock ?? Date.now,
  });
  const api = createApi({ ...options, http, tokens });
  return {
    ...ordersHalf(api),
    ...checkoutHalf(api, options.profileId),
    close: () => http.close(),
  };
}

type OrdersHalf = Pick<
  PaymentGateway,
  | 'createDraftOrder'
  | 'readDraftOrder'
  | 'completeDraftOrder'
  | 'readOrder'
  | 'findOrder'
  | 'cancelOrder'
  | 'listRecords'
  | 'addRecord'
>;

function ordersHalf(api: Api): OrdersHalf {
  return {
    async createDraftOrder(order, { signal }) {
      return fromDraft(
        (await api.call('createDraftOrder', { body: toDraftRequest(order), signal })).content,
      );
    },
    async readDraftOrder(draftId, { signal }) {
      const draft = (await api.call('readDraftOrder', { id: draftId, signal })).content;
      if (draft.orders?.length) requireOne('readDraftOrder', draft.orders);
      return fromDraft(draft);
    },
    async completeDraftOrder(draftId, { signal }) {
      const { orders } = (await api.call('completeDraftOrder', { id: draftId, signal })).content;
      return requireOrder('completeDraftOrder', requireOne('completeDraftOrder', orders));
    },
    async readOrder(orderId, { signal }) {
      return requireOrder(
        'readOrder',
        (await api.call('readOrder', { id: orderId, signal })).content,
      );
    },
    findOrder: (...wanted) => findOrder(api, ...wanted),
    async cancelOrder(orderId, reason, { signal }) {
      return requireOrder(
        'cancelOrder',
        (await api.call('cancelOrder', { id: orderId, body: { reason }, signal })).content,
      );
    },
    async listRecords(orderId, kind, { signal }) {
      const { list, field } = recordEndpoints[kind];
      const content: Record<string, unknown> = (await api.call(list, { id: orderId, signal }))
        .content;
      return (content[field] as OrderRecord[]).map(fromRecord);
    },
    async addRecord(orderId, kind, record, { signal }) {
      const { add } = recordEndpoints[kind];
      return fromRecord(
        (await api.call(add, { id: orderId, body: toRecordRequest(record), signal })).content,
      );
    },
  };
}

async function findOrder(
  api: Api,
  orderReference: string,
  created: Window,
  { signal }: CallBounds,
): Promise<string | undefined> {
  const list = async ({ fromMs, toMs }: Window) => {
    const query = {
      'created_at.gte': instantOf(fromMs),
      'created_at.lte': instantOf(toMs),
      limit: String(largestPage),
    };
    return (await api.call('listOrders', { query, signal })).content.orders;
  };
  const { found, another, completeToMs } = await searchWindow(
    created,
    list,
    (order) => referenceOf(order) === orderReference && orderIdOf(order) !== undefined,
  );
  if (another !== undefined)
    throw unreadable(`more than one order with reference ${orderReference} instead of one`);
  if (found !== undefined) return orderIdOf(found);
  if (completeToMs === created.toMs) return undefined;
  throw new PaymentFailureError(
    paymentFailure(
      'still_waiting',
      `too many orders to search for ${orderReference}: none made up to ${instantOf(completeToMs)} is it`,
    ),
  );
}

const recordEndpoints = {
  authorization: {
    list: 'listAuthorizations',
    add: 'recordAuthorization',
    field: 'authorizations',
  },
  capture: { list: 'listCaptures', add: 'recordCapture', field: 'captures' },
  refund: { list: 'listRefunds', add: 'recordRefund', field: 'refunds' },
  cancellation: { list: 'listCancellations', add: 'recordCancellation', field: 'cancellations' },
} as const satisfies Record<RecordKind, unknown>;

type CheckoutHalf = Omit<PaymentGateway, keyof OrdersHalf>;

function checkoutHalf(api: Api, profileId: string): CheckoutHalf {
  const move = async (
    name: 'captureTransaction' | 'refundTransaction' | 'voidTransaction',
    id: string,
    body: unknown,
    { signal }: CallBounds,
  ) => toMovementAnswer(await api.call(name, { id, body, signal }));
  return {
    async createCheckoutSession(request, { signal }) {
      // With the toggle a wrong sum is refused here instead of being paid (Dintero docs: the recommended value).
      const headers = { 'Dintero-Feature-Toggles': 'strict-session-amounts' };
      const { id, url } = (
        await api.call('createSession', {
          body: toSessionRequest(request, profileId),
          headers,
          signal,
        })
      ).content;
      return { sessionId: id, checkoutUrl: url };
    },
    async readCheckoutSession(sessionId, { signal }) {
      return fromSession((await api.call('readSession', { id: sessionId, signal })).content);
    },
    async cancelCheckoutSession(sessionId, { signal }) {
      return fromSession((await api.call('cancelSession', { id: sessionId, signal })).content);
    },
    async readTransaction(transactionId, { signal }) {
      return fromTransaction(
        (await api.call('readTransaction', { id: transactionId, signal })).content,
      );
    },
    async findTransactions(orderId, { signal }) {
      const query = { merchant_reference: orderId, limit: String(largestPage) };
      return (await api.call('listTransactions', { query, signal })).content.map(fromTransaction);
    },
    captureTransaction: (id, request, bounds) =>
      move('captureTransaction', id, toCaptureRequest(request), bounds),
    refundTransaction: (id, request, bounds) =>
      move('refundTransaction', id, toRefundRequest(request), bounds),
    voidTransaction: (id, bounds) => move('voidTransaction', id, undefined, bounds),
  };
}

/** 202: accepted, not done; `event-request-id` names the event that its end will answer (Dintero Payments API types). */
function toMovementAnswer(answer: ApiAnswer<'captureTransaction'>): MovementAnswer {
  const requestId = answer.headers['event-request-id'];
  return {
    accepted: answer.status === 202,
    ...(typeof requestId === 'string' ? { requestId } : {}),
    transaction: fromTransaction(answer.content),
  };
}

/** A draft may be split into several orders, which nobody asked for: which of them the payment is for cannot be told. */
function requireOne(what: string, orders: readonly Order[]): Order {
  const [first] = orders;
  if (first === undefined || orders.length > 1)
    throw unreadable(`${what}: ${orders.length} orders instead of one`);
  return first;
}

function requireOrder(what: string, order: Order): OrderPicture {
  const picture = fromOrder(order);
  if (picture === undefined) throw unreadable(`${what}: an order without an id`);
  return picture;
}

function unreadable(message: string): PaymentFailureError {
  return new PaymentFailureError(paymentFailure('unreadable_answer', message));
}
