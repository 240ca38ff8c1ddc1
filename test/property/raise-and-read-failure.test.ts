import { expect, it } from '@jest/globals';
import {
  ActivityFailure,
  DefaultFailureConverter,
  defaultPayloadConverter,
  RetryState,
} from '@temporalio/common';
import * as fc from 'fast-check';
import { raiseApplicationFailure } from '../../src/activities/raise-application-failure';
import { failureTable, paymentFailure } from '../../src/domain/payment-failure';
import type { FailureCode } from '../../src/domain/payment-failure';
import { readActivityFailure } from '../../src/workflows/read-activity-failure';

const converter = new DefaultFailureConverter();
const plainConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });

/** As it travels from the worker through the server into the workflow. */
function carry(error: Error, through: DefaultFailureConverter): Error {
  const activity = new ActivityFailure(
    'Activity task failed',
    'x',
    '1',
    RetryState.TIMEOUT,
    'w',
    error,
  );
  return through.failureToError(
    through.errorToFailure(activity, defaultPayloadConverter),
    defaultPayloadConverter,
  );
}

const failures = fc
  .record(
    {
      code: fc.constantFrom(...(Object.keys(failureTable) as FailureCode[])),
      message: fc.string({ unit: 'grapheme', maxLength: 500, size: 'max' }),
      status: fc.integer({ min: 100, max: 599 }),
      providerCode: fc.string(),
      retryAfterMs: fc.nat(3_600_000),
    },
    { requiredKeys: ['code', 'message'] },
  )
  .map(({ code, message, ...more }) => paymentFailure(code, message, more));

it('every failure that is raised in an activity is read back unchanged in the workflow', () => {
  fc.assert(
    fc.property(failures, fc.option(fc.nat(), { nil: undefined }), (failure, delayMs) => {
      const raised = raiseApplicationFailure(failure, delayMs);
      for (const through of [converter, plainConverter])
        expect(readActivityFailure(carry(raised, through))).toEqual(failure);
    }),
    { numRuns: 500 },
  );
});

it('whatever else an activity fails with is read as unexpected, never as a row that claims more', () => {
  const foreign = fc.oneof(
    fc.string().map((message) => new Error(message)),
    fc.string().map((name) => Object.assign(new Error('foreign'), { name })),
  );
  fc.assert(
    fc.property(foreign, (error) => {
      expect(readActivityFailure(carry(error, converter)).code).toBe('unexpected');
    }),
  );
});
