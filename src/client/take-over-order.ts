import { ApplicationFailure } from '@temporalio/common';
import { WorkflowExecutionAlreadyStartedError, WorkflowFailedError } from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { newAdoption } from '../domain/order-state';
import type { AdoptionRequest } from '../domain/order-state';
import type { OrderView } from '../domain/order-view';
import { present } from '../domain/present';
import type { OrderLifecycleInput } from '../workflows/messages';
import { adoptionRefused, orderHashMemo, workflowIdOf, workflowType } from '../workflows/messages';
import { adoptedMemo } from './explain-taken';
import { AdoptionRefusedError, OrderClosedError, OrderNotFoundError } from './order-saga-errors';
import { persist } from './persist';
import type { Call } from './persist';
import { awaitState, describeOrder, isPrepared, readEnd } from './read-state';
import { firstAttributes } from './start-order';
import type { StartSettings } from './start-order';

/** By what an order is found again; without an order id, by the final state that Temporal still keeps. */
export type AdoptionIds = Partial<AdoptionRequest>;

/**
 * Starts the order's workflow with nothing but where to find the order, and waits until it knows how it stands.
 * @throws AdoptionRefusedError where the order runs already, is another's, or cannot be found
 */
export async function takeOverOrder(
  settings: StartSettings,
  ids: AdoptionIds,
  call: Call,
): Promise<OrderView> {
  const request = await complete(settings.client, ids, call);
  const runId = await start(settings, request, call);
  try {
    return await awaitState(settings.client, call, isPrepared);
  } catch (error) {
    if (!(error instanceof OrderClosedError)) throw error;
    throw (await readRefusal(settings.client, runId, call)) ?? error;
  }
}

async function complete(client: Client, ids: AdoptionIds, call: Call): Promise<AdoptionRequest> {
  const { orderId, ...further } = ids;
  if (orderId !== undefined) return { orderId, ...further };
  const last = await readLast(client, call);
  if (last?.orderId === undefined)
    throw new AdoptionRefusedError(
      call.orderReference,
      'Temporal keeps no final state of it: name the id that it has in Dintero Orders',
    );
  return {
    orderId: last.orderId,
    ...present('transactionId', last.transactionId),
    ...present('sessionId', last.sessionId),
    ...further,
  };
}

async function readLast(client: Client, call: Call): Promise<OrderView | undefined> {
  try {
    return await readEnd(client, await describeOrder(client, call), call);
  } catch (error) {
    if (error instanceof OrderNotFoundError || error instanceof OrderClosedError) return undefined;
    throw error;
  }
}

async function start(
  { client, taskQueue, timing }: StartSettings,
  request: AdoptionRequest,
  call: Call,
): Promise<string> {
  const carried = newAdoption(call.orderReference, request);
  const input: OrderLifecycleInput = { order: carried.order, timing, carried };
  try {
    const handle = await persist(client, call, () =>
      client.workflow.start(workflowType, {
        workflowId: workflowIdOf(call.orderReference),
        taskQueue,
        args: [input],
        // A closed run may be followed; one that drives the order may not get a second driver beside it.
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        workflowIdConflictPolicy: 'FAIL',
        memo: { [orderHashMemo]: adoptedMemo },
        typedSearchAttributes: firstAttributes(carried.order, timing),
        staticSummary: `${call.orderReference} · adopted`,
      }),
    );
    return handle.firstExecutionRunId;
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    throw new AdoptionRefusedError(call.orderReference, 'it runs already', error);
  }
}

async function readRefusal(
  client: Client,
  runId: string,
  call: Call,
): Promise<AdoptionRefusedError | undefined> {
  try {
    const handle = client.workflow.getHandle(workflowIdOf(call.orderReference), runId);
    await client.withDeadline(call.deadlineAtMs, () => handle.result());
    return undefined;
  } catch (error) {
    const cause = error instanceof WorkflowFailedError ? error.cause : undefined;
    return cause instanceof ApplicationFailure && cause.type === adoptionRefused
      ? new AdoptionRefusedError(call.orderReference, cause.message, error)
      : undefined;
  }
}
