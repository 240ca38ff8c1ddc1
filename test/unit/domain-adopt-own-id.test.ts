import { describe, expect, it } from '@jest/globals';
import { countOthersAlike, findLookalike } from '../../src/domain/lookalike';
import { compareSystems } from '../../src/domain/compare-systems';
import { nextDueRecord } from '../../src/domain/due-record';
import { judgeOperation } from '../../src/domain/judge-operation';
import type { OrderState } from '../../src/domain/order-state';
import { viewOrder } from '../../src/domain/order-view';
import { movedTotalOf } from '../../src/domain/remainder';
import { books, keyOf, none, record } from '../support/books';
import {
  accepting,
  after,
  capture,
  line,
  looking,
  movementOn,
  noon,
  operationNamed,
  paid,
  refund,
  starting,
} from '../support/order-states';

const lines = [line(1, 10_000)];
const movement = movementOn('capture', '17', 10_000, { reference: keyOf('capture', 'c3'), lines });
const found = looking(paid(), [movement]);

function idsOf({ operations }: OrderState): readonly string[] {
  return operations.map(({ operationId }) => operationId);
}

function judge(state: OrderState, ...asked: Parameters<typeof capture>) {
  return judgeOperation(state, capture(...asked), noon);
}

describe('when a movement is found whose reference tells an id that the order does not know', () => {
  it('it bears that id, so that its record is the one that an earlier run wrote', () => {
    expect(idsOf(found)).toEqual(['c3']);
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
    const theirs = books({ ...none, capture: [record('R3', 10_000, keyOf('capture', 'c3'))] });
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
    const refused = after(paid(), {
      type: 'request_refused',
      refusal: { ...refusal, reason: 'nothing remains to be captured', at: noon },
    });
    const state = looking(refused, [movement]);
    expect(movedTotalOf(state, 'capture')).toBe(10_000);
    expect(viewOrder(state)).toMatchObject({
      amounts: { captured: 10_000 },
      needsAttention: { code: 'surplus_moved', operationId: 'c3' },
      refusedMessages: 1,
    });
  });

  it('it is taken in once, however often it is read', () => {
    expect(looking(found, [movement])).toEqual(found);
  });

  it('a second one under the same reference is its surplus', () => {
    const state = looking(found, [movement, { ...movement, eventId: '18' }]);
    expect(idsOf(state)).toEqual(['c3', 'auto-18']);
    expect(state.attentions.at(-1)).toMatchObject({
      code: 'surplus_moved',
      operationId: 'auto-18',
      message: expect.stringContaining('capture c3 moved twice: 100.00 NOK more'),
    });
  });

  it('and its capture is given back on demand, a refund that bears the name of this one is the same', () => {
    const reference = keyOf('refund', 'surplus-c3');
    const state = looking(found, [
      movement,
      movementOn('refund', '18', 10_000, { reference, lines }),
    ]);
    expect(idsOf(state)).toEqual(['c3', 'surplus-c3']);
    expect(judgeOperation(state, refund('surplus-c3', lines), noon)).toMatchObject({
      known: { operationId: 'surplus-c3' },
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
    expect(idsOf(looking(paid(), [{ ...movement, reference }]))).toEqual(['auto-17']);
  });

  it('because the back office’s movement bears that id', () => {
    const reference = keyOf('capture', 'auto-5');
    const state = looking(paid(), [
      movementOn('capture', '5', 1, { lines: [line(1, 1)] }),
      { ...movement, reference },
    ]);
    expect(idsOf(state)).toEqual(['auto-5', 'auto-17']);
  });
});

it('when a provider shows the beginning of an id, the operation in doubt that it may be is not sent again', () => {
  const asked = starting(accepting(paid(), capture('c30', lines)), 'capture', 'c30');
  const state = looking(asked, [movement]);
  expect(findLookalike(state, { kind: 'capture', operationId: 'c30' })?.operationId).toBe('c3');
  expect(countOthersAlike(state, operationNamed(state, 'capture', 'c30'))).toBe(0);
});
