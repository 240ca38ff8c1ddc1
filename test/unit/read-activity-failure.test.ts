import { describe, expect, it } from '@jest/globals';
import {
  ActivityFailure,
  ApplicationFailure,
  CancelledFailure,
  RetryState,
  TimeoutFailure,
  TimeoutType,
} from '@temporalio/common';
import { mayHaveTakenEffect, paymentFailure } from '../../src/domain/payment-failure';
import { raiseApplicationFailure } from '../../src/activities/raise-application-failure';
import { readActivityFailure } from '../../src/workflows/read-activity-failure';

function failed(cause: Error | undefined): ActivityFailure {
  return new ActivityFailure(
    'failed',
    'captureTransaction',
    '1',
    RetryState.TIMEOUT,
    undefined,
    cause,
  );
}

function timeout(type: TimeoutFailure['timeoutType'], cause?: Error): TimeoutFailure {
  const failure = new TimeoutFailure('timed out', undefined, type);
  if (cause !== undefined) Object.assign(failure, { cause });
  return failure;
}

describe('what a failed activity says about the money', () => {
  it.each(Object.values(TimeoutType))(
    'when it timed out (%s) after a first failure, anything may have happened',
    (type) => {
      const before = raiseApplicationFailure(paymentFailure('rate_limited', 'slow down'));
      const failure = readActivityFailure(failed(timeout(type, before)));
      expect(failure.code).toBe('attempt_timed_out');
      expect(failure.message).toContain('rate_limited: slow down');
      expect(mayHaveTakenEffect(failure)).toBe(true);
    },
  );

  it('when no worker ever took up the first attempt, nothing was sent', () => {
    expect(readActivityFailure(failed(timeout('SCHEDULE_TO_START'))).code).toBe('not_sent');
  });

  it.each(['START_TO_CLOSE', 'SCHEDULE_TO_CLOSE', 'HEARTBEAT'] as const)(
    'when the first attempt timed out (%s), anything may have happened',
    (type) => {
      expect(readActivityFailure(failed(timeout(type))).code).toBe('attempt_timed_out');
    },
  );

  it('when it was cancelled, anything may have happened', () => {
    expect(readActivityFailure(failed(new CancelledFailure('stop')))).toMatchObject({
      code: 'attempt_cancelled',
    });
    expect(readActivityFailure(new CancelledFailure('stop'))).toMatchObject({
      code: 'attempt_cancelled',
    });
  });

  it.each([
    ['a type without a row', ApplicationFailure.create({ type: 'Declined', message: 'no' })],
    ['a row without its details', ApplicationFailure.create({ type: 'refused', message: 'no' })],
    [
      'details of another row',
      ApplicationFailure.create({ type: 'refused', details: [paymentFailure('not_sent', '')] }),
    ],
    [
      'details of a wrong shape',
      ApplicationFailure.create({
        type: 'not_sent',
        details: [{ code: 'not_sent', message: 'x', retryAfterMs: 'soon' }],
      }),
    ],
    [
      'a name that every object has',
      ApplicationFailure.create({ type: 'toString', message: 'no' }),
    ],
    ['no cause at all', undefined],
    ['a cause from elsewhere', new Error('elsewhere')],
  ])('when it failed with %s, it is unexpected, and anything may have happened', (_what, cause) => {
    const failure = readActivityFailure(failed(cause));
    expect(failure.code).toBe('unexpected');
    expect(mayHaveTakenEffect(failure)).toBe(true);
  });
});
