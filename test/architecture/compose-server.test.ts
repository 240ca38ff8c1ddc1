import { describe, expect, it } from '@jest/globals';
import { sandboxCallbackSecret, sandboxClient } from '../../sandbox/credentials';
import { parseDuration } from '../../src/client/duration';
import { environmentVariables } from '../../src/environment-variables';
import { findKey } from '../../src/http/api-keys';
import { loadServerConfig } from '../../src/server-config';
import { interpolate, readCompose } from '../support/compose-file';

const { services } = readCompose('docker-compose.yml');
const environmentOf = (name: string, env: Readonly<Record<string, string>> = {}) =>
  interpolate(services[name]?.environment ?? {}, env);

describe('the server on the sandbox', () => {
  const environment = environmentOf('server');
  const config = loadServerConfig({
    ...environment,
    TEMPORAL_CONFIG_FILE: '/nowhere/temporal.toml',
  });

  it('sets only variables that the programs read, and none of the credentials of the API', () => {
    for (const name of Object.keys(environment)) expect(environmentVariables).toHaveProperty(name);
    expect(Object.keys(environment)).not.toContain('DINTERO_CLIENT_SECRET');
  });

  it('is published where the sandbox calls back, which signs with its fake secret', () => {
    const { publicUrl, secret, accountId } = config.callbackProof!;
    expect(secret.reveal()).toBe(sandboxCallbackSecret);
    expect(accountId).toBe(sandboxClient.accountId);
    expect(publicUrl).toBe(environmentOf('worker')['CALLBACK_PUBLIC_URL']);
    expect(new URL(publicUrl).host).toBe(`127.0.0.1:${config.port}`);
    expect(services['server']?.network_mode).toBe('service:sandbox');
    expect(services['sandbox']?.ports).toContain(`127.0.0.1:${config.port}:${config.port}`);
  });

  it('knows one plainly fake key, in whose place the environment may put others', () => {
    expect(findKey(config.keys, 'demo-key-not-secret')?.scopes).toEqual(['read', 'operate']);
    const keys = `shop:read:${'a'.repeat(64)}`;
    expect(environmentOf('server', { HTTP_API_KEYS: keys })['HTTP_API_KEYS']).toBe(keys);
  });

  it('is given the time to finish its requests before it is killed', () => {
    expect(parseDuration(services['server']?.stop_grace_period ?? '')).toBeGreaterThan(
      config.shutdownGraceMs,
    );
  });
});
