import { choosePaint } from './cli/paint';
import type { Surroundings } from './cli/run-command';
import { connectOrderSagaClient } from './client/connect';
import { loadClientConfig } from './config';
import type { ClientConfig } from './config';
import type { Environment } from './read-environment';

/** The process's own streams and environment, for the programs that people type. */
export function openTerminal(env: Environment): Surroundings {
  return {
    openClient() {
      const { temporal, taskQueue, timing } = loadClientConfig(env);
      const { namespace } = temporal;
      const connectionOptions = temporal.connectionOptions();
      return connectOrderSagaClient({ connectionOptions, namespace, taskQueue, timing });
    },
    stdin: process.stdin,
    print: (text) => void process.stdout.write(`${text}\n`),
    printError: (text) => void process.stderr.write(`${text}\n`),
    paint: choosePaint(process.stdout.isTTY, env['NO_COLOR']),
    linkTo: (workflowId, runId) => linkTo(loadClientConfig(env), workflowId, runId),
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
