import { describe, expect, it } from '@jest/globals';
import { countOthersAlike, findLookalike } from '../../src/domain/lookalike';
import { compareSystems } from '../../src/domain/compare-systems';
import { nextDueRecord } from '../../src/domain/due-record';
import { judgeOperation } from '../../src/domain/judge-operation';
import { findRecord } from '../../src/domain/match-record';
import { providerReference } from '../../src/domain/operation-key';
import { loneReference } from '../../src/domain/read-own-id';
import type { OrderState } from '../../src/domain/order-state';
import { viewOrder } from '../../src/domain/order-view';
import { movedTotalOf } from '../../src/domain/remainder';
import { books, keyOf, none, record } from '../support/books';
import {
  accepting,
  after,
  capture,
  done,
  line,
  looking,
  movementOn,
  noon,
  operationNamed,
  paid,
  starting,
} from '../support/order-states';

const lines = [line(1, 10_000)];
const movement = movementOn('capture', '17', 10_000, { reference: keyOf('capture', 'c3'), lines });
/** Its reference as long as that of the other, and shown whole. */
const asked = done(paid(), capture('c1', [line(2, 1)]));
const shown = movementOn('capture', 'e-capture-c1', 1, { reference: keyOf('capture', 'c1') });
const found = looking(asked, [shown, movement]);

function idsOf({ operations }: OrderState): readonly string[] {
  return operations.map(({ operationId }) => operationId);
}

function judge(state: OrderState, ...asked: Parameters<typeof capture>) {
  return judgeOperation(state, capture(...asked), noon);
}

describe('when a movement is found whose reference tells an id that the order does not know', () => {
  it('it bears that id, so that its record is the one that an earlier run wrote', () => {
    expect(idsOf(found)).toEqual(['c1', 'c3']);
    const state = after(found, { type: 'authorization_recorded' });
    expect(nextDueRecord(state)?.key).toBe(keyOf('capture', 'c3'));
    const written = after(state, {
      type: 'operation_recorded',
      kind: 'capture',
      operationId: 'c3',
      recordId: 'R3',
      lines,
      at: noon,
    });
    const records = [
      record('R-c1', 1, keyOf('capture', 'c1')),
      record('R3', 10_000, keyOf('capture', 'c3')),
    ];
    const theirs = books({ ...none, capture: records });
    expect(
      compareSystems(written, theirs, written).filter(({ about }) => about === 'capture'),
    ).toEqual([]);
  });

  it('whoever asks for it again is answered with it', () => {
    const known = { operationId: 'c3', status: 'moved', amount: 10_000 };
    expect(judge(found, 'c3', lines)).toMatchObject({ known });
    expect(judge(found, 'c3')).toMatchObject({ known });
  });

  it('whoever asks for something else under its id is refused', () => {
    expect(judge(found, 'c3', [line(1, 10_001)])).toMatchObject({
      refused: { code: 'operation_id_reused' },
    });
  });

  it('its refusal at the door stays shown, and the money counts once', () => {
    const refusal = { kind: 'capture', operationId: 'c3', code: 'nothing_remains' } as const;
    const refused = after(asked, {
      type: 'request_refused',
      refusal: { ...refusal, reason: 'nothing remains to be captured', at: noon },
    });
    const state = looking(refused, [shown, movement]);
    expect(movedTotalOf(state, 'capture')).toBe(10_001);
    expect(viewOrder(state)).toMatchObject({
      amounts: { captured: 10_001 },
      needsAttention: { code: 'surplus_moved', operationId: 'c3' },
      refusedMessages: 1,
    });
  });

  it('it is taken in once, however often it is read', () => {
    expect(looking(found, [shown, movement])).toEqual(found);
  });

  it('a second one under the same reference is its surplus', () => {
    const state = looking(found, [shown, movement, { ...movement, eventId: '18' }]);
    expect(idsOf(state)).toEqual(['c1', 'c3', 'auto-18']);
    expect(state.attentions.at(-1)).toMatchObject({
      code: 'surplus_moved',
      operationId: 'auto-18',
      message: expect.stringContaining('capture c3 moved twice: 100.00 NOK more'),
    });
  });
});

