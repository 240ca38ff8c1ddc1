import { z } from 'zod';
import { amount, instant } from './primitives';

/** Dintero Payments API types: session items. `line_id` is a string here, and an integer in Orders. */
export const sessionItem = z.strictObject({
  id: z.string().min(1),
  line_id: z.string().min(1),
  description: z.string(),
  quantity: z.number().positive(),
  amount,
  vat_amount: amount,
  vat: z.number(),
  type: z.enum(['physical', 'digital', 'service', 'gift_card', 'shipping', 'surcharge']).optional(),
});
export type SessionItem = z.infer<typeof sessionItem>;

export const sessionRequest = z.strictObject({
  url: z.strictObject({ return_url: z.string().min(1), callback_url: z.string().optional() }),
  customer: z
    .strictObject({ email: z.string().optional(), phone_number: z.string().optional() })
    .optional(),
  order: z.strictObject({
    amount,
    vat_amount: amount.optional(),
    currency: z.string().length(3),
    merchant_reference: z.string().min(1),
    merchant_reference_2: z.string().optional(),
    items: z.array(sessionItem),
  }),
  profile_id: z.string().min(1),
  expires_at: instant.optional(),
});
export type SessionRequestBody = z.infer<typeof sessionRequest>;

export const sessionCreated = z.looseObject({ id: z.string().min(1), url: z.string().min(1) });

/** Dintero Payments API types; an unknown name passes, because the list grows. */
export const sessionEventNames = [
  'INITIATED',
  'VISITED',
  'COMPLETED',
  'AUTHORIZED',
  'DECLINED',
  'PAY_LOCK_START',
  'PAY_LOCK_META',
  'PAY_LOCK_END',
  'PAY_FAILED',
  'ON_HOLD_CALLBACK_SENT',
  'AUTH_CALLBACK_SENT',
  'FAILED',
  'UNKNOWN',
  'PAYMENT_TOKEN_FLOW_START',
  'UPDATE_SESSION',
  'CANCELLED',
  'SET_BILLING_ADDRESS',
  'SET_DISCOUNT_CODES',
  'SET_SHIPPING_ADDRESS',
  'SET_SHIPPING_OPTION',
  'SET_GIFT_CARD',
  'PUSH_NOTIFICATION_SENT',
  'SECRET_CONFIRMATION_CODE_SENT',
  'SET_MY_DINTERO',
  'ADD_PAYMENT_INFORMATION',
] as const;

export const session = z.looseObject({
  id: z.string().min(1),
  /** The addresses that the session was made with, an object here and the pay page's address in the answer to its creation. */
  url: z.looseObject({ return_url: z.string().nullish() }).nullish(),
  expires_at: instant.nullish(),
  cancelled_at: instant.nullish(),
  transaction_id: z.string().nullish(),
  order: z.looseObject({ merchant_reference: z.string().nullish() }).nullish(),
  events: z.array(z.looseObject({ name: z.string() })).nullish(),
});
export type Session = z.infer<typeof session>;
