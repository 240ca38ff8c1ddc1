import { describe, expect, test } from '@jest/globals';
import type { Context } from '@temporalio/activity';
import type { MetricMeter } from '@temporalio/common';
import { raiseApplicationFailure } from '../../src/activities/raise-application-failure';
import { operationKey, providerReference } from '../../src/domain/operation-key';
import { paymentFailure } from '../../src/domain/payment-failure';
import { nameActivities } from '../../src/observe/name-activities';

/** Runs one attempt with an input, and tells what it logged as and what was counted. */
async function attempt(input: unknown, body: () => Promise<unknown> = async () => 'done') {
  const counted: unknown[] = [];
  const meter = {
    createCounter: () => ({ add: (_value: number, tags: unknown) => void counted.push(tags) }),
  } as unknown as MetricMeter;
  const context = { info: { activityType: 'captureTransaction' } } as unknown as Context;
  const { inbound, outbound } = nameActivities(meter)(context);
  const ended = await inbound?.execute?.({ args: [input], headers: {} }, body).then(
    () => 'done',
    () => 'failed',
  );
  return { ended, counted, logs: outbound?.getLogAttributes?.({ attempt: 1 }, (same) => same) };
}

const key = operationKey('web-100234', 'capture', 'shipment-1');

describe('what an attempt logs', () => {
  test.each([
    ['a movement', { reference: providerReference(key) }],
    ['a record', { key, orderId: 'O1' }],
  ])('says of %s which operation it is about', async (_what, input) => {
    expect((await attempt(input)).logs).toEqual({
      attempt: 1,
      operationReference: key,
      kind: 'capture',
      operationId: 'shipment-1',
    });
  });

  test('names no operation where the provider has room for the beginning of its name alone', async () => {
    const reference = providerReference(operationKey('web-100234', 'capture', 'x'.repeat(60)));
    expect((await attempt({ reference })).logs).toEqual({
      attempt: 1,
      operationReference: reference,
    });
  });

  test.each([
    ['a look', { sessionId: 's' }],
    ['a void', { reference: '' }],
    ['nothing', undefined],
  ])('says nothing more of %s', async (_what, input) => {
    expect((await attempt(input)).logs).toEqual({ attempt: 1 });
  });
});

describe('an attempt that fails', () => {
  const failing = (code: 'refused' | 'still_waiting') => async () => {
    throw raiseApplicationFailure(paymentFailure(code, 'no'));
  };

  test('is counted by its row of the failure table, and still fails', async () => {
    expect(await attempt({}, failing('refused'))).toMatchObject({
      ended: 'failed',
      counted: [{ activity: 'captureTransaction', code: 'refused' }],
    });
  });

  test('is not counted when it is a look that goes on waiting', async () => {
    expect(await attempt({}, failing('still_waiting'))).toMatchObject({ counted: [] });
  });

  test('is counted as unexpected when it is none of ours', async () => {
    const broken = async () => {
      throw new TypeError('broken');
    };
    expect(await attempt({}, broken)).toMatchObject({ counted: [{ code: 'unexpected' }] });
  });
});
