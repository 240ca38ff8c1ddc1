import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = join(__dirname, '..', '..');

function startProcess(env: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/main.ts'], {
    cwd: root,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = setTimeout(() => child.kill('SIGKILL'), 15_000);
  child.once('exit', () => clearTimeout(kill));
  return child;
}

describe('the sandbox as a process', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'when it starts on port 0, one line tells the real address; when %s comes, it ends cleanly',
    async (signal) => {
      const child = startProcess({ SANDBOX_PORT: '0' });
      const [line] = (await once(child.stdout, 'data')) as [Buffer];
      const url = /^Sandbox for account T00000000: (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(
        String(line),
      )?.[1];
      expect(url).toBeDefined();
      const ledger = await fetch(`${url}/sandbox/ledger`);
      expect(await ledger.json()).toMatchObject({ totals: { transactions: 0 } });
      child.kill(signal);
      expect(await once(child, 'exit')).toEqual([0, null]);
    },
  );

  it('when another sandbox has the port, it names the variable that chooses another one', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const child = startProcess({ SANDBOX_PORT: String(port) });
    const [message] = (await once(child.stderr, 'data')) as [Buffer];
    expect(String(message)).toMatch(new RegExp(`port ${port}: .*EADDRINUSE.*\\n.*SANDBOX_PORT`));
    expect(await once(child, 'exit')).toEqual([1, null]);
    other.close();
  });

  it('when the port is no number, it says so and ends with a failure', async () => {
    const child = startProcess({ SANDBOX_PORT: 'tea' });
    const [message] = (await once(child.stderr, 'data')) as [Buffer];
    expect(String(message)).toContain('SANDBOX_PORT');
    expect(await once(child, 'exit')).toEqual([1, null]);
  });
});
