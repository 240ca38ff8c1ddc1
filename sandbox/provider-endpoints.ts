/**
 * The provider's paths, written from its documentation and not from the client's table, because a wrong path that both
 * sides shared would pass every test.
 */
export type ProviderApi = 'checkout' | 'orders' | 'auth';

export interface ProviderEndpoint {
  readonly api: ProviderApi;
  readonly method: 'GET' | 'POST' | 'PUT';
  /** After `/v1` (checkout), `/v1/accounts/:aid/shopping` (orders) or `/v1/accounts/:aid/auth` (auth). */
  readonly path: string;
}

const orders = (method: ProviderEndpoint['method'], path: string): ProviderEndpoint => ({
  api: 'orders',
  method,
  path,
});
const checkout = (method: ProviderEndpoint['method'], path: string): ProviderEndpoint => ({
  api: 'checkout',
  method,
  path,
});

export const providerEndpoints = {
  token: { api: 'auth', method: 'POST', path: '/token' },

  createDraftOrder: orders('POST', '/draft_orders'),
  listDraftOrders: orders('GET', '/draft_orders'),
  readDraftOrder: orders('GET', '/draft_orders/:id'),
  completeDraftOrder: orders('PUT', '/draft_orders/:id/complete'),
  listOrders: orders('GET', '/orders'),
  readOrder: orders('GET', '/orders/:id'),
  cancelOrder: orders('POST', '/orders/:id/cancel'),
  openOrder: orders('POST', '/orders/:id/open'),
  listOrderEvents: orders('GET', '/orders/:id/events'),
  listAuthorizations: orders('GET', '/orders/:id/authorizations'),
  readAuthorization: orders('GET', '/orders/:id/authorizations/:recordId'),
  recordAuthorization: orders('POST', '/orders/:id/authorizations'),
  listCaptures: orders('GET', '/orders/:id/captures'),
  readCapture: orders('GET', '/orders/:id/captures/:recordId'),
  recordCapture: orders('POST', '/orders/:id/captures'),
  listRefunds: orders('GET', '/orders/:id/refunds'),
  readRefund: orders('GET', '/orders/:id/refunds/:recordId'),
  recordRefund: orders('POST', '/orders/:id/refunds'),
  listCancellations: orders('GET', '/orders/:id/cancellations'),
  readCancellation: orders('GET', '/orders/:id/cancellations/:recordId'),
  recordCancellation: orders('POST', '/orders/:id/cancellations'),

  createSession: checkout('POST', '/sessions-profile'),
  listSessions: checkout('GET', '/sessions'),
  readSession: checkout('GET', '/sessions/:id'),
  cancelSession: checkout('POST', '/sessions/:id/cancel'),
  listTransactions: checkout('GET', '/transactions'),
  readTransaction: checkout('GET', '/transactions/:id'),
  updateTransaction: checkout('PUT', '/transactions/:id'),
  captureTransaction: checkout('POST', '/transactions/:id/capture'),
  refundTransaction: checkout('POST', '/transactions/:id/refund'),
  voidTransaction: checkout('POST', '/transactions/:id/void'),
  readSignature: checkout('POST', '/admin/signature'),
} as const satisfies Record<string, ProviderEndpoint>;

export type EndpointName = keyof typeof providerEndpoints;

export const endpointNames = Object.keys(providerEndpoints) as readonly EndpointName[];

const movementEndpoints = [
  'captureTransaction',
  'refundTransaction',
  'voidTransaction',
] as const satisfies readonly EndpointName[];
export type MovementEndpoint = (typeof movementEndpoints)[number];

export function isMovementEndpoint(name: string): name is MovementEndpoint {
  return (movementEndpoints as readonly string[]).includes(name);
}

export function isReadEndpoint(name: EndpointName): boolean {
  return providerEndpoints[name].method === 'GET';
}
