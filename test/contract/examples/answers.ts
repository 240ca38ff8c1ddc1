/**
 * Answers in the shapes that the provider's material describes: the Dintero Payments API types for sessions, transactions,
 * tokens and errors, the reference pages of Orders for the rest. The values are ours.
 */
export const token = {
  access_token: 'opaque',
  token_type: 'Bearer',
  expires_in: 86400,
  refresh_token: 'not-for-this-grant',
};

export const refusal = {
  error: { code: 'NOT FOUND', message: 'Resource was not found', errors: [{ line_id: 'unknown' }] },
};

/** Dintero docs: Open order. */
export const order = {
  id: '0b0b8c5e-6d0a-4b43-9d25-3a5d5ad4a7f1',
  order_id: 'A1B2C3D4E',
  currency: 'NOK',
  gross_amount: 39800,
  net_amount: 31840,
  total_discount: 0,
  status: 'open',
  payment_status: 'pending',
  created_at: '2026-01-02T03:04:05.678Z',
  created_by: 'a33aef94-a17d-447a-a1dd-81055892b59d',
  customer: { email: 'kari@example.com' },
  items: [{ id: '175938', line_id: 1, gross_amount: 39800, version: 1 }],
  authorizations: [],
  events: [{ id: '1', version: 1, request: { method: 'PUT', path: '/', body: {} } }],
  external_ids: [{ id: 'web-100234', source: 'dintero-order-saga' }],
  store: { id: 'web' },
};

export const draft = { id: 'd-1', status: 'open', created_at: order.created_at, order };

/** Dintero docs: Complete a draft order. */
export const completed = { orders: [order] };

export const orderList = { orders: [order] };

/** Dintero docs: Create a cancellation. */
export const record = {
  id: 'c1b7a1de-55c1-4f0e-9d0f-2a3f7ab4f5b0',
  created_at: order.created_at,
  created_by: order.created_by,
  amount: 39800,
  items: [{ line_id: 1, amount: 39800 }],
  payment_details: {
    psp: 'dintero',
    payment_id: 'T12345678.465U8CUzaPVpneu1wt8Wei',
    payment_product: 'payex',
    payment_product_type: 'payex.creditcard',
    card: { masked_pan: '476173******0416', type: 'Credit', brand: 'Visa' },
  },
  success: true,
  processed_at: order.created_at,
  processed_by: 'dintero-checkout',
  metadata: { operation_key: 'web-100234/capture/shipment-1' },
  _links: [{ href: '/self', rel: 'self' }],
};

export const sessionCreated = {
  id: 'T12345678.5V8bF3cWnQyJk2mRsT7uXa',
  url: 'https://checkout.dintero.com/v1/view/T12345678.5V8bF3cWnQyJk2mRsT7uXa',
};

export const session = {
  id: sessionCreated.id,
  created_at: order.created_at,
  updated_at: order.created_at,
  expires_at: '2026-01-02T03:34:05.678Z',
  url: { return_url: 'https://shop.example/thanks', callback_url: 'https://shop.example/c' },
  order: { amount: 39800, currency: 'NOK', merchant_reference: 'A1B2C3D4E', items: [] },
  configuration: { channel: 'ecommerce' },
  metadata: { 'session:profile_id': 'default' },
  events: [
    { id: '1', name: 'INITIATED', created_at: order.created_at, request_id: 'r-1' },
    { id: '2', name: 'SOMETHING_NEW', details: { amount: 39800 } },
  ],
  transaction_id: 'T12345678.465U8CUzaPVpneu1wt8Wei',
};

/** The sample of the types prints events without ids, and `INITIATE`, which its own list of names does not have. */
export const transaction = {
  id: 'T12345678.465U8CUzaPVpneu1wt8Wei',
  session_id: session.id,
  merchant_reference: 'A1B2C3D4E',
  merchant_reference_2: 'web-100234',
  amount: 39800,
  currency: 'NOK',
  status: 'PARTIALLY_CAPTURED',
  payment_product: 'payex',
  payment_product_type: 'payex.creditcard',
  channel: 'ecommerce',
  settlement_status: 'NOT_SETTLED',
  card: { brand: 'Visa', masked_pan: '476173******0416', expiry_date: '12/2030' },
  items: [{ line_id: '1', amount: 39800, quantity: 2.5, vat: 20, id: '10' }],
  created_at: '2026-01-02T03:10:00.000Z',
  events: [
    {
      event: 'INITIATE',
      transaction_status: 'INITIATED',
      created_at: '2026-01-02T03:10:00.000Z',
      success: true,
      request_id: 'a3dcc23125bc4363b9dae29ed25a4eb1',
    },
    {
      event: 'AUTHORIZE',
      transaction_status: 'AUTHORIZED',
      created_at: '2026-01-02T03:10:01.000Z',
      success: true,
      request_id: 'f5f64165e5b3404e9af63586c184c3e9',
    },
    {
      event: 'CAPTURE',
      transaction_status: 'PARTIALLY_CAPTURED',
      created_at: '2026-01-03T08:00:00.000Z',
      created_by: '99115ac5-2d10-4be4-8594-bbf5e3aa7dfc',
      amount: 19900,
      items: [{ line_id: '1', amount: 19900, quantity: 1 }],
      success: true,
      event_reference: 'web-100234/capture/shipment-1',
      request_id: '27c71936004e48649c6dd437d314d90c',
      metadata: {},
      request_headers: { 'dintero-system-name': 'dintero-order-saga' },
    },
    {
      event: 'CAPTURE',
      transaction_status: 'PARTIALLY_CAPTURED',
      created_at: '2026-01-03T09:00:00.000Z',
      amount: 19900,
      success: false,
      request_id: 'c3e60b98a1d1466c97151318be621cf9',
      error: {
        code: '05',
        message: 'Do not honour',
        type: ['DECLINED'],
        retry_policy: { retry_codes: ['RETRY_AFTER_DELAY'], retry_after: '2026-01-04T09:00:00Z' },
      },
    },
  ],
};
