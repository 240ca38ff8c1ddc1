import { spawnSync } from 'node:child_process';

/** Every test, with a real Temporal server; arguments go to jest. */
const { status } = spawnSync(
  process.execPath,
  [require.resolve('jest/bin/jest'), ...process.argv.slice(2)],
  { stdio: 'inherit' },
);
process.exit(status ?? 1);
