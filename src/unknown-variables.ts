import {
  callbackVariables,
  clientVariables,
  dinteroVariables,
  orderVariables,
  workerVariables,
} from './environment-variables';
import type { Environment } from './read-environment';
import { serverVariables } from './server-variables';

const ownPrefix = /^(?:ORDER|WORKER|HTTP|DINTERO|CALLBACK)_/;

/** What a shell or a proxy means by these is nothing of ours. */
const ofOthers: readonly string[] = ['HTTP_PROXY', 'HTTP_VERSION', 'HTTP_HOME'];

const known = new Set(
  [
    callbackVariables,
    clientVariables,
    dinteroVariables,
    orderVariables,
    workerVariables,
    serverVariables,
  ].flatMap((variables) => Object.keys(variables)),
);

/**
 * The names in the environment that begin as ours do and that no program reads: most likely one is misspelt, and its default
 * holds without anybody knowing. Worker and HTTP service share an environment, so that what either reads is known to both.
 */
export function findUnknownVariables(env: Environment): readonly string[] {
  return Object.keys(env)
    .filter((name) => ownPrefix.test(name) && !known.has(name) && !ofOthers.includes(name))
    .filter((name) => !isServiceLink(name, env))
    .sort();
}

/** Kubernetes describes each service that runs beside a process: `ORDER_SERVER_SERVICE_HOST`, `ORDER_SERVER_PORT_80_TCP`. */
function isServiceLink(name: string, env: Environment): boolean {
  const [, service] = /^(.+?)_(?:SERVICE_(?:HOST|PORT)|PORT)(?:_|$)/.exec(name) ?? [];
  return service !== undefined && env[`${service}_SERVICE_HOST`] !== undefined;
}

/** The sentence for the log at a start, or undefined where there is nothing to say. */
export function warnOfUnknown(env: Environment): string | undefined {
  const names = findUnknownVariables(env);
  if (names.length === 0) return undefined;
  const are = names.length === 1 ? 'is' : 'are';
  return `${names.join(', ')} ${are} read by no program: correct the name (README, Configuration) or take it away`;
}
