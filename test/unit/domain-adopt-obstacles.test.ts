import { describe, expect, it } from '@jest/globals';
import { findAdoptionObstacle } from '../../src/domain/adopt-order';
import type { AdoptionLook } from '../../src/domain/adopt-order';
import type { OrderPicture } from '../../src/domain/payment-gateway';
import { none } from '../support/books';
import { orderOf, pictureOf } from '../support/order-states';

const order = orderOf(60_000, 40_000);
const stored: OrderPicture = {
  orderId: 'O1',
  status: 'open',
  orderReference: 'web-1',
  currency: 'NOK',
  lines: order.lines,
};
const picture = pictureOf(order, []);

const look = (more: Partial<AdoptionLook> = {}): AdoptionLook => ({
  stored,
  books: { orderStatus: 'open', records: none },
  picture,
  ...more,
});

describe('an order is not taken over', () => {
  const obstacle = (found: AdoptionLook, takeOver?: boolean) =>
    findAdoptionObstacle(
      'web-1',
      { orderId: 'O1', ...(takeOver === undefined ? {} : { takeOver }) },
      found,
    );

  it('when it bears the reference of another one, unless that is asked for', () => {
    const foreign = look({ stored: { ...stored, orderReference: 'web-2' } });
    expect(obstacle(foreign)).toContain('order O1 bears the reference web-2, not web-1');
    expect(obstacle(foreign, true)).toBeUndefined();
  });

  it('when it has no lines', () => {
    expect(obstacle(look({ stored: { ...stored, lines: [] } }))).toBe(
      'order O1 has no lines in Orders',
    );
  });

  it('when neither a transaction nor a session is known', () => {
    const { picture: _picture, ...unpaid } = look();
    expect(obstacle(unpaid)).toBe(
      'no transaction is known for order O1: name its transaction or its session',
    );
    expect(obstacle({ ...unpaid, session: { sessionId: 'S1' } })).toBeUndefined();
    expect(obstacle({ ...unpaid, picture })).toBeUndefined();
  });

  it('by a transaction that was paid for another order, unless that is asked for', () => {
    const paidFor = (merchantReference: string) =>
      look({ picture: { ...picture, merchantReference } });
    expect(obstacle(paidFor('O2'))).toContain('transaction T1 was paid for O2, not for order O1');
    expect(obstacle(paidFor('O2'), true)).toBeUndefined();
    expect(obstacle(paidFor('O1'))).toBeUndefined();
    expect(obstacle(paidFor('web-1'))).toBeUndefined();
  });

  it.each([
    ['unpaid', () => ({ picture: undefined })],
    ['paid, by a transaction that does not say for whom', () => ({ picture })],
  ])(
    'by a session that was made for another order and is %s, unless that is asked for',
    (_, of) => {
      const madeFor = (merchantReference: string) => {
        const { picture: paid, ...rest } = { ...look(), ...of() };
        const session = { sessionId: 'S1', merchantReference };
        return { ...rest, session, ...(paid === undefined ? {} : { picture: paid }) };
      };
      expect(obstacle(madeFor('O2'))).toContain('session S1 was made for O2, not for order O1');
      expect(obstacle(madeFor('O2'), true)).toBeUndefined();
      expect(obstacle(madeFor('O1'))).toBeUndefined();
      expect(obstacle(madeFor('web-1'))).toBeUndefined();
    },
  );

  it.each(['INITIATED', 'ON_HOLD'] as const)(
    'while its payment is %s and its session is not known',
    (status) => {
      const undecided = { picture: { ...picture, status } };
      expect(obstacle(look(undecided))).toContain(`is not decided (${status})`);
      expect(obstacle(look({ ...undecided, session: { sessionId: 'S1' } }))).toBeUndefined();
    },
  );

  it('without a reason otherwise, its reference shown or not', () => {
    const { orderReference: _reference, ...silent } = stored;
    expect(obstacle(look())).toBeUndefined();
    expect(obstacle(look({ stored: silent }))).toBeUndefined();
  });
});
