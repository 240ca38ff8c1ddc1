import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { sandboxClient } from '../../sandbox/credentials';
import { parseDuration } from '../../src/client/duration';
import { loadClientConfig, loadConfig } from '../../src/config';
import { environmentVariables } from '../../src/environment-variables';
import { interpolate, readCompose, readText, root } from '../support/compose-file';
import type { Condition, Service } from '../support/compose-file';

const compose = readCompose('docker-compose.yml');
const services = Object.entries(compose.services);
const service = (name: string): Service => {
  const found = compose.services[name];
  if (found === undefined) throw new Error(`there is no service ${name}`);
  return found;
};
const environmentOf = (name: string, env: Readonly<Record<string, string>> = {}) =>
  interpolate(service(name).environment ?? {}, env);

/** The keys of the Compose specification that the file uses; a misspelt one would be ignored or refused at start. */
const knownKeys = new Set(
  `image build command environment ports volumes network_mode depends_on healthcheck restart stop_grace_period
   security_opt cap_drop read_only`.split(/\s+/),
);

describe('the services', () => {
  it.each(services)('%s has only keys that Compose knows', (_name, definition) => {
    expect(Object.keys(definition).filter((key) => !knownKeys.has(key))).toEqual([]);
  });

  it.each(services)(
    '%s runs one version for ever: a number, no moving tag',
    (_name, definition) => {
      const { image, build } = definition;
      expect(image).toMatch(
        build === undefined ? /^[a-z]+(\/[a-z-]+)?:\d+\.\d+(\.\d+)?(-[a-z]+)?$/ : /^[a-z-]+:local$/,
      );
      expect(image).not.toMatch(/latest|auto-setup/);
    },
  );

  it('sets up with the tools of the very version that the server is', () => {
    const versionOf = (name: string) => service(name).image?.split(':')[1];
    expect(versionOf('temporal-schema')).toBe(versionOf('temporal'));
    expect(versionOf('temporal-namespace')).toBe(versionOf('temporal'));
  });

  it.each(services)(
    '%s can be reached from this machine alone',
    (_name, { ports = [], ...rest }) => {
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
      expect(rest.network_mode).not.toBe('host');
    },
  );

  it('keeps the database to itself', () => {
    expect(service('postgres').ports).toBeUndefined();
  });

  it.each(services)('%s may gain no rights', (_name, { security_opt }) => {
    expect(security_opt).toEqual(['no-new-privileges:true']);
  });
});

describe('the order of the start', () => {
  const healthy: Condition = 'service_healthy';
  const completed: Condition = 'service_completed_successfully';

  it('goes from the database over schema and namespace to the worker', () => {
    const conditions = services.map(([name, { depends_on = {} }]) => [
      name,
      Object.fromEntries(Object.entries(depends_on).map(([on, { condition }]) => [on, condition])),
    ]);
    expect(Object.fromEntries(conditions)).toEqual({
      postgres: {},
      'temporal-schema': { postgres: healthy },
      temporal: { postgres: healthy, 'temporal-schema': completed },
      'temporal-namespace': { temporal: healthy },
      'temporal-ui': { temporal: healthy },
      sandbox: {},
      worker: { 'temporal-namespace': completed, sandbox: healthy },
      server: { 'temporal-namespace': completed, sandbox: healthy },
    });
  });

  const waits = services.flatMap(([name, { depends_on = {} }]) =>
    Object.entries(depends_on).map(([on, { condition }]) => ({ name, on, condition })),
  );

  it.each(waits)('$name can learn that $on is $condition', ({ on, condition }) => {
    const { healthcheck, restart } = service(on);
    if (condition === healthy) expect(healthcheck?.test[0]).toBe('CMD');
    // One that is started again each time it ends would never have completed.
    if (condition === completed) expect(restart).toMatch(/^on-failure:\d+$/);
  });
});

describe('the database', () => {
  it('lives on a volume that has a name, so that it survives its container', () => {
    const [volume = ''] = service('postgres').volumes ?? [];
    const [name = '', path] = volume.split(':');
    expect(path).toBe('/var/lib/postgresql/data');
    expect(Object.keys(compose.volumes ?? {})).toEqual([name]);
  });

  it('is reached with the one password that the environment may replace', () => {
    const secret = { POSTGRES_PASSWORD: 'another' };
    expect(environmentOf('postgres', secret)['POSTGRES_PASSWORD']).toBe('another');
    expect(environmentOf('temporal', secret)['POSTGRES_PWD']).toBe('another');
    expect(environmentOf('temporal-schema', secret)['SQL_PASSWORD']).toBe('another');
    const without = environmentOf('postgres')['POSTGRES_PASSWORD'];
    expect(without).toMatch(/not-secret/);
    expect(environmentOf('temporal')['POSTGRES_PWD']).toBe(without);
    expect(environmentOf('temporal-schema')['SQL_PASSWORD']).toBe(without);
  });

  it('is found by the tools and the server under the same name, port and user', () => {
    const { SQL_HOST, SQL_PORT, SQL_USER, SQL_PLUGIN } = environmentOf('temporal-schema');
    const { POSTGRES_SEEDS, DB_PORT, POSTGRES_USER, DB } = environmentOf('temporal');
    expect([SQL_HOST, SQL_PORT, SQL_USER, SQL_PLUGIN]).toEqual([
      POSTGRES_SEEDS,
      DB_PORT,
      POSTGRES_USER,
      DB,
    ]);
    expect(Object.keys(compose.services)).toContain(SQL_HOST);
    expect(environmentOf('postgres')['POSTGRES_USER']).toBe(SQL_USER);
  });
});

