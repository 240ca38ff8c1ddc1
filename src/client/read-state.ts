import { QueryRejectedError } from '@temporalio/client';
import type { Client, WorkflowExecutionDescription } from '@temporalio/client';
import type { OrderView } from '../domain/order-view';
import { stateQuery, workflowIdOf } from '../workflows/messages';
import { DeadlineExceededError, OrderClosedError } from './order-saga-errors';
import { readLastKnown } from './read-last-known';
import { pauseWithin, persist } from './persist';
import type { Call } from './persist';

export function describeOrder(client: Client, call: Call): Promise<WorkflowExecutionDescription> {
  const handle = client.workflow.getHandle(workflowIdOf(call.orderReference));
  return persist(client, call, () => handle.describe());
}

/** The state as the order tells it, or, once it has ended, as its history keeps it: for that no worker is needed. */
export async function readState(client: Client, call: Call): Promise<OrderView> {
  return (await look(client, call)).state;
}

interface Look {
  readonly state: OrderView;
  /** The workflow has ended: nothing about it changes any more. */
  readonly closed: boolean;
}

async function look(client: Client, call: Call): Promise<Look> {
  for (let round = 0; ; round += 1) {
    const state = await persist(client, call, () => askOpenRun(client, call));
    if (state !== undefined) return { state, closed: false };
    const description = await describeOrder(client, call);
    if (!isDriven(description))
      return { state: await readEnd(client, description, call), closed: true };
    if (!(await pauseWithin(call, round)))
      throw new DeadlineExceededError(call.what, call.deadlineMs);
  }
}

/** Undefined where the run that was asked has ended. */
async function askOpenRun(client: Client, call: Call): Promise<OrderView | undefined> {
  try {
    return await client.workflow
      .getHandle(workflowIdOf(call.orderReference))
      .query<OrderView>(stateQuery);
  } catch (error) {
    if (error instanceof QueryRejectedError) return undefined;
    throw error;
  }
}

/** Also where one run has just ended and the next goes on: after continue-as-new, and after an adoption. */
export function isDriven({ status }: WorkflowExecutionDescription): boolean {
  return status.name === 'RUNNING' || status.name === 'CONTINUED_AS_NEW';
}

/** @throws OrderClosedError when the workflow did not end by itself. */
export async function readEnd(
  client: Client,
  { runId, status, typedSearchAttributes }: WorkflowExecutionDescription,
  call: Call,
): Promise<OrderView> {
  const handle = client.workflow.getHandle<() => Promise<OrderView>>(
    workflowIdOf(call.orderReference),
    runId,
  );
  if (status.name === 'COMPLETED') return persist(client, call, () => handle.result());
  const last = readLastKnown(typedSearchAttributes);
  throw new OrderClosedError(call.orderReference, status.name, undefined, last);
}

/** The last state that was seen, and whether it came to be as wanted before the deadline. */
interface Watched {
  readonly state: OrderView;
  readonly inTime: boolean;
}

/**
 * Looks at the state until it is as wanted or the time is over.
 * @throws DeadlineExceededError when no state was seen at all
 */
export async function watchState(
  client: Client,
  call: Call,
  wanted: (state: OrderView, closed: boolean) => boolean,
): Promise<Watched> {
  let state: OrderView | undefined;
  let closed = false;
  for (let round = 0; ; round += 1) {
    try {
      ({ state, closed } = await look(client, call));
    } catch (error) {
      if (state === undefined || !(error instanceof DeadlineExceededError)) throw error;
      return { state, inTime: false };
    }
    if (wanted(state, closed)) return { state, inTime: true };
    if (!(await pauseWithin(call, round))) return { state, inTime: false };
  }
}

/** @throws DeadlineExceededError when the state is not as wanted in time */
export async function awaitState(
  client: Client,
  call: Call,
  wanted: (state: OrderView) => boolean,
): Promise<OrderView> {
  const { state, inTime } = await watchState(client, call, wanted);
  if (inTime) return state;
  throw new DeadlineExceededError(`${call.what}, which is ${state.status}`, call.deadlineMs);
}

/** The checkout page is there, or only a person can bring it about. */
export function isPrepared({ status, needsAttention }: OrderView): boolean {
  return status !== 'preparing' || needsAttention !== null;
}
