import { z } from 'zod';
import { Refusal } from './refusal';

/** What the provider is known to require of a request; everything else passes, as it does there. */
const amount = z.int().min(-2_147_483_648).max(2_147_483_647);
const positiveAmount = z.int().positive().max(2_147_483_647);
const text = z.string().min(1);
const metadata = z.record(z.string(), z.unknown()).optional();

const orderItem = z.looseObject({
  id: text,
  line_id: z.int(),
  gross_amount: amount,
  tax_lines: z.array(z.looseObject({ amount, percentage: z.number().optional() })).default([]),
  quantity: z.number().optional(),
  description: z.string().optional(),
});
export type OrderItem = z.infer<typeof orderItem>;

export const draftBody = z.looseObject({
  options: z
    .looseObject({
      generate_order_id: z.enum(['ALPHANUMERIC_9', 'ALPHANUMERIC_9_RESERVE']).optional(),
      split_draft: z.boolean().optional(),
    })
    .optional(),
  order: z.looseObject({
    currency: z.string().length(3),
    items: z.array(orderItem),
    order_id: text.optional(),
    external_ids: z.array(z.looseObject({ id: z.string() })).optional(),
  }),
});
export type DraftBody = z.infer<typeof draftBody>;

export const recordBody = z.looseObject({
  items: z.array(z.looseObject({ line_id: z.int(), amount })),
  payment_details: z.looseObject({ payment_id: z.string().optional() }).optional(),
  success: z.boolean().optional(),
  metadata,
  authorization_id: z.string().max(40).optional(),
});
export type RecordBody = z.infer<typeof recordBody>;

export const cancelOrderBody = z.looseObject({ reason: z.string().optional() }).default({});

const sessionItem = z.looseObject({
  line_id: text,
  amount,
  id: z.string().optional(),
  description: z.string().optional(),
  quantity: z.number().optional(),
  vat_amount: amount.optional(),
  vat: z.number().optional(),
});
export type SessionItem = z.infer<typeof sessionItem>;

export const sessionBody = z.looseObject({
  url: z.looseObject({ return_url: text, callback_url: z.string().optional() }),
  order: z.looseObject({
    amount: positiveAmount,
    currency: z.string().length(3),
    merchant_reference: text,
    merchant_reference_2: z.string().optional(),
    event_reference: z.string().optional(),
    vat_amount: amount.optional(),
    // More than 100 items are refused, as a third party's guide reports.
    items: z.array(sessionItem).max(100).optional(),
    shipping_option: z.looseObject({ amount }).optional(),
  }),
  profile_id: text,
  expires_at: z.iso.datetime({ offset: true }).optional(),
  configuration: z.looseObject({ auto_capture: z.boolean().optional() }).optional(),
  metadata,
});
export type SessionBody = z.infer<typeof sessionBody>;

const movementItem = z.looseObject({ line_id: text, amount });

export const captureBody = z.looseObject({
  amount: positiveAmount,
  capture_reference: z.string().optional(),
  items: z.array(movementItem).optional(),
  final_capture: z.boolean().optional(),
  metadata,
});

export const refundBody = z.looseObject({
  amount: positiveAmount,
  refund_reference: z.string().optional(),
  reason: z.string().optional(),
  items: z.array(movementItem).optional(),
  metadata,
});

export const updateTransactionBody = z.looseObject({ merchant_reference_2: z.string() });

export const tokenBody = z.looseObject({
  grant_type: z.literal('client_credentials'),
  audience: text,
});

/** @throws Refusal 400, naming the first field that does not fit. */
export function readBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const field = faultyField(parsed.error);
  const problem = parsed.error.issues[0]?.message ?? 'invalid';
  throw new Refusal(400, `${field || 'body'}: ${problem}`, undefined, field);
}

/** The path of the first field that does not fit, or the name of one that is not known. */
export function faultyField({ issues: [issue] }: z.ZodError): string {
  if (issue === undefined) return '';
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  return [...issue.path, ...unknown].join('.');
}
