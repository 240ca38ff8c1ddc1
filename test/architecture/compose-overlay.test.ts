import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { sandboxClient } from '../../sandbox/credentials';
import { loadConfig } from '../../src/config';
import { environmentVariables } from '../../src/environment-variables';
import { readTracing } from '../../src/read-tracing';
import { loadServerConfig } from '../../src/server-config';
import { interpolate, readCompose, readText } from '../support/compose-file';

const base = readCompose('docker-compose.yml').services;
const overlay = readCompose('deploy/compose.dintero.yml').services;

/** Variables of an overlay are laid over those of the first file, one by one. */
const environment = (env: Readonly<Record<string, string>>) =>
  interpolate({ ...base['worker']?.environment, ...overlay['worker']?.environment }, env);

const credentials = {
  DINTERO_ACCOUNT_ID: 'T12345678',
  DINTERO_CLIENT_ID: 'shop',
  DINTERO_CLIENT_SECRET: 'from-the-environment',
};
const load = (env: Readonly<Record<string, string>>) =>
  loadConfig({ ...environment(env), TEMPORAL_CONFIG_FILE: '/nowhere/temporal.toml' });

describe('the real provider in place of the sandbox', () => {
  it('sets only variables that the programs read', () => {
    for (const name of Object.keys(overlay['worker']?.environment ?? {}))
      expect(environmentVariables).toHaveProperty(name);
  });

  it.each(Object.keys(credentials))('does not start without %s', (name) => {
    expect(() => load({ ...credentials, [name]: '' })).toThrow(name);
  });

  it("talks to the provider's own address and knows nothing of the sandbox", () => {
    const { dintero } = load(credentials);
    expect(dintero.apiUrl).toBe(environmentVariables['DINTERO_API_URL']?.fallback);
    expect(dintero.checkoutUrl).toBe(environmentVariables['DINTERO_CHECKOUT_URL']?.fallback);
    expect(dintero.accountId).toBe('T12345678');
    expect(dintero.clientSecret.reveal()).toBe('from-the-environment');
    const text = Object.values(environment(credentials)).join(' ');
    for (const fake of [sandboxClient.clientSecret, sandboxClient.clientId, ':8900'])
      expect(text).not.toContain(fake);
  });

  it('moves real money only when told so', () => {
    const production = { ...credentials, DINTERO_ACCOUNT_ID: 'P12345678' };
    expect(() => load(production)).toThrow('DINTERO_ALLOW_PRODUCTION');
    const allowed = { ...production, DINTERO_ALLOW_PRODUCTION: 'true' };
    expect(load(allowed).dintero.accountId).toBe('P12345678');
  });

  it('runs the worker unversioned until it is given a version', () => {
    expect(load(credentials).worker).not.toHaveProperty('version');
    const version = { WORKER_DEPLOYMENT_NAME: 'orders', WORKER_BUILD_ID: '2' };
    expect(load({ ...credentials, ...version }).worker.version).toEqual({
      deploymentName: 'orders',
      buildId: '2',
    });
  });

  it("serves the worker's metrics where Prometheus asks for them, and publishes them nowhere", () => {
    const { scrape_configs: jobs } = parse(readText('deploy/prometheus/prometheus.yml')) as {
      readonly scrape_configs: readonly {
        readonly dns_sd_configs?: readonly object[];
        readonly static_configs?: readonly object[];
      }[];
    };
    const { metricsAddress = '' } = load(credentials).worker;
    const [host, port] = metricsAddress.split(':');
    expect(host).toBe('0.0.0.0');
    expect(jobs.flatMap(({ dns_sd_configs: found = [] }) => found)).toEqual([
      expect.objectContaining({ names: ['worker'], type: 'A', port: Number(port) }),
    ]);
    expect(jobs.flatMap(({ static_configs: told = [] }) => told)).toEqual([
      { targets: [`server:${base['server']?.environment?.['HTTP_PORT']}`] },
    ]);
    expect(overlay['worker']?.ports).toBeUndefined();
  });

  it.each(['worker', 'server'])(
    "lets the %s's links to the Web UI lead where colleagues reach it, which the Web UI knows too",
    (name) => {
      const uiUrl = { TEMPORAL_UI_URL: 'https://temporal.shop.example' };
      const written = { TEMPORAL_UI_URL: overlay[name]?.environment?.['TEMPORAL_UI_URL'] ?? '' };
      expect(interpolate(written, uiUrl)).toEqual(uiUrl);
      expect(interpolate(written, {})).toEqual({
        TEMPORAL_UI_URL: base[name]?.environment?.['TEMPORAL_UI_URL'],
      });
      expect(overlay['temporal-ui']?.environment).toEqual({
        TEMPORAL_CORS_ORIGINS: written.TEMPORAL_UI_URL,
      });
    },
  );

  it.each(['worker', 'server'])(
    'gives the %s the timings and what it logs from the environment, and the defaults where there are none',
    (name) => {
      const timings = Object.keys(environmentVariables).filter(
        (variable) => variable.startsWith('ORDER_') && variable !== 'ORDER_TASK_QUEUE',
      );
      const own = [...timings, 'LOG_LEVEL', ...(name === 'server' ? ['HTTP_RATE_LIMIT'] : [])];
      const written = Object.fromEntries(
        own.map((variable) => [variable, overlay[name]?.environment?.[variable] ?? 'missing']),
      );
      const given = Object.fromEntries(own.map((variable) => [variable, `${variable} as given`]));
      expect(timings).toContain('ORDER_PAYMENT_DEADLINE');
      expect(interpolate(written, given)).toEqual(given);
      expect(Object.values(interpolate(written, {})).join('')).toBe('');
    },
  );

  it.each(['worker', 'server'])(
    'makes traces in the %s only when it is told where to send them',
    (name) => {
      const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };
      const given = Object.entries(overlay[name]?.environment ?? {}).filter(([variable]) =>
        variable.startsWith('OTEL_'),
      );
      const tracing = (env: Readonly<Record<string, string>>) =>
        readTracing(interpolate(Object.fromEntries(given), env), []);
      expect(tracing({})).toBeUndefined();
      expect(tracing(endpoint)).toEqual({ protocol: 'http/protobuf' });
    },
  );

  it('leaves the sandbox out, and with it its network and the wait for it', () => {
    expect(overlay['sandbox']).toEqual({ profiles: ['left-out'] });
    expect(overlay['worker']?.network_mode).toBeNull();
    const { sandbox: _sandbox, ...others } = base['worker']?.depends_on ?? {};
    expect(overlay['worker']?.depends_on).toEqual(others);
  });

  describe('and the server', () => {
    const merged = (env: Readonly<Record<string, string>>) =>
      interpolate({ ...base['server']?.environment, ...overlay['server']?.environment }, env);
    const keys = { HTTP_API_KEYS: `shop:read+operate:${'a'.repeat(64)}` };
    const loadServer = (env: Readonly<Record<string, string>>) =>
      loadServerConfig({ ...merged(env), TEMPORAL_CONFIG_FILE: '/nowhere/temporal.toml' });

    it('does not start without keys of its own', () => {
      expect(() => loadServer(credentials)).toThrow('HTTP_API_KEYS');
      expect(loadServer({ ...credentials, ...keys }).keys).toHaveLength(1);
    });

    it('proves callbacks once it is given the secret, and knows nothing of the fake one', () => {
      expect(loadServer({ ...credentials, ...keys }).callbackProof).toBeUndefined();
      const proof = {
        DINTERO_CALLBACK_SECRET: 'a-secret',
        CALLBACK_PUBLIC_URL: 'https://shop.example/callbacks/dintero',
      };
      const { callbackProof } = loadServer({ ...credentials, ...keys, ...proof });
      expect(callbackProof?.publicUrl).toBe(proof.CALLBACK_PUBLIC_URL);
      expect(JSON.stringify(merged({ ...credentials, ...keys }))).not.toContain('not-real');
    });

    it('is published on this machine alone, and has left the network of the sandbox', () => {
      expect(overlay['server']?.network_mode).toBeNull();
      expect(overlay['server']?.ports).toEqual(['127.0.0.1:8080:8080']);
      const { sandbox: _sandbox, ...others } = base['server']?.depends_on ?? {};
      expect(overlay['server']?.depends_on).toEqual(others);
    });
  });
});
