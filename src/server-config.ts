import { ConfigError, loadClientConfig } from './config';
import type { ClientConfig, LogConfig } from './config';
import type { CallbackProof } from './dintero/callback';
import { present } from './domain/present';
import { isLoopback } from './environment-values';
import { callbackVariables, dinteroVariables, workerVariables } from './environment-variables';
import type { ApiKey } from './http/api-keys';
import { readEnvironment } from './read-environment';
import type { ConfigFault, Environment, Values } from './read-environment';
import { optional } from './environment-variable';
import { serverVariables } from './server-variables';

/** What the HTTP service needs: no credentials of the provider's API, since it never calls it. */
export interface ServerConfig extends ClientConfig {
  readonly host: string;
  readonly port: number;
  readonly keys: readonly ApiKey[];
  /** Absent: no callback can be proven genuine. */
  readonly callbackProof?: CallbackProof;
  readonly requestsPerMinute: number;
  readonly mostStreams: number;
  readonly trustedProxies: readonly string[];
  readonly shutdownGraceMs: number;
  readonly log: LogConfig;
}

const { meaning, schema } = dinteroVariables.DINTERO_ACCOUNT_ID;
const { LOG_FORMAT, LOG_LEVEL } = workerVariables;
const ownVariables = {
  ...serverVariables,
  ...callbackVariables,
  // Only a signed callback needs it here.
  DINTERO_ACCOUNT_ID: optional(meaning, schema),
  CALLBACK_PUBLIC_URL: dinteroVariables.CALLBACK_PUBLIC_URL,
  LOG_FORMAT,
  LOG_LEVEL,
};

type OwnValues = Values<typeof ownVariables>;

/** @throws ConfigError with every fault of the environment. */
export function loadServerConfig(env: Environment): ServerConfig {
  const faults: ConfigFault[] = [];
  const client = readClient(env, faults);
  const own = readEnvironment(ownVariables, env, faults);
  faults.push(...checkProof(own, faults), ...checkExposure(own, faults));
  if (client === undefined || faults.length > 0) throw new ConfigError(faults);
  const values = own as OwnValues;
  return Object.freeze({
    ...client,
    host: values.HTTP_HOST,
    port: values.HTTP_PORT,
    keys: values.HTTP_API_KEYS ?? [],
    ...present('callbackProof', callbackProof(values)),
    requestsPerMinute: values.HTTP_RATE_LIMIT,
    mostStreams: values.HTTP_EVENT_STREAMS,
    trustedProxies: values.HTTP_TRUSTED_PROXIES ?? [],
    shutdownGraceMs: values.HTTP_SHUTDOWN_GRACE,
    log: { format: values.LOG_FORMAT, level: values.LOG_LEVEL },
  });
}

function readClient(env: Environment, faults: ConfigFault[]): ClientConfig | undefined {
  try {
    return loadClientConfig(env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    faults.push(...error.faults);
    return undefined;
  }
}

const isNew = (variable: string, faults: readonly ConfigFault[]) =>
  !faults.some((fault) => fault.variable === variable);

/** The signature covers the account and the public address. */
function checkProof(own: Partial<OwnValues>, faults: readonly ConfigFault[]): ConfigFault[] {
  if (own.DINTERO_CALLBACK_SECRET === undefined) return [];
  return (['DINTERO_ACCOUNT_ID', 'CALLBACK_PUBLIC_URL'] as const)
    .filter((variable) => own[variable] === undefined && isNew(variable, faults))
    .map((variable) => ({
      variable,
      remedy:
        'is missing: the signature of a callback covers it, and DINTERO_CALLBACK_SECRET is set',
    }));
}

function checkExposure(own: Partial<OwnValues>, faults: readonly ConfigFault[]): ConfigFault[] {
  const { HTTP_HOST: host = '127.0.0.1', HTTP_API_KEYS: keys } = own;
  if (isLoopback(host) || keys !== undefined || !isNew('HTTP_API_KEYS', faults)) return [];
  return [
    {
      variable: 'HTTP_API_KEYS',
      remedy: `is missing: without a key everyone who reaches ${host} could move money. Make one (KEY=$(openssl rand -hex 32)) and set shop:read+operate:$(printf %s "$KEY" | sha256sum | cut -c1-64), or leave HTTP_HOST at 127.0.0.1`,
    },
  ];
}

function callbackProof({
  DINTERO_CALLBACK_SECRET: secret,
  DINTERO_ACCOUNT_ID: accountId,
  CALLBACK_PUBLIC_URL: publicUrl,
}: OwnValues): CallbackProof | undefined {
  if (secret === undefined || accountId === undefined || publicUrl === undefined) return undefined;
  return { accountId, secret, publicUrl };
}
