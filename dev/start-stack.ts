import { connectOrderSagaClient } from '../src/client/connect';
import type { ConnectedClient } from '../src/client/connect';
import { loadClientConfig } from '../src/config';
import { sandboxClient } from '../sandbox/credentials';
import { controlSandbox } from './sandbox-control';
import type { SandboxControl } from './sandbox-control';
import { startProcess } from './start-process';
import type { RunningProcess } from './start-process';

type Variables = Readonly<Record<string, string>>;

export interface StackOptions {
  /** Of a Temporal server that runs already, `host:port`. */
  readonly temporalAddress: string;
  readonly taskQueue: string;
  /** For the worker and the programs that people type, on top of what they need to find each other. */
  readonly env?: Variables;
  /** 0 takes a free one. */
  readonly sandboxPort?: number;
  /** Where the workers find the stand-in, when something stands between them; by its own address. */
  readonly between?: (sandboxUrl: string) => string;
  /** Milliseconds after which every process is killed, whatever happens. */
  readonly lifetimeMs?: number;
}

/** The stand-in of the provider and a worker, each in a process of its own, on a Temporal server that runs already. */
export interface Stack {
  /** What the programs that people type need in their environment to find this stack. */
  readonly env: Variables;
  readonly sandbox: SandboxControl;
  /** The process of the stand-in. */
  readonly provider: RunningProcess;
  /** The first worker. */
  readonly worker: RunningProcess;
  readonly orders: ConnectedClient;
  /** Another one, with this on top of the environment of the first. */
  startWorker(more?: Variables): Promise<RunningProcess>;
  close(): Promise<void>;
}

export async function startStack(options: StackOptions): Promise<Stack> {
  const { temporalAddress, taskQueue, lifetimeMs } = options;
  const lifetime = lifetimeMs === undefined ? {} : { lifetimeMs };
  const provider = startProcess('sandbox/main.ts', {
    env: { SANDBOX_PORT: String(options.sandboxPort ?? 0) },
    ...lifetime,
  });
  const url = await provider.waitFor(/(http:\/\/127\.0\.0\.1:\d+)/);
  const env = { ...clientEnv(temporalAddress, taskQueue), ...options.env };
  const workers: RunningProcess[] = [];
  const workerUrl = options.between?.(url) ?? url;
  const startWorker = async (more: Variables = {}) => {
    const worker = startProcess('src/worker.ts', {
      env: { ...env, ...providerEnv(workerUrl), ...more },
      ...lifetime,
    });
    workers.push(worker);
    try {
      await worker.waitFor('worker ready');
    } catch (error) {
      // Nobody would know of it, and it would go on beside the next one.
      worker.signal('SIGKILL');
      throw error;
    }
    return worker;
  };
  const worker = await startWorker();
  const orders = await connectOrderSagaClient({
    connectionOptions: { address: temporalAddress },
    namespace: 'default',
    taskQueue,
    timing: loadClientConfig(env).timing,
  });
  return {
    env,
    sandbox: controlSandbox(url),
    provider,
    worker,
    orders,
    startWorker,
    async close() {
      await orders.close();
      await Promise.all(workers.map((running) => running.stop()));
      await provider.stop();
    },
  };
}

function clientEnv(temporalAddress: string, taskQueue: string): Variables {
  return {
    TEMPORAL_ADDRESS: temporalAddress,
    // A profile on this machine must not lead the programs to another server.
    TEMPORAL_CONFIG_FILE: '/nowhere/temporal.toml',
    ORDER_TASK_QUEUE: taskQueue,
  };
}

function providerEnv(url: string): Variables {
  return {
    DINTERO_ACCOUNT_ID: sandboxClient.accountId,
    DINTERO_CLIENT_ID: sandboxClient.clientId,
    DINTERO_CLIENT_SECRET: sandboxClient.clientSecret,
    DINTERO_API_URL: `${url}/v1`,
    DINTERO_CHECKOUT_URL: `${url}/v1`,
  };
}
