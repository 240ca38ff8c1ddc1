import { describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { raiseApplicationFailure } from '../../src/activities/raise-application-failure';
import { forTemporal } from '../../src/create-logger';
import { paymentFailure } from '../../src/domain/payment-failure';

/** What Temporal says of an attempt, as the line that it becomes. */
function lineOf(meta: object): Readonly<Record<string, unknown>> {
  let written = '';
  const base = { base: null, serializers: { error: pino.stdSerializers.err } };
  forTemporal(pino(base, { write: (line) => (written = line) })).warn('Activity failed', {
    ...meta,
  });
  return JSON.parse(written) as Record<string, unknown>;
}

const attempt = { workflowId: 'order-web-100234', attempt: 2, taskToken: 'hush-token' };

describe('what Temporal logs of an attempt', () => {
  test('when the provider quotes a customer, has the row of the failure table and not the quotation', () => {
    const message = 'captureTransaction: 400 Kari Nordmann, kari@shop.example, is not known';
    const failure = paymentFailure('refused', message, { status: 400, providerCode: 'NO_BUYER' });
    const line = lineOf({ ...attempt, error: raiseApplicationFailure(failure) });
    expect(line).toMatchObject({
      orderReference: 'web-100234',
      attempt: 2,
      error: { type: 'refused', status: 400, providerCode: 'NO_BUYER' },
    });
    expect(JSON.stringify(line)).not.toMatch(/Kari|kari@|hush/);
  });

  test('when it is a defect of ours, keeps its message and its stack, for whoever mends it', () => {
    const failure = paymentFailure('unexpected', 'TypeError: lines is not iterable');
    const { error } = lineOf({ ...attempt, error: raiseApplicationFailure(failure) });
    expect(error).toMatchObject({ message: expect.stringContaining('lines is not iterable') });
    expect(error).toHaveProperty('stack');
  });

  test('when it is about no order, names none', () => {
    expect(lineOf({ workflowId: 'something-else' })).not.toHaveProperty('orderReference');
    expect(lineOf({})).not.toHaveProperty('orderReference');
  });
});
