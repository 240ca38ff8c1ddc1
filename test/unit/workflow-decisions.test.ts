import { expect, test } from '@jest/globals';
import { ActivityFailure, ApplicationFailure, RetryState } from '@temporalio/common';
import type { MoveResult } from '../../src/activities/contract';
import { attention } from '../../src/domain/attention';
import type { AttentionChoice } from '../../src/domain/attention';
import type { OrderState } from '../../src/domain/order-state';
import { defaultTiming } from '../../src/domain/timing';
import { moveMoney } from '../../src/workflows/move-money';
import type { OrderSaga } from '../../src/workflows/order-saga';
import {
  accepting,
  after,
  capture,
  knownTransaction,
  line,
  moving,
  noon,
  operationNamed,
  paid,
  refund,
  starting,
} from '../support/order-states';

/** A doubt about the operation `a`, and what a person has decided on it. */
function decide(state: OrderState, choice: AttentionChoice): OrderState {
  const choices = ['retry', 'mark_moved', 'mark_not_moved'] as const;
  return after(
    state,
    {
      type: 'attention_raised',
      attention: attention('outcome_unknown', 'why', choices, noon, 'a'),
    },
    { type: 'attention_resolved', resolution: { choice } },
  );
}

const notSent = () =>
  new ActivityFailure(
    'failed',
    'captureTransaction',
    '1',
    RetryState.MAXIMUM_ATTEMPTS_REACHED,
    'w',
    ApplicationFailure.create({
      type: 'not_sent',
      details: [{ code: 'not_sent', message: 'no connection' }],
    }),
  );

/**
 * As much of the saga as one movement needs whose attempts never leave, or are answered; `during` is what comes in while one
 * is under way.
 */
function sagaOf(
  start: OrderState,
  during: (attempt: number, state: OrderState) => OrderState,
  answer = (): Promise<MoveResult> => Promise.reject(notSent()),
) {
  let state = start;
  let attempts = 0;
  const isAbout = (one: { code?: string; operationId?: string }, code: string, about?: string) =>
    one.code === code && one.operationId === about;
  const saga = {
    timing: defaultTiming,
    get state() {
      return state;
    },
    now: () => noon,
    apply: (event: Parameters<OrderSaga['apply']>[0]) => void (state = after(state, event)),
    clear: () => undefined,
    isDecided: (code: string, about?: string) =>
      state.resolutions.some((one) => isAbout(one, code, about)),
    decision(code: string, about?: string) {
      const resolution = state.resolutions.find((one) => isAbout(one, code, about));
      if (resolution !== undefined) saga.apply({ type: 'resolution_taken', resolution });
      return resolution;
    },
    mustLeave: () => attempts >= 3,
    until: () => Promise.resolve(false),
    steps: {
      once: () => ({
        captureTransaction() {
          attempts += 1;
          state = during(attempts, state);
          return answer();
        },
      }),
    },
  };
  return { saga: saga as unknown as OrderSaga, attempts: () => attempts };
}

test('when a person decides while an attempt is under way that never left, no other follows', async () => {
  const start = starting(accepting(paid(), capture('a')), 'capture', 'a');
  const { saga, attempts } = sagaOf(start, (_attempt, state) => decide(state, 'mark_not_moved'));
  await moveMoney(saga, operationNamed(start, 'capture', 'a'), false);
  expect(attempts()).toBe(1);
  expect(operationNamed(saga.state, 'capture', 'a').status).toBe('rejected');
  expect(saga.state.resolutions).toEqual([]);
});

test('when a person decides to try again, the next attempt follows', async () => {
  const start = starting(accepting(paid(), capture('a')), 'capture', 'a');
  const { saga, attempts } = sagaOf(start, (attempt, state) =>
    attempt === 1 ? decide(state, 'retry') : state,
  );
  await moveMoney(saga, operationNamed(start, 'capture', 'a'), false);
  expect(attempts()).toBe(3);
});

test('when the provider answers clearly while a person decides, its word counts', async () => {
  const start = starting(accepting(paid(), capture('a')), 'capture', 'a');
  const refused = { outcome: 'refused', reason: 'no', totals: knownTransaction(start) } as const;
  const { saga } = sagaOf(
    start,
    (_attempt, state) => decide(state, 'mark_moved'),
    () => Promise.resolve(refused),
  );
  await moveMoney(saga, operationNamed(start, 'capture', 'a'), false);
  expect(operationNamed(saga.state, 'capture', 'a').status).toBe('rejected');
  expect(saga.state.resolutions).toEqual([]);
});

test('when a decision came too late for a capture, it is not taken for one on a refund of the same id', () => {
  const moved = moving(accepting(paid(), capture('a')), 'capture', 'a');
  const asked = accepting(decide(moved, 'mark_moved'), refund('a', [line(1, 100)]));
  expect(asked.resolutions).toHaveLength(1);
  expect(starting(asked, 'refund', 'a').resolutions).toEqual([]);
});
