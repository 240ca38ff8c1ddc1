import type { Timing } from './timing';

/** How long a payment product keeps what it has reserved. */
export interface AuthorizationWindow {
  /** The product as the transaction names it, or what its name begins with: `klarna` stands for `klarna.billie` too. */
  readonly product: string;
  /** 0: nothing is reserved, the payment is captured at once. */
  readonly days: number;
  /** `stated` by the provider's page on the duration of authorizations, or `inferred` from it. */
  readonly grade: 'stated' | 'inferred';
  readonly note: string;
}

/** The provider's page "Duration of authorizations"; where it gives several durations, the shortest that is common. */
export const authorizationWindows: readonly AuthorizationWindow[] = [
  { product: 'payex.creditcard', days: 7, grade: 'stated', note: 'about 7, often 30 or more' },
  { product: 'dintero_psp', days: 7, grade: 'inferred', note: 'cards' },
  { product: 'payex', days: 7, grade: 'inferred', note: 'wallets that pay by card' },
  {
    product: 'vipps',
    days: 7,
    grade: 'stated',
    note: 'by Visa; 30 by Mastercard, 5 by Visa Electron',
  },
  {
    product: 'klarna',
    days: 28,
    grade: 'stated',
    note: 'extended by the provider after 23 days, up to six months, but not where it is paid by card',
  },
  { product: 'collector', days: 90, grade: 'stated', note: 'Walley, under its earlier name' },
  { product: 'walley', days: 90, grade: 'stated', note: '' },
  { product: 'swish', days: 0, grade: 'stated', note: 'captured at once' },
];

/** What `ORDER_AUTHORIZATION_LIFETIME` is by default: the window of cards, and of every product that is not listed. */
export const commonWindowDays = 7;

const dayMs = 86_400_000;

/** A person is asked while there is time left to ship or to ask the customer again; before the five days of the shortest card are over, too. */
const warnAfter = 0.7;

function daysOf(product: string | undefined): number {
  const names = [product, product?.split('.')[0]];
  const known = names.map((name) => authorizationWindows.find((one) => one.product === name));
  return known.find((window) => window !== undefined)?.days ?? commonWindowDays;
}

/** What the order was started with stands for the common window; a product that keeps longer is never warned of as early as that. */
export function authorizationLifetimeMs(product: string | undefined, timing: Timing): number {
  const days = daysOf(product);
  return days > commonWindowDays
    ? Math.max(timing.authorizationLifetimeMs, days * dayMs)
    : timing.authorizationLifetimeMs;
}

/** How long after the authorization a person is warned: at 70 % of the window, and at the latest so long before its end as the order was started with. */
export function authorizationWarningAfterMs(product: string | undefined, timing: Timing): number {
  const lifetimeMs = authorizationLifetimeMs(product, timing);
  return Math.min(Math.round(warnAfter * lifetimeMs), lifetimeMs - timing.authorizationWarningMs);
}
