import type { InjectedSinks } from '@temporalio/worker';
import { ConfigError } from './config';
import { readOwnName } from './own-name';
import type { Environment } from './read-environment';
import { readTracing } from './read-tracing';
import type { startTracing, Tracing } from './tracing/start-tracing';
import type { TraceSinks } from './workflows/carry-trace';

/** For a worker that traces nothing: orders whose messages bear a trace name it all the same. */
export const untraced: InjectedSinks<TraceSinks> = {
  traces: { handled: { fn: () => undefined, callDuringReplay: false } },
};

/** @throws ConfigError where traces are wanted and a package is missing that they need */
export type AskForTracing = () => Tracing | undefined;

/**
 * Traces, where the environment wants them: only then is anything of OpenTelemetry loaded.
 * @throws ConfigError where a package is missing that they need
 */
export async function openTracing(
  env: Environment,
  service: string,
  warn: (message: string) => void,
): Promise<Tracing | undefined> {
  const config = readTracing(env, []);
  if (config === undefined) return undefined;
  const tracing = await loadTracing();
  return tracing.startTracing({ ...config, service, version: readOwnName().version, warn });
}

/**
 * The same for a command that a person types, which tells nobody where its spans went. A command that needs no connection, such
 * as its help, runs without traces that cannot be made; one that asks for them then is told why.
 */
export async function runTraced<Result>(
  env: Environment,
  service: string,
  run: (tracing: AskForTracing) => Promise<Result>,
): Promise<Result> {
  const wanted = await openTracing(env, service, () => undefined).catch((error: unknown) => {
    if (error instanceof ConfigError) return error;
    throw error;
  });
  if (wanted instanceof ConfigError)
    return run(() => {
      throw wanted;
    });
  if (wanted === undefined) return run(() => undefined);
  try {
    return await wanted.ofCommand(service, () => run(() => wanted));
  } finally {
    await wanted.stop();
  }
}

async function loadTracing(): Promise<{ readonly startTracing: typeof startTracing }> {
  try {
    return await import('./tracing/start-tracing.js');
  } catch (error) {
    const [, name] =
      /Cannot find (?:module|package) '(@[^']+)'/.exec((error as Error).message) ?? [];
    if (name === undefined) throw error;
    throw new ConfigError([
      {
        variable: 'OTEL_EXPORTER_OTLP_ENDPOINT',
        remedy: `is set, and ${name} is not installed, which traces need: build the image with --build-arg TRACING=true, install with the packages for development (npm ci), or unset this variable`,
      },
    ]);
  }
}
