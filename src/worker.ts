import { bundleWorkflowCode, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { WorkerOptions, WorkflowBundleOption } from '@temporalio/worker';
import type { Logger } from 'pino';
import { createActivities } from './activities';
import { systemClock } from './activities/system-clock';
import { exitCodes } from './cli/exit-codes';
import { loadConfig } from './config';
import { countOrders } from './observe/count-orders';
import type { OrderCounting } from './observe/count-orders';
import type { Config, DinteroConfig, TemporalConfig, WorkerVersion } from './config';
import { createLogger, forTemporal } from './create-logger';
import { createDinteroGateway } from './dintero/gateway';
import type { PaymentGateway } from './domain/payment-gateway';
import { installRuntime } from './observe/install-runtime';
import { beginAtZero } from './observe/metrics';
import { nameActivities } from './observe/name-activities';
import { watchProvider } from './observe/watch-provider';
import { openTracing, untraced } from './open-tracing';
import { readOwnName } from './own-name';
import { requireSearchAttributes } from './require-search-attributes';
import { runEntry } from './run-entry';
import { StartupError } from './startup-error';
import { taskLimit } from './task-limit';
import type { Tracing } from './tracing/start-tracing';
import { warnOfUnknown } from './unknown-variables';
import { workflowSources } from './workflow-sources';
import { workflowType } from './workflows/messages';

const connectTimeoutMs = 10_000;
/** After the grace time only answers to what has been sent are awaited: one exchange, and a little. */
const forceMarginMs = 5_000;

async function main(): Promise<number> {
  const config = loadConfig(process.env);
  const logger = createLogger(config.log, 'order-worker');
  const unknown = warnOfUnknown(process.env);
  if (unknown !== undefined) logger.warn(unknown);
  const tracing = await openTracing(process.env, 'order-worker', (text) => logger.warn(text));
  installRuntime(config.worker.metricsAddress, forTemporal(logger));
  const connection = await connect(config.temporal);
  try {
    await requireSearchAttributes(connection, config.temporal, connectTimeoutMs);
    await work(config, connection, logger, tracing);
  } finally {
    await connection.close();
    await tracing?.stop();
  }
  return exitCodes.ok;
}

async function work(
  config: Config,
  connection: NativeConnection,
  logger: Logger,
  tracing: Tracing | undefined,
): Promise<void> {
  const meter = Runtime.instance().metricMeter;
  const watch = watchProvider(meter, logger);
  const dintero = createDinteroGateway({
    ...config.dintero,
    system: readOwnName(),
    onExchange(exchange) {
      watch(exchange);
      tracing?.ofProvider(exchange);
    },
  });
  const activities = createActivities({
    gateway: withCallbackUrl(dintero, config.dintero),
    clock: systemClock,
    random: Math.random,
  });
  try {
    const worker = await Worker.create({
      ...workerOptions(config),
      workflowBundle: await findBundle(config, logger),
      connection,
      activities: { ...activities },
      interceptors: { activity: [...(tracing?.ofActivities ?? []), nameActivities(meter)] },
      sinks: tracing?.ofOrders ?? untraced,
    });
    const running = worker.run();
    const { namespace, address } = config.temporal;
    logger.info({ taskQueue: config.taskQueue, namespace, address }, 'worker ready');
    const counting = startCounting(config, connection, logger);
    try {
      await running;
    } finally {
      await counting?.stop();
    }
    logger.info('worker stopped');
  } finally {
    await dintero.close();
  }
}

function startCounting(
  { temporal: { namespace }, taskQueue, worker }: Config,
  connection: NativeConnection,
  logger: Logger,
): OrderCounting | undefined {
  if (worker.metricsAddress === undefined) return undefined;
  const meter = Runtime.instance().metricMeter;
  beginAtZero(meter, { namespace, taskQueue, workflowType });
  return countOrders(connection, namespace, meter, logger);
}

async function findBundle({ worker }: Config, logger: Logger): Promise<WorkflowBundleOption> {
  if (worker.workflowBundle !== undefined) return { codePath: worker.workflowBundle };
  // The bundler lists every module of the bundle, which nobody reads at each start.
  const quiet = logger.child({}, { level: 'warn' });
  return bundleWorkflowCode({ ...workflowSources, logger: forTemporal(quiet) });
}

/**
 * An order follows the version that is current, since it lives longer than workers should (docs/decisions): the code of every
 * version has to replay the histories of all that came before it.
 */
function versioning(
  version: WorkerVersion | undefined,
): Pick<WorkerOptions, 'workerDeploymentOptions'> {
  if (version === undefined) return {};
  return {
    workerDeploymentOptions: {
      version,
      useWorkerVersioning: true,
      defaultVersioningBehavior: 'AUTO_UPGRADE',
    },
  };
}

/** Nothing is left to the library's defaults: what a machine can carry is written in its environment. */
function workerOptions({ temporal, taskQueue, worker, dintero }: Config): WorkerOptions {
  return {
    namespace: temporal.namespace,
    taskQueue,
    ...versioning(worker.version),
    maxConcurrentActivityTaskExecutions: worker.activitySlots,
    maxConcurrentWorkflowTaskExecutions: worker.workflowSlots,
    maxConcurrentLocalActivityExecutions: 1,
    maxConcurrentActivityTaskPolls: Math.min(10, worker.activitySlots),
    maxConcurrentWorkflowTaskPolls: Math.min(10, worker.workflowSlots),
    maxCachedWorkflows: worker.cachedOrders,
    ...taskLimit,
    shutdownGraceTime: worker.shutdownGraceMs,
    shutdownForceTime: worker.shutdownGraceMs + dintero.requestTimeoutMs + forceMarginMs,
  };
}

async function connect({ address, connectionOptions }: TemporalConfig): Promise<NativeConnection> {
  const attempt = NativeConnection.connect(connectionOptions());
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), connectTimeoutMs);
  });
  try {
    return await Promise.race([attempt, tooLate]);
  } catch (error) {
    throw new StartupError(
      `Temporal cannot be reached at ${address}: ${(error as Error).message}.\nStart it (npm run demo brings one along), or set TEMPORAL_ADDRESS.`,
      error,
    );
  } finally {
    clearTimeout(timer);
  }
}

/** An order that names no callback URL gets ours, with its reference, so that a callback finds its order. */
function withCallbackUrl(
  gateway: PaymentGateway,
  { callbackPublicUrl }: DinteroConfig,
): PaymentGateway {
  if (callbackPublicUrl === undefined) return gateway;
  return {
    ...gateway,
    createCheckoutSession(request, bounds) {
      const url = new URL(callbackPublicUrl);
      url.searchParams.set('orderReference', request.order.orderReference);
      const order = { callbackUrl: url.toString(), ...request.order };
      return gateway.createCheckoutSession({ ...request, order }, bounds);
    },
  };
}

void runEntry(main);
