import { describe, expect, test } from '@jest/globals';
import { runProcess } from '../../dev/start-process';

const secret = 'hush-hush-7';

describe('when the environment does not fit', () => {
  test('the worker lists every fault, shows no stack and no secret, and exits 78', async () => {
    const { exitCode, stderr, stdout } = await runProcess('src/worker.ts', {
      env: {
        DINTERO_ACCOUNT_ID: 'P12345678',
        DINTERO_CLIENT_SECRET: secret,
        ORDER_POLL_MAX: 'soon',
      },
    });
    expect(exitCode).toBe(78);
    for (const name of ['DINTERO_CLIENT_ID', 'DINTERO_ALLOW_PRODUCTION', 'ORDER_POLL_MAX'])
      expect(stderr).toContain(`  ${name}: `);
    expect(stderr).not.toMatch(/ at .*\.ts:/);
    expect(stdout + stderr).not.toContain(secret);
  });

  test.each(['src/starter.ts', 'src/operator.ts'])('%s does the same', async (entry) => {
    const args = entry.includes('operator') ? ['show', 'web-1'] : ['examples/order.json'];
    const { exitCode, stderr } = await runProcess(entry, {
      args,
      env: { ORDER_SETTLE_DELAY: '-1s' },
    });
    expect(exitCode).toBe(78);
    expect(stderr).toContain('  ORDER_SETTLE_DELAY: ');
    expect(stderr).not.toMatch(/ at .*\.ts:/);
  });
});

test('when Temporal cannot be reached, the worker says where it looked and exits 69', async () => {
  const { exitCode, stderr, durationMs } = await runProcess('src/worker.ts', {
    env: {
      DINTERO_ACCOUNT_ID: 'T12345678',
      DINTERO_CLIENT_ID: 'client-1',
      DINTERO_CLIENT_SECRET: secret,
      TEMPORAL_ADDRESS: '127.0.0.1:1',
    },
  });
  expect(exitCode).toBe(69);
  expect(stderr).toContain('127.0.0.1:1');
  expect(stderr).toContain('TEMPORAL_ADDRESS');
  expect(durationMs).toBeLessThan(30_000);
});
