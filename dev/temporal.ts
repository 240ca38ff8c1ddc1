import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { findTemporalCli } from './temporal/find-binary';

/** Temporal's own command line, found or fetched: for those who have none on their path. */
findTemporalCli().then(run, (error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(69);
});

/** Ends as the command ends; what is told to end this process is told to that one, since a server that outlives it keeps its port. */
function run(cli: string): void {
  const child = spawn(cli, process.argv.slice(2), { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => void child.kill(signal));
  child.on('error', ({ message }) => {
    process.stderr.write(`${cli} does not run: ${message}\n`);
    process.exit(69);
  });
  child.on('exit', (code, signal) =>
    process.exit(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
  );
}
