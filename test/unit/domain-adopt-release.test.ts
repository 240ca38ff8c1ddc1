import { describe, expect, it } from '@jest/globals';
import { hasUnseen, isLetGo, isReleaseRefused } from '../../src/domain/adopt-release';
import { toMinorUnits } from '../../src/domain/money';
import type { OrderState } from '../../src/domain/order-state';
import { tally } from '../../src/domain/transaction-picture';
import {
  accepting,
  after,
  awaitingPayment,
  cancel,
  capture,
  done,
  line,
  looking,
  movementOn,
  noon,
  operationNamed,
  paid,
  pictureOf,
  starting,
} from '../support/order-states';

const released = movementOn('void', 'v', 100_000);
const voided = (state: OrderState) => {
  const picture = { ...pictureOf(state.order, [released]), movements: [] };
  return after(state, { type: 'transaction_read', picture, at: noon });
};

const rejected = (state: OrderState, more: { withdrawn?: boolean } = {}) =>
  after(state, {
    type: 'operation_rejected',
    kind: 'cancel',
    operationId: 'cancel-1',
    reason: 'refused',
    at: noon,
    lookAgainAt: [],
    ...more,
  });

describe('what was let go without a cancel of ours', () => {
  it('is taken in with its amount and its event', () => {
    const state = looking(paid(), [
      movementOn('void', 'v0', 5, { outcome: 'failed' }),
      movementOn('capture', 'c', 30_000, { lines: [line(1, 30_000)] }),
      released,
    ]);
    expect(state.operations.at(-1)).toMatchObject({
      operationId: 'auto-release-1',
      kind: 'cancel',
      status: 'moved',
      amount: 70_000,
      eventId: 'v',
      foreign: true,
    });
    expect(looking(state, [movementOn('capture', 'c', 30_000), released])).toEqual(state);
  });

  it('is taken in by the status alone, where it went with a last capture, unless something is pending', () => {
    const before = done(paid(), capture('a', [line(1, 30_000)]));
    const last = movementOn('capture', 'e-capture-a', 30_000);
    const told = (movements: readonly (typeof last)[]) => {
      const totals = { captured: toMinorUnits(30_000), released: toMinorUnits(70_000) };
      const picture = {
        ...pictureOf(before.order, movements),
        ...totals,
        status: 'CAPTURED',
      } as const;
      return after(before, { type: 'transaction_read', picture, at: noon }).operations.slice(1);
    };
    expect(told([last])).toMatchObject([
      { operationId: 'auto-release-1', amount: 70_000, eventId: 'status-CAPTURED' },
    ]);
    const pending = movementOn('capture', 'e9', 70_000, { outcome: 'pending' });
    expect(told([last, pending])).toEqual([]);
  });

  it.each([
    ['PARTIALLY_REFUNDED', 10_000],
    ['REFUNDED', 30_000],
  ] as const)('is taken in where a refund has made the status %s', (status, refunded) => {
    const before = done(paid(), capture('a', [line(1, 30_000)]));
    const movements = [
      movementOn('capture', 'e-capture-a', 30_000),
      movementOn('refund', 'r', refunded),
    ];
    const totals = tally(status, toMinorUnits(100_000), movements);
    const picture = { ...pictureOf(before.order, movements), ...totals };
    const state = after(before, { type: 'transaction_read', picture, at: noon });
    expect(state.operations.slice(1)).toMatchObject([
      { kind: 'refund', amount: refunded },
      { operationId: 'auto-release-1', amount: 70_000, eventId: `status-${status}` },
    ]);
    expect(hasUnseen(state)).toBe(false);
  });

  it('is taken in by the status alone, where the end of the authorization has no event', () => {
    expect(voided(paid()).operations).toMatchObject([
      { operationId: 'auto-release-1', amount: 100_000, eventId: 'status-AUTHORIZATION_VOIDED' },
    ]);
  });

  it('is taken in only once it is known what became of a capture that is pending: it may yet take a part of it', () => {
    const begun = starting(accepting(paid(), capture('a', [line(1, 30_000)])), 'capture', 'a');
    const ours = movementOn('capture', 'c', 30_000, { reference: 'web-1/capture/a' });
    const state = looking(begun, [{ ...ours, outcome: 'pending' }, released]);
    expect(state.operations).toMatchObject([{ operationId: 'a', status: 'moving' }]);
    expect(looking(state, [ours, released]).operations).toMatchObject([
      { operationId: 'a', status: 'moved' },
      { operationId: 'auto-release-1', amount: 70_000 },
    ]);
    const ofOthers = movementOn('capture', 'c', 30_000, { outcome: 'pending' });
    expect(looking(paid(), [ofOthers, released]).operations).toHaveLength(1);
  });

  it('is not taken in when all that is not reserved was captured', () => {
    const state = looking(paid(), [movementOn('capture', 'c', 100_000)]);
    expect(state.operations.map(({ kind }) => kind)).toEqual(['capture']);
  });

  it('is what a cancel that waits has asked for, once nothing is reserved any more', () => {
    const state = looking(accepting(paid(), cancel), [released]);
    expect(state.operations).toMatchObject([
      { operationId: 'cancel-1', status: 'moved', amount: 100_000, eventId: 'v' },
    ]);
    expect(looking(state, [released])).toEqual(state);
  });

  it('is nothing that a capture which waits has asked for, nor a cancel that was refused', () => {
    const waiting = accepting(paid(), capture('a', [line(1, 1)]));
    expect(looking(waiting, [released]).operations).toMatchObject([
      { operationId: 'a', status: 'queued', amount: 1 },
      { operationId: 'auto-release-1', amount: 100_000 },
    ]);
    const refused = rejected(accepting(paid(), cancel));
    expect(looking(refused, [released]).operations).toMatchObject([
      { operationId: 'cancel-1', status: 'rejected' },
      { operationId: 'auto-release-1', amount: 100_000 },
    ]);
  });

  it('changes no other operation than the cancel that waits', () => {
    const captured = done(paid(), capture('a', [line(1, 30_000)]));
    const shown = [movementOn('capture', 'e-capture-a', 30_000), released];
    const before = operationNamed(captured, 'capture', 'a');
    expect(looking(accepting(captured, cancel), shown).operations).toMatchObject([
      before,
      { operationId: 'cancel-1', status: 'moved', amount: 70_000 },
    ]);
  });

  it('while money is reserved still, leaves the cancel waiting, and is taken in part by part', () => {
    const seeing = (state: OrderState, amount: number) => {
      const part = { released: toMinorUnits(amount), movements: [movementOn('void', 'v', amount)] };
      const picture = { ...pictureOf(state.order, []), ...part };
      return after(state, { type: 'transaction_read', picture, at: noon });
    };
    expect(seeing(seeing(accepting(paid(), cancel), 40_000), 70_000).operations).toMatchObject([
      { operationId: 'cancel-1', status: 'queued' },
      { operationId: 'auto-release-1', amount: 40_000 },
      { operationId: 'auto-release-2', amount: 30_000 },
    ]);
  });

  it('is our own while a cancel of ours is under way or in doubt, and not while another operation is', () => {
    const moving = starting(accepting(paid(), cancel), 'cancel', 'cancel-1');
    const unsure = after(moving, {
      type: 'operation_unknown',
      kind: 'cancel',
      operationId: 'cancel-1',
    });
    for (const state of [moving, unsure])
      expect(looking(state, [released]).operations).toHaveLength(1);
    const capturing = starting(accepting(paid(), capture('a', [line(1, 1)])), 'capture', 'a');
    expect(looking(capturing, [released]).operations).toHaveLength(2);
  });
});

