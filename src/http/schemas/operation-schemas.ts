import { z } from 'zod';
import { wholeAmount } from '../../client/amount-schema';
import { largestAmount } from '../../domain/money';
import { largestLineCount } from '../../domain/order';
import { identifier, preferHeaders } from './shared-schemas';

const amountProblem = 'use a whole number of minor units above zero';
const askedAmount = wholeAmount(
  amountProblem,
  `use at most ${largestAmount} minor units, the provider's limit, and at most what remains of the line`,
).min(1, amountProblem);

const askedLines = z
  .array(
    z.strictObject({
      lineId: z.int().min(1, 'use a whole number from 1'),
      amount: askedAmount.meta({ description: 'Minor units.' }),
      quantity: z.number().positive().optional(),
    }),
  )
  .min(1, 'give at least one line')
  .max(largestLineCount);

const reason = z.string().max(200);

export const captureBody = z
  .strictObject({
    lines: askedLines.optional(),
    final: z
      .boolean()
      .optional()
      .meta({ description: 'Tells the provider that no further capture will follow.' }),
  })
  .meta({ id: 'Capture', description: 'Without `lines`: all that remains.' });

export const refundBody = z
  .strictObject({ lines: askedLines, reason: reason.optional() })
  .meta({ id: 'Refund' });

export const cancelBody = z
  .strictObject({ reason: reason.regex(/\S/, 'give a few words: they stand in the record') })
  .meta({
    id: 'Cancel',
    description: 'Lets go what is still reserved; what was captured stays captured.',
  });

export const resolveBody = z
  .strictObject({
    choice: z.enum([
      'retry',
      'accept',
      'cancel',
      'mark_moved',
      'mark_not_moved',
      'mark_recorded',
      'refund_surplus',
    ]),
    code: z.string().max(64).optional().meta({ description: 'Which matter, of several.' }),
    operationId: identifier.optional().meta({ description: 'Which operation, of several.' }),
    note: z.string().max(200).optional().meta({ description: 'Who decided and why.' }),
  })
  .meta({ id: 'Resolution' });

/** The header may come as a string of structured headers, in quotation marks, or as it is. */
export const idempotencyHeaders = preferHeaders.extend({
  'idempotency-key': z
    .string('is missing: send an id of your own for this operation, such as shipment-1')
    .regex(
      /^(?:[A-Za-z0-9._-]{1,64}|"[A-Za-z0-9._-]{1,64}")$/,
      'use 1 to 64 of A-Z, a-z, 0-9, dot, underscore, hyphen',
    )
    .meta({
      description:
        "The operation's own id: the same one with the same content never moves money twice.",
      example: 'shipment-1',
    }),
});
