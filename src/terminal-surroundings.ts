import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommandError } from './cli/command-error';
import { exitCodes } from './cli/exit-codes';
import { choosePaint } from './cli/paint';
import type { Surroundings, Terminal, Upkeep } from './cli/surroundings';
import { connectOrderSagaClient } from './client/connect';
import { ConfigError, loadClientConfig } from './config';
import type { ClientConfig } from './config';
import { dinteroVariables } from './environment-variables';
import type { AskForTracing } from './open-tracing';
import { readOwnName } from './own-name';
import type { Environment } from './read-environment';

/** The process's own streams and environment, for the programs that people type. */
export function openTerminal(env: Environment, tracing: AskForTracing): Surroundings {
  process.stdout.on('error', requireReaderGone);
  return {
    version: readOwnName().version,
    async openClient() {
      const { temporal, taskQueue, timing } = orSay(() => loadClientConfig(env));
      const { namespace } = temporal;
      const connectionOptions = temporal.connectionOptions();
      const interceptors = orSay(tracing)?.ofClient ?? [];
      const options = { connectionOptions, namespace, taskQueue, timing, interceptors };
      return connectOrderSagaClient(options);
    },
    stdin: process.stdin,
    print: (text) => void process.stdout.write(`${text}\n`),
    printError: (text) => void process.stderr.write(`${text}\n`),
    paint: choosePaint(process.stdout.isTTY, env['NO_COLOR']),
    linkTo: (workflowId, runId) => linkTo(loadClientConfig(env), workflowId, runId),
    terminal: process.stdin.isTTY && process.stdout.isTTY ? openPerson() : undefined,
    now: Date.now,
    pause: (durationMs, signal) => sleep(durationMs, undefined, { signal }).catch(() => undefined),
    interrupted: createInterruption(),
    providerUrl: () =>
      env['DINTERO_CHECKOUT_URL']?.trim() || (dinteroVariables.DINTERO_CHECKOUT_URL.fallback ?? ''),
    fetch,
    upkeep: {
      async examine() {
        orSay(tracing);
        return (await loadUpkeep(env)).examine();
      },
      async setUp(wishes) {
        orSay(() => loadClientConfig(env));
        orSay(tracing);
        return (await loadUpkeep(env)).setUp(wishes);
      },
    },
  };
}

/** As an error of the command, so that it is a document where one is wanted. */
function orSay<Needed>(load: () => Needed): Needed {
  try {
    return load();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new CommandError(
      exitCodes.config,
      error.message,
      'Correct these variables; ordersaga doctor looks at what is behind them.',
    );
  }
}

/** Only when it is wanted: the provider's client takes a fifth of a second to load, for which nobody else should wait. */
async function loadUpkeep(env: Environment): Promise<Upkeep> {
  const { createUpkeep } = await import('./upkeep.js');
  return createUpkeep(env);
}

function openPerson(): Terminal {
  return {
    async ask(question) {
      const lines = createInterface({ input: process.stdin, output: process.stderr });
      // Ctrl+C and the end of the input are a no.
      const closed = new Promise<string>((resolve) => {
        lines.once('close', () => resolve(''));
      });
      try {
        return await Promise.race([lines.question(question), closed]);
      } finally {
        lines.close();
      }
    },
    live(line) {
      const width = process.stdout.columns || 80;
      // As wide as the window at most: a line that breaks could not be taken away again.
      process.stdout.write(`\r\u001B[K${clip(line, width - 1)}`);
    },
  };
}

/** Counts what is seen: a colour's own characters take no room. */
function clip(line: string, width: number): string {
  // oxlint-disable-next-line no-control-regex -- it begins every colour.
  const seen = line.replaceAll(/\u001B\[\d+m/g, '');
  return seen.length <= width ? line : `${seen.slice(0, width - 1)}…`;
}

/** The reader that has gone (`| head`) wants to know no more; what was asked for is still brought to its end. */
function requireReaderGone(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') throw error;
}

function createInterruption(): () => AbortSignal {
  let controller: AbortController | undefined;
  return () => {
    if (controller !== undefined) return controller.signal;
    const begun = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => begun.abort());
    process.stdout.once('error', () => begun.abort());
    controller = begun;
    return begun.signal;
  };
}

function linkTo(
  { uiUrl, temporal }: ClientConfig,
  workflowId: string,
  runId: string,
): string | undefined {
  if (uiUrl === undefined) return undefined;
  const path = ['namespaces', temporal.namespace, 'workflows', workflowId, runId, 'history'];
  return `${uiUrl}/${path.map(encodeURIComponent).join('/')}`;
}
