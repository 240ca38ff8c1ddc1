import type { Stack } from '../dev/start-stack';
import type { Plan, PlannedOrder } from './plan';
import type { Progress } from './progress';
import type { Watch } from './watch-orders';

/** Everything that a benchmark is played on. */
export interface BenchStage {
  readonly stack: Stack;
  readonly watch: Watch;
  readonly plan: Plan;
  readonly progress: Progress;
}

/** What one order took of time, of the provider and of Temporal. */
export interface Sample {
  readonly planned: PlannedOrder;
  readonly ms: number;
  readonly providerRequests: number;
  readonly historyEvents: number;
}

/** Between two starts, and between two captures: so far apart that the machine is not the measure. */
export const paceMs = 400;

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));

/** Begins one after the other at an even pace, and waits for all; the first that fails fails all. */
export async function atPace<Item, Result>(
  items: readonly Item[],
  act: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const startedAtMs = Date.now();
  return Promise.all(
    items.map(async (item, index) => {
      await pause(startedAtMs + index * paceMs - Date.now());
      return act(item, index);
    }),
  );
}

const atOnce = 8;

/** A few at a time. */
export async function inTurn<Item, Result>(
  items: readonly Item[],
  act: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < items.length; from += atOnce)
    results.push(...(await Promise.all(items.slice(from, from + atOnce).map(act))));
  return results;
}

/** How many requests about each order the provider has had so far, by the provider's id of the order. */
export async function countRequests({ stack }: BenchStage): Promise<(orderId: string) => number> {
  const { byOrder } = await askSandbox<{ byOrder: Record<string, { total: number }> }>(
    stack.sandbox.url,
    'requests',
  );
  return (orderId) => byOrder[orderId]?.total ?? 0;
}

const askTimeoutMs = 30_000;

export async function askSandbox<Answer>(sandboxUrl: string, what: string): Promise<Answer> {
  const signal = AbortSignal.timeout(askTimeoutMs);
  const answer = await fetch(`${sandboxUrl}/sandbox/${what}`, { signal });
  if (!answer.ok) throw new Error(`the sandbox was asked for ${what}: ${answer.status}`);
  return (await answer.json()) as Answer;
}

/** @throws Error where a measure is not there, which must not be taken for a number */
export function measured<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('an order was not measured');
  return value;
}
