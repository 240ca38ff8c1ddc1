import { exitCodes } from './cli/exit-codes';
import { ConfigError } from './config';
import { StartupError } from './startup-error';

/** Runs an entry file's work: what a person has to mend is printed as a sentence, and only a defect shows its stack. */
export async function runEntry(main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main();
  } catch (error) {
    process.stderr.write(`${describe(error)}\n`);
    process.exitCode = exitCodeOf(error);
  }
}

function describe(error: unknown): string {
  if (error instanceof ConfigError || error instanceof StartupError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function exitCodeOf(error: unknown): number {
  if (error instanceof ConfigError) return exitCodes.config;
  return error instanceof StartupError ? exitCodes.unavailable : exitCodes.defect;
}
