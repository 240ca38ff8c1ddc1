import { describe, expect, it } from '@jest/globals';
import { prepareOperation } from '../../src/domain/judge-operation';
import { operationKey, providerReference } from '../../src/domain/operation-key';
import type { OperationKind, OperationRequest } from '../../src/domain/operation';
import type { OrderState } from '../../src/domain/order-state';
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
  orderOf,
  paid,
  refund,
  starting,
} from '../support/order-states';
import { accepted, known, refused } from '../support/judgements';

const ended = after(
  awaitingPayment(),
  { type: 'unwinding_started', why: 'expired' },
  { type: 'order_ended', at: noon },
);
const unwinding = (state: OrderState) =>
  after(state, { type: 'unwinding_started', why: 'cancelled' });
const cancelledInOrders = after(unwinding(awaitingPayment()), {
  type: 'order_cancelled',
  at: noon,
});

describe('a refusal says why', () => {
  it.each<[string, OrderState, OperationRequest, string, string]>([
    ['after the end', ended, capture('a'), 'already_ended', 'the order has ended'],
    ['after the cancellation', cancelledInOrders, cancel, 'already_ended', 'the order has ended'],
    [
      'before the payment',
      awaitingPayment(),
      capture('a'),
      'not_paid',
      'the order is not paid yet',
    ],
    [
      'when all is captured',
      done(paid(), capture('a')),
      capture('b'),
      'nothing_remains',
      'nothing remains to be captured',
    ],
    [
      'when no line is named',
      paid(),
      capture('a', []),
      'malformed_request',
      'no line is named to move it on',
    ],
  ])('%s', (_name, state, request, code, reason) => {
    expect(refused(state, request)).toMatchObject({ code, reason });
  });

  it('and stays short, however many lines there are', () => {
    const state = paid(orderOf(...Array.from({ length: 25 }, () => 100)));
    expect(refused(state, capture('a', [line(99, 1)])).reason).toMatch(/18, 19, 20$/);
    const all = state.order.lines.map(({ lineId }) => line(lineId, 100));
    const known = accepting(state, capture('a', all));
    expect(refused(known, capture('a', [line(1, 1)])).reason.length).toBeLessThan(200);
  });
});

describe('a request whose movement was found under its reference alone', () => {
  const id = 'a'.repeat(60);
  const found = movementOn('capture', '17', 10_000, {
    lines: [line(1, 10_000)],
    reference: providerReference(operationKey('web-1', 'capture', id)),
  });
  const state = looking(paid(), [found]);

  it('is that movement when it asks for the same lines', () => {
    expect(known(state, capture(id, [line(1, 10_000)]))).toMatchObject({
      operationId: 'auto-17',
      status: 'moved',
    });
  });

  it('is refused when it asks for others, and never moves', () => {
    const refusal = refused(state, capture(id, [line(1, 10_001)]));
    expect(refusal.code).toBe('operation_id_reused');
    expect(refusal.reason).toContain('cannot be told from another one at the provider');
  });

  it('is the operation itself, where that is known and moved twice', () => {
    const twice = looking(done(paid(), capture('a', [line(1, 10_000)])), [
      movementOn('capture', 'e-capture-a', 10_000),
      movementOn('capture', '17', 10_000, {
        reference: providerReference(operationKey('web-1', 'capture', 'a')),
      }),
    ]);
    expect(known(twice, capture('a', [line(1, 10_000)])).operationId).toBe('a');
  });
});

describe('an operation that is known of an earlier run', () => {
  const operation = {
    ...operationNamed(done(paid(), capture('a', [line(2, 5), line(1, 10)])), 'capture', 'a'),
    content: '',
  };
  const state: OrderState = { ...paid(), operations: [{ ...operation, adopted: true }] };

  it('is asked for again by its lines, in whatever order, or by all that remained', () => {
    for (const request of [capture('a', [line(1, 10), line(2, 5)]), capture('a')])
      expect(known(state, request).operationId).toBe('a');
  });

  it('is asked for again by its amount, where the provider shows no lines of it', () => {
    const silent: OrderState = {
      ...paid(),
      operations: [{ ...operation, lines: [], adopted: true }],
    };
    expect(known(silent, capture('a', [line(1, 10), line(2, 5)])).operationId).toBe('a');
    expect(refused(silent, capture('a', [line(1, 10)]))).toMatchObject({
      code: 'operation_id_reused',
      reason: 'capture a exists with other content: 0.15 NOK, asked for in an earlier run',
    });
  });

  it('is another one when other lines are asked for', () => {
    for (const lines of [[line(1, 10)], [line(1, 15)]])
      expect(refused(state, capture('a', lines)).code).toBe('operation_id_reused');
  });

  it('is not taken for one of this run, whose content is known', () => {
    const own: OrderState = { ...paid(), operations: [operation] };
    expect(refused(own, capture('a', [line(1, 10), line(2, 5)])).code).toBe('operation_id_reused');
  });
});

describe('a cancel', () => {
  it('is not answered with what the back office let go', () => {
    const state = looking(paid(), [movementOn('void', 'v', 100_000)]);
    expect(state.operations).toMatchObject([{ kind: 'cancel', operationId: 'auto-release-1' }]);
    expect(refused(state, cancel).code).toBe('nothing_remains');
  });

  it('is not answered with a capture whose id looks like one', () => {
    const state = accepting(paid(), capture('cancel-1', [line(1, 100)]));
    expect(accepted(state, cancel).kind).toBe('cancel');
  });

  it('while the order is being let go is accepted, whatever is reserved', () => {
    const state = unwinding(done(paid(), capture('a')));
    expect(accepted(state, cancel).status).toBe('queued');
  });
});

describe('an operation whose turn has come', () => {
  const turn = (state: OrderState, kind: OperationKind, operationId: string) =>
    prepareOperation(state, operationNamed(state, kind, operationId));
  const unsure = (state: OrderState, operationId: string) =>
    after(starting(state, 'capture', operationId), {
      type: 'operation_unknown',
      kind: 'capture',
      operationId,
    });

  it('does not move what an unknown one and the back office may have used up together', () => {
    const asked = accepting(
      paid(),
      capture('a', [line(1, 50_000)]),
      capture('b', [line(1, 10_000)]),
    );
    const state = looking(unsure(asked, 'a'), [
      movementOn('capture', '17', 5_000, { lines: [line(1, 5_000)] }),
    ]);
    expect(turn(state, 'capture', 'b')).toEqual({
      refused: 'line 1: 100.00 NOK asked, 50.00 NOK (5000) can still be captured',
    });
  });

  it('does not give back what is not known to have been captured', () => {
    const asked = accepting(
      done(paid(), capture('c', [line(2, 40_000)])),
      capture('a', [line(1, 50_000)]),
      refund('r', [line(1, 10_000)]),
    );
    expect(turn(unsure(asked, 'a'), 'refund', 'r')).toEqual({
      refused: 'line 1: 100.00 NOK asked, 0.00 NOK (0) can still be refunded',
    });
  });

  it('has nothing to do when it asks for all that remains and the back office took it', () => {
    const more = paid(orderOf(60_000), { authorized: line(0, 90_000).amount });
    const state = looking(accepting(more, capture('rest')), [
      movementOn('capture', '17', 60_000, { lines: [line(1, 60_000)] }),
    ]);
    expect(turn(state, 'capture', 'rest')).toEqual({ refused: 'nothing remains to be captured' });
  });
});
