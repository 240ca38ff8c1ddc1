import { describe, expect, it } from '@jest/globals';
import { compareSystems } from '../../src/domain/compare-systems';
import type { Books } from '../../src/domain/compare-systems';
import { toMinorUnits, zero } from '../../src/domain/money';
import type { OrderState } from '../../src/domain/order-state';
import { books, none, ofAuthorization, ofCapture, ofRefund, record, whole } from '../support/books';
import {
  accepting,
  after,
  cancel,
  capture,
  done,
  knownTransaction,
  line,
  paid,
} from '../support/order-states';

const differences = (state: OrderState, theirs: Books) => compareSystems(state, theirs, state);

describe('a record that says more than moved', () => {
  it('for which nothing moved is named with its amount', () => {
    const stray = record('R9', 70);
    expect(differences(whole, books({ refund: [ofRefund, stray] }))).toEqual([
      {
        kind: 'recorded_not_moved',
        about: 'refund',
        recordId: 'R9',
        recorded: 70,
        detail: 'Orders holds a refund record of 0.70 NOK (R9) for which no money moved',
      },
    ]);
  });

  it('written once more for the same operation is named once, and is no stray', () => {
    const again = { ...ofCapture, recordId: 'R-a2' };
    expect(differences(whole, books({ capture: [ofCapture, again] }))).toEqual([
      {
        kind: 'recorded_twice',
        about: 'capture',
        operationId: 'a',
        recordId: 'R-a2',
        recorded: 50_000,
        detail: 'Orders holds one more capture record of 500.00 NOK (R-a2) than money moved',
      },
    ]);
  });

  it('written once more for the authorization is named', () => {
    const again = record('R-00', 100_000);
    expect(differences(whole, books({ authorization: [ofAuthorization, again] }))).toEqual([
      {
        kind: 'recorded_twice',
        about: 'authorization',
        recordId: 'R-00',
        recorded: 100_000,
        detail: 'Orders holds one more authorization record of 1000.00 NOK (R-00) than money moved',
      },
    ]);
  });

  it('with another amount than moved is named with both', () => {
    const less = { ...ofCapture, lines: [line(1, 10_000), line(2, 20_000)] };
    expect(differences(whole, books({ capture: [less] }))).toEqual([
      {
        kind: 'amount_differs',
        about: 'capture',
        operationId: 'a',
        recordId: 'R-a',
        moved: 50_000,
        recorded: 30_000,
        detail: 'capture a moved 500.00 NOK and is recorded as 300.00 NOK',
      },
    ]);
  });

  it('with another amount than was authorized is named with both', () => {
    expect(differences(whole, books({ authorization: [record('R-0', 1)] }))).toEqual([
      {
        kind: 'amount_differs',
        about: 'authorization',
        recordId: 'R-0',
        moved: 100_000,
        recorded: 1,
        detail: 'authorization moved 1000.00 NOK and is recorded as 0.01 NOK',
      },
    ]);
  });
});

describe('operations that a person said to have moved', () => {
  const told = (kind: 'capture' | 'refund', state: OrderState, operationId: string) => {
    const known = accepting(state, { kind, operationId, lines: [line(1, 10_000)] });
    const operation = known.operations.at(-1)!;
    return {
      ...known,
      operations: [...state.operations, { ...operation, status: 'moved' as const }],
    };
  };

  it('and did not at the provider make the sums differ', () => {
    expect(differences(told('capture', paid(), 'x'), books(none))).toEqual([
      {
        kind: 'amount_differs',
        about: 'capture',
        moved: 0,
        recorded: 10_000,
        detail:
          'the captures of this order add up to 100.00 NOK, and the provider has moved 0.00 NOK',
      },
    ]);
    const captured = done(paid(), capture('a', [line(1, 50_000)]));
    expect(
      differences(told('refund', captured, 'y'), books({ ...none, capture: [ofCapture] })),
    ).toMatchObject([
      {
        about: 'refund',
        moved: 0,
        recorded: 10_000,
        detail: expect.stringContaining('the refunds of this order add up to 100.00 NOK'),
      },
    ]);
  });

  it('and did not let go what they say make the sums differ', () => {
    const state = done(paid(), cancel);
    const { released: _released, ...kept } = knownTransaction(state);
    const still = { ...kept, status: 'AUTHORIZED', released: zero } as const;
    const told = { ...state, payment: { ...state.payment, transaction: still } } as OrderState;
    expect(
      differences(told, books({ ...none, cancellation: [record('R-cancel-1', 100_000)] })),
    ).toMatchObject([
      {
        kind: 'amount_differs',
        about: 'cancellation',
        moved: 0,
        recorded: 100_000,
        detail:
          'the cancels of this order add up to 1000.00 NOK, and the provider has let go 0.00 NOK',
      },
    ]);
  });
});

describe('money that is told as let go and that no cancel accounts for', () => {
  const captured = done(paid(), capture('a', [line(1, 50_000)]));
  const totals = { status: 'CAPTURED', released: toMinorUnits(50_000) } as const;
  const known = { ...knownTransaction(captured), ...totals };
  const theirs = books({ ...none, capture: [ofCapture] });

  it('makes the sums differ', () => {
    const state = after(captured, { type: 'totals_read', totals: known });
    expect(differences(state, theirs)).toMatchObject([
      { kind: 'amount_differs', about: 'cancellation', moved: 50_000, recorded: 0 },
    ]);
  });

  it('is no difference as long as something is on its way that may take a part of it', () => {
    const asked = accepting(captured, capture('b', [line(1, 10_000)]));
    const state = after(asked, { type: 'totals_read', totals: known });
    expect(differences(state, theirs)).toEqual([]);
  });
});
