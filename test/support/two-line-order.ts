import { toMinorUnits } from '../../src/domain/money';
import type { LineAmount, OrderRequest } from '../../src/domain/order';

export const on = (lineId: number, amount: number): LineAmount => ({
  lineId,
  amount: toMinorUnits(amount),
});

/** 398.00 NOK on line 1 and 99.00 NOK on line 2. */
export function twoLines(orderReference: string): OrderRequest {
  const line = (lineId: number, grossAmount: number) => ({
    lineId,
    productId: `product-${lineId}`,
    description: `Product ${lineId}`,
    quantity: 1,
    grossAmount: toMinorUnits(grossAmount),
    taxLines: [],
  });
  return {
    orderReference,
    currency: 'NOK',
    lines: [line(1, 39_800), line(2, 9_900)],
    returnUrl: 'https://shop.example/thanks',
  };
}
