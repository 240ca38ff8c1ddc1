/**
 * Dintero docs: Using Orders and Checkout together. The bodies that the guide prints, for one line of two chairs.
 */
export const draftBody = {
  options: { generate_order_id: 'ALPHANUMERIC_9' },
  order: {
    currency: 'NOK',
    items: [
      {
        id: '175938',
        line_id: 1,
        quantity: 2,
        gross_amount: 39800,
        tax_lines: [{ amount: 7960, percentage: 25 }],
        description: 'Stablestol for utendørsbruk',
        description_alias: 'Stablestol',
      },
    ],
  },
};

export const sessionBody = {
  url: {
    return_url: 'https://example.com/accept',
    callback_url: 'https://example.com/callback',
  },
  order: {
    amount: 39800,
    currency: 'NOK',
    merchant_reference: 'order_id',
    items: [
      {
        id: '175938',
        line_id: '1',
        description: 'Stablestol for utendørsbruk',
        quantity: 2,
        amount: 39800,
        vat_amount: 7960,
        vat: 25,
      },
    ],
  },
  profile_id: 'default',
};

/** The same for authorizations, captures and refunds. */
export const recordBody = {
  items: [{ amount: 39800, line_id: 1 }],
  payment_details: { payment_id: 'transaction_id' },
  success: true,
};

export const tokenBody = {
  audience: 'https://api.dintero.com/v1/accounts/T12345678',
  grant_type: 'client_credentials',
};
