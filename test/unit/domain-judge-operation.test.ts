import { describe, expect, it } from '@jest/globals';
import { operationKey, providerReference } from '../../src/domain/operation-key';
import type { OrderState } from '../../src/domain/order-state';
import {
  accepting,
  after,
  capture,
  done,
  line,
  looking,
  movementOn,
  moving,
  noon,
  orderOf,
  paid,
  refund,
  starting,
} from '../support/order-states';
import { accepted, known, refused } from '../support/judgements';

function unsure(state: OrderState, operationId: string): OrderState {
  const started = starting(state, 'capture', operationId);
  return after(started, { type: 'operation_unknown', kind: 'capture', operationId });
}

describe('the same id', () => {
  const state = accepting(paid(), capture('a', [line(1, 100)]));

  it('with the same content is the same operation, at every stage', () => {
    const stages = [state, unsure(state, 'a'), done(paid(), capture('a', [line(1, 100)]))];
    for (const stage of stages)
      expect(known(stage, capture('a', [line(1, 100)])).operationId).toBe('a');
  });

  it('with other content is refused, and the content that it has is told', () => {
    const refusal = refused(state, capture('a', [line(1, 200)]));
    expect(refusal.code).toBe('operation_id_reused');
    expect(refusal.reason).toContain('capture a exists with other content');
    expect(refusal.reason).toContain('"amount":100');
  });

  it('of another kind is another operation', () => {
    expect(accepted(state, refund('a', [line(1, 100)])).kind).toBe('refund');
  });

  it('stays taken after a rejection', () => {
    const rejected = after(state, {
      type: 'operation_rejected',
      kind: 'capture',
      operationId: 'a',
      reason: 'declined',
      at: noon,
      lookAgainAt: [],
    });
    expect(known(rejected, capture('a', [line(1, 100)])).status).toBe('rejected');
  });

  it('is taken too when the provider could not tell the two apart', () => {
    const order = accepting(
      paid({ ...orderOf(1_000), orderReference: 'r' }),
      capture('x'.repeat(64), [line(1, 1)]),
    );
    const sent = providerReference(operationKey('r', 'capture', 'x'.repeat(64)));
    const lookalike = sent.slice('r/capture/'.length);
    expect(refused(order, capture(lookalike, [line(1, 1)])).code).toBe('operation_id_reused');
  });
});

describe('more than remains', () => {
  it('is refused on a line, and the remainder is named in both notations', () => {
    const state = done(paid(), capture('a', [line(1, 10_000)]));
    const refusal = refused(state, capture('b', [line(1, 50_001)]));
    expect(refusal).toEqual({
      operationId: 'b',
      code: 'amount_exceeds_remainder',
      reason: 'line 1: 500.01 NOK asked, 500.00 NOK (50000) can still be captured',
    });
  });

  it('is refused in all, where less was authorized than ordered', () => {
    const state = paid(orderOf(60_000, 40_000), { authorized: line(0, 70_000).amount });
    const refusal = refused(state, capture('a', [line(1, 60_000), line(2, 10_001)]));
    expect(refusal.code).toBe('amount_exceeds_remainder');
    expect(refusal.reason).toBe(
      '700.01 NOK asked, 700.00 NOK (70000) can still be captured in all',
    );
  });

  it('counts in all what is on its way on other lines', () => {
    const less = paid(orderOf(60_000, 40_000), { authorized: line(0, 70_000).amount });
    const state = accepting(less, capture('a', [line(1, 60_000)]));
    expect(refused(state, capture('b', [line(2, 10_001)])).reason).toContain('100.00 NOK (10000)');
    expect(accepted(state, capture('b', [line(2, 10_000)])).amount).toBe(10_000);
    const loose = looking(paid(), [movementOn('capture', '9', 70_000)]);
    const back = accepting(loose, refund('r', [line(1, 60_000)]));
    expect(refused(back, refund('s', [line(2, 10_001)])).reason).toContain('100.00 NOK (10000)');
  });

  it.each<[string, (state: OrderState) => OrderState]>([
    ['queued', (state) => state],
    ['moving', (state) => starting(state, 'capture', 'a')],
    ['unknown', (state) => unsure(state, 'a')],
    ['moved', (state) => moving(state, 'capture', 'a')],
    [
      'failed, and the provider may still correct it',
      (state) =>
        after(starting(state, 'capture', 'a'), {
          type: 'operation_failed',
          kind: 'capture',
          operationId: 'a',
          eventId: 'e1',
          reason: 'declined',
        }),
    ],
  ])('counts what is %s', (_name, bring) => {
    const state = bring(accepting(paid(), capture('a', [line(1, 50_000)])));
    expect(refused(state, capture('b', [line(1, 10_001)])).code).toBe('amount_exceeds_remainder');
    expect(accepted(state, capture('b', [line(1, 10_000)])).amount).toBe(10_000);
  });

  it('no longer counts what was rejected', () => {
    const state = after(accepting(paid(), capture('a', [line(1, 60_000)])), {
      type: 'operation_rejected',
      kind: 'capture',
      operationId: 'a',
      reason: 'declined',
      at: noon,
      lookAgainAt: [],
    });
    expect(accepted(state, capture('b', [line(1, 60_000)])).amount).toBe(60_000);
  });

  it('two captures that ask together for more: the second is refused', () => {
    const state = accepting(paid(), capture('a', [line(1, 60_000), line(2, 20_000)]));
    expect(refused(state, capture('b', [line(2, 20_001)])).reason).toContain('200.00 NOK (20000)');
  });

  it('the exact remainder is accepted, of a line and of the order', () => {
    const state = done(paid(), capture('a', [line(1, 1)]));
    expect(accepted(state, capture('b', [line(1, 59_999), line(2, 40_000)])).amount).toBe(99_999);
  });

  it('is refused of a refund: no more than was captured, less what was refunded', () => {
    const state = done(paid(), capture('a', [line(1, 50_000)]), refund('r', [line(1, 20_000)]));
    expect(refused(state, refund('s', [line(1, 30_001)])).reason).toBe(
      'line 1: 300.01 NOK asked, 300.00 NOK (30000) can still be refunded',
    );
    expect(accepted(state, refund('s', [line(1, 30_000)])).amount).toBe(30_000);
    expect(refused(state, refund('s', [line(2, 1)])).code).toBe('amount_exceeds_remainder');
  });
});

describe('a line', () => {
  it('that is not in the order is refused with the lines that are', () => {
    expect(refused(paid(), capture('a', [line(3, 1)]))).toEqual({
      operationId: 'a',
      code: 'unknown_line',
      reason: 'line 3 is not in the order; its lines are 1, 2',
    });
  });

  it('that costs nothing can never be captured alone', () => {
    const state = paid(orderOf(60_000, 0));
    expect(refused(state, capture('a', [line(2, 1)])).code).toBe('amount_exceeds_remainder');
  });

  it('that costs nothing does not keep "all that remains" from being accepted and ended', () => {
    const state = paid(orderOf(60_000, 0));
    expect(accepted(state, capture(undefined)).lines).toEqual([line(1, 60_000)]);
    expect(refused(done(state, capture(undefined)), capture(undefined)).code).toBe(
      'nothing_remains',
    );
  });
});
