import { describe, expect, it } from '@jest/globals';
import { findLookalike } from '../../src/domain/lookalike';
import { isLetGo } from '../../src/domain/adopt-release';
import { compareSystems } from '../../src/domain/compare-systems';
import { nextDueRecord } from '../../src/domain/due-record';
import { judgeOperation } from '../../src/domain/judge-operation';
import { findRecord } from '../../src/domain/match-record';
import { toMinorUnits, zero } from '../../src/domain/money';
import { operationKey, providerReference } from '../../src/domain/operation-key';
import type { OrderState } from '../../src/domain/order-state';
import { unusedOperationId } from '../../src/domain/order-state';
import { judgeTransaction } from '../../src/domain/transaction-picture';
import type { SettleInput } from '../../src/activities/contract';
import { startMs } from '../support/activity-rig';
import { capture as captureInput, rigWith } from '../support/authorized-transaction';
import {
  accepting,
  after,
  capture,
  looking,
  movementOn,
  moving,
  noon,
  paid,
  pictureOf,
} from '../support/order-states';

const line = { lineId: 1, amount: toMinorUnits(100) };

describe('a transaction that is called AUTHORIZATION_VOIDED once its rest was released', () => {
  it('is paid where something was captured, and otherwise is not', () => {
    const status = 'AUTHORIZATION_VOIDED' as const;
    expect(judgeTransaction({ status, captured: toMinorUnits(1) })).toBe('paid');
    expect(judgeTransaction({ status, captured: zero })).toBe('not_paid');
  });

  it('does not let go what was captured', () => {
    const moved = movementOn('capture', '1', 100, { lines: [line] });
    const look = pictureOf(paid().order, [moved, movementOn('void', '2', 99_900)]);
    const picture = { ...look, status: 'AUTHORIZATION_VOIDED' } as const;
    const state = after(paid(), { type: 'transaction_read', picture, at: noon });
    expect(state.payment).toMatchObject({ phase: 'paid', transaction: { captured: 100 } });
    expect(isLetGo(state)).toBe(false);
  });
});

it('a clock of this machine that is minutes fast proves no absence', async () => {
  const settle: SettleInput = {
    purpose: 'settle',
    transactionId: 'T1',
    kind: 'capture',
    reference: captureInput.reference,
    known: { captured: zero, refunded: zero },
    notBeforeMs: startMs + 20_000,
    absenceGapMs: 1_000,
  };
  const rig = rigWith();
  rig.clock.advance(300_000);
  await expect(rig.run('readTransaction', settle)).rejects.toMatchObject({ type: 'still_waiting' });
});

describe('a movement that was taken in under a reference whose id cannot be read back', () => {
  const found = (state: OrderState, operationId: string) => {
    const { orderReference } = state.order;
    const reference = providerReference(operationKey(orderReference, 'capture', operationId));
    const moved = movementOn('capture', '7', 100, { reference, lines: [line] });
    return looking(state, [moved]);
  };
  const longOrder = () => {
    const state = paid();
    return { ...state, order: { ...state.order, orderReference: 'o'.repeat(36) } };
  };

  it('is the operation that is asked for under that id, with the same amounts', () => {
    const state = found(longOrder(), 'shipment-1');
    const judgement = judgeOperation(state, capture('shipment-1', [line]), noon);
    expect(judgement).toMatchObject({ known: { operationId: 'auto-7', status: 'moved' } });
  });

  it('is refused by name with other amounts', () => {
    const other = { ...line, amount: toMinorUnits(50) };
    const judgement = judgeOperation(
      found(longOrder(), 'shipment-1'),
      capture('shipment-1', [other]),
      noon,
    );
    expect(judgement).toMatchObject({ refused: { code: 'operation_id_reused' } });
  });

  it('keeps its id from being given to an operation that names none', () => {
    expect(unusedOperationId(found(longOrder(), 'rest-1'), 'capture', 'rest')).toBe('rest-2');
  });
});

describe('an equal movement without our reference', () => {
  const asked = (at: string) =>
    after(paid(), {
      type: 'operation_accepted',
      operation: {
        operationId: 's-1',
        kind: 'capture',
        status: 'unknown',
        amount: line.amount,
        lines: [line],
        content: 'x',
        requestedAt: at,
      },
    });
  const seen = (state: OrderState, amount: number) =>
    looking(state, [movementOn('capture', '9', amount)]);
  const name = { kind: 'capture', operationId: 's-1' } as const;

  it('may be the one whose outcome is unknown', () => {
    expect(findLookalike(seen(asked(noon), 100), name)).toMatchObject({ operationId: 'auto-9' });
  });

  it('is not when its amount differs or it was there before', () => {
    expect(findLookalike(seen(asked(noon), 99), name)).toBeUndefined();
    expect(findLookalike(seen(asked('2027-01-01T00:00:00.000Z'), 100), name)).toBeUndefined();
  });
});

it('when a person said of a capture that it moved and it did not, both systems are told to differ', () => {
  const told = after(paid(), {
    type: 'operation_accepted',
    operation: {
      operationId: 's-1',
      kind: 'capture',
      status: 'recorded',
      amount: line.amount,
      lines: [line],
      content: 'x',
      requestedAt: noon,
      recordId: 'R1',
    },
  });
  const books = {
    orderStatus: 'open',
    records: {
      authorization: [],
      capture: [{ recordId: 'R1', success: true, lines: [line] }],
      refund: [],
      cancellation: [],
    },
  } as const;
  expect(compareSystems(told, books, told)).toMatchObject([
    { kind: 'amount_differs', about: 'capture', moved: 0, recorded: 100 },
  ]);
});

describe('records whose lines add up to more than any number holds', () => {
  const beyond = toMinorUnits(Number.MAX_SAFE_INTEGER);
  const lines = [1, 2].map((lineId) => ({ lineId, amount: beyond }));
  const record = { recordId: 'R1', transactionId: 'T1', success: true, lines };

  it.each([1, -1])('are told as a difference, whatever their sign (%d)', (sign) => {
    const signed = lines.map((each) => ({ ...each, amount: toMinorUnits(sign * beyond) }));
    const records = { authorization: [], refund: [], cancellation: [] };
    const capture = [{ ...record, lines: signed }];
    const books = { orderStatus: 'open', records: { ...records, capture } } as const;
    expect(compareSystems(paid(), books, paid())).toMatchObject([
      { kind: 'recorded_not_moved', recordId: 'R1', recorded: sign * beyond },
    ]);
  });

  it('are not the one that is looked for by its amount', () => {
    const name = { key: 'k', transactionId: 'T1', lines: [line], amount: line.amount };
    expect(findRecord([record], { ...name, equalBefore: 0 })).toBeUndefined();
  });

  it('are not reckoned with where they are our own', () => {
    const asked = accepting(paid(), capture('a', [line]), capture('b', [line]));
    const moved = moving(moving(asked, 'capture', 'a'), 'capture', 'b');
    const ours = { type: 'operation_recorded', kind: 'capture', recordId: 'R', at: noon } as const;
    const state = after(
      moved,
      ...['a', 'b'].map((operationId) => ({ ...ours, operationId, lines })),
      { type: 'authorization_recorded' },
    );
    const loose = looking(state, [
      movementOn('capture', 'e-capture-a', 100),
      movementOn('capture', 'e-capture-b', 100),
      movementOn('capture', 'x', 50),
    ]);
    expect(nextDueRecord(loose)).toMatchObject({ lines: [{ lineId: 1, amount: 50 }] });
  });
});
