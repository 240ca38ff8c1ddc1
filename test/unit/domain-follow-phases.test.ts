import { describe, expect, it } from '@jest/globals';
import { attention } from '../../src/domain/attention';
import { newAdoption, newOrderState } from '../../src/domain/order-state';
import type { OrderState } from '../../src/domain/order-state';
import {
  accepting,
  after,
  awaitingPayment,
  cancel,
  capture,
  done,
  line,
  noon,
  operationNamed,
  orderOf,
  paid,
  starting,
  transaction,
} from '../support/order-states';

const evening = '2026-01-01T20:00:00.000Z';
const session = { sessionId: 'S1', checkoutUrl: 'https://checkout.example/S1' };
const letGo = (state: OrderState) => after(state, { type: 'unwinding_started', why: 'expired' });

describe('an order that is prepared', () => {
  it('knows its draft, then its order, then its checkout page', () => {
    const drafted = after(newOrderState(orderOf(5)), { type: 'draft_created', draftId: 'D1' });
    expect(drafted.payment).toEqual({ phase: 'preparing', draftId: 'D1' });
    const completed = after(drafted, { type: 'order_completed', orderId: 'O1' });
    expect(completed.payment).toEqual({ phase: 'preparing', draftId: 'D1', orderId: 'O1' });
    expect(awaitingPayment().payment).toMatchObject({ orderId: 'O1', session });
  });

  it('once paid, has its authorization still to be recorded', () => {
    const state = paid();
    expect(state.payment).toMatchObject({
      phase: 'paid',
      orderId: 'O1',
      session,
      transaction: { transactionId: 'T1' },
      authorizationRecorded: false,
    });
    expect(state.lastMovementAt).toBe(noon);
    expect(after(state, { type: 'authorization_recorded' }).payment).toMatchObject({
      authorizationRecorded: true,
    });
  });
});

describe('an order that is let go', () => {
  it('before its checkout page has no page to close', () => {
    const state = letGo(newOrderState(orderOf(5)));
    expect(state.payment).toEqual({
      phase: 'unwinding',
      why: 'expired',
      sessionClosed: true,
      closeTried: false,
      authorizationRecorded: false,
      orderCancelled: false,
    });
  });

  it('before its payment has a page through which money may still come', () => {
    expect(letGo(awaitingPayment()).payment).toMatchObject({
      orderId: 'O1',
      session,
      sessionClosed: false,
      closeTried: false,
    });
    expect(letGo(awaitingPayment()).payment).not.toHaveProperty('transaction');
  });

  it('after its payment has a transaction, and knows whether that was recorded', () => {
    expect(letGo(paid()).payment).toMatchObject({
      sessionClosed: true,
      authorizationRecorded: false,
      transaction: { transactionId: 'T1' },
    });
    const recorded = after(paid(), { type: 'authorization_recorded' });
    expect(letGo(recorded).payment).toMatchObject({ authorizationRecorded: true });
  });

  it('is not one that is still to be found in both systems', () => {
    const adopting = newAdoption('web-1', { orderId: 'O1' });
    expect(letGo(adopting)).toEqual(adopting);
  });

  it('no longer asks what mattered only to an open order', () => {
    const codes = [
      'hold_too_long',
      'authorized_differs',
      'authorization_expiring',
      'authorization_lapsed',
      'surplus_moved',
    ] as const;
    const events = codes.map(
      (code) =>
        ({ type: 'attention_raised', attention: attention(code, 'x', ['accept'], noon) }) as const,
    );
    expect(letGo(after(paid(), ...events)).attentions.map(({ code }) => code)).toEqual([
      'surplus_moved',
    ]);
  });

  it('no longer asks about steps on the way to a payment, and still about those of a paid order', () => {
    const about = (step: string) =>
      ({
        type: 'attention_raised',
        attention: attention('step_refused', 'x', ['retry'], noon, step),
      }) as const;
    const waiting = after(awaitingPayment(), about('pollUntilAuthorized'));
    expect(letGo(waiting).attentions).toEqual([]);
    const owing = after(paid(), about('record authorization'));
    expect(letGo(owing).attentions).toEqual(owing.attentions);
  });

  it('takes over what a look at its page says: closed, tried to close, paid after all', () => {
    const late = transaction(orderOf(60_000, 40_000));
    const state = after(letGo(awaitingPayment()), {
      type: 'session_read',
      closed: true,
      closeTried: true,
      transaction: late,
    });
    expect(state.payment).toMatchObject({
      sessionClosed: true,
      closeTried: true,
      transaction: late,
    });
    const other = { ...late, transactionId: 'T2' };
    const again = after(state, {
      type: 'session_read',
      closed: true,
      closeTried: false,
      transaction: other,
    });
    expect(again.payment).toMatchObject({ closeTried: false, transaction: other });
    const silent = after(again, { type: 'session_read', closed: false, closeTried: false });
    expect(silent.payment).toMatchObject({ sessionClosed: false, transaction: other });
  });

  it('ends with what it had, and its cancel is done', () => {
    const asked = starting(accepting(paid(), cancel), 'cancel', 'cancel-1');
    const state = after(letGo(asked), { type: 'order_ended', at: evening });
    expect(state.payment).toMatchObject({
      phase: 'ended',
      why: 'expired',
      orderId: 'O1',
      session,
      transaction: { transactionId: 'T1' },
    });
    expect(operationNamed(state, 'cancel', 'cancel-1')).toMatchObject({
      status: 'recorded',
      finishedAt: evening,
    });
    const bare = after(letGo(newOrderState(orderOf(5))), { type: 'order_ended', at: evening });
    expect(bare.payment).toEqual({ phase: 'ended', why: 'expired' });
  });

  it('leaves captures, and cancels that are over, as they are when it ends', () => {
    const captured = accepting(paid(), capture('a', [line(1, 1)]));
    const over = operationNamed(done(paid(), cancel), 'cancel', 'cancel-1');
    const queued: OrderState = { ...captured, operations: [...captured.operations, over] };
    const before = letGo(queued);
    const state = after(before, { type: 'order_cancelled', at: evening });
    expect(state.payment).toMatchObject({ orderCancelled: true });
    expect(state.operations).toEqual(before.operations);
  });
});
