import { describe, expect, it } from '@jest/globals';
import { attention } from '../../src/domain/attention';
import { largestRefusalCount } from '../../src/domain/follow-operation';
import type { PaymentEvent } from '../../src/domain/payment-event';
import {
  accepting,
  after,
  awaitingPayment,
  cancel,
  capture,
  done,
  knownTransaction,
  line,
  moving,
  noon,
  operationNamed,
  orderOf,
  paid,
  refund,
  starting,
  totalsAfter,
  transaction,
} from '../support/order-states';

const evening = '2026-01-01T20:00:00.000Z';

describe('an operation', () => {
  const name = { kind: 'capture', operationId: 'a' } as const;

  it('that is rejected keeps its reason, and loses it when it moves after all', () => {
    const rejected = after(starting(accepting(paid(), capture('a')), 'capture', 'a'), {
      type: 'operation_rejected',
      ...name,
      reason: 'declined',
      at: noon,
      lookAgainAt: [],
    });
    expect(operationNamed(rejected, 'capture', 'a')).toMatchObject({
      reason: 'declined',
      finishedAt: noon,
    });
    const moved = after(rejected, {
      type: 'operation_moved',
      ...name,
      eventId: 'e',
      totals: totalsAfter(knownTransaction(rejected), 'capture', 100_000),
      at: evening,
      lookAgainAt: [],
    });
    expect(operationNamed(moved, 'capture', 'a')).not.toHaveProperty('reason');
    expect(moved.lastMovementAt).toBe(evening);
  });

  it.each([
    'operation_failed',
    'operation_unknown',
    'operation_retried',
    'operation_rejected',
  ] as const)('that moved is not changed by %s', (type) => {
    const moved = moving(accepting(paid(), capture('a')), 'capture', 'a');
    const event = { type, ...name, eventId: 'x', reason: 'late', at: noon, lookAgainAt: [] };
    expect(after(moved, event)).toEqual(moved);
  });

  it('a release has the amount that was really released, whatever was captured meanwhile', () => {
    const state = starting(accepting(paid(), cancel), 'cancel', 'cancel-1');
    const captured = totalsAfter(knownTransaction(state), 'capture', 30_000);
    const released = after(state, {
      type: 'operation_moved',
      kind: 'cancel',
      operationId: 'cancel-1',
      eventId: 'e',
      totals: totalsAfter(captured, 'void', 0),
      at: noon,
      lookAgainAt: [],
    });
    expect(operationNamed(released, 'cancel', 'cancel-1').amount).toBe(70_000);
  });

  it('that was queued at the time of a cancel with nothing to release is recorded with the order', () => {
    const state = after(
      accepting(awaitingPayment(), cancel),
      { type: 'unwinding_started', why: 'cancelled' },
      { type: 'order_cancelled', at: evening },
    );
    expect(operationNamed(state, 'cancel', 'cancel-1')).toMatchObject({
      status: 'recorded',
      finishedAt: evening,
    });
  });

  it('of which nobody knows becomes moved, rejected, failed for now, or is sent again', () => {
    const unsure = after(starting(accepting(paid(), capture('a')), 'capture', 'a'), {
      type: 'operation_unknown',
      ...name,
    });
    expect(operationNamed(unsure, 'capture', 'a').status).toBe('unknown');
    const totals = totalsAfter(knownTransaction(unsure), 'capture', 100_000);
    const more = { ...name, at: noon, lookAgainAt: [] };
    const next = (event: PaymentEvent) => operationNamed(after(unsure, event), 'capture', 'a');
    expect(next({ type: 'operation_moved', totals, ...more }).status).toBe('moved');
    expect(next({ type: 'operation_rejected', reason: 'x', ...more }).status).toBe('rejected');
    expect(next({ type: 'operation_retried', ...name }).status).toBe('moving');
    const failed = {
      type: 'operation_failed',
      ...name,
      eventId: 'e1',
      reason: 'declined',
    } as const;
    expect(next(failed)).toMatchObject({ status: 'unknown', provisional: true, eventId: 'e1' });
    const again = after(unsure, failed, { type: 'operation_retried', ...name });
    expect(operationNamed(again, 'capture', 'a')).not.toHaveProperty('provisional');
  });

  it('of another kind and the same id is left alone', () => {
    const both = accepting(done(paid(), capture('a', [line(1, 9)])), refund('a', [line(1, 5)]));
    const state = after(both, {
      type: 'operation_started',
      kind: 'refund',
      operationId: 'a',
      amount: line(1, 5).amount,
      lines: [line(1, 5)],
    });
    expect(operationNamed(state, 'capture', 'a')).toEqual(operationNamed(both, 'capture', 'a'));
    expect(operationNamed(state, 'refund', 'a').status).toBe('moving');
  });

  it('a capture keeps its amount, whatever was released meanwhile', () => {
    const state = starting(accepting(paid(), capture('a', [line(1, 100)])), 'capture', 'a');
    const totals = totalsAfter(totalsAfter(knownTransaction(state), 'capture', 100), 'void', 0);
    const moved = after(state, {
      type: 'operation_moved',
      ...name,
      eventId: 'e',
      totals,
      at: noon,
      lookAgainAt: [],
    });
    expect(operationNamed(moved, 'capture', 'a').amount).toBe(100);
  });

  it('a second one of the same name changes nothing', () => {
    const state = done(paid(), capture('a', [line(1, 5)]));
    const operation = operationNamed(accepting(paid(), capture('a')), 'capture', 'a');
    expect(after(state, { type: 'operation_accepted', operation })).toEqual(state);
  });
});

