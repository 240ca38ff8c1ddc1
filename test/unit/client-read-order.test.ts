import { describe, expect, test } from '@jest/globals';
import { InvalidOrderError, PayloadTooLargeError } from '../../src/client/order-saga-errors';
import { readOrder } from '../../src/client/read-order';
import { canonicalJson, fingerprint } from '../../src/domain/fingerprint';
import example from '../../examples/order.json';

function faultsOf(input: unknown): readonly string[] {
  try {
    readOrder(input);
  } catch (error) {
    if (!(error instanceof InvalidOrderError)) throw error;
    return error.faults.map(({ field }) => field);
  }
  return [];
}

const line = { lineId: 1, productId: 'p', description: 'd', quantity: 1, grossAmount: 100 };
const order = {
  orderReference: 'web-1',
  currency: 'NOK',
  lines: [line],
  returnUrl: 'https://shop.example/thanks',
};

/** The same content with the members of every object in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}

describe('the canonical form of an order', () => {
  test('when members stand in another order, is the same', () => {
    expect(readOrder(reversed(example))).toEqual(readOrder(example));
  });

  test('when a default is written out or a value is undefined, is the same', () => {
    const spelled = { ...order, callbackUrl: undefined, lines: [{ ...line, taxLines: [] }] };
    expect(readOrder(spelled)).toEqual(readOrder(order));
  });

  test('when any content differs, has another hash', () => {
    const hashes = [
      order,
      { ...order, orderReference: 'web-2' },
      { ...order, currency: 'SEK' },
      { ...order, lines: [{ ...line, grossAmount: 101 }] },
      { ...order, lines: [{ ...line, quantity: 2 }] },
      { ...order, customer: { email: 'a@b.example' } },
    ].map((variant) => readOrder(variant).orderHash);
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  test('is what the order itself compares by, and is not changed by being read again', () => {
    const { order: canonical, orderHash } = readOrder(example);
    expect(orderHash).toBe(fingerprint(canonicalJson(canonical)));
    expect(readOrder(canonical)).toEqual({ order: canonical, orderHash });
    expect(JSON.stringify(canonical)).toBe(canonicalJson(canonical));
  });
});

describe('an order that does not fit', () => {
  test('with a currency that there is not, is told the field and what to write', () => {
    expect(() => readOrder({ ...order, currency: 'XXQ' })).toThrow(
      /currency: use the code of a currency in use \(ISO 4217\), such as NOK/,
    );
  });

  test.each([
    ['amount of a line', 'lines[0].grossAmount', { ...line, grossAmount: 2_147_483_648 }],
    [
      'amount of a line beyond exact numbers',
      'lines[0].grossAmount',
      { ...line, grossAmount: 1e17 },
    ],
    [
      'VAT',
      'lines[0].taxLines[0].amount',
      { ...line, taxLines: [{ amount: 1e17, percentage: 25 }] },
    ],
  ])('with a too large %s, is told the limit and what to do', (_what, field, large) => {
    const refused = () => readOrder({ ...order, lines: [large] });
    expect(refused).toThrow(
      `${field}: use at most 2147483647 minor units, the provider's limit; split what costs more into several orders`,
    );
    expect(refused).not.toThrow(/whole number/);
  });

  test('with several faults, is told all of them with their fields', () => {
    const { quantity: _quantity, ...lineWithoutQuantity } = { ...line, lineId: 2 };
    expect(
      faultsOf({
        ...order,
        returnUrl: 'shop.example',
        lines: [{ ...line, grossAmount: 10.5 }, lineWithoutQuantity],
      }),
    ).toEqual(['lines[0].grossAmount', 'lines[1].quantity', 'returnUrl']);
  });

  test('with faults of its form and of its rules, is told both at once', () => {
    const taxLines = [{ amount: 20, percentage: 101 }];
    const lines = [
      { ...line, grossAmount: 10.5, taxLines: [{ amount: 20, percentage: 25 }] },
      { ...line, quantity: 0 },
      { ...line, lineId: 3, quantity: undefined, taxLines },
    ];
    expect(faultsOf({ ...order, orderReference: 'web 1', currency: 'kr', lines })).toEqual([
      'currency',
      'lines[0].grossAmount',
      'lines[2].quantity',
      'orderReference',
      'lines[1].quantity',
      'lines[2].taxLines[0]',
      'lines[1].lineId',
    ]);
  });

  test.each([
    [
      'a missing field',
      { lines: [{ ...line, quantity: undefined }] },
      'lines[0].quantity: is missing',
    ],
    [
      'a text for a number',
      { lines: [{ ...line, quantity: '1' }] },
      'lines[0].quantity: is no number',
    ],
    ['an empty text', { lines: [{ ...line, productId: '' }] }, 'lines[0].productId: is empty'],
    [
      'a type that there is not',
      { lines: [{ ...line, type: 'gift' }] },
      'lines[0].type: use one of physical, ',
    ],
    ['lines that are no list', { lines: {} }, 'lines: is no list'],
    [
      'an unknown key',
      { kunde: 1 },
      'order: kunde is not known; known are orderReference, currency, lines, returnUrl,',
    ],
    [
      'an unknown key of its customer',
      { customer: { navn: 'Kari' } },
      'customer: navn is not known; known are email, phoneNumber',
    ],
  ])('with %s, is told so in words', (_what, wrong, said) => {
    expect(() => readOrder({ ...order, ...wrong })).toThrow(said);
  });

  test.each([
    ['an unknown key', { ...order, amount: 100 }, 'order'],
    ['a misspelt key of a line', { ...order, lines: [{ ...line, grossamount: 1 }] }, 'lines[0]'],
    [
      'a negative line',
      { ...order, lines: [{ ...line, grossAmount: -1 }] },
      'lines[0].grossAmount',
    ],
    ['a currency that there is not', { ...order, currency: 'XXQ' }, 'currency'],
    ['a currency that was withdrawn', { ...order, currency: 'HRK' }, 'currency'],
    ['a code that nobody pays with', { ...order, currency: 'XTS' }, 'currency'],
    ['a currency in small letters', { ...order, currency: 'nok' }, 'currency'],
    ['no currency', { ...order, currency: undefined }, 'currency'],
    ['a reference with a slash', { ...order, orderReference: 'a/b' }, 'orderReference'],
    ['nothing to pay', { ...order, lines: [{ ...line, grossAmount: 0 }] }, 'lines'],
    ['no lines', { ...order, lines: [] }, 'lines'],
    ['a script as return URL', { ...order, returnUrl: 'javascript:alert(1)' }, 'returnUrl'],
    ['a list', [order], 'order'],
    ['nothing', undefined, 'order'],
    [
      'a sum beyond int32',
      {
        ...order,
        lines: [1, 2].map((lineId) => ({ ...line, lineId, grossAmount: 2_000_000_000 })),
      },
      'lines',
    ],
  ])('with %s, is refused', (_what, input, field) => {
    expect(faultsOf(input)[0]).toBe(field);
  });

  test('with more than 64 KB, is refused before it is sent', () => {
    const lines = Array.from({ length: 100 }, (_unused, index) => ({
      ...line,
      lineId: index + 1,
      description: 'ø'.repeat(400),
    }));
    expect(() => readOrder({ ...order, lines })).toThrow(PayloadTooLargeError);
    expect(readOrder({ ...order, lines: lines.slice(0, 50) }).order.lines).toHaveLength(50);
  });

  test('with a prototype in its data, does not take it over', () => {
    const input: unknown = JSON.parse(
      '{"orderReference":"web-1","currency":"NOK","returnUrl":"https://a.example","__proto__":{"lines":[]}}',
    );
    expect(faultsOf(input)).toContain('lines');
  });
});