describe('the Temporal server', () => {
  const environment = environmentOf('temporal');

  it('has as many history shards as a small production needs, since the number never changes', () => {
    expect(environment['NUM_HISTORY_SHARDS']).toBe('512');
  });

  it('reads a dynamic configuration that lets the transfer queues run', () => {
    const path = hostPath('temporal', environment['DYNAMIC_CONFIG_FILE_PATH'] ?? '');
    const settings = parse(readText(path)) as Record<string, readonly { value: unknown }[]>;
    expect(settings['history.transferProcessorMaxPollRPS']?.[0]?.value).toBeGreaterThan(20);
    expect(Object.keys(settings)).not.toContain('system.forceSearchAttributesCacheRefreshOnRead');
  });

  it("is published where the programs look for it, and its Web UI where the programs' links point", () => {
    const address = environmentVariables['TEMPORAL_ADDRESS']?.fallback ?? '';
    expect(service('temporal').ports).toEqual([`${address}:7233`]);
    const { uiUrl } = loadClientConfig({ TEMPORAL_CONFIG_FILE: '/nowhere/temporal.toml' });
    expect(service('temporal-ui').ports).toEqual([`${uiUrl?.replace('http://', '')}:8080`]);
    expect(environmentOf('worker')['TEMPORAL_UI_URL']).toBe(uiUrl);
  });

  it.each(['temporal-namespace', 'temporal-ui', 'worker', 'server'])('is found by %s', (name) => {
    expect(environmentOf(name)['TEMPORAL_ADDRESS']).toBe('temporal:7233');
  });
});

describe('the worker on the sandbox', () => {
  const environment = environmentOf('worker');
  const config = () =>
    loadConfig({ ...environment, TEMPORAL_CONFIG_FILE: '/nowhere/temporal.toml' });

  it('sets only variables that the programs read, and all that they need', () => {
    for (const name of Object.keys(environment)) expect(environmentVariables).toHaveProperty(name);
    expect(config().dintero.accountId).toBe(sandboxClient.accountId);
  });

  it("has the sandbox's plainly fake credentials", () => {
    const { clientId, clientSecret } = config().dintero;
    expect(clientId).toBe(sandboxClient.clientId);
    expect(clientSecret.reveal()).toBe(sandboxClient.clientSecret);
  });

  it('finds the sandbox on its own loopback, since both share one network', () => {
    const port = environmentOf('sandbox')['SANDBOX_PORT'];
    expect(service('worker').network_mode).toBe('service:sandbox');
    expect(service('worker').ports).toBeUndefined();
    expect(config().dintero.apiUrl).toBe(`http://127.0.0.1:${port}/v1`);
    expect(config().dintero.checkoutUrl).toBe(`http://127.0.0.1:${port}/v1`);
  });

  it('works in the namespace that was set up, on the task queue that the programs use', () => {
    expect(environment['TEMPORAL_NAMESPACE']).toBe(
      environmentOf('temporal-namespace')['TEMPORAL_NAMESPACE'],
    );
    expect(environment['ORDER_TASK_QUEUE']).toBe(
      environmentVariables['ORDER_TASK_QUEUE']?.fallback,
    );
    expect(environment['TEMPORAL_NAMESPACE']).toBe(
      environmentVariables['TEMPORAL_NAMESPACE']?.fallback,
    );
  });

  it('is given the time to hear the answers to what it sent before it is killed', () => {
    const { worker, dintero } = config();
    const marginMs = 5_000;
    expect(parseDuration(service('worker').stop_grace_period ?? '')).toBeGreaterThanOrEqual(
      worker.shutdownGraceMs + dintero.requestTimeoutMs + marginMs,
    );
  });
});

describe('the sandbox', () => {
  const environment = environmentOf('sandbox');

  it('sets only variables that it reads', () => {
    const read = [...readText('sandbox/main.ts').matchAll(/env\['(SANDBOX_\w+)'\]/g)];
    expect(new Set(Object.keys(environment))).toEqual(new Set(read.map(([, name]) => name)));
  });

  it('shows browsers and its health check the port that it listens on', () => {
    const { SANDBOX_PORT: port, SANDBOX_PUBLIC_URL: publicUrl } = environment;
    expect(service('sandbox').ports).toContain(`127.0.0.1:${port}:${port}`);
    expect(publicUrl).toBe(`http://127.0.0.1:${port}`);
    expect(service('sandbox').healthcheck?.test.join(' ')).toContain(`127.0.0.1:${port}/`);
  });
});

/** Where a path of a container is in this repository, by the service's mounts. */
function hostPath(name: string, path: string): string {
  for (const volume of service(name).volumes ?? []) {
    const [from = '', to = '', mode] = volume.split(':');
    if (!path.startsWith(`${to}/`)) continue;
    expect(mode).toBe('ro');
    const found = join(from, path.slice(to.length));
    expect(existsSync(join(root, found))).toBe(true);
    return found;
  }
  throw new Error(`${path} is not mounted into ${name}`);
}
