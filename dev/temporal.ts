import { spawnSync } from 'node:child_process';
import { findTemporalCli } from './temporal/find-binary';

/** Temporal's own command line, found or fetched: for those who have none on their path. */
findTemporalCli().then(
  (cli) => process.exit(spawnSync(cli, process.argv.slice(2), { stdio: 'inherit' }).status ?? 1),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(69);
  },
);
