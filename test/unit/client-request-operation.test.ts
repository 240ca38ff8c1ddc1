import { expect, it } from '@jest/globals';
import {
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { openCall } from '../../src/client/persist';
import { requestOperation } from '../../src/client/request-operation';
import { canonicalContent } from '../../src/domain/operation';
import type { CancelRequest } from '../../src/domain/operation';
import { readOperationRequest } from '../../src/domain/read-operation-request';

const payload = { captureId: 'shipment-1' };

function refusal(type: string): WorkflowUpdateFailedError {
  return new WorkflowUpdateFailedError('refused', ApplicationFailure.nonRetryable('no', type, {}));
}

/** An order that answers one after the other. */
function clientOf(
  answers: readonly unknown[],
  told?: unknown,
): { client: Client; asked: unknown[] } {
  const left = [...answers];
  const asked: unknown[] = [];
  const handle = {
    query: () => Promise.resolve(told),
    executeUpdate: (_name: string, options: unknown) => {
      asked.push(options);
      const answer = left.shift();
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
  };
  const client = {
    withDeadline: (_deadline: number, send: () => Promise<unknown>) => send(),
    workflow: { getHandle: () => handle },
  } as unknown as Client;
  return { client, asked };
}

function recorded() {
  const read = readOperationRequest('capture', payload);
  if ('refused' in read) throw new Error(read.refused.reason);
  const content = canonicalContent(read.request);
  return { kind: 'capture', operationId: 'shipment-1', status: 'recorded', content };
}

const call = () => openCall('capture', 'web-1', 5_000);

it('when the payment comes in the same moment as the capture, a refusal that is out of date is asked again', async () => {
  const { client, asked } = clientOf([refusal('not_paid'), recorded()]);
  await expect(requestOperation(client, 'capture', payload, call())).resolves.toMatchObject({
    status: 'recorded',
  });
  expect(asked[1]).toEqual(asked[0]);
});

it('when it is refused once more, the refusal is told', async () => {
  const { client, asked } = clientOf([refusal('not_paid'), refusal('nothing_remains')]);
  await expect(requestOperation(client, 'capture', payload, call())).rejects.toMatchObject({
    type: 'nothing_remains',
  });
  expect(asked).toHaveLength(2);
});

it.each([undefined, '', '  ', 5])(
  'when a cancel gives %p as its reason, it is refused before anything is sent',
  async (reason) => {
    const { client, asked } = clientOf([]);
    const request = { reason } as unknown as CancelRequest;
    await expect(requestOperation(client, 'cancel', request, call())).rejects.toMatchObject({
      code: 'operation_refused',
      type: 'malformed_request',
      message: expect.stringContaining('reason'),
    });
    expect(asked).toEqual([]);
  },
);

it('when the time is over, the error says what the order waits for', async () => {
  const late = new WorkflowUpdateRPCTimeoutOrCancelledError('late');
  const queued = { ...recorded(), status: 'queued' };
  const { client } = clientOf(
    Array.from({ length: 9 }, () => late),
    { operations: [queued], waitsFor: 'capture shipment-1 (queued), not before 12:00 UTC' },
  );
  const soon = openCall('capture web-1', 'web-1', 30);
  await expect(requestOperation(client, 'capture', payload, soon)).rejects.toMatchObject({
    code: 'deadline_exceeded',
    message:
      'capture web-1: no final answer within 30 ms; the order waits for capture shipment-1 (queued), not before 12:00 UTC',
  });
});