describe('a release that the provider refuses', () => {
  const name = { kind: 'cancel', operationId: 'cancel-1' } as const;

  it('is for a person to see where nothing was captured', () => {
    expect(isReleaseRefused(rejected(accepting(paid(), cancel)), name)).toBe(true);
    expect(isReleaseRefused(accepting(paid(), cancel), name)).toBe(false);
    expect(isReleaseRefused(paid(), name)).toBe(false);
    expect(isReleaseRefused(rejected(accepting(awaitingPayment(), cancel)), name)).toBe(false);
  });

  it('is not where a person withdrew the cancel', () => {
    const withdrawn = rejected(accepting(paid(), cancel), { withdrawn: true });
    expect(isReleaseRefused(withdrawn, name)).toBe(false);
  });

  it('is not where a part was captured, nor is a capture that was refused', () => {
    const part = done(paid(), capture('a', [line(1, 1)]));
    expect(isReleaseRefused(rejected(accepting(part, cancel)), name)).toBe(false);
    const refused = after(accepting(paid(), capture('a', [line(1, 1)])), {
      type: 'operation_rejected',
      kind: 'capture',
      operationId: 'a',
      reason: 'refused',
      at: noon,
      lookAgainAt: [],
    });
    expect(isReleaseRefused(refused, { kind: 'capture', operationId: 'a' })).toBe(false);
  });
});

describe('an order of which nothing is reserved any more', () => {
  it('is let go when nothing was captured and nothing is on its way', () => {
    expect(isLetGo(looking(paid(), [released]))).toBe(true);
    expect(isLetGo(paid())).toBe(false);
    expect(isLetGo(awaitingPayment())).toBe(false);
    expect(isLetGo(after(looking(paid(), [released]), unwinding))).toBe(false);
  });

  it('is not when a part was captured, or may still be', () => {
    const part = done(paid(), capture('a', [line(1, 1)]));
    const rest = [movementOn('capture', 'e-capture-a', 1), movementOn('void', 'v', 99_999)];
    const picture = { ...pictureOf(part.order, rest), status: 'AUTHORIZATION_VOIDED' } as const;
    expect(isLetGo(after(part, { type: 'transaction_read', picture, at: noon }))).toBe(false);
    const moving = starting(accepting(paid(), capture('a', [line(1, 1)])), 'capture', 'a');
    const unsure = after(moving, {
      type: 'operation_unknown',
      kind: 'capture',
      operationId: 'a',
    });
    for (const state of [moving, unsure]) expect(isLetGo(looking(state, [released]))).toBe(false);
  });
});

const unwinding = { type: 'unwinding_started', why: 'cancelled' } as const;
