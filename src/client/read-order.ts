import { z } from 'zod';
import { canonicalJson, fingerprint } from '../domain/fingerprint';
import { toMinorUnits } from '../domain/money';
import type { MinorUnits } from '../domain/money';
import { findOrderFaults, largestLineCount } from '../domain/order';
import type { Fault, OrderRequest } from '../domain/order';
import { largestPayloadBytes } from '../workflows/messages';
import { tooLargeInOrder, wholeAmount } from './amount-schema';
import { currenciesInUse } from './currencies';
import { findFurtherFaults } from './find-further-faults';
import { InvalidOrderError, PayloadTooLargeError } from './order-saga-errors';
import { faultOf, sayIssue } from './say-issue';

/** An order in its canonical form, and the hash that tells it from every other. */
export interface CanonicalOrder {
  readonly order: OrderRequest;
  readonly orderHash: string;
}

const longestText = 500;
/** Of one line. */
export const largestTaxLineCount = 20;
const minorUnits = wholeAmount('use a whole number of minor units', tooLargeInOrder).transform(
  (value): MinorUnits => toMinorUnits(value),
);
const text = z.string().min(1).max(longestText);
const webUrl = z
  .string()
  .max(2_048)
  .refine(
    (value) => URL.canParse(value) && /^https?:\/\//.test(value),
    'give a whole URL that begins with https://',
  );

const orderLine = z.strictObject({
  lineId: z.int(),
  productId: text,
  description: text,
  descriptionAlias: text.optional(),
  quantity: z.number(),
  grossAmount: minorUnits,
  taxLines: z
    .array(z.strictObject({ amount: minorUnits, percentage: z.number() }))
    .max(largestTaxLineCount)
    .default([]),
  type: z.enum(['physical', 'digital', 'service', 'gift_card', 'shipping', 'surcharge']).optional(),
});

export const orderRequestSchema = z.strictObject({
  orderReference: z.string(),
  currency: z.enum(currenciesInUse, 'use the code of a currency in use (ISO 4217), such as NOK'),
  lines: z.array(orderLine).max(largestLineCount),
  returnUrl: webUrl,
  callbackUrl: webUrl.optional(),
  profileId: text.optional(),
  customer: z.strictObject({ email: text.optional(), phoneNumber: text.optional() }).optional(),
});

/**
 * Reads an order strictly and brings it into the one form that everything compares: known keys only, defaults filled in,
 * absent values left out, keys sorted.
 * @throws InvalidOrderError with every fault, PayloadTooLargeError
 */
export function readOrder(input: unknown): CanonicalOrder {
  const result = orderRequestSchema.safeParse(input, { error: sayIssue });
  if (!result.success) throw new InvalidOrderError(faultsOf(result.error.issues, input));
  const text = canonicalJson(result.data);
  const order = JSON.parse(text) as OrderRequest;
  const faults = findOrderFaults(order);
  if (faults.length > 0) throw new InvalidOrderError(faults);
  requireSize({ order });
  return { order, orderHash: fingerprint(text) };
}

function faultsOf(issues: readonly z.core.$ZodIssue[], input: unknown): readonly Fault[] {
  const told = issues.map(faultOf);
  const shapes = { order: orderRequestSchema.shape, line: orderLine.shape };
  return [...told, ...findFurtherFaults(input, shapes, told)];
}

/**
 * An update above two megabytes would wedge its order, so that the size is checked before anything is sent.
 * @throws PayloadTooLargeError
 */
export function requireSize(payload: unknown): void {
  const bytes = Buffer.byteLength(JSON.stringify(payload) ?? '');
  if (bytes > largestPayloadBytes) throw new PayloadTooLargeError(bytes, largestPayloadBytes);
}
