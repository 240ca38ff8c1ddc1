import { describe, expect, it } from '@jest/globals';
import { ApplicationFailureCategory } from '@temporalio/common';
import {
  failureOf,
  raiseApplicationFailure,
  raising,
} from '../../src/activities/raise-application-failure';
import { failureTable, paymentFailure } from '../../src/domain/payment-failure';
import type { FailureCode } from '../../src/domain/payment-failure';
import { createActivityRig } from '../support/activity-rig';

const codes = Object.keys(failureTable) as FailureCode[];

describe('a failure of the table, as Temporal carries it', () => {
  it.each(codes)('%s is retried exactly when its row says so', (code) => {
    const raised = raiseApplicationFailure(paymentFailure(code, 'why'));
    expect(raised).toMatchObject({
      type: code,
      message: 'why',
      nonRetryable: !failureTable[code].retryable,
      details: [{ code, message: 'why' }],
    });
  });

  it('only the waiting and the deadline are benign', () => {
    const benign = codes.filter(
      (code) =>
        raiseApplicationFailure(paymentFailure(code, '')).category ===
        ApplicationFailureCategory.BENIGN,
    );
    expect(benign).toEqual(['still_waiting', 'payment_deadline']);
  });

  it('carries the wait that the provider asked for, unless the step knows better', () => {
    const failure = paymentFailure('rate_limited', '', { retryAfterMs: 1_500.4 });
    expect(raiseApplicationFailure(failure).nextRetryDelay).toBe(1_500);
    expect(raiseApplicationFailure(failure, 20).nextRetryDelay).toBe(20);
    expect(raiseApplicationFailure(failure, 0).nextRetryDelay).toBe(1);
    expect(
      raiseApplicationFailure(paymentFailure('rate_limited', '')).nextRetryDelay ?? 'none',
    ).toBe('none');
  });
});

describe('an error without a row is a defect', () => {
  it('of which name and message are kept', () => {
    expect(failureOf(new TypeError('x is not a function'))).toEqual({
      code: 'unexpected',
      message: 'TypeError: x is not a function',
    });
  });

  it('whose message is clipped', () => {
    expect(failureOf(new Error('no '.repeat(1_000))).message).toHaveLength(300);
  });

  it.each([
    ['GET failed, authorization: Bearer short', 'GET failed, authorization: Bearer …'],
    ['authorization: bearer   short', 'authorization: bearer …'],
    ['Basic dXNlcjpwYXNz was refused', 'Basic … was refused'],
    [
      'token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N refused',
      'token … refused',
    ],
  ])('whose message may hold a secret, which is left out: %s', (message, told) => {
    expect(failureOf(new Error(message)).message).toBe(`Error: ${told}`);
  });

  it.each([[undefined], [null], ['text with a secret'], [42]])(
    'even where %p was thrown',
    (thrown) => {
      const failure = failureOf(thrown);
      expect(failure.code).toBe('unexpected');
      expect(failure.message).not.toContain('secret');
    },
  );

  it('which is told as unknown to the workflow, whatever activity it came from', async () => {
    const rig = createActivityRig();
    rig.gateway.always('createDraftOrder', () => Promise.reject(new RangeError('defect')));
    await expect(rig.run('createDraftOrder', { order: {} as never })).rejects.toMatchObject({
      type: 'unexpected',
      nonRetryable: false,
      details: [{ code: 'unexpected', message: 'RangeError: defect' }],
    });
  });
});

it('a failure that was raised inside is not raised a second time', async () => {
  const inner = raiseApplicationFailure(paymentFailure('conflict', 'inner'), 5);
  await expect(raising(() => Promise.reject(inner))).rejects.toBe(inner);
});
