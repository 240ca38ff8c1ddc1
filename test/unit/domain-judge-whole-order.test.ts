import { describe, expect, it } from '@jest/globals';
import { newOrderState } from '../../src/domain/order-state';
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
  orderOf,
  paid,
  refund,
} from '../support/order-states';
import { accepted, known, refused } from '../support/judgements';

describe('all that remains', () => {
  it('is what the lines still have, and its id moves on once it is finished', () => {
    const part = done(paid(), capture('a', [line(1, 10_000)]));
    const first = accepting(part, capture(undefined));
    expect(first.operations.at(-1)).toMatchObject({
      operationId: 'rest-1',
      amount: 90_000,
      everything: true,
    });
    const rejected = after(first, {
      type: 'operation_rejected',
      kind: 'capture',
      operationId: 'rest-1',
      reason: 'declined',
      at: noon,
      lookAgainAt: [],
    });
    expect(accepted(rejected, capture(undefined)).operationId).toBe('rest-2');
  });

  it('asked for again while it is on its way is the same operation', () => {
    expect(known(accepting(paid(), capture(undefined)), capture(undefined)).operationId).toBe(
      'rest-1',
    );
  });

  it('is not mistaken for a shipment whose id happens to look like it', () => {
    const state = accepting(paid(), capture('rest-1', [line(1, 100)]));
    expect(accepted(state, capture(undefined))).toMatchObject({
      operationId: 'rest-2',
      amount: 99_900,
    });
  });

  it('never takes an id that is used already, whatever its number', () => {
    const state = done(paid(), capture('rest-2', [line(1, 100)]));
    const first = accepting(state, capture(undefined));
    const id = first.operations.at(-1)?.operationId;
    expect(first.operations.at(-1)).toMatchObject({ everything: true, amount: 99_900 });
    expect(id).not.toBe('rest-2');
  });

  it('under an id of its own is told from one that names lines', () => {
    const state = accepting(paid(), capture('final'));
    expect(known(state, capture('final')).amount).toBe(100_000);
    expect(refused(state, capture('final', [line(1, 1)])).code).toBe('operation_id_reused');
  });

  it('is bounded by what is authorized', () => {
    const state = paid(orderOf(60_000, 40_000), { authorized: line(0, 70_000).amount });
    expect(accepted(state, capture(undefined)).lines).toEqual([line(1, 60_000), line(2, 10_000)]);
  });

  it('is refused when all is captured or on its way', () => {
    expect(refused(done(paid(), capture('a')), capture(undefined)).code).toBe('nothing_remains');
    expect(refused(accepting(paid(), capture('a')), capture(undefined)).code).toBe(
      'nothing_remains',
    );
  });
});

describe('a refund ahead of its time', () => {
  it('is accepted as soon as its capture is', () => {
    const state = accepting(paid(), capture('a', [line(1, 10_000)]));
    expect(accepted(state, refund('r', [line(1, 10_000)])).status).toBe('queued');
  });

  it('is refused when nothing was captured or asked to be', () => {
    expect(refused(paid(), refund('r', [line(1, 1)])).code).toBe('amount_exceeds_remainder');
  });
});

describe('money that the back office moved without saying for which lines', () => {
  it('counts against what may be captured', () => {
    const state = looking(paid(), [movementOn('capture', 'e9', 70_000)]);
    expect(refused(state, capture('a', [line(1, 30_001)])).code).toBe('amount_exceeds_remainder');
    expect(accepted(state, capture('a', [line(1, 30_000)])).amount).toBe(30_000);
  });

  it('can be refunded on any line, up to what the line costs', () => {
    const state = looking(paid(), [movementOn('capture', 'e9', 70_000)]);
    expect(accepted(state, refund('r', [line(2, 40_000)])).amount).toBe(40_000);
    expect(refused(state, refund('r', [line(2, 40_001)])).code).toBe('amount_exceeds_remainder');
    expect(refused(state, refund('r', [line(1, 60_000), line(2, 10_001)])).reason).toContain(
      '700.00 NOK (70000) can still be refunded in all',
    );
  });
});

describe('the phase of the order', () => {
  it.each([
    ['preparing', newOrderState(orderOf(1_000))],
    ['awaiting payment', awaitingPayment(orderOf(1_000))],
  ])(
    'while %s: a capture and a refund have to wait for the payment, a cancel has not',
    (_name, state) => {
      expect(refused(state, capture('a', [line(1, 1)])).code).toBe('not_paid');
      expect(refused(state, capture(undefined)).code).toBe('not_paid');
      expect(refused(state, refund('a', [line(1, 1)])).code).toBe('not_paid');
      expect(accepted(state, cancel)).toMatchObject({ operationId: 'cancel-1', amount: 0 });
    },
  );

  it('while it is being let go: no more money, and a cancel changes nothing', () => {
    const state = after(paid(), { type: 'unwinding_started', why: 'cancelled' });
    expect(refused(state, capture('a', [line(1, 1)])).code).toBe('already_ended');
    expect(refused(state, refund('a', [line(1, 1)])).code).toBe('already_ended');
    expect(accepted(state, cancel).kind).toBe('cancel');
  });

  it('after its end: everything is refused', () => {
    const state = after(
      awaitingPayment(),
      { type: 'unwinding_started', why: 'expired' },
      { type: 'order_ended', at: noon },
    );
    for (const request of [capture(undefined), refund('r', [line(1, 1)]), cancel])
      expect(refused(state, request).code).toBe('already_ended');
  });
});

describe('a cancel', () => {
  it('asked for twice, for whatever reasons, is one', () => {
    const state = accepting(paid(), { ...cancel, note: 'customer' });
    expect(known(state, { ...cancel, note: 'fraud' }).operationId).toBe('cancel-1');
  });

  it('is possible again after one that was rejected', () => {
    const state = after(accepting(paid(), cancel), {
      type: 'operation_rejected',
      kind: 'cancel',
      operationId: 'cancel-1',
      reason: 'declined',
      at: noon,
      lookAgainAt: [],
    });
    expect(accepted(state, cancel).operationId).toBe('cancel-2');
  });

  it('after all was captured is refused with the word refund', () => {
    const refusal = refused(done(paid(), capture('a')), cancel);
    expect(refusal.code).toBe('nothing_remains');
    expect(refusal.reason).toContain('refund what was captured');
  });

  it('after a part was captured releases the rest, and then nothing more is captured', () => {
    const state = done(paid(), capture('a', [line(1, 10_000)]), cancel);
    expect(state.operations.at(-1)).toMatchObject({ kind: 'cancel', amount: 90_000 });
    expect(refused(state, capture('b', [line(1, 1)])).reason).toContain('0.00 NOK (0)');
    expect(accepted(state, refund('r', [line(1, 10_000)])).amount).toBe(10_000);
  });
});
