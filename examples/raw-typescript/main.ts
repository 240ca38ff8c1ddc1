import { Client, Connection, WorkflowUpdateFailedError } from '@temporalio/client';
import type { WorkflowHandle } from '@temporalio/client';
import { readFileSync } from 'node:fs';

/** The names of the contract, spelled out: this file needs nothing but Temporal's own client. */
const taskQueue = 'order-lifecycle';
const workflowType = 'orderLifecycle';

const longestCallMs = 40_000;

interface State {
  readonly status: string;
  readonly amounts: Readonly<Record<string, number>>;
}

/** `node --import tsx examples/raw-typescript/main.ts [file]`: starts an order, waits for its payment, captures and refunds. */
async function main([path = 'examples/order-input.json']: readonly string[]): Promise<void> {
  const input = JSON.parse(readFileSync(path, 'utf8')) as {
    readonly order: { readonly orderReference: string };
  };
  const address = process.env['TEMPORAL_ADDRESS'] ?? '127.0.0.1:7233';
  const connection = await Connection.connect({ address, connectTimeout: 5_000 });
  try {
    const client = new Client({ connection });
    const handle = await client.workflow.start(workflowType, {
      workflowId: `order-${input.order.orderReference}`,
      taskQueue,
      args: [input],
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'REJECT_DUPLICATE',
    });
    await live(client, handle, input.order);
  } finally {
    await connection.close();
  }
}

async function live(client: Client, handle: WorkflowHandle, order: object): Promise<void> {
  const update = (name: string, updateId: string, payload: object) =>
    client.withDeadline(Date.now() + longestCallMs, () =>
      handle.executeUpdate<unknown, [object]>(name, { updateId, args: [payload] }),
    );
  // Refused as order_reference_taken where the reference is another order's.
  print('checkout', await update('checkout', 'checkout-1', { order }));
  await paid(client, handle);
  const lines = [{ lineId: 1, amount: 19_900 }];
  // One update id for one request: Temporal answers a second request of that id with the result of the first.
  print('capture', await update('capture', 'shipment-1', { captureId: 'shipment-1', lines }));
  // The rest is not going to be shipped: what is reserved for it is let go.
  print('cancel', await update('cancel', 'cancel-1', { reason: 'customer' }));
  print('refund', await update('refund', 'return-1', { refundId: 'return-1', lines }));
  print('state', (await handle.query<State>('state')).amounts);
}

async function paid(client: Client, handle: WorkflowHandle): Promise<void> {
  for (;;) {
    const query = () => handle.query<State>('state');
    const { status } = await client.withDeadline(Date.now() + longestCallMs, query);
    if (!['preparing', 'awaiting_payment'].includes(status)) return print('payment', status);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

function print(what: string, answer: unknown): void {
  process.stdout.write(`${what}: ${JSON.stringify(answer)}\n`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  // What the order says is in the cause: its `type` is the reason by name, as not_paid or operation_id_reused.
  const cause = error instanceof WorkflowUpdateFailedError ? error.cause : error;
  process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exit(1);
});
