import { describe, expect, it } from '@jest/globals';
import { findByReference } from '../../src/activities/find-movement';
import type { TransactionPicture } from '../../src/domain/transaction-picture';

const pictureWith = (reference: string) =>
  ({
    movements: [{ eventId: '2', kind: 'capture', outcome: 'pending', reference, lines: [] }],
  }) as unknown as TransactionPicture;

describe('an accepted movement that is not done yet', () => {
  it('when the provider cut its reference, is waited for instead of sent again', () => {
    const found = findByReference(pictureWith('web-1/cap'), 'capture', 'web-1/capture/c1');
    expect(found?.eventId).toBe('2');
  });

  it('when it is under another reference, is not taken for ours', () => {
    expect(
      findByReference(pictureWith('web-1/capture/c2'), 'capture', 'web-1/capture/c1'),
    ).toBeUndefined();
  });
});
