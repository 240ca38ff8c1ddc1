import { describe, expect, it } from '@jest/globals';
import { judgeOperation } from '../../src/domain/judge-operation';
import type { OrderState } from '../../src/domain/order-state';
import { surplusRefund } from '../../src/domain/surplus-refund';
import { keyOf } from '../support/books';
import {
  accepting,
  after,
  capture,
  done,
  line,
  looking,
  movementOn,
  noon,
  operationNamed,
  paid,
  refund,
} from '../support/order-states';

const first = done(paid(), capture('a', [line(1, 10_000)]));

/** A movement under a name of ours that this order does not know. */
function withSurplus(state: OrderState, amount: number, lines = [] as ReturnType<typeof line>[]) {
  return looking(state, [
    movementOn('capture', 'e-capture-a', 10_000),
    movementOn('capture', '17', amount, { reference: keyOf('capture', 'lost'), lines }),
  ]);
}

function refundOf(state: OrderState) {
  return surplusRefund(state, operationNamed(state, 'capture', 'auto-17'));
}

describe('the refund of a surplus', () => {
  it('is for the lines that the provider told of', () => {
    expect(refundOf(withSurplus(first, 7_000, [line(2, 7_000)]))).toEqual({
      kind: 'refund',
      operationId: 'surplus-auto-17',
      lines: [line(2, 7_000)],
      note: 'surplus',
    });
  });

  it('of which no lines were told is accepted all the same, for the whole amount', () => {
    const state = withSurplus(first, 75_000);
    const request = refundOf(state);
    expect(request.lines).toEqual([line(1, 60_000), line(2, 15_000)]);
    expect(judgeOperation(state, request, noon)).toMatchObject({ accepted: { amount: 75_000 } });
  });

  it('of which the lines make up a part only is for the whole amount', () => {
    const request = refundOf(withSurplus(first, 7_000, [line(2, 3_000)]));
    expect(request.lines).toEqual([line(1, 7_000)]);
  });

  it('leaves alone what was refunded already', () => {
    const state = done(first, refund('r', [line(1, 10_000)]));
    const seen = looking(state, [
      movementOn('capture', 'e-capture-a', 10_000),
      movementOn('refund', 'e-refund-r', 10_000),
      movementOn('capture', '17', 7_000, { reference: keyOf('capture', 'lost') }),
    ]);
    const request = refundOf(seen);
    expect(request.lines).toEqual([line(1, 7_000)]);
    expect(judgeOperation(seen, request, noon)).toMatchObject({ accepted: { amount: 7_000 } });
  });

  it('that is rejected is decided on once more, and asked for under an id of its own', () => {
    const seen = withSurplus(first, 7_000, [line(2, 7_000)]);
    const asked = accepting({ ...seen, attentions: [] }, refundOf(seen));
    const name = { kind: 'refund', operationId: 'surplus-auto-17' } as const;
    const rejection = { reason: 'declined', at: noon, lookAgainAt: [] };
    const rejected = after(asked, { type: 'operation_rejected', ...name, ...rejection });
    expect(rejected.attentions).toEqual([
      expect.objectContaining({
        code: 'surplus_moved',
        operationId: 'auto-17',
        choices: ['refund_surplus', 'accept'],
      }),
    ]);
    const { operationId = '' } = refundOf(rejected);
    expect(operationId).toBe('surplus-auto-17-1');
    const anew = accepting({ ...rejected, attentions: [] }, refundOf(rejected));
    const again = { ...name, operationId };
    expect(
      after(anew, { type: 'operation_rejected', ...again, ...rejection }).attentions,
    ).toHaveLength(1);
  });

  it('is no matter of a refund that a customer was to have', () => {
    const asked = accepting(first, refund('return-1', [line(1, 100)]));
    const name = { kind: 'refund', operationId: 'return-1' } as const;
    const rejection = { reason: 'declined', at: noon, lookAgainAt: [] };
    expect(after(asked, { type: 'operation_rejected', ...name, ...rejection }).attentions).toEqual(
      [],
    );
  });
});
