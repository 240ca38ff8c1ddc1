import { setTimeout as sleep } from 'node:timers/promises';
import { examineTemporal } from './cli/examine-temporal';
import { judgeCallback, judgeProvider } from './cli/examine-provider';
import { fault, ok, warning } from './cli/findings';
import type { Finding } from './cli/findings';
import { setUpNamespace } from './cli/set-up';
import type { Upkeep } from './cli/surroundings';
import { TemporalUnavailableError } from './client/temporal-errors';
import { openTemporalAdmin } from './client/temporal-admin';
import type { TemporalAdmin } from './client/temporal-admin';
import { ConfigError, loadClientConfig, loadConfig } from './config';
import type { ClientConfig, Config } from './config';
import { probeAccess, readClockAhead } from './dintero/probe-access';
import { isLoopback } from './environment-values';
import type { Environment } from './read-environment';

/** As the provider's log shows who asked. */
const self = { name: 'dintero-order-saga doctor', version: '0' };

/** `setup` and `doctor` on what the environment names. */
export function createUpkeep(env: Environment): Upkeep {
  return {
    async setUp(wishes) {
      const admin = await openAdmin(loadClientConfig(env));
      try {
        return await setUpNamespace(admin, wishes, (durationMs) => sleep(durationMs));
      } finally {
        await admin.close();
      }
    },
    examine: () => examine(env),
  };
}

/** @throws TemporalUnavailableError */
async function openAdmin({ temporal }: ClientConfig): Promise<TemporalAdmin> {
  const { address, namespace } = temporal;
  try {
    return await openTemporalAdmin({ connectionOptions: temporal.connectionOptions(), namespace });
  } catch (error) {
    throw new TemporalUnavailableError(`connect to ${address}`, error);
  }
}

async function examine(env: Environment): Promise<readonly Finding[]> {
  const client = read(() => loadClientConfig(env));
  if ('faults' in client) return client.faults.map(sayFault);
  const config = read(() => loadConfig(env));
  return [
    ...sayConfiguration(config, env),
    ...(await examineServer(client.value)),
    ...('faults' in config ? [] : await examineProvider(config.value)),
  ];
}

type Read<T> = { readonly value: T } | Pick<ConfigError, 'faults'>;

function read<T>(load: () => T): Read<T> {
  try {
    return { value: load() };
  } catch (error) {
    if (error instanceof ConfigError) return { faults: error.faults };
    throw error;
  }
}

const required = ['DINTERO_ACCOUNT_ID', 'DINTERO_CLIENT_ID', 'DINTERO_CLIENT_SECRET'];

const sayFault = ({ variable, remedy }: ConfigError['faults'][number]): Finding => ({
  subject: 'configuration',
  level: 'fault',
  message: `${variable}: ${remedy}`,
});

/** Where orders are only asked for, the provider's credentials are not needed; half of them are a mistake. */
function sayConfiguration(config: Read<Config>, env: Environment): readonly Finding[] {
  if (!('faults' in config)) return [ok('configuration', 'fits')];
  const nothingSet = required.every((name) => !env[name]?.trim());
  const others = config.faults.filter(({ variable }) => !required.includes(variable));
  if (!nothingSet || others.length > 0) return config.faults.map(sayFault);
  return [
    warning(
      'configuration',
      'fits for asking; the credentials of Dintero are not set here, so that nothing of Dintero is looked at',
      `Run doctor where the worker runs, or set ${required.join(', ')}.`,
    ),
  ];
}

async function examineServer(config: ClientConfig): Promise<readonly Finding[]> {
  try {
    const admin = await openAdmin(config);
    try {
      return await examineTemporal(admin, config.taskQueue, Date.now);
    } finally {
      await admin.close();
    }
  } catch (error) {
    if (!(error instanceof TemporalUnavailableError)) throw error;
    return [fault('Temporal', error.message, error.remedy)];
  }
}

async function examineProvider(config: Config): Promise<readonly Finding[]> {
  const { dintero, callbackSecret } = config;
  const [probe, clockAheadMs] = await Promise.all([
    probeAccess({ ...dintero, system: self }),
    readClockAhead(dintero.apiUrl, dintero.requestTimeoutMs, Date.now),
  ]);
  const isTrial = isLoopback(new URL(dintero.checkoutUrl).hostname);
  return [
    ...judgeProvider({ ...probe, accountId: dintero.accountId, clockAheadMs }),
    ...judgeCallback(dintero.callbackPublicUrl, callbackSecret !== undefined, isTrial),
  ];
}
