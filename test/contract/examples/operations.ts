import type { EndpointName } from '../../../src/dintero/endpoints';

interface Operation {
  readonly method: string;
  /** Below the host and `/v1`. */
  readonly path: string;
  /** Where no page says so, 200 and 201 are both taken. */
  readonly success: readonly number[];
  readonly source: string;
}

const draftPage = 'Dintero docs: reference of draft orders';
const orderPage = 'Dintero docs: Order Management overview';
const recordPage = 'Dintero docs: Create a cancellation, and its siblings';
const payments = 'Dintero Payments API types';
const shopping = '/accounts/T12345678/shopping';

const get = (path: string, source: string): Operation => ({
  method: 'GET',
  path,
  success: [200],
  source,
});
const post = (path: string, success: readonly number[], source: string): Operation => ({
  method: 'POST',
  path,
  success,
  source,
});
const record = (collection: string) => ({
  list: get(`${shopping}/orders/ID/${collection}`, recordPage),
  add: post(`${shopping}/orders/ID/${collection}`, [200, 201], recordPage),
});

const authorizations = record('authorizations');
const captures = record('captures');
const refunds = record('refunds');
const cancellations = record('cancellations');

/** What the provider's documentation says of the calls that we make, written from it and not from our table. */
export const operations: Readonly<Record<EndpointName, Operation>> = {
  createDraftOrder: post(`${shopping}/draft_orders`, [200, 201], draftPage),
  readDraftOrder: get(`${shopping}/draft_orders/ID`, draftPage),
  completeDraftOrder: {
    method: 'PUT',
    path: `${shopping}/draft_orders/ID/complete`,
    success: [200, 201],
    source: 'Dintero docs: Complete a draft order',
  },
  listOrders: get(`${shopping}/orders`, orderPage),
  readOrder: get(`${shopping}/orders/ID`, 'inferred: the page shows a PUT of this path'),
  cancelOrder: post(`${shopping}/orders/ID/cancel`, [200, 201], orderPage),
  listAuthorizations: authorizations.list,
  listCaptures: captures.list,
  listRefunds: refunds.list,
  listCancellations: cancellations.list,
  recordAuthorization: authorizations.add,
  recordCapture: captures.add,
  recordRefund: refunds.add,
  recordCancellation: cancellations.add,
  createSession: post('/sessions-profile', [200], payments),
  readSession: get('/sessions/ID', payments),
  cancelSession: post('/sessions/ID/cancel', [200], payments),
  readTransaction: get('/transactions/ID', payments),
  listTransactions: get('/transactions', payments),
  captureTransaction: post('/transactions/ID/capture', [200, 202], payments),
  refundTransaction: post('/transactions/ID/refund', [200, 202], payments),
  voidTransaction: post('/transactions/ID/void', [200, 202], payments),
};
