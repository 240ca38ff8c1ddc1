import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { runProcess } from '../../dev/start-process';
import { present } from '../../src/domain/present';
import { temporalAddress, workflowBundlePath } from '../support/temporal-server';

const root = join(__dirname, '..', '..');

function demonstrate(args: readonly string[] = [], more: Readonly<Record<string, string>> = {}) {
  const env = {
    TEMPORAL_ADDRESS: temporalAddress(),
    WORKFLOW_BUNDLE: workflowBundlePath(),
    NO_COLOR: '1',
    ...more,
  };
  return runProcess('dev/demo.ts', { args, env });
}

/** As `npm run demo` does it, and without a compiler before. */
function fromItsSource(...args: readonly string[]) {
  const command = [join(root, 'dev', 'run.cjs'), 'dev/demo.ts', ...args];
  return spawnSync(process.execPath, command, { cwd: root, encoding: 'utf8', timeout: 60_000 });
}

describe('the demonstration', () => {
  test('drives one order through two shipments and a refund, and all three sides tell the same', async () => {
    const { exitCode, stdout } = await demonstrate();
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/authorized +497\.00 NOK +497\.00 NOK +497\.00 NOK +alike/);
    expect(stdout).toMatch(/captured +497\.00 NOK +497\.00 NOK +497\.00 NOK +alike/);
    expect(stdout).toMatch(/refunded +100\.50 NOK +100\.50 NOK +100\.50 NOK +alike/);
    expect(stdout).not.toContain('DIFFERENT');
  });

  test('when the first answer of every movement and every record of 15 orders is lost, each still happens once and is recorded once', async () => {
    // The story before has shown that its programs start from their source; these are the ones that were compiled.
    const compiled = present('COMPILED_PROGRAMS', process.env['COMPILED_PROGRAMS']);
    const { exitCode, stdout } = await demonstrate(['--orders', '15', '--faults'], compiled);
    // Without a lost answer a money request would have been sent once for each of the 45 movements after the payment.
    expect(stdout).toMatch(/^ +15 +45 +60 +60 +0$/m);
    expect(exitCode).toBe(0);
  }, 150_000);

  test('given an option that it does not know, says which it knows and exits 64', () => {
    const { status, stderr } = fromItsSource('--storm');
    expect(status).toBe(64);
    expect(stderr).toContain('--orders 20 [--faults]');
  });

  test('asked for help, says what it can and exits 0', () => {
    const { status, stdout } = fromItsSource('--help');
    expect({ status, stdout }).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('--orders 20 [--faults]'),
    });
  });
});
