import { exitCodes } from './cli/exit-codes';
import { connectOrderSagaClient } from './client/connect';
import type { ConnectedClient } from './client/connect';
import { createLogger } from './create-logger';
import type { AddRoutes } from './http/app';
import { buildApp } from './http/build-app';
import type { HttpApp } from './http/build-app';
import { addConsole } from './http/console/add-console';
import { watchTemporal } from './observe/watch-temporal';
import { openTracing } from './open-tracing';
import { readOwnName } from './own-name';
import { runEntry } from './run-entry';
import { loadServerConfig } from './server-config';
import type { ServerConfig } from './server-config';
import { StartupError } from './startup-error';
import type { Tracing } from './tracing/start-tracing';
import { warnOfUnknown } from './unknown-variables';

/** As long as /readyz looks. */
const lookWithinMs = 2_500;

async function main(): Promise<number> {
  const config = loadServerConfig(process.env);
  const logger = createLogger(config.log, 'order-server');
  const unknown = warnOfUnknown(process.env);
  if (unknown !== undefined) logger.warn(unknown);
  const tracing = await openTracing(process.env, 'order-server', (text) => logger.warn(text));
  const orders = await connect(config, tracing);
  try {
    const { version } = readOwnName();
    const further = [...(tracing === undefined ? [] : [tracing.ofRequests]), consoleOf(config)];
    const http = await buildApp({ ...config, orders, logger, version }, further);
    const stopped = awaitSignal();
    await listen(http, config);
    const open = config.keys.length === 0;
    if (open) logger.warn('without HTTP_API_KEYS everyone on this machine may do everything');
    if (config.callbackProof === undefined)
      logger.warn('without DINTERO_CALLBACK_SECRET no callback can be proven genuine');
    logger.info({ url: http.app.listeningOrigin, taskQueue: config.taskQueue }, 'server ready');
    const { stop } = watchTemporal(
      () => orders.workers({ deadlineMs: lookWithinMs }),
      { address: config.temporal.address, namespace: config.temporal.namespace },
      logger,
    );
    logger.info({ signal: await stopped }, 'server stops');
    stop();
    await close(http, config.shutdownGraceMs);
    logger.info('server stopped');
  } finally {
    await orders.close();
    await tracing?.stop();
  }
  return exitCodes.ok;
}

/** The console's pages, with links to Temporal's where it is known where they are. */
function consoleOf({ uiUrl, temporal }: ServerConfig): AddRoutes {
  if (uiUrl === undefined) return addConsole();
  const workflows = `${uiUrl}/namespaces/${encodeURIComponent(temporal.namespace)}/workflows`;
  return addConsole({
    workflowUrl: (workflowId) => `${workflows}/${encodeURIComponent(workflowId)}`,
  });
}

/** Temporal may come later than the server, and go and come back: each call says how it stands, and /readyz. */
function connect(
  { temporal, taskQueue, timing }: ServerConfig,
  tracing: Tracing | undefined,
): Promise<ConnectedClient> {
  const { namespace } = temporal;
  const connectionOptions = temporal.connectionOptions();
  const interceptors = tracing?.ofClient ?? [];
  const options = { connectionOptions, namespace, taskQueue, timing, interceptors };
  return connectOrderSagaClient({ ...options, lazily: true });
}

async function listen({ app }: HttpApp, { host, port }: ServerConfig): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    throw new StartupError(
      `The server cannot listen at ${host}, port ${port}: ${(error as Error).message}.\nSet HTTP_HOST and HTTP_PORT to an address of this machine and a port that is free.`,
      error,
    );
  }
}

function awaitSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve);
  });
}

async function close(http: HttpApp, graceMs: number): Promise<void> {
  const cut = setTimeout(() => http.app.server.closeAllConnections(), graceMs);
  await http.close();
  clearTimeout(cut);
}

void runEntry(main);
