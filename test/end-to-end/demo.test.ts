import { describe, expect, test } from '@jest/globals';
import { runProcess } from '../../dev/start-process';
import { temporalAddress } from '../support/temporal-server';

function demonstrate(...args: readonly string[]) {
  const env = { TEMPORAL_ADDRESS: temporalAddress(), NO_COLOR: '1' };
  return runProcess('dev/demo.ts', { args, env });
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

  test('when the first answer of every movement and every record of 50 orders is lost, each still happens once and is recorded once', async () => {
    const { exitCode, stdout } = await demonstrate('--orders', '50', '--faults');
    // Without a lost answer a money request would have been sent once for each of the 150 movements after the payment.
    expect(stdout).toMatch(/^ +50 +150 +200 +200 +0$/m);
    expect(exitCode).toBe(0);
  }, 150_000);

  test('given an option that it does not know, says which it knows and exits 64', async () => {
    const { exitCode, stderr } = await demonstrate('--storm');
    expect(exitCode).toBe(64);
    expect(stderr).toContain('--orders 20 [--faults]');
  });
});