describe('what a person should know', () => {
  const first = attention('authorized_differs', 'first', ['accept'], noon);
  const second = attention('provider_unreachable', 'second', ['retry'], noon, 'capture a');
  const both = after(
    paid(),
    { type: 'attention_raised', attention: first },
    { type: 'attention_raised', attention: second },
  );

  it('said again keeps its place and its time, with the newer words', () => {
    const again = { ...first, message: 'newer', since: evening };
    expect(after(both, { type: 'attention_raised', attention: again }).attentions).toEqual([
      { ...first, message: 'newer' },
      second,
    ]);
  });

  it('about another operation is another matter', () => {
    const other = { ...second, operationId: 'capture b' };
    expect(after(both, { type: 'attention_raised', attention: other }).attentions).toHaveLength(3);
  });

  it('is cleared by what it is about, not by its code alone', () => {
    const about = { type: 'attention_cleared', code: 'provider_unreachable' } as const;
    expect(after(both, about).attentions).toHaveLength(2);
    expect(after(both, { ...about, operationId: 'capture a' }).attentions).toEqual([first]);
  });

  it('once decided, waits for the step that takes the decision up, and is over then', () => {
    const decided = after(both, {
      type: 'attention_resolved',
      resolution: { choice: 'retry', note: 'me' },
    });
    expect(decided.attentions).toEqual([first]);
    const resolution = decided.resolutions[0]!;
    expect(resolution).toEqual({
      choice: 'retry',
      note: 'me',
      code: 'provider_unreachable',
      operationId: 'capture a',
    });
    expect(after(decided, { type: 'resolution_taken', resolution }).resolutions).toEqual([]);
  });

  it('is clipped', () => {
    expect(attention('defect', 'x'.repeat(1_000), [], noon).message).toHaveLength(300);
  });
});

it('refused messages are all counted, and the newest are kept', () => {
  const refusals = Array.from({ length: largestRefusalCount + 5 }, (_, index) => ({
    type: 'request_refused' as const,
    refusal: {
      kind: 'capture',
      operationId: `c${index}`,
      code: 'not_paid',
      reason: 'x',
      at: noon,
    } as const,
  }));
  const state = after(paid(), ...refusals);
  expect(state.refusalCount).toBe(largestRefusalCount + 5);
  expect(state.refusals).toHaveLength(largestRefusalCount);
  expect(state.refusals.at(-1)?.operationId).toBe(`c${largestRefusalCount + 4}`);
});

it('looks that are due are struck off the list, and later ones stay, soonest first', () => {
  const moved = (operationId: string, lookAgainAt: readonly string[]): PaymentEvent => ({
    type: 'operation_moved',
    kind: 'capture',
    operationId,
    totals: transaction(orderOf(100_000)),
    at: noon,
    lookAgainAt,
  });
  const state = after(paid(), moved('a', ['c', 'e']), moved('b', ['b', 'd']));
  expect(state.lookAgainAt).toEqual(['b', 'c', 'd', 'e']);
  expect(after(state, { type: 'looked_again', at: 'c' }).lookAgainAt).toEqual(['d', 'e']);
  const more = { type: 'looks_planned', lookAgainAt: ['f', 'a', 'd'] } as const;
  expect(after(state, more).lookAgainAt).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
});
