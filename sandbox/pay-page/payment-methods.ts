import { escapeHtml } from './escape-html';

interface PaymentMethod {
  readonly name: string;
  readonly note: string;
  /** Charged at once, without an authorization in between. */
  readonly direct: boolean;
}

/** By `payment_product_type`. */
const methods: Readonly<Record<string, PaymentMethod>> = {
  'payex.creditcard': { name: 'Card', note: 'reserved for 7 days', direct: false },
  vipps: { name: 'Vipps', note: 'reserved for 7 days', direct: false },
  'klarna.klarna': { name: 'Klarna', note: 'reserved for 28 days', direct: false },
  'swish.swish': { name: 'Swish', note: 'charged at once', direct: true },
};

export function methodChoices(): string {
  const choices = Object.entries(methods).map(
    ([product, { name, note }], index) =>
      `<label><input type="radio" name="product" value="${escapeHtml(product)}"${index === 0 ? ' checked' : ''}>
        <span>${escapeHtml(name)}<small>${escapeHtml(note)}</small></span></label>`,
  );
  return `<fieldset><legend>Pay with</legend>${choices.join('')}</fieldset>`;
}

export interface ChosenMethod {
  readonly product?: string;
  readonly captured?: 'direct';
}

export function paymentOptionsOf(product: string | null): ChosenMethod {
  const method =
    product === null || !Object.hasOwn(methods, product) ? undefined : methods[product];
  if (product === null || method === undefined) return {};
  return { product, ...(method.direct ? { captured: 'direct' } : {}) };
}
