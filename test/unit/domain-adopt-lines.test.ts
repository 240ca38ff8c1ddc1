import { describe, expect, it } from '@jest/globals';
import { findAdoptionObstacle } from '../../src/domain/adopt-order';
import type { AdoptionLook } from '../../src/domain/adopt-order';
import { findAuthorizedDifference } from '../../src/domain/authorized-difference';
import { nextDueRecord } from '../../src/domain/due-record';
import { toMinorUnits } from '../../src/domain/money';
import type { OrderLine } from '../../src/domain/order';
import { newAdoption } from '../../src/domain/order-state';
import { capturableLines } from '../../src/domain/remainder';
import { none } from '../support/books';
import { after, line, noon, orderOf, pictureOf } from '../support/order-states';

/** What somebody else ordered, and what is authorized for it. */
function look(lines: readonly OrderLine[], authorized: number): AdoptionLook {
  const order = { ...orderOf(1), lines };
  return {
    stored: { orderId: 'O1', status: 'open', currency: 'NOK', lines },
    books: { orderStatus: 'open', records: none },
    picture: pictureOf(order, [], authorized),
  };
}

const request = { orderId: 'O1' };
const obstacle = (found: AdoptionLook) => findAdoptionObstacle('web-1', request, found);
const adopted = (found: AdoptionLook) =>
  after(newAdoption('web-1', request), {
    type: 'order_adopted',
    look: found,
    at: noon,
    quietUntil: noon,
    lookAgainAt: [],
  });

/** The line with this id among these amounts is below zero. */
function lowered(amounts: readonly number[], lineId: number, by: number): readonly OrderLine[] {
  return orderOf(...amounts).lines.map((each) =>
    each.lineId === lineId ? { ...each, grossAmount: toMinorUnits(-by), taxLines: [] } : each,
  );
}

describe('an order of somebody else’s is not taken over', () => {
  it.each([1, 2, 3])(
    'when line %i is a discount: it would be captured and recorded on the wrong lines',
    (lineId) => {
      expect(obstacle(look(lowered([60_000, 60_000, 60_000], lineId, 10_000), 110_000))).toBe(
        `line ${lineId} of order O1 is below zero in Orders (-100.00 NOK): a discount or a return as a line of its own cannot be captured, refunded and recorded line by line; let the lines that it lowers say so themselves and adopt the order again, or bring it to its end in Dintero's Backoffice`,
      );
    },
  );

  it('when two of its lines have one id: nothing tells which of them is meant', () => {
    const [first, second] = orderOf(60_000, 40_000).lines;
    const lines = [first!, second!, { ...second!, lineId: 1 }];
    expect(obstacle(look(lines, 140_000))).toBe(
      "line 1 stands in order O1 more than once: what is captured, refunded or recorded on it could be meant for either; give each line an id of its own and adopt the order again, or bring it to its end in Dintero's Backoffice",
    );
  });
});

describe('an order of somebody else’s is taken over', () => {
  it('when a line costs nothing, which is captured with the others and stands in no record', () => {
    const found = look(orderOf(60_000, 0, 40_000).lines, 100_000);
    expect(obstacle(found)).toBeUndefined();
    const state = adopted(found);
    expect(nextDueRecord(state)?.lines).toEqual([line(1, 60_000), line(3, 40_000)]);
    expect(capturableLines(state)).toEqual([line(1, 60_000), line(3, 40_000)]);
  });

  it('when less is authorized than its lines add up to, as where Orders shows them before their discounts: a person is asked first, and no more than that is recorded', () => {
    const found = look(orderOf(60_000, 40_000).lines, 90_000);
    expect(obstacle(found)).toBeUndefined();
    const state = adopted(found);
    expect(findAuthorizedDifference(state)).toContain(
      '900.00 NOK are authorized, but 1000.00 NOK were ordered; the first capture waits',
    );
    expect(nextDueRecord(state)?.lines).toEqual([line(1, 60_000), line(2, 30_000)]);
    expect(capturableLines(state)).toEqual([line(1, 60_000), line(2, 30_000)]);
  });
});
