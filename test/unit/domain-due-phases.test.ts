import { describe, expect, it } from '@jest/globals';
import { attention } from '../../src/domain/attention';
import { nextReleaseOperation } from '../../src/domain/compensating-operation';
import { needsNoRecord, nextDueRecord } from '../../src/domain/due-record';
import {
  newAdoption,
  newOrderState,
  sessionOf,
  transactionFrom,
} from '../../src/domain/order-state';
import { noRecordNeeded } from '../../src/domain/operation';
import { zero } from '../../src/domain/money';
import type { OrderState } from '../../src/domain/order-state';
import type { LineAmount } from '../../src/domain/order';
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
  moving,
  noon,
  operationNamed,
  orderOf,
  paid,
  pictureOf,
  refund,
  transaction,
} from '../support/order-states';

const recorded = { type: 'authorization_recorded' } as const;
const letGo = (state: OrderState) => after(state, { type: 'unwinding_started', why: 'cancelled' });
const movedAway = (state: OrderState) => {
  const operation = nextReleaseOperation(state, noon);
  const accepted = after(state, { type: 'operation_accepted', operation });
  return moving(accepted, 'cancel', operation.operationId);
};
const ended = (state: OrderState) => after(letGo(state), { type: 'order_ended', at: noon });

describe('what is due', () => {
  const captured = moving(accepting(paid(), capture('a', [line(1, 100)])), 'capture', 'a');
  const released = moving(accepting(paid(), cancel), 'cancel', 'cancel-1');

  it('is nothing before the payment and after the end', () => {
    for (const state of [newOrderState(orderOf(5)), awaitingPayment(), letGo(awaitingPayment())])
      expect(nextDueRecord(state)).toBeUndefined();
    expect(nextDueRecord(ended(captured))).toBeUndefined();
  });

  /** Paid when it had been let go already, so that Orders never heard of it. */
  const late = after(letGo(awaitingPayment()), {
    type: 'session_read',
    closed: true,
    closeTried: true,
    transaction: transaction(orderOf(60_000, 40_000)),
  });
  const lateReleased = movedAway(late);

  it('of an order that is let go is the authorization only once something moved of what was paid', () => {
    expect(nextDueRecord(letGo(paid()))).toBeUndefined();
    expect(nextDueRecord(letGo(released))).toMatchObject({ kind: 'authorization', orderId: 'O1' });
    expect(nextDueRecord(lateReleased)).toMatchObject({ kind: 'cancellation', orderId: 'O1' });
    expect(nextDueRecord(letGo(captured))).toMatchObject({ kind: 'authorization' });
    expect(nextDueRecord(letGo(after(captured, recorded)))).toMatchObject({ kind: 'capture' });
  });

  it('is no record of a release of what Orders never learned to be reserved', () => {
    const need = (state: OrderState, kind: 'cancel' | 'capture', operationId: string) =>
      !needsNoRecord(state, operationNamed(state, kind, operationId));
    expect(need(lateReleased, 'cancel', 'release-1')).toBe(false);
    expect(need(letGo(released), 'cancel', 'cancel-1')).toBe(true);
    expect(need(letGo(after(released, recorded)), 'cancel', 'cancel-1')).toBe(true);
    expect(need(released, 'cancel', 'cancel-1')).toBe(true);
    expect(need(letGo(captured), 'capture', 'a')).toBe(true);
  });

  it('is the release too, once what moved of it brought Orders to learn that it was reserved', () => {
    const untold = after(lateReleased, {
      type: 'operation_recorded',
      kind: 'cancel',
      operationId: 'release-1',
      recordId: noRecordNeeded,
      lines: [line(1, 60_000), line(2, 40_000)],
      at: noon,
    });
    expect(nextDueRecord(untold)).toBeUndefined();
    expect(nextDueRecord(after(untold, recorded))).toMatchObject({ kind: 'cancellation' });
    const captured = [movementOn('capture', 'b1', 60_000, { lines: [line(1, 60_000)] })];
    const found = after(looking(untold, captured), recorded, {
      type: 'operation_recorded',
      kind: 'capture',
      operationId: 'auto-b1',
      recordId: 'R1',
      lines: [line(1, 60_000)],
      at: noon,
    });
    expect(nextDueRecord(found)).toMatchObject({
      kind: 'cancellation',
      lines: [line(2, 40_000)],
    });
  });

  it('is the authorization again, and the release after it, where Orders knew of the one and did not show it when the order was let go', () => {
    const hidden = after(released, recorded, {
      type: 'systems_compared',
      at: noon,
      differences: [{ kind: 'moved_not_recorded', about: 'authorization', detail: 'missing' }],
    });
    const state = letGo(hidden);
    expect(nextDueRecord(state)).toMatchObject({ kind: 'authorization', missingSince: noon });
    expect(needsNoRecord(state, operationNamed(state, 'cancel', 'cancel-1'))).toBe(false);
    expect(nextDueRecord(after(state, recorded))).toMatchObject({ kind: 'cancellation' });
  });

  it('is both of what was paid: whether Orders has learned of it, a lost answer does not tell', () => {
    const state = letGo(released);
    expect(needsNoRecord(state, operationNamed(state, 'cancel', 'cancel-1'))).toBe(false);
    expect(nextDueRecord(after(state, recorded))).toMatchObject({ kind: 'cancellation' });
  });

  it('is no record of a release of nothing, of which a person said that it moved when all had been captured', () => {
    const operation = operationNamed(released, 'cancel', 'cancel-1');
    expect(needsNoRecord(released, { ...operation, amount: zero })).toBe(true);
  });

  it('that was found missing says since when, since it may still be on its way', () => {
    const whole = after(done(paid(), capture('a', [line(1, 100)])), recorded);
    const missing = (about: 'authorization' | 'capture') =>
      after(whole, {
        type: 'systems_compared',
        at: noon,
        differences: [{ kind: 'moved_not_recorded', about, operationId: 'a', detail: 'missing' }],
      });
    expect(nextDueRecord(missing('authorization'))).toMatchObject({
      kind: 'authorization',
      missingSince: noon,
    });
    expect(nextDueRecord(missing('capture'))).toMatchObject({
      kind: 'capture',
      missingSince: noon,
    });
    expect(nextDueRecord(captured)).not.toHaveProperty('missingSince');
  });
});

