import { describe, expect, it } from '@jest/globals';
import type { Difference } from '../../src/domain/difference';
import { matterOf, openDifferences } from '../../src/domain/follow-systems';
import type { OrderState } from '../../src/domain/order-state';
import { toMinorUnits } from '../../src/domain/money';
import {
  accepting,
  after,
  cancel,
  capture,
  done,
  line,
  noon,
  operationNamed,
  paid,
} from '../support/order-states';

const evening = '2026-01-01T20:00:00.000Z';
const recorded = after(done(paid(), capture('a', [line(1, 100)]), capture('b', [line(1, 200)])), {
  type: 'authorization_recorded',
});

const missing = (about: Difference['about'], operationId?: string): Difference => ({
  kind: 'moved_not_recorded',
  about,
  ...(operationId === undefined ? {} : { operationId }),
  detail: 'missing',
});
const stray: Difference = {
  kind: 'recorded_not_moved',
  about: 'capture',
  recordId: 'R9',
  recorded: toMinorUnits(70),
  detail: 'Orders holds a record for which no money moved',
};
const compared = (
  state: OrderState,
  differences: readonly Difference[],
  at = evening,
): OrderState => after(state, { type: 'systems_compared', differences, at });

describe('a record that is missing', () => {
  it('of an operation makes it due again, and no other', () => {
    const state = compared(recorded, [missing('capture', 'a')]);
    const operation = operationNamed(state, 'capture', 'a');
    expect(operation).toMatchObject({ status: 'moved', missingSince: evening });
    expect(operation).not.toHaveProperty('recordId');
    expect(operation).not.toHaveProperty('finishedAt');
    expect(operationNamed(state, 'capture', 'b')).toEqual(operationNamed(recorded, 'capture', 'b'));
    expect(state.payment).toEqual(recorded.payment);
    expect(state.attentions).toEqual([]);
  });

  it('of a refund says nothing about the capture of the same id', () => {
    expect(compared(recorded, [missing('refund', 'a')]).operations).toEqual(recorded.operations);
  });

  it('of a cancel makes that due again, and one of an operation that is not recorded changes nothing', () => {
    const letGo = done(recorded, cancel);
    const due = operationNamed(
      compared(letGo, [missing('cancellation', 'cancel-1')]),
      'cancel',
      'cancel-1',
    );
    expect(due).toMatchObject({ status: 'moved', missingSince: evening });
    const waiting = accepting(recorded, capture('c', [line(1, 300)]));
    expect(compared(waiting, [missing('capture', 'c')]).operations).toEqual(waiting.operations);
  });

  it('is the only difference that makes one due again: what is recorded is not recorded twice', () => {
    const others = (['amount_differs', 'recorded_twice'] as const).flatMap((kind) => [
      { ...missing('capture', 'a'), kind },
      { ...missing('authorization'), kind },
    ]);
    const state = compared(recorded, others);
    expect(state.operations).toEqual(recorded.operations);
    expect(state.payment).toEqual(recorded.payment);
  });

  it('of the authorization is found among others', () => {
    const state = compared(recorded, [missing('capture', 'a'), missing('authorization')]);
    expect(state.payment).toMatchObject({ authorizationRecorded: false });
  });

  it('of the authorization makes that due again', () => {
    const state = compared(recorded, [missing('authorization')]);
    expect(state.payment).toMatchObject({
      authorizationRecorded: false,
      authorizationMissingSince: evening,
    });
    expect(state.operations).toEqual(recorded.operations);
  });
});

describe('a record that was missing once', () => {
  const again = after(compared(recorded, [missing('capture', 'a')]), {
    type: 'operation_recorded',
    kind: 'capture',
    operationId: 'a',
    recordId: 'R2',
    lines: [line(1, 100)],
    at: evening,
  });

  it('when it is shown again, is written once more should it be missing later', () => {
    expect(operationNamed(again, 'capture', 'a')).toMatchObject({ missingSince: evening });
    const shown = compared(again, []);
    expect(operationNamed(shown, 'capture', 'a')).not.toHaveProperty('missingSince');
  });

  it('when it is not shown, is remembered as missing', () => {
    const hidden: Difference = { ...missing('capture', 'a'), kind: 'record_not_shown' };
    const state = compared(again, [hidden]);
    expect(operationNamed(state, 'capture', 'a')).toMatchObject({ missingSince: evening });
  });
});

describe('what only a person can settle', () => {
  it('is a record that Orders does not show although it was written again: it is not written for ever', () => {
    const hidden = [missing('capture', 'a'), missing('authorization')].map((each): Difference => ({
      ...each,
      kind: 'record_not_shown',
    }));
    const state = compared(recorded, hidden);
    expect(state.operations).toEqual(recorded.operations);
    expect(state.payment).toEqual(recorded.payment);
    expect(state.attentions).toMatchObject([{ code: 'systems_differ' }]);
  });

  it('is asked with the first difference and how many more there are', () => {
    const one = compared(recorded, [missing('capture', 'a'), stray]);
    expect(one.attentions).toEqual([
      {
        code: 'systems_differ',
        message: `${stray.detail}. Put it right in the back office and retry, or accept it.`,
        choices: ['retry', 'accept'],
        since: evening,
      },
    ]);
    expect(openDifferences(one)).toEqual([stray]);
    const other = { ...stray, recordId: 'R8' };
    expect(compared(recorded, [stray, other]).attentions[0]?.message).toContain('(and 1 more)');
  });

  it('is asked since the first time, and no longer once both agree', () => {
    const again = compared(compared(recorded, [stray], noon), [stray], evening);
    expect(again.attentions).toMatchObject([{ code: 'systems_differ', since: noon }]);
    expect(compared(again, []).attentions).toEqual([]);
    expect(compared(again, []).compared).toEqual({ at: evening, differences: [] });
  });

  it('is decided on as it stood then, whatever a comparison under way finds before that is taken up', () => {
    const asked = compared(recorded, [stray]);
    const resolution = { choice: 'accept', code: 'systems_differ' } as const;
    const decided = after(asked, { type: 'attention_resolved', resolution });
    const more = compared(decided, [stray, { ...stray, recordId: 'R8' }]);
    expect(more.resolutions).toMatchObject([{ matter: matterOf([stray]) }]);
  });

  it('is not asked again once it was accepted, and is when it becomes another matter', () => {
    const accepted = after(recorded, { type: 'matter_accepted', matter: matterOf([stray]) });
    expect(compared(accepted, [stray]).attentions).toEqual([]);
    const more = { ...stray, recorded: toMinorUnits(71) };
    expect(compared(accepted, [more]).attentions).toHaveLength(1);
    expect(compared(accepted, [stray, more]).attentions).toHaveLength(1);
  });

  it('is the same matter in whatever order it is found', () => {
    const other = { ...stray, recordId: 'R8' };
    expect(matterOf([stray, other])).toBe(matterOf([other, stray]));
    expect(matterOf([stray])).not.toBe(matterOf([other]));
  });
});

it('nothing is compared of an order before both systems have been read', () => {
  expect(openDifferences(paid())).toEqual([]);
});
