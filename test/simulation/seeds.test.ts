import { describe, expect, it } from '@jest/globals';
import { runProcess } from '../../dev/start-process';
import { read } from '../architecture/source-tree';
import { mutations } from './mutations';

/** As many as fit into a run of all tests; `npm run simulate` takes any number. */
const seeds = 60;
const longestRunMs = 110_000;

// In a process of its own: the simulator decides about every step of the machinery below it, which a test's surroundings have replaced.
const simulate = (...args: readonly string[]) =>
  runProcess('dev/simulate.ts', { args, lifetimeMs: longestRunMs });

describe('the simulated systems', () => {
  it(
    `keep every promise about money in ${seeds} stories full of mishaps`,
    async () => {
      const { exitCode, stdout, stderr } = await simulate('--seeds', String(seeds), '--from', '1');
      expect({ exitCode, said: exitCode === 0 ? '' : stdout + stderr }).toEqual({
        exitCode: 0,
        said: '',
      });
      expect(stdout).toContain(`${seeds} of ${seeds} seeds, 0 failed`);
    },
    longestRunMs,
  );

  it(
    'tell the same story for the same seed, to the letter',
    async () => {
      const [first, second] = [await simulate('--seed', '17'), await simulate('--seed', '17')];
      expect(first.exitCode).toBe(0);
      expect(first.stdout.split('\n').length).toBeGreaterThan(10);
      expect(second.stdout).toBe(first.stdout);
    },
    longestRunMs,
  );

  it(
    'look before they call something rejected that an earlier life of a reset order has moved',
    async () => {
      // A refund stood on a capture of the back office that the order had forgotten with the reset.
      const { stdout } = await simulate('--seed', '9002391');
      expect(stdout).toContain('is reset');
      expect(stdout).toContain('kept every promise');
    },
    longestRunMs,
  );

  it.each([
    [
      'leave a customer all the time there is to pay, where the clock of a worker is ahead',
      '130006172',
    ],
    [
      'record what may have been recorded already once, where another record becomes due before it',
      '130019510',
    ],
  ])(
    '%s',
    async (_what, seed) => {
      const { stdout } = await simulate('--seed', seed);
      expect(stdout).toContain('kept every promise');
    },
    longestRunMs,
  );

  it(
    'complete a draft once where a run ends while its completion is on its way',
    async () => {
      const { stdout } = await simulate('--seed', '91010785');
      expect(stdout).toMatch(/completeDraftOrder \(late.*continues as new/s);
      expect(stdout).toContain('kept every promise');
    },
    longestRunMs,
  );
});

it.each(mutations)(
  'the rule that is taken out is there exactly once: $name',
  ({ replacements }) => {
    for (const { file, text } of replacements)
      expect({ file, found: read(file).split(text).length - 1 }).toEqual({ file, found: 1 });
  },
);
