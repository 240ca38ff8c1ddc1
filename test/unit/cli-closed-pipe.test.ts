import { describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const root = join(__dirname, '..', '..');

/** A program whose output nobody reads any more, as behind `| head` that has ended. */
async function runUnread(entry: string, args: readonly string[]) {
  const program = spawn(process.execPath, ['--import', 'tsx', join(root, entry), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] },
    timeout: 30_000,
  });
  program.stdout.destroy();
  const [said, [exitCode]] = await Promise.all([text(program.stderr), once(program, 'exit')]);
  return { said, exitCode: exitCode as number | null };
}

describe('when the reader of its output has gone', () => {
  test.each(['src/operator.ts', 'src/starter.ts'])('%s ends quietly', async (entry) => {
    expect(await runUnread(entry, ['--help'])).toEqual({ said: '', exitCode: 0 });
  });

  test('a command ends with its own exit code, as money may hang on it', async () => {
    const refund = ['refund', '--file', '/no/such/file', '--json', '--yes'];
    expect(await runUnread('src/operator.ts', refund)).toEqual({ said: '', exitCode: 66 });
  });
});
