import { z } from 'zod';
import { amount, instant } from './primitives';

/** Orders ("Shopping API"). No complete schema is public: these are the fields that the reference pages print. */
const taxLine = z.strictObject({ amount, percentage: z.number() });

export const orderItem = z.strictObject({
  id: z.string().min(1),
  line_id: z.int(),
  quantity: z.number().positive(),
  gross_amount: amount,
  tax_lines: z.array(taxLine),
  description: z.string(),
  description_alias: z.string().optional(),
});
export type OrderItem = z.infer<typeof orderItem>;

export const draftRequest = z.strictObject({
  options: z.strictObject({
    generate_order_id: z.enum(['ALPHANUMERIC_9', 'ALPHANUMERIC_9_RESERVE']),
  }),
  order: z.strictObject({
    currency: z.string().length(3),
    items: z.array(orderItem).min(1),
    /** Inferred: an order prints `external_ids`, so ours is kept there to be found again. */
    external_ids: z.array(z.strictObject({ id: z.string(), source: z.string() })).optional(),
  }),
});
export type DraftRequest = z.infer<typeof draftRequest>;

/** An item as Orders shows it; what a back office leaves out has to be done without. */
const storedItem = z.looseObject({
  line_id: z.number(),
  gross_amount: z.number(),
  id: z.string().nullish(),
  quantity: z.number().nullish(),
  description: z.string().nullish(),
  description_alias: z.string().nullish(),
  tax_lines: z
    .array(z.looseObject({ amount: z.number(), percentage: z.number().nullish() }))
    .nullish(),
});
export type StoredItem = z.infer<typeof storedItem>;

const orderStatus = z.enum(['open', 'closed', 'cancelled']);

const named = z.looseObject({
  id: z.string().nullish(),
  order_id: z.string().nullish(),
  external_ids: z
    .array(z.looseObject({ id: z.string().nullish(), source: z.string().nullish() }))
    .nullish(),
});

/** Of an answer only what is read: what may be absent may be null too. */
export const order = named.extend({
  currency: z.string().nullish(),
  status: orderStatus.nullish(),
  cancelled_at: instant.nullish(),
  items: z.array(storedItem).nullish(),
});
export type Order = z.infer<typeof order>;

const draftStatus = z.enum(['open', 'completed', 'deleted']);

export const draft = z.looseObject({
  id: z.string().min(1),
  status: draftStatus.nullish(),
  order: order.nullish(),
  orders: z.array(order).nullish(),
});
export type Draft = z.infer<typeof draft>;

/** A list, because a draft may be split (Dintero docs: Complete a draft order). */
export const completeResponse = z.looseObject({ orders: z.array(order) });

/** One of somebody else's may stand in the list that ours is looked for in, however it looks. */
const listedOrder = named.catch({});
export type ListedOrder = z.infer<typeof listedOrder>;
export const orderList = z.looseObject({ orders: z.array(listedOrder) });

export const cancelOrderRequest = z.strictObject({ reason: z.string().optional() });

const recordItem = z.strictObject({ line_id: z.int(), amount });

/** One shape for authorizations, captures, refunds and cancellations (Dintero docs: Create a cancellation). */
export const recordRequest = z.strictObject({
  items: z.array(recordItem).min(1),
  payment_details: z.strictObject({ payment_id: z.string().min(1) }),
  success: z.boolean(),
  metadata: z.record(z.string(), z.string()).optional(),
});
export type RecordRequestBody = z.infer<typeof recordRequest>;

/** One of somebody else's may stand in the list that ours is looked for in: what it leaves out must not hide ours. */
export const record = z.looseObject({
  id: z.string().min(1),
  success: z.boolean().nullish(),
  items: z.array(
    z.looseObject({
      line_id: z.union([z.string(), z.number()]).nullish(),
      amount: z.number().nullish(),
    }),
  ),
  payment_details: z.looseObject({ payment_id: z.string().nullish() }).nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
});
export type OrderRecord = z.infer<typeof record>;

const collection = (name: string) => z.looseObject({ [name]: z.array(record) });
export const authorizationList = collection('authorizations');
export const captureList = collection('captures');
export const refundList = collection('refunds');
export const cancellationList = collection('cancellations');
