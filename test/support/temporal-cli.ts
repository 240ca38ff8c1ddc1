import { execFile } from 'node:child_process';
import { findTemporalCli } from '../../dev/temporal/find-binary';

export interface CliResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the real `temporal` command against a server; the groups of arguments are put one after the other. */
export type TemporalCli = (...groups: readonly (readonly string[])[]) => Promise<CliResult>;

const longestCommandMs = 30_000;

export async function openTemporalCli(address: string): Promise<TemporalCli> {
  const program = await findTemporalCli();
  // Neither the address nor the profiles of whoever runs the tests.
  const env = { PATH: process.env['PATH'], HOME: '/nowhere', TEMPORAL_ADDRESS: address };
  return (...groups) =>
    new Promise((resolve) => {
      execFile(
        program,
        groups.flat(),
        { env, timeout: longestCommandMs },
        (error, stdout, stderr) => {
          const exitCode = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
          resolve({ exitCode, stdout, stderr });
        },
      );
    });
}
