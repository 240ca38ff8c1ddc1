import { randomUUID } from 'node:crypto';
import { Client } from '@temporalio/client';
import type { Connection } from '@temporalio/client';
import { exampleOrder } from '../../dev/demo/stage';
import { runProcess } from '../../dev/start-process';
import type { Ended } from '../../dev/start-process';
import { startStack } from '../../dev/start-stack';
import type { Stack, StackOptions } from '../../dev/start-stack';
import type { OrderView } from '../../src/domain/order-view';
import { workflowIdOf } from '../../src/workflows/messages';
import { temporalAddress, workflowBundlePath } from './temporal-server';

/** Every program in a process of its own, on a real Temporal server; and the sandbox in the provider's place. */
export interface WholeStack extends Stack {
  /** An order of the example that the customer has paid. */
  paidOrder(reference?: string): Promise<OrderView>;
  /** What moved at the provider, as `capture 19900`, oldest first. */
  movements(orderReference: string): Promise<readonly string[]>;
  /** Ends the faults that were meant for this order; those of others go on. */
  liftFaults(orderReference: string): Promise<void>;
  run(
    entry: 'src/starter.ts' | 'src/operator.ts',
    args: readonly string[],
    input?: string,
  ): Promise<Ended>;
}

export const stackTimings = {
  ORDER_POLL_FIRST: '100ms',
  ORDER_POLL_MAX: '500ms',
  ORDER_SETTLE_DELAY: '3s',
  DINTERO_REQUEST_TIMEOUT: '2s',
  ORDER_MONEY_ATTEMPT: '10s',
  ORDER_ATTENTION_AFTER: '20s',
} as const;

/** For what waits until a movement is proven absent, or until no earlier run can be sending any more. */
export const swiftTimings = {
  DINTERO_REQUEST_TIMEOUT: '1s',
  ORDER_SETTLE_DELAY: '1500ms',
  ORDER_MONEY_ATTEMPT: '4s',
} as const;

export async function startWholeStack(
  more: Readonly<Record<string, string>> = {},
  besides: Pick<StackOptions, 'server'> = {},
): Promise<WholeStack> {
  const stack = await startStack({
    temporalAddress: temporalAddress(),
    taskQueue: `stack-${randomUUID().slice(0, 8)}`,
    env: {
      ...stackTimings,
      WORKFLOW_BUNDLE: workflowBundlePath(),
      CALLBACK_PUBLIC_URL: 'https://shop.example/callbacks',
      ...more,
    },
    ...besides,
  });
  return {
    ...stack,
    async paidOrder(reference = randomUUID()) {
      const { orderReference } = await stack.orders.start(exampleOrder(reference));
      const { sessionId = '' } = await stack.orders.state(orderReference);
      await stack.sandbox.actOnSession(sessionId, 'pay');
      return stack.orders.waitFor(orderReference, 'authorized');
    },
    async movements(orderReference) {
      const { transactions } = await stack.sandbox.ledger(orderReference);
      return transactions.flatMap((one) =>
        one.movements.map(({ kind, amount }) => `${kind} ${amount}`),
      );
    },
    liftFaults: (orderReference) => liftFaults(stack.sandbox.url, orderReference),
    run: (entry, args, input) =>
      runProcess(entry, { args, env: stack.env, ...(input === undefined ? {} : { input }) }),
  };
}

async function liftFaults(sandboxUrl: string, orderReference: string): Promise<void> {
  const ask = async (path: string, method: string) => {
    const url = `${sandboxUrl}/sandbox/faults${path}`;
    const answer = await fetch(url, { method, signal: AbortSignal.timeout(10_000) });
    return (await answer.json()) as { faults: { id: string; fault: { reference?: string } }[] };
  };
  const { faults } = await ask('', 'GET');
  for (const { id, fault } of faults)
    if (fault.reference === orderReference) await ask(`/${id}`, 'DELETE');
}

/** As when the namespace is lost: the order is known by its ids alone. */
export async function loseWorkflow(connection: Connection, orderReference: string): Promise<void> {
  const handle = new Client({ connection }).workflow.getHandle(workflowIdOf(orderReference));
  await handle.terminate('the namespace is lost');
}
