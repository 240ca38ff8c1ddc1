import { present } from './domain/present';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { ClientConnectConfig } from '@temporalio/envconfig';
import { checkTimes } from './check-times';
import type { Times } from './check-times';
import type { Secret } from './dintero/secret';
import type { Timing } from './domain/timing';
import { isLoopback, socketAddress } from './environment-values';
import {
  callbackVariables,
  clientVariables,
  dinteroVariables,
  orderVariables,
  temporalVariables,
  workerVariables,
} from './environment-variables';
import { readEnvironment } from './read-environment';
import { checkTracing } from './read-tracing';
import type { ConfigFault, Environment, Values } from './read-environment';

/** All faults of the environment at once, each naming its variable and the remedy; no value of a secret is in it. */
export class ConfigError extends Error {
  readonly faults: readonly ConfigFault[];

  constructor(faults: readonly ConfigFault[]) {
    const list = faults.map(({ variable, remedy }) => `  ${variable}: ${remedy}`);
    super(`The environment does not fit:\n${list.join('\n')}`);
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

type ConnectionOptions = ClientConnectConfig['connectionOptions'] & { readonly address: string };

export interface TemporalConfig {
  /** `host:port` */
  readonly address: string;
  readonly namespace: string;
  /** A function, since keys and certificates must not show in a printout of the configuration. */
  readonly connectionOptions: () => ConnectionOptions;
}

/** What clients need: starter, operator and every backend service. No secret of the provider's. */
export interface ClientConfig {
  readonly temporal: TemporalConfig;
  readonly taskQueue: string;
  readonly timing: Timing;
  /** Temporal's Web UI, where there is one. */
  readonly uiUrl?: string;
}

export interface DinteroConfig {
  readonly accountId: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly apiUrl: string;
  readonly checkoutUrl: string;
  readonly profileId: string;
  readonly requestTimeoutMs: number;
  readonly callbackPublicUrl?: string;
}

interface WorkerConfig {
  readonly activitySlots: number;
  readonly workflowSlots: number;
  readonly cachedOrders: number;
  readonly shutdownGraceMs: number;
  readonly workflowBundle?: string;
  /** `host:port` at which metrics are served, where they are. */
  readonly metricsAddress?: string;
  /** Which version this worker is, where workers are versioned. */
  readonly version?: WorkerVersion;
}

export interface WorkerVersion {
  readonly deploymentName: string;
  readonly buildId: string;
}

export interface LogConfig {
  readonly format: 'auto' | 'json' | 'pretty';
  readonly level: 'trace' | 'debug' | 'info' | 'warn' | 'error';
}

/** Everything: what the worker needs, and the callback secret of the receiver. */
export interface Config extends ClientConfig {
  readonly dintero: DinteroConfig;
  readonly callbackSecret?: Secret;
  readonly worker: WorkerConfig;
  readonly log: LogConfig;
}

const sharedVariables = { ...orderVariables, ...clientVariables };
const ownVariables = { ...dinteroVariables, ...callbackVariables, ...workerVariables };

/** @throws ConfigError with every fault of the environment. */
export function loadConfig(env: Environment): Config {
  const faults: ConfigFault[] = [];
  const temporal = readTemporal(env, faults);
  const shared = readEnvironment(sharedVariables, env, faults);
  const own = readEnvironment(ownVariables, env, faults);
  faults.push(...checkAccount(own), ...checkVersion(env), ...checkTracing(env));
  faults.push(...checkTimes({ ...timesOf(shared), ...timesOf(own) }));
  if (temporal === undefined || faults.length > 0) throw new ConfigError(faults);
  const values = own as Values<typeof ownVariables>;
  return Object.freeze({
    ...clientConfig(temporal, shared as Values<typeof sharedVariables>),
    dintero: dinteroConfig(values),
    ...present('callbackSecret', values.DINTERO_CALLBACK_SECRET),
    worker: workerConfig(values),
    log: { format: values.LOG_FORMAT, level: values.LOG_LEVEL },
  });
}

/** @throws ConfigError with every fault of the environment. */
export function loadClientConfig(env: Environment): ClientConfig {
  const faults: ConfigFault[] = [];
  const temporal = readTemporal(env, faults);
  const shared = readEnvironment(sharedVariables, env, faults);
  faults.push(...checkTimes(timesOf(shared)), ...checkTracing(env));
  if (temporal === undefined || faults.length > 0) throw new ConfigError(faults);
  return Object.freeze(clientConfig(temporal, shared as Values<typeof sharedVariables>));
}

function timesOf(values: Readonly<Record<string, unknown>>): Times {
  const numbers = Object.entries(values).filter(([, value]) => typeof value === 'number');
  return Object.fromEntries(numbers) as Times;
}

function checkAccount(own: Partial<Values<typeof ownVariables>>): readonly ConfigFault[] {
  const production = own.DINTERO_ACCOUNT_ID?.startsWith('P') ?? false;
  if (!production || own.DINTERO_ALLOW_PRODUCTION !== false) return [];
  return [
    {
      variable: 'DINTERO_ALLOW_PRODUCTION',
      remedy:
        'set it to true if real money is meant to move (DINTERO_ACCOUNT_ID is a production account), or use a T account',
    },
  ];
}

const versionVariables = ['WORKER_DEPLOYMENT_NAME', 'WORKER_BUILD_ID'] as const;

/** A worker with half a version would run unversioned, beside those that are not. */
function checkVersion(env: Environment): readonly ConfigFault[] {
  const [given, ...others] = versionVariables.filter((name) => env[name]?.trim());
  if (given === undefined || others.length > 0) return [];
  return versionVariables
    .filter((name) => name !== given)
    .map((variable) => ({
      variable,
      remedy: `is missing: set it too, since ${given} is set, or unset ${given} to run unversioned`,
    }));
}

function readTemporal(env: Environment, faults: ConfigFault[]): TemporalConfig | undefined {
  try {
    const overrideEnvVars = Object.fromEntries(
      Object.entries(env).flatMap(([name, value]) => (value?.trim() ? [[name, value]] : [])),
    );
    const { connectionOptions, namespace } = loadClientConnectConfig({ overrideEnvVars });
    const address = connectionOptions.address || temporalVariables.TEMPORAL_ADDRESS.fallback || '';
    if (!/^[^\s/:]+:\d{1,5}$|^\[[0-9a-f:]+\]:\d{1,5}$/i.test(address)) {
      faults.push({
        variable: 'TEMPORAL_ADDRESS',
        remedy: 'write host:port, as in 127.0.0.1:7233',
      });
      return undefined;
    }
    return {
      address,
      namespace: namespace || temporalVariables.TEMPORAL_NAMESPACE.fallback || '',
      connectionOptions: () => ({ ...connectionOptions, address }),
    };
  } catch (error) {
    faults.push({
      variable: 'TEMPORAL_*',
      // The further lines of a parser's message quote the file, which may hold a key.
      remedy: `Temporal's settings cannot be read: ${(error as Error).message.split('\n')[0] ?? ''}`,
    });
    return undefined;
  }
}

function clientConfig(
  temporal: TemporalConfig,
  values: Values<typeof sharedVariables>,
): ClientConfig {
  const host = temporal.address.replace(/:\d+$/, '');
  const localUi = isLoopback(host) ? 'http://127.0.0.1:8233' : undefined;
  return {
    temporal,
    taskQueue: values.ORDER_TASK_QUEUE,
    timing: timingConfig(values),
    ...present('uiUrl', values.TEMPORAL_UI_URL ?? localUi),
  };
}

function timingConfig(values: Values<typeof sharedVariables>): Timing {
  return {
    paymentDeadlineMs: values.ORDER_PAYMENT_DEADLINE,
    moneyAttemptMs: values.ORDER_MONEY_ATTEMPT,
    pollFirstMs: values.ORDER_POLL_FIRST,
    pollMaxMs: values.ORDER_POLL_MAX,
    settleDelayMs: values.ORDER_SETTLE_DELAY,
    lateMoneyWatchMs: values.ORDER_LATE_MONEY_WATCH,
    authorizationLifetimeMs: values.ORDER_AUTHORIZATION_LIFETIME,
    authorizationWarningMs: values.ORDER_AUTHORIZATION_WARNING,
    refundWindowMs: values.ORDER_REFUND_WINDOW,
    attentionAfterMs: values.ORDER_ATTENTION_AFTER,
    holdLimitMs: values.ORDER_HOLD_LIMIT,
  };
}

function dinteroConfig(values: Values<typeof ownVariables>): DinteroConfig {
  return {
    accountId: values.DINTERO_ACCOUNT_ID,
    clientId: values.DINTERO_CLIENT_ID,
    clientSecret: values.DINTERO_CLIENT_SECRET,
    apiUrl: values.DINTERO_API_URL,
    checkoutUrl: values.DINTERO_CHECKOUT_URL,
    profileId: values.DINTERO_PROFILE_ID,
    requestTimeoutMs: values.DINTERO_REQUEST_TIMEOUT,
    ...present('callbackPublicUrl', values.CALLBACK_PUBLIC_URL),
  };
}

function workerConfig(values: Values<typeof ownVariables>): WorkerConfig {
  return {
    activitySlots: values.WORKER_ACTIVITY_SLOTS,
    workflowSlots: values.WORKER_WORKFLOW_SLOTS,
    cachedOrders: values.WORKER_CACHED_ORDERS,
    shutdownGraceMs: values.WORKER_SHUTDOWN_GRACE,
    ...present('workflowBundle', values.WORKFLOW_BUNDLE),
    ...present('version', workerVersion(values)),
    ...present('metricsAddress', metricsAddress(values)),
  };
}

function workerVersion(values: Values<typeof ownVariables>): WorkerVersion | undefined {
  const { WORKER_DEPLOYMENT_NAME: deploymentName, WORKER_BUILD_ID: buildId } = values;
  if (deploymentName === undefined || buildId === undefined) return undefined;
  return { deploymentName, buildId };
}

function metricsAddress(values: Values<typeof ownVariables>): string | undefined {
  const { METRICS_HOST: host, METRICS_PORT: port } = values;
  return port === undefined ? undefined : socketAddress(host, port);
}
