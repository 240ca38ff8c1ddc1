import { CommanderError } from 'commander';
import type { Command } from 'commander';
import { CommandError } from './command-error';
import { exitCodes } from './exit-codes';
import type { ExitCode } from './exit-codes';
import { runCommand } from './run-command';
import type { Format } from './run-command';
import type { Surroundings } from './surroundings';

export const helpHint = 'See --help for what there is.';

/** How errors are asked for, by arguments that may be wrong in any other way. */
export function formatOf(args: readonly string[]): Format {
  const end = args.indexOf('--');
  const options = end < 0 ? args : args.slice(0, end);
  if (!options.includes('--json')) return 'text';
  return args[0] === 'watch' ? 'document-lines' : 'document';
}

/** Runs the command that the arguments name. What is wrong with them is told as every other error is. */
export async function parseArguments(
  program: Command,
  args: readonly string[],
  surroundings: Surroundings,
  runner: { readonly exitCode: ExitCode },
): Promise<ExitCode> {
  try {
    await program.parseAsync(args, { from: 'user' });
    return runner.exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return exitCodes.ok;
    const format = formatOf(args);
    // Without --json it has been said already, with the help that belongs to it.
    if (format === 'text') return exitCodes.usage;
    return runCommand(surroundings, format, () => Promise.reject(toCommandError(error)));
  }
}

function toCommandError({ message }: CommanderError): CommandError {
  return new CommandError(exitCodes.usage, message.replace(/^error: /, ''), helpHint);
}