describe('records alike that Orders holds already', () => {
  const equalBefore = (before: readonly LineAmount[], now: readonly LineAmount[]) => {
    const state = accepting(after(done(paid(), capture('a', before)), recorded), capture('b', now));
    return nextDueRecord(moving(state, 'capture', 'b'))?.equalBefore;
  };

  it('are counted by their lines and amounts, in whatever order these stand', () => {
    expect(equalBefore([line(1, 5), line(2, 7)], [line(1, 5), line(2, 7)])).toBe(1);
    expect(equalBefore([line(2, 7), line(1, 5)], [line(1, 5), line(2, 7)])).toBe(1);
    expect(equalBefore([line(1, 5), line(2, 7)], [line(1, 5), line(2, 8)])).toBe(0);
    expect(equalBefore([line(1, 5), line(2, 7)], [line(1, 6), line(2, 7)])).toBe(0);
    expect(equalBefore([line(1, 5)], [line(2, 5)])).toBe(0);
    expect(equalBefore([line(1, 5)], [line(1, 5), line(2, 7)])).toBe(0);
  });

  it('are of the same kind', () => {
    const captured = after(done(paid(), capture('a', [line(1, 5)])), recorded);
    const state = accepting(captured, refund('r', [line(1, 5)]));
    expect(nextDueRecord(moving(state, 'refund', 'r'))).toMatchObject({
      kind: 'refund',
      equalBefore: 0,
    });
  });
});

describe('what is known of an order', () => {
  it('before its checkout page is no session', () => {
    expect(sessionOf(newOrderState(orderOf(5)))).toBeUndefined();
    expect(sessionOf(newAdoption('web-1', { orderId: 'O1' }))).toBeUndefined();
    expect(sessionOf(awaitingPayment())?.sessionId).toBe('S1');
    expect(sessionOf(ended(paid()))?.sessionId).toBe('S1');
  });

  it('of its transaction is what a look shows, its movements apart', () => {
    const { movements: _movements, currency: _currency, ...shown } = pictureOf(orderOf(5), []);
    expect(transactionFrom(pictureOf(orderOf(5), []))).toStrictEqual(shown);
    const { product: _product, authorizedAt: _at, ...bare } = pictureOf(orderOf(5), []);
    expect(transactionFrom(bare)).not.toHaveProperty('product');
    expect(transactionFrom(bare)).not.toHaveProperty('authorizedAt');
  });

  it('is nothing when it starts', () => {
    expect(newOrderState(orderOf(5))).toEqual({
      order: orderOf(5),
      payment: { phase: 'preparing' },
      operations: [],
      refusals: [],
      refusalCount: 0,
      attentions: [],
      resolutions: [],
      lookAgainAt: [],
      accepted: [],
    });
  });
});

describe('an order that has ended', () => {
  it('asks nobody about a step that it could not carry out, and keeps what is about its money', () => {
    const raised = (['provider_unreachable', 'surplus_moved'] as const).map((code) => ({
      type: 'attention_raised' as const,
      attention: attention(code, 'createDraftOrder', ['retry'], noon, 'createDraftOrder'),
    }));
    const state = ended(after(newOrderState(orderOf(5)), ...raised));
    expect(state.attentions.map(({ code }) => code)).toEqual(['surplus_moved']);
  });
});
