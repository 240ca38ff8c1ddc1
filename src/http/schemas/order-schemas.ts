import { z } from 'zod';
import { tooLargeInOrder, wholeAmount } from '../../client/amount-schema';
import { orderStatuses, writtenInstant } from '../../client/order-filter';
import { largestTaxLineCount, orderRequestSchema } from '../../client/read-order';
import { largestAmount, toMinorUnits } from '../../domain/money';
import { largestLineCount } from '../../domain/order';
import { identifier, instant, lineAmount, minorUnits } from './shared-schemas';

const webUrl = z
  .string()
  .max(2_048)
  .regex(/^https?:\/\/[A-Za-z0-9]/, 'give a whole URL that begins with https://');

const percentageProblem = 'use a percentage from 0 to 100';
const amountFromZero = (problem: string) =>
  wholeAmount(problem, tooLargeInOrder)
    .min(0, problem)
    .transform((value) => toMinorUnits(value));

/** Whatever of the order's own rules a schema can state, so that the document tells it before anything is sent. */
const orderLine = orderRequestSchema.shape.lines.element.extend({
  lineId: z.int().min(1, 'use a whole number from 1').max(largestAmount),
  quantity: z.number().positive('use a number above zero'),
  grossAmount: amountFromZero(
    'use a whole number of minor units, zero or more; a discount belongs into the line it lowers',
  ),
  taxLines: z
    .array(
      z.strictObject({
        amount: amountFromZero('use a whole number of minor units, zero or more'),
        percentage: z.number().min(0, percentageProblem).max(100, percentageProblem),
      }),
    )
    .max(largestTaxLineCount)
    .default([]),
});

export const orderBody = orderRequestSchema
  .extend({
    orderReference: identifier,
    lines: z.array(orderLine).min(1, 'give at least one line').max(largestLineCount),
    returnUrl: webUrl,
    callbackUrl: webUrl.optional(),
  })
  .meta({
    id: 'NewOrder',
    description: 'Amounts are whole minor units, VAT included. `lines` have ids of their own.',
  });

const status = z.enum(orderStatuses);

export const operation = z
  .object({
    operationId: z.string(),
    kind: z.enum(['capture', 'refund', 'cancel']),
    status: z.enum(['queued', 'moving', 'unknown', 'moved', 'recorded', 'rejected']).meta({
      description:
        '`moved`: the money moved, the record follows by itself. `unknown`: nobody knows yet whether it moved, and it is being found out.',
    }),
    amount: minorUnits,
    lines: z.array(lineAmount),
    content: z.string().meta({ description: 'What was asked, as canonical JSON.' }),
    requestedAt: instant,
    finishedAt: instant.optional(),
    reason: z.string().optional(),
    foreign: z.boolean().optional().meta({
      description:
        'Found at the provider, not asked for here: the back office or a payment method that captures at once.',
    }),
    reference: z.string().optional().meta({
      description:
        'Of a movement that was found and not asked for here: the reference that it bears at the provider.',
    }),
  })
  .meta({ id: 'Operation' });

const attention = z
  .object({
    code: z.string(),
    message: z.string(),
    since: instant,
    choices: z.array(z.string()).meta({ description: 'What `resolve` may be told.' }),
    operationId: z.string().optional(),
  })
  .meta({ id: 'Attention', description: 'What a person has to decide.' });

const difference = z.object({
  kind: z.string().meta({
    description:
      '`moved_not_recorded` is mended by itself; `record_not_shown`, `recorded_not_moved`, `recorded_twice`, `amount_differs` and `status_differs` wait for a person.',
  }),
  about: z.string(),
  operationId: z.string().optional(),
  recordId: z.string().optional(),
  moved: minorUnits.optional(),
  recorded: minorUnits.optional(),
  detail: z.string(),
});

const amounts = z.object({
  ordered: minorUnits,
  authorized: minorUnits,
  captured: minorUnits,
  refunded: minorUnits,
  released: minorUnits,
});

const line = z.object({
  lineId: z.int(),
  ordered: minorUnits,
  captured: minorUnits,
  refunded: minorUnits,
});

export const order = z
  .object({
    orderReference: z.string(),
    orderId: z.string().optional().meta({ description: 'In Dintero Orders.' }),
    sessionId: z.string().optional(),
    checkoutUrl: z.string().optional().meta({
      description:
        'The page that was made for the order, also when nothing can be paid there any more; what POST /v1/orders answers has it only while it can.',
    }),
    transactionId: z.string().optional(),
    currency: z.string(),
    status,
    heldSince: instant.optional().meta({
      description:
        'Since when the provider reviews a payment; until it has decided, nothing can be paid.',
    }),
    amounts,
    lines: z.array(line),
    operations: z.array(operation),
    unattributed: z
      .object({ captured: minorUnits, refunded: minorUnits })
      .meta({ description: 'Moved in the back office without naming lines.' }),
    waitsFor: z.string().optional().meta({
      description: 'What the order waits for, in words for people; absent once it is closed.',
    }),
    refusedMessages: z.int(),
    needsAttention: attention.nullable(),
    furtherAttentions: z.int(),
    compared: z
      .object({
        at: instant,
        differences: z.array(difference),
        further: z.int().optional(),
      })
      .optional()
      .meta({ description: 'What the last comparison of both systems found.' }),
  })
  .meta({ id: 'Order' });

export const startedOrder = z
  .object({
    orderReference: z.string(),
    status,
    orderId: z.string().optional(),
    checkoutUrl: z.string().optional().meta({
      description:
        'Where the customer pays; absent before that is possible, while a payment is under review, and after.',
    }),
  })
  .meta({ id: 'StartedOrder' });

const listedOrder = z
  .object({
    orderReference: z.string(),
    status,
    currency: z.string(),
    amounts: z.object({ authorized: minorUnits, captured: minorUnits, refunded: minorUnits }),
    needsAttention: z.boolean(),
    startedAt: instant,
    closedAt: instant.optional(),
    ending: z.string().optional(),
    orderId: z.string().optional(),
    transactionId: z.string().optional(),
    authorizationExpiresAt: instant.optional().meta({
      description:
        'Until something is authorized: when the time to pay is over. From then on: when the authorization lapses, also where it was captured or let go since. ISO 8601, in UTC.',
    }),
  })
  .meta({ id: 'ListedOrder', description: 'As the list knows it, a moment behind.' });

export const orderPage = z
  .object({ orders: z.array(listedOrder), nextCursor: z.string().optional() })
  .meta({ id: 'OrderPage' });

export const orderQuery = z.strictObject({
  status: status.optional(),
  needsAttention: z.enum(['true', 'false']).optional(),
  startedAfter: writtenInstant.optional(),
  startedBefore: writtenInstant.optional(),
  referencePrefix: identifier.optional(),
  limit: z
    .string()
    .regex(/^(?:[1-9]\d?|1\d\d|200)$/, 'use a whole number from 1 to 200')
    .optional()
    .meta({ description: '1 to 200, by default 50.' }),
  cursor: z
    .string()
    .regex(/^[0-9a-f]{16}\.[A-Za-z0-9_-]{1,4000}$/, 'use the nextCursor of an answer as it is')
    .optional()
    .meta({ description: 'The `nextCursor` of an answer with the same filter.' }),
});

export const timeline = z
  .object({
    rows: z.array(
      z.object({
        at: instant,
        source: z.enum(['workflow', 'provider', 'operation', 'operator']),
        what: z.string(),
        detail: z.string().optional(),
        amount: minorUnits.optional(),
        outcome: z.string().optional(),
      }),
    ),
  })
  .meta({ id: 'Timeline', description: 'What happened, oldest first.' });
