import type { Client } from '@temporalio/client';
import { present } from '../domain/present';
import { workflowIdOf } from '../workflows/messages';
import { hasEndedUnderUpdate, judgeTemporalError } from './judge-temporal-error';
import type { CallName } from './judge-temporal-error';
import { DeadlineExceededError, OrderNotFoundError } from './order-saga-errors';
import { WorkerUnavailableError } from './temporal-errors';
import { countPollers } from './read-pollers';

/** One call of the client's user: everything that it takes happens before `deadlineAtMs`. */
export interface Call extends CallName {
  /** Epoch milliseconds. */
  readonly deadlineAtMs: number;
  /** Of whom an answer is expected; absent where Temporal answers by itself. */
  readonly taskQueue?: string;
}

export function openCall(
  what: string,
  orderReference: string,
  deadlineMs: number,
  taskQueue?: string,
): Call {
  const deadlineAtMs = Date.now() + deadlineMs;
  return { what, orderReference, deadlineMs, deadlineAtMs, ...present('taskQueue', taskQueue) };
}

const firstPauseMs = 50;
const longestPauseMs = 1_000;

/** Pauses that grow, and never past the deadline; false when the time is over. */
export async function pauseWithin(call: Call, round: number): Promise<boolean> {
  const leftMs = call.deadlineAtMs - Date.now();
  if (leftMs <= 0) return false;
  const pauseMs = Math.min(firstPauseMs * 1.6 ** round, longestPauseMs, leftMs);
  await new Promise((resolve) => setTimeout(resolve, pauseMs));
  return Date.now() < call.deadlineAtMs;
}

/**
 * Sends until there is an answer, as long as sending again can do no harm and the time is not over.
 * @throws OrderSagaError
 */
export async function persist<T>(client: Client, call: Call, send: () => Promise<T>): Promise<T> {
  let runHasEnded = false;
  for (let round = 0; ; round += 1) {
    try {
      if (runHasEnded) await requireRunning(client, call);
      return await client.withDeadline(call.deadlineAtMs, send);
    } catch (error) {
      const verdict = judgeTemporalError(error, call);
      if (!verdict.again || !(await pauseWithin(call, round)))
        throw await explainSilence(client, call, verdict.error);
      runHasEnded = hasEndedUnderUpdate(error);
    }
  }
}

/** How long after the end of a call it may take to find out why nobody answered. */
const explainWithinMs = 2_000;

/** Where no worker is there to answer, calling again is of no use before one is. */
async function explainSilence(client: Client, call: Call, error: Error): Promise<Error> {
  const { taskQueue } = call;
  if (taskQueue === undefined || !(error instanceof DeadlineExceededError)) return error;
  try {
    const workers = await client.withDeadline(Date.now() + explainWithinMs, () =>
      countPollers(client, taskQueue, 'workflow'),
    );
    return workers > 0 ? error : new WorkerUnavailableError(call.what, error, taskQueue);
  } catch {
    return error;
  }
}

/** The server gives the same answer for ever once the run of an accepted update has ended, whether or not another followed. */
async function requireRunning(client: Client, call: Call): Promise<void> {
  const handle = client.workflow.getHandle(workflowIdOf(call.orderReference));
  const { status } = await client.withDeadline(call.deadlineAtMs, () => handle.describe());
  if (status.name !== 'RUNNING') throw new OrderNotFoundError(call.orderReference);
}
