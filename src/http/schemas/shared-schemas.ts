import { z } from 'zod';
import { identifierPattern } from '../../domain/order';

export const identifier = z
  .string()
  .regex(identifierPattern, 'use 1 to 64 of A-Z, a-z, 0-9, dot, underscore, hyphen');

export const minorUnits = z.int().meta({
  description: "A whole number of the currency's minor unit (øre, cent), VAT included.",
});

export const instant = z.string().meta({ description: 'ISO 8601, in UTC.' });

export const lineAmount = z.object({
  lineId: z.int(),
  amount: minorUnits,
  quantity: z.number().optional(),
});

/** The order that a path names. */
export const orderPath = z.object({
  reference: identifier.meta({ description: "The merchant's own id of the order." }),
});

/** RFC 7240: how long the caller wants to wait. Everything else in it is left unheard, as that asks for. */
const preferring = (afterwards: string) =>
  z.looseObject({
    prefer: z
      .string()
      .max(200)
      .optional()
      .meta({
        description: `wait=N: wait at most so many seconds for the end, 0 to 60; 10 without it. Afterwards ${afterwards}`,
        example: 'wait=20',
      }),
  });

export const preferHeaders = preferring('202 says where to look.');

/** Of what has no id: the same request again would be another one. */
export const preferOnceHeaders = preferring(
  'the answer is 504, and the order itself shows what came of it.',
);
