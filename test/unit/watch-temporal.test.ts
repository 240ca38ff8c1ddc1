import { describe, expect, test } from '@jest/globals';
import { TemporalUnavailableError } from '../../src/client/temporal-errors';
import { watchTemporal } from '../../src/observe/watch-temporal';

const where = { address: '127.0.0.1:7233', namespace: 'default' };
const down = () => Promise.reject(new TemporalUnavailableError('count workers'));
const up = () => Promise.resolve();

/** What the log says when the looks end so, one after the other. */
async function tellOf(looks: readonly (() => Promise<void>)[]): Promise<readonly string[]> {
  const told: string[] = [];
  const write = (level: string) => (about: object, text: string) =>
    void told.push(`${level} ${text} ${JSON.stringify(about)}`);
  const logger = { warn: write('warn'), info: write('info') };
  const left = [...looks];
  await new Promise<void>((resolve) => {
    const look = () => {
      const next = left.shift();
      if (next !== undefined) return next();
      resolve();
      return new Promise<never>(() => undefined);
    };
    watchTemporal(look, where, logger as never, 0);
  });
  return told;
}

describe('the watch over Temporal', () => {
  test('when Temporal is away from the start, warns once of where and why, however long it stays away', async () => {
    expect(await tellOf([down, down, down, down])).toEqual([
      expect.stringMatching(
        /^warn Temporal cannot be used.*TEMPORAL_ADDRESS.*"address":"127.0.0.1:7233".*cannot be reached/,
      ),
    ]);
  });

  test('when it comes, goes and comes, tells each change once', async () => {
    const told = await tellOf([down, up, up, down, down, up]);
    expect(told.map((line) => line.split(' ').slice(0, 4).join(' '))).toEqual([
      'warn Temporal cannot be',
      'info Temporal can be',
      'warn Temporal cannot be',
      'info Temporal can be',
    ]);
  });

  test('when it answers from the start, says nothing', async () => {
    expect(await tellOf([up, up, up])).toEqual([]);
  });
});
