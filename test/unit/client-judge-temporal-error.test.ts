import { describe, expect, test } from '@jest/globals';
import {
  ServiceError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import {
  ApplicationFailure,
  CancelledFailure,
  NamespaceNotFoundError,
  WorkflowNotFoundError,
} from '@temporalio/common';
import { judgeTemporalError } from '../../src/client/judge-temporal-error';
import { OperationRefusedError, OrderSagaError } from '../../src/client/order-saga-errors';

const call = { what: 'capture web-1', orderReference: 'web-1', deadlineMs: 1_000 };

function judge(error: unknown) {
  const verdict = judgeTemporalError(error, call);
  const { error: told, again } = verdict;
  if (!(told instanceof OrderSagaError)) throw told;
  expect(told.remedy).toMatch(/\.$/);
  return { again, code: told.code, told };
}

function grpc(code: number, details: string): Error {
  const cause = Object.assign(new Error(`${code} ${details}`), { code, details, metadata: {} });
  return new ServiceError('Workflow Update failed', { cause });
}

const updateFailed = (cause: Error) => new WorkflowUpdateFailedError('update failed', cause);

describe('an error of Temporal', () => {
  test('when the order refuses, is the refusal with its type and details, and final', () => {
    const details = { operationId: 'shipment-1', reason: 'line 1: 2.00 NOK asked' };
    const failure = ApplicationFailure.nonRetryable(
      'too much',
      'amount_exceeds_remainder',
      details,
    );
    const { again, told } = judge(updateFailed(failure));
    expect(again).toBe(false);
    expect(told).toBeInstanceOf(OperationRefusedError);
    expect(told).toMatchObject({ type: 'amount_exceeds_remainder', details });
  });

  test('when the reference belongs to another order, says so', () => {
    const failure = ApplicationFailure.nonRetryable('taken', 'order_reference_taken');
    expect(judge(updateFailed(failure))).toMatchObject({
      again: false,
      code: 'order_reference_taken',
    });
  });

  test('when the order ended or went on as new under the update, or no worker took it up, asks again: the operation has not failed', () => {
    for (const type of ['AcceptedUpdateCompletedWorkflow', 'UnprocessedUpdate'])
      expect(judge(updateFailed(ApplicationFailure.create({ type }))).again).toBe(true);
    expect(judge(updateFailed(new CancelledFailure('cancelled'))).again).toBe(true);
  });

  test.each([
    [
      'too many updates in flight',
      8,
      'limit on number of concurrent in-flight updates',
      true,
      'deadline_exceeded',
    ],
    ['an update that was aborted', 14, 'workflow update was aborted.', true, 'deadline_exceeded'],
    ['no server', 14, 'No connection established', true, 'temporal_unavailable'],
    ['no worker', 9, 'no poller seen for task queue recently', true, 'worker_unavailable'],
    ['an internal error', 13, 'internal', true, 'temporal_refused'],
    ['a missing permission', 7, 'Request unauthorized.', false, 'temporal_refused'],
    [
      'an unregistered attribute',
      3,
      'Namespace default has no mapping defined',
      false,
      'temporal_refused',
    ],
    [
      'the end of the time, be it the server’s own',
      4,
      'Deadline exceeded',
      true,
      'deadline_exceeded',
    ],
    ['a call that was given up by either side', 1, 'Cancelled', true, 'deadline_exceeded'],
  ])('with %s, is told by its code', (_what, code, details, again, expected) => {
    expect(judge(grpc(code, details))).toMatchObject({ again, code: expected });
  });

  test('when the time of a request is over, is a deadline, and the caller’s own time tells whether to ask again', () => {
    expect(judge(new WorkflowUpdateRPCTimeoutOrCancelledError('timeout'))).toMatchObject({
      again: true,
      code: 'deadline_exceeded',
    });
  });

  test('when there is no such order or namespace, is final', () => {
    expect(judge(new WorkflowNotFoundError('gone', 'order-web-1', undefined))).toMatchObject({
      again: false,
      code: 'order_not_found',
    });
    expect(judge(new NamespaceNotFoundError('orders'))).toMatchObject({
      again: false,
      code: 'temporal_refused',
    });
  });

  test('when an order cannot be started, says why, and not only that it could not be', () => {
    const message = 'Namespace default has no mapping defined for search attribute CapturedAmount';
    const details = 'Update-with-Start could not be executed.';
    const cause = Object.assign(new Error(message), { code: 3, details, metadata: {} });
    expect(judge(new ServiceError('Workflow Update failed', { cause })).told).toMatchObject({
      message: `capture web-1: ${message}`,
      remedy: expect.stringContaining('ordersaga setup'),
    });
  });

  test('that nobody foresaw stays what it is', () => {
    const defect = new TypeError('x is not a function');
    expect(judgeTemporalError(defect, call)).toEqual({ again: false, error: defect });
  });
});
