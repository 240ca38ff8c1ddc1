import { describe, expect, test } from '@jest/globals';
import { inspect } from 'node:util';
import { ConfigError } from '../../src/config';
import { loadServerConfig } from '../../src/server-config';

// Keeps a configuration file of the machine out of the test.
const sound = { TEMPORAL_CONFIG_FILE: '/nowhere/temporal.toml' };
const hash = 'c0ffee00'.repeat(8);
const proof = {
  DINTERO_CALLBACK_SECRET: 'hush-hush-7',
  DINTERO_ACCOUNT_ID: 'T12345678',
  CALLBACK_PUBLIC_URL: 'https://shop.example/callbacks/dintero',
};

function faultsOf(env: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  try {
    loadServerConfig({ ...sound, ...env });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return Object.fromEntries(error.faults.map(({ variable, remedy }) => [variable, remedy]));
  }
  return {};
}

describe('the environment of the server', () => {
  test('when nothing is set, keeps it on its own machine, without keys and without a credential of the provider', () => {
    const config = loadServerConfig(sound);
    expect(config).toMatchObject({ host: '127.0.0.1', port: 8_080, keys: [], trustedProxies: [] });
    expect(config.callbackProof).toBeUndefined();
  });

  test.each(['0.0.0.0', '::', '192.0.2.7'])(
    'when it is to listen on %s without a key, is refused with the way to make one',
    (host) => {
      const { HTTP_API_KEYS: remedy } = faultsOf({ HTTP_HOST: host });
      expect(remedy).toMatch(/openssl rand -hex 32.*sha256sum/);
      expect(faultsOf({ HTTP_HOST: host, HTTP_API_KEYS: `shop:read:${hash}` })).toEqual({});
    },
  );

  test('when a secret is set and what else a signature covers is not, names both', () => {
    const { DINTERO_CALLBACK_SECRET } = proof;
    expect(Object.keys(faultsOf({ DINTERO_CALLBACK_SECRET }))).toEqual([
      'DINTERO_ACCOUNT_ID',
      'CALLBACK_PUBLIC_URL',
    ]);
    expect(faultsOf(proof)).toEqual({});
  });

  test('when many variables are wrong, names all of them at once and each once', () => {
    const faults = faultsOf({
      ...proof,
      DINTERO_ACCOUNT_ID: '12345678',
      CALLBACK_PUBLIC_URL: 'http://shop.example',
      HTTP_HOST: '0.0.0.0',
      HTTP_PORT: '65536',
      HTTP_API_KEYS: 'shop:read:secret-key',
      HTTP_TRUSTED_PROXIES: '10.0.0.0/33',
      TEMPORAL_ADDRESS: 'temporal',
    });
    expect(Object.keys(faults).sort()).toEqual([
      'CALLBACK_PUBLIC_URL',
      'DINTERO_ACCOUNT_ID',
      'HTTP_API_KEYS',
      'HTTP_PORT',
      'HTTP_TRUSTED_PROXIES',
      'TEMPORAL_ADDRESS',
    ]);
    expect(JSON.stringify(faults)).not.toContain('secret-key');
  });

  test('when it is printed, shows no secret', () => {
    expect(inspect(loadServerConfig({ ...sound, ...proof }), { depth: 9 })).not.toContain('hush');
  });
});
