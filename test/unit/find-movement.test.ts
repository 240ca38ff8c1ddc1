import { describe, expect, it } from '@jest/globals';
import { countCutShort, findByReference } from '../../src/activities/find-movement';
import { toMinorUnits } from '../../src/domain/money';
import type { TransactionPicture } from '../../src/domain/transaction-picture';
import { movement, transactionPicture } from '../support/fake-world';

const pictureWith = (reference: string) =>
  ({
    movements: [{ eventId: '2', kind: 'capture', outcome: 'pending', reference, lines: [] }],
  }) as unknown as TransactionPicture;

describe('an accepted movement that is not done yet', () => {
  it('when the provider cut its reference, is waited for instead of sent again', () => {
    const found = findByReference(pictureWith('web-1/cap'), 'capture', {
      reference: 'web-1/capture/c1',
    });
    expect(found?.eventId).toBe('2');
  });

  it('when it is under another reference, is not taken for ours', () => {
    expect(
      findByReference(pictureWith('web-1/capture/c2'), 'capture', {
        reference: 'web-1/capture/c1',
      }),
    ).toBeUndefined();
  });
});

describe('a finished movement of another operation whose reference was cut to ours', () => {
  const picture = transactionPicture('CAPTURED', 1_000, [
    movement('capture', { eventId: 'of-c1-2', reference: 'web-1/capture/c1' }),
  ]);

  it('when it is known whose it is, is not taken for ours', () => {
    const ours = { reference: 'web-1/capture/c1' };
    expect(findByReference(picture, 'capture', ours)?.eventId).toBe('of-c1-2');
    expect(findByReference(picture, 'capture', { ...ours, ofOthers: ['of-c1-2'] })).toBeUndefined();
  });
});

describe('a movement whose reference the provider cut where both kinds still look alike', () => {
  const amount = toMinorUnits(500);
  const picture = transactionPicture('CAPTURED', 1_000, [
    movement('refund', { amount, reference: 'web-1/' }),
  ]);

  it.each([
    ['capture', 0],
    ['refund', 1],
  ] as const)('as a %s of the same amount counts %i times', (kind, times) => {
    expect(countCutShort(picture, kind, `web-1/${kind}/c1`, amount)).toBe(times);
  });
});
