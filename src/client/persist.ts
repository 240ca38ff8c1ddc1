import type { Client } from '@temporalio/client';
import { judgeTemporalError } from './judge-temporal-error';
import type { CallName } from './judge-temporal-error';

/** One call of the client's user: everything that it takes happens before `deadlineAtMs`. */
export interface Call extends CallName {
  /** Epoch milliseconds. */
  readonly deadlineAtMs: number;
}

export function openCall(what: string, orderReference: string, deadlineMs: number): Call {
  return { what, orderReference, deadlineMs, deadlineAtMs: Date.now() + deadlineMs };
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
  for (let round = 0; ; round += 1) {
    try {
      return await client.withDeadline(call.deadlineAtMs, send);
    } catch (error) {
      const verdict = judgeTemporalError(error, call);
      if (!verdict.again || !(await pauseWithin(call, round))) throw verdict.error;
    }
  }
}
