import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import { isWarning } from '../domain/attention';
import { canonicalContent, isFinished } from '../domain/operation';
import type {
  CancelRequest,
  CaptureRequest,
  OperationRequest,
  RefundRequest,
} from '../domain/operation';
import type { OperationView, OrderView } from '../domain/order-view';
import { readOperationRequest } from '../domain/read-operation-request';
import { cancelUpdate, captureUpdate, refundUpdate, workflowIdOf } from '../workflows/messages';
import {
  DeadlineExceededError,
  OperationRefusedError,
  OrderClosedError,
  OrderNotFoundError,
} from './order-saga-errors';
import { pauseWithin, persist } from './persist';
import type { Call } from './persist';
import { requireSize } from './read-order';
import { describeOrder, isDriven, readEnd, readState, watchState } from './read-state';
import { operationUpdateId } from './update-ids';

interface Requests {
  readonly capture: CaptureRequest;
  readonly refund: RefundRequest;
  readonly cancel: CancelRequest;
}

const updates = { capture: captureUpdate, refund: refundUpdate, cancel: cancelUpdate } as const;

/**
 * Asks for an operation and waits until it is finished, unknown, or waits for a person.
 * @throws OrderSagaError
 */
export async function requestOperation<Kind extends keyof Requests>(
  client: Client,
  kind: Kind,
  payload: Requests[Kind],
  call: Call,
): Promise<OperationView> {
  const request = readRequest(kind, payload);
  const updateId = operationUpdateId(request);
  const answer = await askTwice(() => send(client, kind, payload, updateId, call)).catch(
    async (error: unknown) => {
      throw await explainWait(client, call, error);
    },
  );
  refuseForeignContent(request, answer);
  return answer.status === 'recorded' ? answer : awaitOperation(client, answer, call);
}

function readRequest(kind: keyof Requests, payload: unknown): OperationRequest {
  requireSize(payload);
  if (kind === 'cancel') requireReason(payload);
  const read = readOperationRequest(kind, payload);
  if ('refused' in read)
    throw new OperationRefusedError(read.refused.code, read.refused.reason, read.refused);
  return read.request;
}

/** The order itself would let go without one, as when Temporal asks it to; a person who asks says why. */
function requireReason(payload: unknown): void {
  const { reason } = (payload ?? {}) as { reason?: unknown };
  if (typeof reason === 'string' && reason.trim() !== '') return;
  throw new OperationRefusedError(
    'malformed_request',
    'a cancel needs a reason: give a few words as reason, which stand in the record',
  );
}

/**
 * An order hears what it is asked for before the results that came at the same time, and `state` may have told of them already:
 * a refusal may be out of date when it is given. It leaves nothing behind, so that the same is asked once more.
 */
async function askTwice<T>(send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (error instanceof OperationRefusedError) return send();
    throw error;
  }
}

async function send<Kind extends keyof Requests>(
  client: Client,
  kind: Kind,
  payload: Requests[Kind],
  updateId: string,
  call: Call,
): Promise<OperationView> {
  const handle = client.workflow.getHandle(workflowIdOf(call.orderReference));
  return sayClosed(client, call, () =>
    persist(client, call, () =>
      handle.executeUpdate<OperationView, [Requests[Kind]]>(updates[kind].name, {
        updateId,
        args: [payload],
      }),
    ),
  );
}

/** A closed order and one that never was look the same to an update; what describes them tells them apart. */
export async function sayClosed<T>(client: Client, call: Call, send: () => Promise<T>): Promise<T> {
  for (let round = 0; ; round += 1) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof OrderNotFoundError)) throw error;
      const description = await describeOrder(client, call);
      if (!isDriven(description)) throw await closedError(client, description, call);
      // The run that was asked has ended, and another one drives the order since.
      if (!(await pauseWithin(call, round)))
        throw new DeadlineExceededError(call.what, call.deadlineMs);
    }
  }
}

async function closedError(
  client: Client,
  description: WorkflowExecutionDescription,
  call: Call,
): Promise<OrderClosedError> {
  const state = await readEnd(client, description, call);
  return new OrderClosedError(call.orderReference, description.status.name, state);
}

/** The server never compares the contents of two updates with one id; this is what is left to notice it. */
function refuseForeignContent(request: OperationRequest, answer: OperationView): void {
  // Of an adopted operation nobody knows any more what exactly was asked; the order has compared its lines.
  if (request.kind === 'cancel' || answer.content === '') return;
  if (answer.kind === request.kind && answer.content === canonicalContent(request)) return;
  throw new OperationRefusedError(
    'operation_id_reused',
    `${answer.kind} ${answer.operationId} exists with other content`,
    answer,
  );
}

function isFinal(operation: OperationView): boolean {
  return isFinished(operation) || operation.status === 'unknown';
}

function isHeldUp({ needsAttention }: OrderView): boolean {
  return needsAttention !== null && !isWarning(needsAttention);
}

/**
 * The answer to an update is kept with its id, so that asking again would only repeat `queued`, or an `unknown` and a
 * `rejected` that have been cleared up since: the state tells how it stands, at no cost to the history.
 */
async function awaitOperation(
  client: Client,
  asked: OperationView,
  call: Call,
): Promise<OperationView> {
  const find = (state: OrderView) =>
    state.operations.find(
      ({ kind, operationId }) => kind === asked.kind && operationId === asked.operationId,
    ) ?? asked;
  const { state, inTime } = await watchState(
    client,
    call,
    (seen) => isFinal(find(seen)) || isHeldUp(seen),
  );
  if (inTime) return find(state);
  throw new DeadlineExceededError(
    call.what,
    call.deadlineMs,
    find(state),
    undefined,
    state.waitsFor,
  );
}

/** How long after the end of a call it may take to hear what the order waits for. */
const explainWithinMs = 2_000;

/** An order that waits says for what, which a caller who would only ask again does not guess: an adopted one for its first money. */
async function explainWait(client: Client, call: Call, error: unknown): Promise<unknown> {
  if (!(error instanceof DeadlineExceededError)) return error;
  const deadlineAtMs = Date.now() + explainWithinMs;
  try {
    const { waitsFor } = await readState(client, { ...call, deadlineAtMs });
    // Whether an operation of this id is the one that was asked for has not been said by the order.
    return new DeadlineExceededError(call.what, call.deadlineMs, undefined, error, waitsFor);
  } catch {
    return error;
  }
}
