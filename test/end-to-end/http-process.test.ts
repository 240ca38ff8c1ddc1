import { describe, expect, test } from '@jest/globals';
import { takeFreePort } from '../../dev/free-port';
import { runProcess, startProcess } from '../../dev/start-process';
import { sandboxCallbackSecret, sandboxClient } from '../../sandbox/credentials';
import { askServer, testKeys } from '../support/http-stack';
import { signedCallback } from '../support/signed-callback';

const publicUrl = 'https://shop.example/hooks/dintero';
const nowhere = { TEMPORAL_ADDRESS: '127.0.0.1:9', TEMPORAL_CONFIG_FILE: '/nowhere/temporal.toml' };

describe('the server', () => {
  test('when it is to be reached from elsewhere without keys, refuses to start and says how to make one', async () => {
    const ended = await runProcess('src/server.ts', { env: { ...nowhere, HTTP_HOST: '0.0.0.0' } });
    expect(ended.exitCode).toBe(78);
    expect(ended.stderr).toMatch(/HTTP_API_KEYS: is missing.*openssl rand/);
  });

  test('when Temporal is down, starts and warns of it once, sends callbacks back to come again, and stops when it is told to', async () => {
    const port = await takeFreePort();
    const server = startProcess('src/server.ts', {
      env: {
        ...nowhere,
        HTTP_PORT: String(port),
        HTTP_API_KEYS: testKeys,
        DINTERO_ACCOUNT_ID: sandboxClient.accountId,
        DINTERO_CALLBACK_SECRET: sandboxCallbackSecret,
        CALLBACK_PUBLIC_URL: publicUrl,
      },
    });
    await server.waitFor('server ready');
    const url = `http://127.0.0.1:${port}`;
    const callback = signedCallback(publicUrl, 'web-1');
    const [rung, unsigned, ready, alive] = await Promise.all([
      askServer(url, callback.path, { ...callback, key: undefined }),
      askServer(url, callback.path, { key: undefined }),
      askServer(url, '/readyz'),
      askServer(url, '/livez'),
    ]);
    // Which of the two is told depends on how busy this machine is; Dintero comes again after both.
    const code = expect.stringMatching(/^(temporal_unavailable|deadline_exceeded)$/);
    expect(rung).toMatchObject({ status: 503, body: { code } });
    expect(rung.headers.get('retry-after')).toMatch(/^[15]$/);
    expect(unsigned).toMatchObject({ status: 401, body: { code: 'callback_refused' } });
    expect(ready).toMatchObject({ status: 503, body: { temporal: 'unreachable' } });
    expect(alive.status).toBe(200);
    await server.waitFor('Temporal cannot be used');
    const ended = await server.stop();
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
    expect(ended.stdout).toContain('server stopped');
    expect(ended.stdout.split('Temporal cannot be used')).toHaveLength(2);
    expect(ended.stdout).not.toContain(sandboxCallbackSecret);
  });
});
