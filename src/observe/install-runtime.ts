import { Runtime } from '@temporalio/worker';
import type { Logger } from '@temporalio/worker';
import { metricsExporter } from './metrics';
import { StartupError } from '../startup-error';

/**
 * Temporal's own part of the process: what it logs goes to our log, and what it and we count is served at the address.
 * @throws StartupError where the address is taken or not of this machine
 */
export function installRuntime(metricsAddress: string | undefined, logger: Logger): void {
  const logging = { forward: {}, filter: { core: 'WARN', other: 'ERROR' } } as const;
  try {
    Runtime.install({
      logger,
      telemetryOptions: { logging, ...metricsExporter(metricsAddress) },
      shutdownSignals: ['SIGINT', 'SIGTERM'],
    });
  } catch (error) {
    if (metricsAddress === undefined) throw error;
    throw new StartupError(
      `Metrics cannot be served at ${metricsAddress}: ${(error as Error).message}.\nGive another METRICS_PORT, or none.`,
      error,
    );
  }
}
