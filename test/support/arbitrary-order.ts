import * as fc from 'fast-check';
import { findOrderFaults, lineVat } from '../../src/domain/order';
import type { OrderLine, OrderRequest } from '../../src/domain/order';
import type { MinorUnits } from '../../src/domain/money';

const minorUnits = (max: number) => fc.nat({ max }).map((amount) => amount as MinorUnits);
const word = fc.string({ minLength: 1, maxLength: 20 });
const address = fc.constantFrom('https://shop.example/thanks', 'https://shop.example/callback?a=1');

const taxLine = fc.record({
  amount: minorUnits(5_000_000),
  percentage: fc.constantFrom(0, 6, 11.11, 12, 15, 25),
});

const line: fc.Arbitrary<Omit<OrderLine, 'lineId'>> = fc
  .record(
    {
      productId: word,
      description: word,
      descriptionAlias: word,
      quantity: fc.oneof(fc.integer({ min: 1, max: 999 }), fc.constantFrom(0.5, 2.25)),
      grossAmount: minorUnits(20_000_000),
      taxLines: fc.array(taxLine, { maxLength: 4 }),
      type: fc.constantFrom<NonNullable<OrderLine['type']>>('physical', 'shipping', 'gift_card'),
    },
    {
      requiredKeys: ['productId', 'description', 'quantity', 'grossAmount', 'taxLines'],
      noNullPrototype: true,
    },
  )
  .map((drawn) => withinGross(drawn as Omit<OrderLine, 'lineId'>));

/** No VAT above the amount that contains it. */
function withinGross(drawn: Omit<OrderLine, 'lineId'>): Omit<OrderLine, 'lineId'> {
  const vat = lineVat({ ...drawn, lineId: 1 });
  return vat <= drawn.grossAmount ? drawn : { ...drawn, taxLines: [] };
}

const lines: fc.Arbitrary<readonly OrderLine[]> = fc
  .uniqueArray(fc.integer({ min: 1, max: 2_147_483_647 }), { minLength: 1, maxLength: 12 })
  .chain((ids) => fc.tuple(...ids.map((lineId) => line.map((drawn) => ({ lineId, ...drawn })))));

/** Any order that may be started, one without faults. */
export const anyOrder: fc.Arbitrary<OrderRequest> = fc
  .record(
    {
      orderReference: fc.stringMatching(/^[A-Za-z0-9._-]{1,64}$/),
      currency: fc.constantFrom('NOK', 'SEK', 'EUR', 'JPY', 'KWD'),
      lines,
      returnUrl: address,
      callbackUrl: address,
      profileId: word,
      customer: fc.record(
        { email: word, phoneNumber: word },
        { requiredKeys: [], noNullPrototype: true },
      ),
    },
    {
      requiredKeys: ['orderReference', 'currency', 'lines', 'returnUrl'],
      noNullPrototype: true,
    },
  )
  .map((drawn) => drawn as OrderRequest)
  .filter((order) => findOrderFaults(order).length === 0);