describe('when the id of a movement cannot be read off its reference for certain, it is named by its event', () => {
  it.each([
    ['is as long as one that was cut', keyOf('capture', 'c'.repeat(26))],
    ['names no id', keyOf('capture', '')],
    ['names what is no id', keyOf('capture', 'c/3')],
    ['is of another kind', keyOf('refund', 'c3')],
    ['is of another order', 'web-2/capture/c3'],
  ])('because it %s', (_, reference) => {
    expect(idsOf(looking(asked, [shown, { ...movement, reference }]))).toEqual(['c1', 'auto-17']);
  });

  it('because the back office’s movement bears that id', () => {
    const long = done(paid(), capture('shipment', [line(2, 1)]));
    const state = looking(long, [
      movementOn('capture', 'e-capture-shipment', 1, { reference: keyOf('capture', 'shipment') }),
      movementOn('capture', '5', 1, { lines: [line(1, 1)] }),
      { ...movement, reference: keyOf('capture', 'auto-5') },
    ]);
    expect(idsOf(state)).toEqual(['shipment', 'auto-5', 'auto-17']);
  });

  it('because no operation that is known shows that the provider keeps references as long as that', () => {
    expect(idsOf(looking(paid(), [movement]))).toEqual(['auto-17']);
    const longer = { ...movement, reference: keyOf('capture', 'c30') };
    expect(idsOf(looking(asked, [shown, longer]))).toEqual(['c1', 'auto-17']);
    const unnamed = movementOn('capture', 'e-capture-c1', 1);
    expect(idsOf(looking(asked, [unnamed, movement]))).toEqual(['c1', 'auto-17']);
  });

  it('because an operation that is known shows that the provider cuts references', () => {
    const long = done(asked, capture('c10', [line(2, 1)]));
    const cut = movementOn('capture', 'e-capture-c10', 1, { reference: keyOf('capture', 'c1') });
    expect(idsOf(looking(long, [shown, cut, movement]))).toEqual(['c1', 'c10', 'auto-17']);
  });

  it('because it may be the beginning of one that is in doubt, which is not sent again', () => {
    const doubtful = starting(accepting(asked, capture('c30', lines)), 'capture', 'c30');
    const state = looking(doubtful, [shown, movement]);
    expect(idsOf(state)).toEqual(['c1', 'c30', 'auto-17']);
    expect(findLookalike(state, { kind: 'capture', operationId: 'c30' })).toMatchObject({
      operationId: 'auto-17',
    });
  });
});

it('when another operation of that amount is in doubt, one that bears its own id may be it: the doubt stays', () => {
  const doubtful = starting(accepting(found, capture('c4', lines)), 'capture', 'c4');
  expect(countOthersAlike(doubtful, operationNamed(doubtful, 'capture', 'c4'))).toBe(0);
  expect(findLookalike(doubtful, { kind: 'capture', operationId: 'c4' })?.operationId).toBe('c3');
});

describe('when a movement is found whose reference had to be cut', () => {
  const longKey = keyOf('capture', '6f1c2d3e-0000-4000-8000-000000000001');
  const reference = providerReference(longKey);
  const cut = { ...movement, reference };
  const earlier = record('R3', 10_000, longKey);
  const recordOf = (state: OrderState, records = [earlier]) =>
    findRecord(records, nextDueRecord(after(state, { type: 'authorization_recorded' }))!);

  it('the record that an earlier run wrote of it is found by that, and none is written again', () => {
    const state = looking(paid(), [cut]);
    expect(idsOf(state)).toEqual(['auto-17']);
    expect(recordOf(state)?.recordId).toBe('R3');
    expect(recordOf(state, [record('R4', 10_000, keyOf('capture', 'other'))])).toBeUndefined();
    expect(compareSystems(state, books({ ...none, capture: [earlier] }), state)).toEqual([]);
  });

  it('a second one under that reference has no record yet, nor is it known which of both has', () => {
    const state = looking(paid(), [cut, { ...cut, eventId: '18' }]);
    expect(recordOf(state)).toBeUndefined();
  });

  it('the surplus of an operation that is known is not taken for recorded with it', () => {
    const known = done(paid(), capture(longKey.slice('web-1/capture/'.length), lines));
    const first = { ...cut, eventId: known.operations[0]!.eventId! };
    const state = looking(known, [first, { ...cut, eventId: '18' }]);
    expect(idsOf(state).at(-1)).toBe('auto-18');
    expect(recordOf(state)).toBeUndefined();
  });
});

it('when a reference is as long as ours are at most, it may be cut and tells no id', () => {
  const long = (letter: string) => providerReference(keyOf('capture', letter.repeat(60)));
  const own = 'a'.repeat(60);
  const state = looking(done(paid(), capture(own, [line(2, 1)])), [
    movementOn('capture', `e-capture-${own}`, 1, { reference: long('a') }),
    movementOn('capture', '17', 10_000, { reference: long('b'), lines }),
  ]);
  expect(idsOf(state)).toEqual([own, 'auto-17']);
});

describe('the reference of a movement that was found', () => {
  const lone = operationNamed(found, 'capture', 'c3');

  it('is its own where no other operation bears it, whatever else there is', () => {
    expect(loneReference(found, lone)).toBe(keyOf('capture', 'c3'));
  });

  it('is not where another bears it too, or where it is an operation of ours', () => {
    const twin = { ...lone, operationId: 'auto-18', eventId: '18' };
    const both: OrderState = { ...found, operations: [...found.operations, twin] };
    expect(loneReference(both, lone)).toBeUndefined();
    const { foreign: _foreign, ...own } = lone;
    expect(loneReference({ ...found, operations: [own] }, own)).toBeUndefined();
  });
});
