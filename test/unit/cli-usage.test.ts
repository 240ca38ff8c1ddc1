import { describe, expect, test } from '@jest/globals';
import { runStarter } from '../../src/cli/program';
import { setUpTerminal } from '../support/terminal-world';

describe('usage', () => {
  test.each([
    'capture',
    'refund web-1 --line 1=1.00 --reason damaged --yes',
    'refund web-1 --id return-1 --reason damaged --yes',
    'refund web-1 --id return-1 --line 1=1.00 --yes',
    'cancel web-1 --yes',
    'list --status paid',
    'list --limit 0',
    'completion tcsh',
    'sandbox steal web-1',
    'show web-1 --deadline soon',
    'show web-1 --jsn',
    'explode web-1',
    'resolve web-1',
  ])('"%s" is wrong, exits 64 and says why', async (line) => {
    const world = setUpTerminal();
    expect(await world.operate(line)).toBe(64);
    expect(world.errors()).toMatch(/\w/);
  });

  test('a command that there is not is named alone, without the whole help below it', async () => {
    const world = setUpTerminal();
    expect(await world.operate('frobnicate')).toBe(64);
    expect(world.errors()).toMatch(/^error: unknown command 'frobnicate'\n.*--help.*$/);
  });

  test('the version is one line, and exits 0', async () => {
    const world = setUpTerminal();
    expect(await world.operate('--version')).toBe(0);
    expect(world.output()).toBe('1.2.3');
  });

  test('help exits 0 and explains the exit codes', async () => {
    const world = setUpTerminal();
    expect(await world.operate('--help')).toBe(0);
    expect(world.output()).toMatch(/75 {2}still running/);
  });
});

describe('with --json, what cannot be read', () => {
  test.each([
    ['show web-1 --jsn --json', '--jsn'],
    ['show --json', "missing required argument 'reference'"],
    ['list --json --status paid', 'Allowed choices are'],
    ['list --limit 0 --json', 'from 1 to'],
    ['show web-1 --json --deadline soon', 'soon'],
    ['frobnicate --json', 'frobnicate'],
    ['sandbox --json', '--json'],
  ])('as "%s", is one document on standard output, and exits 64', async (line, named) => {
    const world = setUpTerminal();
    expect(await world.operate(line)).toBe(64);
    expect(world.errors()).toBe('');
    expect(world.document()).toEqual({
      error: {
        code: 'command_invalid',
        message: expect.stringContaining(named),
        remedy: expect.stringContaining('--help'),
      },
    });
  });

  test('of watch, which prints documents on lines, is one of them', async () => {
    const world = setUpTerminal();
    expect(await world.operate('watch web-1 --jsn --json')).toBe(64);
    expect(world.errors()).toBe('');
    expect(world.output()).not.toContain('\n');
    expect(world.document()).toMatchObject({ event: 'error', error: { code: 'command_invalid' } });
  });

  test('of the starter, is a document as well', async () => {
    const world = setUpTerminal();
    expect(await runStarter(['--json'], world.surroundings)).toBe(64);
    expect(world.document()).toMatchObject({ error: { code: 'command_invalid' } });
  });

  test('when --json stands behind --, where it is no option, is told in words', async () => {
    const world = setUpTerminal();
    expect(await world.operate('show a b -- --json')).toBe(64);
    expect(world.output()).toBe('');
    expect(world.errors()).toMatch(/\w/);
  });
});
