import { randomUUID } from 'node:crypto';
import { runProcess } from '../../dev/start-process';
import type { Ended } from '../../dev/start-process';
import { startStack } from '../../dev/start-stack';
import type { Stack } from '../../dev/start-stack';
import { temporalAddress, workflowBundlePath } from './temporal-server';

/** Every program in a process of its own, on a real Temporal server; only the provider is a stand-in. */
export interface WholeStack extends Stack {
  run(
    entry: 'src/starter.ts' | 'src/operator.ts',
    args: readonly string[],
    input?: string,
  ): Promise<Ended>;
}

const timings = {
  ORDER_POLL_FIRST: '100ms',
  ORDER_POLL_MAX: '500ms',
  ORDER_SETTLE_DELAY: '3s',
  DINTERO_REQUEST_TIMEOUT: '2s',
  ORDER_MONEY_ATTEMPT: '10s',
  ORDER_ATTENTION_AFTER: '20s',
} as const;

export async function startWholeStack(
  more: Readonly<Record<string, string>> = {},
): Promise<WholeStack> {
  const stack = await startStack({
    temporalAddress: temporalAddress(),
    taskQueue: `stack-${randomUUID().slice(0, 8)}`,
    env: {
      ...timings,
      WORKFLOW_BUNDLE: workflowBundlePath(),
      CALLBACK_PUBLIC_URL: 'https://shop.example/callbacks',
      ...more,
    },
  });
  return {
    ...stack,
    run: (entry, args, input) =>
      runProcess(entry, { args, env: stack.env, ...(input === undefined ? {} : { input }) }),
  };
}
