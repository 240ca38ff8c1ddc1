import { describe, expect, test } from '@jest/globals';
import { inspect } from 'node:util';
import { ConfigError, loadClientConfig, loadConfig } from '../../src/config';
import { environmentVariables } from '../../src/environment-variables';
import { defaultTiming } from '../../src/domain/timing';

const sound = {
  DINTERO_ACCOUNT_ID: 'T12345678',
  DINTERO_CLIENT_ID: 'client-1',
  DINTERO_CLIENT_SECRET: 'hush-hush-7',
  // Keeps a configuration file of the machine out of the test.
  TEMPORAL_CONFIG_FILE: '/nowhere/temporal.toml',
};

function faultsOf(load: () => unknown): Readonly<Record<string, string>> {
  try {
    load();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return Object.fromEntries(error.faults.map(({ variable, remedy }) => [variable, remedy]));
  }
  return {};
}

describe('the environment', () => {
  test('with only the account and its client, gives the defaults of every other value', () => {
    const config = loadConfig(sound);
    expect(config.timing).toEqual(defaultTiming);
    expect(config.taskQueue).toBe('order-lifecycle');
    expect(config.temporal).toMatchObject({ address: '127.0.0.1:7233', namespace: 'default' });
    expect(config.dintero).toMatchObject({
      accountId: 'T12345678',
      apiUrl: 'https://api.dintero.com/v1',
      checkoutUrl: 'https://checkout.dintero.com/v1',
      profileId: 'default',
      requestTimeoutMs: 15_000,
    });
    expect(config.uiUrl).toBe('http://127.0.0.1:8233');
  });

  test('with many faults, names all of them at once', () => {
    const faults = faultsOf(() =>
      loadConfig({
        ...sound,
        DINTERO_ACCOUNT_ID: '12345678',
        DINTERO_CLIENT_ID: '',
        DINTERO_API_URL: 'http://api.dintero.com/v1',
        ORDER_PAYMENT_DEADLINE: '30',
        ORDER_TASK_QUEUE: 'order lifecycle',
        WORKER_ACTIVITY_SLOTS: 'many',
        LOG_FORMAT: 'xml',
        TEMPORAL_ADDRESS: 'https://temporal:7233/',
      }),
    );
    expect(Object.keys(faults).sort()).toEqual([
      'DINTERO_ACCOUNT_ID',
      'DINTERO_API_URL',
      'DINTERO_CLIENT_ID',
      'LOG_FORMAT',
      'ORDER_PAYMENT_DEADLINE',
      'ORDER_TASK_QUEUE',
      'TEMPORAL_ADDRESS',
      'WORKER_ACTIVITY_SLOTS',
    ]);
    expect(faults['ORDER_PAYMENT_DEADLINE']).toMatch(/15s, 30m, 1h30m or 7d/);
    expect(faults['DINTERO_CLIENT_ID']).toMatch(/missing/);
  });

  test('with a production account, is refused until real money is allowed by name', () => {
    const production = { ...sound, DINTERO_ACCOUNT_ID: 'P12345678' };
    expect(Object.keys(faultsOf(() => loadConfig(production)))).toEqual([
      'DINTERO_ALLOW_PRODUCTION',
    ]);
    expect(loadConfig({ ...production, DINTERO_ALLOW_PRODUCTION: 'true' }).dintero.accountId).toBe(
      'P12345678',
    );
    expect(
      faultsOf(() => loadConfig({ ...production, DINTERO_ALLOW_PRODUCTION: 'yes' }))[
        'DINTERO_ALLOW_PRODUCTION'
      ],
    ).toMatch(/true or false/);
  });

  test('with durations of every unit, gives milliseconds', () => {
    const { timing } = loadConfig({
      ...sound,
      ORDER_PAYMENT_DEADLINE: '1h30m',
      ORDER_POLL_FIRST: '500ms',
      ORDER_AUTHORIZATION_LIFETIME: '28d',
      ORDER_SETTLE_DELAY: '45s',
    });
    expect(timing).toMatchObject({
      paymentDeadlineMs: 5_400_000,
      pollFirstMs: 500,
      authorizationLifetimeMs: 2_419_200_000,
      settleDelayMs: 45_000,
    });
  });

  test.each([
    ['ORDER_MONEY_ATTEMPT', { ORDER_MONEY_ATTEMPT: '45s' }],
    ['ORDER_SETTLE_DELAY', { ORDER_SETTLE_DELAY: '15s' }],
    ['WORKER_SHUTDOWN_GRACE', { WORKER_SHUTDOWN_GRACE: '10s' }],
    ['ORDER_POLL_MAX', { ORDER_POLL_MAX: '1s' }],
    ['ORDER_PAYMENT_DEADLINE', { ORDER_PAYMENT_DEADLINE: '30s' }],
    ['ORDER_AUTHORIZATION_LIFETIME', { ORDER_AUTHORIZATION_WARNING: '7d' }],
    ['ORDER_ATTENTION_AFTER', { ORDER_ATTENTION_AFTER: '1m' }],
  ])('with durations that do not fit each other, names %s', (variable, env) => {
    expect(Object.keys(faultsOf(() => loadConfig({ ...sound, ...env })))).toEqual([variable]);
  });

  test('with no version, lets the worker run unversioned; with both halves of one, versioned', () => {
    const version = { WORKER_DEPLOYMENT_NAME: 'orders', WORKER_BUILD_ID: '2026.11-1' };
    expect(loadConfig(sound).worker).not.toHaveProperty('version');
    expect(loadConfig({ ...sound, ...version }).worker.version).toEqual({
      deploymentName: 'orders',
      buildId: '2026.11-1',
    });
  });

  test.each([
    ['WORKER_BUILD_ID', { WORKER_DEPLOYMENT_NAME: 'orders', WORKER_BUILD_ID: ' ' }],
    ['WORKER_DEPLOYMENT_NAME', { WORKER_BUILD_ID: '1' }],
  ])('with one half of a version, names %s and both ways out', (missing, env) => {
    const faults = faultsOf(() => loadConfig({ ...sound, ...env }));
    const given = Object.keys(env).find((name) => name !== missing) ?? '';
    expect(Object.keys(faults)).toEqual([missing]);
    expect(faults[missing]).toBe(
      `is missing: set it too, since ${given} is set, or unset ${given} to run unversioned`,
    );
  });

  test('with a version that Temporal could not take apart again, names what is wrong with it and nothing else', () => {
    const faults = faultsOf(() =>
      loadConfig({ ...sound, WORKER_DEPLOYMENT_NAME: 'orders.eu', WORKER_BUILD_ID: 'build:2' }),
    );
    expect(Object.keys(faults).sort()).toEqual(['WORKER_BUILD_ID', 'WORKER_DEPLOYMENT_NAME']);
    expect(faults['WORKER_DEPLOYMENT_NAME']).toMatch(/underscore, hyphen$/);
    expect(faults['WORKER_BUILD_ID']).toMatch(/dot, underscore, hyphen$/);
  });

  test('with a port for metrics, serves them on this machine alone unless another address is given', () => {
    expect(loadConfig(sound).worker).not.toHaveProperty('metricsAddress');
    const at = (env: object) =>
      loadConfig({ ...sound, METRICS_PORT: '9464', ...env }).worker.metricsAddress;
    expect(at({})).toBe('127.0.0.1:9464');
    expect(at({ METRICS_HOST: '0.0.0.0' })).toBe('0.0.0.0:9464');
    expect(at({ METRICS_HOST: '::1' })).toBe('[::1]:9464');
    expect(faultsOf(() => at({ METRICS_HOST: 'localhost' }))['METRICS_HOST']).toMatch(/IP address/);
  });

  test('with plain http, is refused unless it stays on this machine', () => {
    const http = (url: string) => faultsOf(() => loadConfig({ ...sound, DINTERO_API_URL: url }));
    expect(http('http://127.0.0.1:8080/v1')).toEqual({});
    expect(http('http://localhost:8080/v1')).toEqual({});
    for (const url of ['http://127.0.0.1.example.com/v1', 'ftp://127.0.0.1/v1', 'api.dintero.com'])
      expect(http(url)['DINTERO_API_URL']).toMatch(/https:\/\//);
  });

  test('with a closing slash, gives the URL without it', () => {
    const config = loadConfig({ ...sound, DINTERO_API_URL: 'https://api.example/v1//' });
    expect(config.dintero.apiUrl).toBe('https://api.example/v1');
  });

  test('with variables that are set to nothing, gives the defaults', () => {
    const config = loadConfig({ ...sound, CALLBACK_PUBLIC_URL: '', DINTERO_PROFILE_ID: ' ' });
    expect(config.dintero.callbackPublicUrl).toBeUndefined();
    expect(config.dintero.profileId).toBe('default');
  });
});

describe('secrets', () => {
  const env = {
    ...sound,
    DINTERO_CALLBACK_SECRET: 'hush-callback',
    TEMPORAL_API_KEY: 'hush-api-key',
  };

  test('do not show, however the configuration is printed', () => {
    const config = loadConfig(env);
    const printed = [
      JSON.stringify(config),
      inspect(config, { depth: 10, showHidden: true }),
      `${String(config.dintero.clientSecret)}${String(config.callbackSecret)}`,
    ].join('\n');
    expect(printed).not.toMatch(/hush/);
    expect(config.dintero.clientSecret.reveal()).toBe('hush-hush-7');
    expect(config.callbackSecret?.reveal()).toBe('hush-callback');
    expect(config.temporal.connectionOptions()).toMatchObject({ apiKey: 'hush-api-key' });
  });

  test('do not show in the faults of the same environment', () => {
    try {
      loadConfig({ ...env, DINTERO_ACCOUNT_ID: 'hm', ORDER_POLL_FIRST: '0s' });
    } catch (error) {
      expect(inspect(error)).toMatch(/DINTERO_ACCOUNT_ID/);
      expect(inspect(error)).not.toMatch(/hush/);
      return;
    }
    throw new Error('the faults were not noticed');
  });
});

describe('a client', () => {
  test('needs no account and no secret of the provider', () => {
    const config = loadClientConfig({
      TEMPORAL_CONFIG_FILE: '/nowhere/temporal.toml',
      TEMPORAL_ADDRESS: 'temporal.example:7233',
      TEMPORAL_NAMESPACE: 'orders',
      ORDER_REFUND_WINDOW: '30d',
    });
    expect(config.temporal).toMatchObject({
      address: 'temporal.example:7233',
      namespace: 'orders',
    });
    expect(config.timing.refundWindowMs).toBe(2_592_000_000);
    // Nobody knows where the Web UI of a distant server is.
    expect(config.uiUrl).toBeUndefined();
  });

  test('with a Temporal profile that does not exist, is told so', () => {
    const faults = faultsOf(() =>
      loadClientConfig({
        TEMPORAL_CONFIG_FILE: '/nowhere/temporal.toml',
        TEMPORAL_PROFILE: 'nowhere',
      }),
    );
    expect(faults['TEMPORAL_*']).toMatch(/nowhere/);
  });
});

test('every variable says what it means, and no secret has a default', () => {
  const rows = Object.entries(environmentVariables);
  expect(rows.length).toBeGreaterThan(30);
  for (const [name, { meaning, secret, required, fallback, schema }] of rows) {
    expect(name).toMatch(
      /^(TEMPORAL|DINTERO|CALLBACK|ORDER|WORKER|WORKFLOW|METRICS|HTTP|LOG|OTEL)_[A-Z_]+$/,
    );
    expect(meaning.length).toBeGreaterThan(10);
    if (secret || required) expect(fallback).toBeUndefined();
    if (fallback !== undefined) expect(schema.safeParse(fallback).success).toBe(true);
  }
});
