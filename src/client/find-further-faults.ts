import { z } from 'zod';
import { largestAmount, toMinorUnits } from '../domain/money';
import { findOrderFaults } from '../domain/order';
import type { Fault, OrderLine, OrderRequest } from '../domain/order';
import { isPlainObject } from '../domain/plain-object';

/** In the place of what does not fit, so that it adds no fault of its own. */
const soundLine = { productId: 'p', description: 'd', quantity: 1, taxLines: [] };
const soundOrder = { orderReference: 'r', currency: 'NOK', returnUrl: 'https://shop.example' };

interface Shapes {
  readonly order: z.core.$ZodShape;
  readonly line: z.core.$ZodShape;
}

/**
 * What the order's own rules find in an input that does not fit the schema, so that whoever corrects it hears of everything at
 * once. A field that has a fault already is not told again.
 */
export function findFurtherFaults(
  input: unknown,
  { order, line }: Shapes,
  told: readonly Fault[],
): readonly Fault[] {
  if (!isPlainObject(input)) return [];
  const given: unknown = input['lines'];
  const lines = (Array.isArray(given) ? given : [{}]).map((one: unknown, index) =>
    fittingOf<OrderLine>(line, one, {
      ...soundLine,
      lineId: largestAmount - index,
      grossAmount: toMinorUnits(1),
    }),
  );
  // Beside a gross amount that does not fit nothing can be said of the VAT that it contains.
  const fields = told
    .map(({ field }) => field)
    .flatMap((field) => [field, field.replace(/\.grossAmount$/, '.taxLines')]);
  const filled = { ...fittingOf<OrderRequest>(order, input, { ...soundOrder, lines }), lines };
  return findOrderFaults(filled).filter(({ field }) => !fields.includes(field));
}

/** Each field that fits, and the sound one in the place of the others. */
function fittingOf<T extends object>(shape: z.core.$ZodShape, input: unknown, sound: T): T {
  const given = isPlainObject(input) ? input : {};
  const fitting = Object.entries(shape).flatMap(([name, schema]) => {
    const read = z.safeParse(schema, given[name]);
    return read.success && read.data !== undefined ? [[name, read.data] as const] : [];
  });
  return { ...sound, ...Object.fromEntries(fitting) };
}
