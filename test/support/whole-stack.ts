import { randomUUID } from 'node:crypto';
import { connectOrderSagaClient } from '../../src/client/connect';
import type { ConnectedClient } from '../../src/client/connect';
import { sandboxClient } from '../../sandbox/credentials';
import { runProcess, startProcess } from '../../dev/start-process';
import type { Ended, RunningProcess } from '../../dev/start-process';
import { temporalAddress, workflowBundlePath } from './temporal-server';

/** Every program in a process of its own, on a real Temporal server; only the provider is a stand-in. */
export interface WholeStack {
  readonly env: Readonly<Record<string, string>>;
  readonly sandbox: SandboxControl;
  readonly worker: RunningProcess;
  readonly orders: ConnectedClient;
  startWorker(): Promise<RunningProcess>;
  run(
    entry: 'src/starter.ts' | 'src/operator.ts',
    args: readonly string[],
    input?: string,
  ): Promise<Ended>;
  close(): Promise<void>;
}

interface SandboxControl {
  readonly url: string;
  act(sessionId: string, act: string): Promise<void>;
  fault(definition: Readonly<Record<string, unknown>>): Promise<void>;
  ledger(reference: string): Promise<Ledger>;
}

/** The part of the stand-in's ledger that the tests read; amounts in minor units. */
interface Ledger {
  readonly totals: Readonly<
    Record<
      'authorized' | 'captured' | 'refunded' | 'voided' | 'reserved' | 'orders' | 'sessions',
      number
    >
  >;
  readonly transactions: readonly {
    readonly movements: readonly { readonly kind: string; readonly amount: number }[];
  }[];
  readonly orders: readonly { readonly sums: Readonly<Record<string, number>> }[];
  readonly sessions: readonly { readonly sessionId: string; readonly callbackUrl: string | null }[];
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
  const provider = await startSandboxProcess();
  const address = temporalAddress();
  const env = {
    TEMPORAL_ADDRESS: address,
    TEMPORAL_CONFIG_FILE: '/nowhere/temporal.toml',
    ORDER_TASK_QUEUE: `stack-${randomUUID().slice(0, 8)}`,
    ...timings,
    ...more,
  };
  const workerEnv = {
    ...env,
    DINTERO_ACCOUNT_ID: sandboxClient.accountId,
    DINTERO_CLIENT_ID: sandboxClient.clientId,
    DINTERO_CLIENT_SECRET: sandboxClient.clientSecret,
    DINTERO_API_URL: `${provider.url}/v1`,
    DINTERO_CHECKOUT_URL: `${provider.url}/v1`,
    WORKFLOW_BUNDLE: workflowBundlePath(),
    CALLBACK_PUBLIC_URL: 'https://shop.example/callbacks',
  };
  const workers: RunningProcess[] = [];
  const startWorker = async () => {
    const worker = startProcess('src/worker.ts', { env: workerEnv });
    workers.push(worker);
    await worker.waitFor('worker ready');
    return worker;
  };
  const worker = await startWorker();
  const orders = await connectOrderSagaClient({
    connectionOptions: { address },
    namespace: 'default',
    taskQueue: env.ORDER_TASK_QUEUE,
  });
  return {
    env,
    worker,
    orders,
    sandbox: controlOf(provider.url),
    startWorker,
    run: (entry, args, input) =>
      runProcess(entry, { args, env, ...(input === undefined ? {} : { input }) }),
    async close() {
      await orders.close();
      await Promise.all(workers.map((running) => running.stop()));
      await provider.process.stop();
    },
  };
}

async function startSandboxProcess(): Promise<{ process: RunningProcess; url: string }> {
  const process = startProcess('sandbox/main.ts', { env: { SANDBOX_PORT: '0' } });
  return { process, url: await process.waitFor(/(http:\/\/127\.0\.0\.1:\d+)/) };
}

const requestTimeoutMs = 5_000;

function controlOf(url: string): SandboxControl {
  const ask = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(`${url}/sandbox${path}`, {
      ...init,
      signal: AbortSignal.timeout(requestTimeoutMs),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const post = async (path: string, body: unknown) => {
    const headers = { 'content-type': 'application/json' };
    await ask(path, { method: 'POST', headers, body: JSON.stringify(body) });
  };
  return {
    url,
    act: (sessionId, act) => post(`/sessions/${sessionId}/${act}`, {}),
    fault: (definition) => post('/faults', definition),
    ledger: async (reference) => (await ask(`/ledger?reference=${reference}`)) as Ledger,
  };
}
