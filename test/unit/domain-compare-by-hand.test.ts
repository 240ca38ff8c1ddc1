import { describe, expect, it } from '@jest/globals';
import { compareSystems } from '../../src/domain/compare-systems';
import type { Books } from '../../src/domain/compare-systems';
import { recordedByHand } from '../../src/domain/operation';
import type { OrderState } from '../../src/domain/order-state';
import type { RecordPicture } from '../../src/domain/payment-gateway';
import { keyOf } from '../support/books';
import {
  accepting,
  after,
  capture,
  done,
  line,
  moving,
  noon,
  orderOf,
  paid,
} from '../support/order-states';

/** Captured, and a person said that the record is written. */
function capturedByHand(amount: number): OrderState {
  const asked = accepting(paid(orderOf(600)), capture('a', [line(1, amount)]));
  return after(moving(asked, 'capture', 'a'), {
    type: 'operation_recorded',
    kind: 'capture',
    operationId: 'a',
    recordId: recordedByHand,
    at: noon,
    lines: [line(1, amount)],
  });
}

const booksWith = (...records: readonly RecordPicture[]): Books => ({
  orderStatus: 'open',
  records: { authorization: [], capture: records, refund: [], cancellation: [] },
});

const keyless = (amount: number): RecordPicture => ({
  recordId: 'R9',
  success: true,
  lines: [line(1, amount)],
});

describe('what a person said to be recorded', () => {
  it('is not asked for again, whether Orders shows anything of it or not', () => {
    const state = capturedByHand(100);
    expect(compareSystems(state, booksWith(), state)).toEqual([]);
    expect(compareSystems(state, booksWith(keyless(100)), state)).toEqual([]);
  });

  it('does not explain a record of another amount', () => {
    const state = capturedByHand(100);
    const differences = compareSystems(state, booksWith(keyless(70)), state);
    expect(differences).toMatchObject([{ kind: 'recorded_not_moved', recordId: 'R9' }]);
  });

  it('does not explain a record of the same amount that bears the key of another', () => {
    const state = capturedByHand(100);
    const other = { ...keyless(100), key: keyOf('capture', 'other') };
    const differences = compareSystems(state, booksWith(other), state);
    expect(differences).toMatchObject([{ kind: 'recorded_not_moved', recordId: 'R9' }]);
  });

  it('explains no record by an operation that has not moved', () => {
    const state = accepting(paid(orderOf(600)), capture('a', [line(1, 100)]));
    const differences = compareSystems(state, booksWith(keyless(100)), state);
    expect(differences).toMatchObject([{ kind: 'recorded_not_moved', recordId: 'R9' }]);
  });

  it('that we wrote ourselves is known by its id, where records bear no key, and not by its amount', () => {
    const state = done(paid(orderOf(600)), capture('a', [line(1, 100)]));
    const ours = { ...keyless(100), recordId: 'R-a' };
    expect(compareSystems(state, booksWith(ours), state)).toEqual([]);
    expect(compareSystems(state, booksWith(keyless(100)), state)).toMatchObject([
      { kind: 'moved_not_recorded', operationId: 'a' },
      { kind: 'recorded_not_moved', recordId: 'R9' },
    ]);
  });
});
