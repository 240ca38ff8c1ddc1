import { z } from 'zod';
import { amount, instant } from './primitives';

/** Dintero docs: Transaction statuses. */
export const transactionStatus = z.enum([
  'INITIATED',
  'ON_HOLD',
  'AUTHORIZED',
  'PARTIALLY_CAPTURED',
  'PARTIALLY_CAPTURED_REFUNDED',
  'CAPTURED',
  'PARTIALLY_REFUNDED',
  'REFUNDED',
  'AUTHORIZATION_VOIDED',
  'DECLINED',
  'FAILED',
  'UNKNOWN',
]);

/** Dintero Payments API types; the sample there prints `INITIATE`, so unknown names pass. */
export const transactionEventNames = [
  'INITIALIZE',
  'AUTHORIZE',
  'CAPTURE',
  'REFUND',
  'VOID',
  'INITIATE_REFUND',
  'INITIATE_VOID',
  'INITIATE_CAPTURE',
  'SETTLEMENT',
] as const;

const identifier = z.union([z.string(), z.number()]);

const eventItem = z.looseObject({
  line_id: identifier.nullish(),
  amount: z.number().nullish(),
});
export type EventItem = z.infer<typeof eventItem>;

export const transactionEvent = z.looseObject({
  id: identifier.nullish().transform((id) => (id === null ? undefined : id?.toString())),
  event: z.string(),
  transaction_status: z.string().nullish(),
  success: z.boolean().nullish(),
  amount: z.int().nullish(),
  items: z.array(eventItem).nullish(),
  created_at: instant.nullish(),
  request_id: z.string().nullish(),
  /** On the event that finishes an `INITIATE_*`: the `request_id` of that one. */
  correlation_request_id: z.string().nullish(),
  event_reference: z.string().nullish(),
  error: z.looseObject({ code: z.string().nullish(), message: z.string().nullish() }).nullish(),
  /** A failed event that in truth changed the state: this outranks `success`. */
  correction: z
    .looseObject({
      status: z.string().nullish(),
      event_ids: z.array(identifier).nullish(),
    })
    .nullish(),
});
export type TransactionEvent = z.infer<typeof transactionEvent>;

export const transaction = z.looseObject({
  id: z.string().min(1),
  session_id: z.string().nullish(),
  merchant_reference: z.string().nullish(),
  merchant_reference_2: z.string().nullish(),
  /** The authorized total, never the captured sum. */
  amount: z.int().nonnegative(),
  currency: z.string(),
  status: transactionStatus,
  payment_product: z.string().nullish(),
  payment_product_type: z.string().nullish(),
  events: z.array(transactionEvent),
  created_at: instant.nullish(),
});
export type WireTransaction = z.infer<typeof transaction>;

/** A bare array (Dintero Payments API types). */
export const transactionList = z.array(transaction);

const movementItem = z.strictObject({
  line_id: z.string(),
  amount,
  quantity: z.number().optional(),
  vat_amount: amount.optional(),
});

export const captureRequest = z.strictObject({
  amount: z.int().positive(),
  capture_reference: z.string().max(40),
  items: z.array(movementItem).optional(),
  final_capture: z.boolean().optional(),
});
export type CaptureRequestBody = z.infer<typeof captureRequest>;

export const refundRequest = z.strictObject({
  amount: z.int().positive(),
  refund_reference: z.string().max(40),
  reason: z.string().max(200).optional(),
  items: z.array(movementItem).optional(),
});
export type RefundRequestBody = z.infer<typeof refundRequest>;
