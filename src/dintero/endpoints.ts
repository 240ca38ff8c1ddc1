import type { z } from 'zod';
import * as orders from './wire/merchant-order';
import * as sessions from './wire/session';
import * as transactions from './wire/transaction';

interface Endpoint<Response extends z.ZodType> {
  readonly api: 'checkout' | 'orders';
  readonly method: 'GET' | 'POST' | 'PUT';
  /** `{id}` is replaced by the encoded id. */
  readonly path: string;
  readonly request?: z.ZodType;
  readonly response: Response;
}

function endpoint<Response extends z.ZodType>(definition: Endpoint<Response>): Endpoint<Response> {
  return definition;
}

/** Every call that the saga makes of the provider, the token apart. */
export const endpoints = {
  createDraftOrder: endpoint({
    api: 'orders',
    method: 'POST',
    path: '/draft_orders',
    request: orders.draftRequest,
    response: orders.draft,
  }),
  readDraftOrder: endpoint({
    api: 'orders',
    method: 'GET',
    path: '/draft_orders/{id}',
    response: orders.draft,
  }),
  completeDraftOrder: endpoint({
    api: 'orders',
    method: 'PUT',
    path: '/draft_orders/{id}/complete',
    response: orders.completeResponse,
  }),
  listOrders: endpoint({
    api: 'orders',
    method: 'GET',
    path: '/orders',
    response: orders.orderList,
  }),
  readOrder: endpoint({
    api: 'orders',
    method: 'GET',
    path: '/orders/{id}',
    response: orders.order,
  }),
  cancelOrder: endpoint({
    api: 'orders',
    method: 'POST',
    path: '/orders/{id}/cancel',
    request: orders.cancelOrderRequest,
    response: orders.order,
  }),
  listAuthorizations: endpoint({
    api: 'orders',
    method: 'GET',
    path: '/orders/{id}/authorizations',
    response: orders.authorizationList,
  }),
  listCaptures: endpoint({
    api: 'orders',
    method: 'GET',
    path: '/orders/{id}/captures',
    response: orders.captureList,
  }),
  listRefunds: endpoint({
    api: 'orders',
    method: 'GET',
    path: '/orders/{id}/refunds',
    response: orders.refundList,
  }),
  listCancellations: endpoint({
    api: 'orders',
    method: 'GET',
    path: '/orders/{id}/cancellations',
    response: orders.cancellationList,
  }),
  recordAuthorization: endpoint({
    api: 'orders',
    method: 'POST',
    path: '/orders/{id}/authorizations',
    request: orders.recordRequest,
    response: orders.record,
  }),
  recordCapture: endpoint({
    api: 'orders',
    method: 'POST',
    path: '/orders/{id}/captures',
    request: orders.recordRequest,
    response: orders.record,
  }),
  recordRefund: endpoint({
    api: 'orders',
    method: 'POST',
    path: '/orders/{id}/refunds',
    request: orders.recordRequest,
    response: orders.record,
  }),
  recordCancellation: endpoint({
    api: 'orders',
    method: 'POST',
    path: '/orders/{id}/cancellations',
    request: orders.recordRequest,
    response: orders.record,
  }),
  createSession: endpoint({
    api: 'checkout',
    method: 'POST',
    path: '/sessions-profile',
    request: sessions.sessionRequest,
    response: sessions.sessionCreated,
  }),
  readSession: endpoint({
    api: 'checkout',
    method: 'GET',
    path: '/sessions/{id}',
    response: sessions.session,
  }),
  cancelSession: endpoint({
    api: 'checkout',
    method: 'POST',
    path: '/sessions/{id}/cancel',
    response: sessions.session,
  }),
  readTransaction: endpoint({
    api: 'checkout',
    method: 'GET',
    path: '/transactions/{id}',
    response: transactions.transaction,
  }),
  listTransactions: endpoint({
    api: 'checkout',
    method: 'GET',
    path: '/transactions',
    response: transactions.transactionList,
  }),
  captureTransaction: endpoint({
    api: 'checkout',
    method: 'POST',
    path: '/transactions/{id}/capture',
    request: transactions.captureRequest,
    response: transactions.transaction,
  }),
  refundTransaction: endpoint({
    api: 'checkout',
    method: 'POST',
    path: '/transactions/{id}/refund',
    request: transactions.refundRequest,
    response: transactions.transaction,
  }),
  voidTransaction: endpoint({
    api: 'checkout',
    method: 'POST',
    path: '/transactions/{id}/void',
    response: transactions.transaction,
  }),
} as const;

export type EndpointName = keyof typeof endpoints;
export type ResponseOf<Name extends EndpointName> = z.infer<(typeof endpoints)[Name]['response']>;
