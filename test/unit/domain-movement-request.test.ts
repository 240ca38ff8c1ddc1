import { describe, expect, it } from '@jest/globals';
import { movementOf } from '../../src/domain/movement-of-operation';
import { toMinorUnits } from '../../src/domain/money';
import { readOperationRequest } from '../../src/domain/read-operation-request';
import { findCheckoutFault } from '../../src/domain/read-checkout-request';
import type { OrderRequest } from '../../src/domain/order';
import {
  accepting,
  capture,
  done,
  line,
  operationNamed,
  orderOf,
  paid,
  refund,
} from '../support/order-states';

/** VAT that does not divide evenly, and another one on the second line. */
function oddlyTaxed(): OrderRequest {
  const order = orderOf(100, 100);
  const vat = [33, 7];
  return {
    ...order,
    lines: order.lines.map((each, index) => ({
      ...each,
      taxLines: [{ amount: toMinorUnits(vat[index]!), percentage: 50 }],
    })),
  };
}

const half = [line(1, 50)];
const vatOf = (state: Parameters<typeof movementOf>[0], operationId: string) =>
  movementOf(state, { kind: 'capture', operationId }).lines.map(({ vatAmount }) => vatAmount);

describe('the VAT of what is asked of the provider', () => {
  const first = accepting(paid(oddlyTaxed()), capture('a', half));

  it('of the parts of a line adds up to the VAT of the line', () => {
    expect(vatOf(first, 'a')).toEqual([17]);
    const second = accepting(done(paid(oddlyTaxed()), capture('a', half)), capture('b', half));
    expect(vatOf(second, 'b')).toEqual([16]);
  });

  it('goes on from what has moved, and not from what only waits', () => {
    expect(vatOf(accepting(first, capture('b', half)), 'b')).toEqual([17]);
  });

  it('goes on from movements of its own kind alone', () => {
    const back = done(paid(oddlyTaxed()), capture('a', half), refund('r', half));
    expect(vatOf(accepting(back, capture('b', half)), 'b')).toEqual([16]);
    const again = accepting(back, capture('b', half));
    expect(movementOf(again, { kind: 'refund', operationId: 'r' }).lines[0]?.vatAmount).toBe(17);
  });

  it('is the line’s own', () => {
    const state = accepting(paid(oddlyTaxed()), capture('a', [line(2, 100)]));
    expect(vatOf(state, 'a')).toEqual([7]);
  });
});

describe('what is asked of the provider', () => {
  it('carries whether it is the last capture, and why a refund is given', () => {
    const state = accepting(paid(), { ...capture('a', half), final: true });
    expect(movementOf(state, { kind: 'capture', operationId: 'a' })).toEqual({
      amount: 50,
      reference: 'web-1/capture/a',
      lines: [{ lineId: 1, amount: 50, vatAmount: 10 }],
      othersAlike: 0,
      final: true,
    });
    const back = accepting(state, { ...refund('r', half), note: 'damaged' });
    expect(movementOf(back, { kind: 'refund', operationId: 'r' }).reason).toBe('damaged');
    expect(movementOf(back, { kind: 'refund', operationId: 'r' })).not.toHaveProperty('final');
    const silent = accepting(state, { ...refund('r', half) });
    expect(movementOf(silent, { kind: 'refund', operationId: 'r' })).not.toHaveProperty('reason');
    expect(operationNamed(silent, 'refund', 'r')).not.toHaveProperty('note');
  });

  it('names the events of others whose references begin with ours, since a provider may cut them', () => {
    const moved = done(paid(), capture('a-1', half), capture('b', half));
    const of = (operationId: string) => {
      const state = accepting(moved, capture(operationId, half));
      return movementOf(state, { kind: 'capture', operationId }).ofOthers;
    };
    expect(of('a')).toEqual([operationNamed(moved, 'capture', 'a-1').eventId]);
    expect(of('c')).toBeUndefined();
    expect(of('a-1')).toBeUndefined();
    const waiting = accepting(accepting(paid(), capture('a-1', half)), capture('a', half));
    expect(movementOf(waiting, { kind: 'capture', operationId: 'a' })).not.toHaveProperty(
      'ofOthers',
    );
    const back = accepting(done(moved, refund('a-2', half)), capture('a', half));
    expect(movementOf(back, { kind: 'capture', operationId: 'a' }).ofOthers).toHaveLength(1);
  });

  it('is nothing for an operation that is not known', () => {
    expect(movementOf(paid(), { kind: 'capture', operationId: 'a' })).toEqual({
      amount: 0,
      reference: 'web-1/capture/a',
      lines: [],
      othersAlike: 0,
    });
  });
});

describe('the payload of a checkout', () => {
  it('is nothing, or an order to compare', () => {
    for (const payload of [undefined, {}, { order: orderOf(5) }])
      expect(findCheckoutFault(payload)).toBeUndefined();
  });

  it('of another form is refused with what may be sent', () => {
    expect(findCheckoutFault('order')).toBe('send nothing, or one plain object with order');
    const long = 'x'.repeat(100);
    expect(findCheckoutFault({ order: 1, [long]: 1 })).toBe(
      `unknown key "${'x'.repeat(40)}": known is order`,
    );
  });
});

describe('a request that cannot be read says which field is wrong, and what it has to be', () => {
  const sound = { lineId: 1, amount: 5 };

  it.each<[object, string]>([
    [{ refundId: 'a b' }, 'refundId must be 1 to 64 of A-Z, a-z, 0-9, dot, underscore, hyphen'],
    [{ lines: [] }, 'lines must be a list of 1 to 100 lines'],
    [{ lines: [sound, sound] }, 'lines names a lineId twice'],
    [{ lines: [sound, { ...sound, lineId: '2' }] }, 'lines[1].lineId must be a whole number'],
    [
      { lines: [{ ...sound, amount: 0 }] },
      'lines[0].amount must be a whole number of minor units above zero',
    ],
    [{ lines: [{ ...sound, quantity: '1' }] }, 'lines[0].quantity must be a number above zero'],
    [{ reason: 'x'.repeat(501) }, 'reason must be a text of at most'],
  ])('%j', (more, reason) => {
    const request = { refundId: 'r', lines: [sound], ...more };
    expect(readOperationRequest('refund', request)).toMatchObject({
      refused: { reason: expect.stringContaining(reason) },
    });
  });

  it('of a capture: final', () => {
    expect(readOperationRequest('capture', { final: 'yes' })).toMatchObject({
      refused: { reason: expect.stringContaining('final must be true or false') },
    });
  });
});
