import { connectOrderSagaClient } from '../src/client/connect';
import type { ConnectedClient } from '../src/client/connect';
import { loadClientConfig } from '../src/config';
import { sandboxCallbackSecret, sandboxClient } from '../sandbox/credentials';
import { takeFreePort } from './free-port';
import { controlSandbox } from './sandbox-control';
import type { SandboxControl } from './sandbox-control';
import { present } from '../src/domain/present';
import { startProcess } from './start-process';
import type { ProcessOptions, RunningProcess } from './start-process';

type Variables = Readonly<Record<string, string>>;

const sandboxAddress = /(http:\/\/127\.0\.0\.1:\d+)/;

export interface StackOptions {
  /** Of a Temporal server that runs already, `host:port`. */
  readonly temporalAddress: string;
  readonly taskQueue: string;
  /** For the worker and the programs that people type, on top of what they need to find each other. */
  readonly env?: Variables;
  /** 0 takes a free one. */
  readonly sandboxPort?: number;
  /** Where the workers find the sandbox, when something stands between them; by its own address. */
  readonly between?: (sandboxUrl: string) => string;
  /** The HTTP service as well, which the sandbox calls back; without a port on a free one. */
  readonly server?: { readonly port?: number; readonly env?: Variables };
  /** Milliseconds after which every process is killed, whatever happens. */
  readonly lifetimeMs?: number;
}

/** The sandbox and a worker, each in a process of its own, on a Temporal server that runs already. */
export interface Stack {
  /** What the programs that people type need in their environment to find this stack. */
  readonly env: Variables;
  readonly sandbox: SandboxControl;
  /** The process of the sandbox. */
  readonly provider: RunningProcess;
  /** The first worker. */
  readonly worker: RunningProcess;
  readonly orders: ConnectedClient;
  /** Of the HTTP service, where it was asked for. */
  readonly serverUrl?: string;
  /** Its process. */
  readonly server?: RunningProcess;
  /** The HTTP service anew, once its process has ended. */
  startServer(): Promise<RunningProcess>;
  /** Another one, with this on top of the environment of the first. */
  startWorker(more?: Variables): Promise<RunningProcess>;
  close(): Promise<void>;
}

/** @throws Error when a part does not start; then those that did are ended. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const started: RunningProcess[] = [];
  try {
    return await startAll(options, started);
  } catch (error) {
    await endAll(started);
    throw error;
  }
}

async function startAll(options: StackOptions, started: RunningProcess[]): Promise<Stack> {
  const { temporalAddress, taskQueue, lifetimeMs } = options;
  const lifetime = lifetimeMs === undefined ? {} : { lifetimeMs };
  const provider = await startReady(started, 'sandbox/main.ts', sandboxAddress, {
    env: { SANDBOX_PORT: String(options.sandboxPort ?? 0) },
    ...lifetime,
  });
  const url = await provider.waitFor(sandboxAddress);
  const serverUrl = await addressServer(options);
  const env = {
    ...clientEnv(temporalAddress, taskQueue),
    ...callbackEnv(serverUrl),
    ...options.env,
  };
  const workerUrl = options.between?.(url) ?? url;
  const startWorker = (more: Variables = {}) =>
    startReady(started, 'src/worker.ts', 'worker ready', {
      env: { ...env, ...providerEnv(workerUrl), ...more },
      ...lifetime,
    });
  const startServer = () =>
    startReady(started, 'src/server.ts', 'server ready', {
      env: { ...env, ...serverEnv(serverUrl), ...options.server?.env },
      ...lifetime,
    });
  const [worker, server] = await Promise.all([
    startWorker(),
    serverUrl === undefined ? undefined : startServer(),
  ]);
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
    ...present('serverUrl', serverUrl),
    ...present('server', server),
    startServer,
    startWorker,
    async close() {
      await orders.close();
      await endAll(started);
    },
  };
}

/** The sandbox was started first and is ended last, since the others ask it until they end. */
async function endAll([provider, ...programs]: readonly RunningProcess[]): Promise<void> {
  await Promise.all(programs.map((running) => running.stop()));
  await provider?.stop();
}

/** @throws Error when it does not say that it is ready; then it is ended. */
async function startReady(
  started: RunningProcess[],
  path: string,
  sign: string | RegExp,
  options: ProcessOptions,
): Promise<RunningProcess> {
  const running = startProcess(path, options);
  started.push(running);
  try {
    await running.waitFor(sign);
  } catch (error) {
    // Nobody would know of it, and it would go on beside the next one.
    running.signal('SIGKILL');
    throw error;
  }
  return running;
}

async function addressServer({ server }: StackOptions): Promise<string | undefined> {
  return server && `http://127.0.0.1:${server.port ?? (await takeFreePort())}`;
}

function clientEnv(temporalAddress: string, taskQueue: string): Variables {
  return {
    TEMPORAL_ADDRESS: temporalAddress,
    // A profile on this machine must not lead the programs to another server.
    TEMPORAL_CONFIG_FILE: '/nowhere/temporal.toml',
    ORDER_TASK_QUEUE: taskQueue,
  };
}

function callbackEnv(serverUrl: string | undefined): Variables {
  return serverUrl === undefined ? {} : { CALLBACK_PUBLIC_URL: `${serverUrl}/callbacks/dintero` };
}

function serverEnv(serverUrl: string | undefined): Variables {
  if (serverUrl === undefined) throw new Error('this stack has no HTTP service');
  return {
    HTTP_PORT: new URL(serverUrl).port,
    DINTERO_ACCOUNT_ID: sandboxClient.accountId,
    DINTERO_CALLBACK_SECRET: sandboxCallbackSecret,
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
