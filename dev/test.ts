import { spawnSync } from 'node:child_process';

/** Nearly all that a test makes is garbage soon after: with little room for it, Node would clean up for a tenth of the time. */
const roomForShortLives = ['--min-semi-space-size=32', '--max-semi-space-size=64'];

/** Every test, with a real Temporal server; arguments go to jest. */
const { status } = spawnSync(
  process.execPath,
  [...roomForShortLives, require.resolve('jest/bin/jest'), ...process.argv.slice(2)],
  { stdio: 'inherit' },
);
process.exit(status ?? 1);
