import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess } from '../../dev/start-process';

/** In the place of Temporal's command line: says its process id, and how it was ended. */
const listener = `#!${process.execPath}
process.on('SIGTERM', () => {
  console.log('heard SIGTERM');
  process.exit(7);
});
console.log(process.argv.slice(2).join(' '), 'in', process.pid);
setTimeout(() => process.exit(1), 30_000);
`;

let folder: string;
let cli: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'temporal-command-'));
  cli = join(folder, 'temporal');
  writeFileSync(cli, listener);
  chmodSync(cli, 0o755);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const start = () =>
  startProcess('dev/temporal.ts', {
    args: ['server', 'start-dev'],
    env: { TEMPORAL_CLI_PATH: cli },
  });

/** Nobody has this process id any more. */
const isGone = (pid: number) => {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
};

test('when the command is told to end, the server that it started is told, and its exit code is passed on', async () => {
  const command = start();
  const pid = Number(await command.waitFor(/^server start-dev in (\d+)$/m));
  const { exitCode, stdout } = await command.stop();
  expect(stdout).toContain('heard SIGTERM');
  expect(exitCode).toBe(7);
  expect(isGone(pid)).toBe(true);
});

test('when the server is killed, the command ends and says by its exit code that it was', async () => {
  const command = start();
  const pid = Number(await command.waitFor(/^server start-dev in (\d+)$/m));
  process.kill(pid, 'SIGKILL');
  expect((await command.ended).exitCode).toBe(137);
});
