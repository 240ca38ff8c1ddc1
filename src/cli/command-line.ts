import { Command, InvalidArgumentError, Option } from 'commander';
import type { ConnectedClient } from '../client/connect';
import { parseDuration } from '../client/duration';
import { exitCodes } from './exit-codes';
import type { ExitCode } from './exit-codes';
import { formatOf, helpHint } from './parse-arguments';
import { runCommand, withClient } from './run-command';
import type { Outcome } from './run-command';
import type { Surroundings } from './surroundings';

export interface CommonOptions {
  readonly json?: boolean;
  readonly deadline?: number;
  /** Prints documents as they come instead of one in the end. */
  readonly stream?: boolean;
}

export interface DeadlineOption {
  readonly deadlineMs?: number;
}

const exitCodeHelp = `
Exit codes:
   0  done                              66  no such file or order
   1  refused, or something is amiss    69  Temporal, the worker or the sandbox cannot be reached
  64  what was typed cannot be read     75  still running or unknown: ask again
  65  what it names does not fit        78  the environment does not fit
                                       130  interrupted`;

export function newProgram(
  name: string,
  { print, printError, version }: Surroundings,
  args: readonly string[],
): Command {
  const silent = formatOf(args) !== 'text';
  return new Command(name)
    .version(version, '-V, --version', 'print the version of this program')
    .exitOverride()
    .showHelpAfterError(helpHint)
    .configureOutput({
      writeOut: (text) => print(text.trimEnd()),
      writeErr: (text) => (silent ? undefined : printError(text.trimEnd())),
    })
    .addHelpText('after', exitCodeHelp);
}

/** Runs the work of commands and keeps the exit code of the one that was typed. */
export interface Runner {
  exitCode: ExitCode;
  /** On the orders. */
  run(
    options: CommonOptions,
    work: (client: ConnectedClient, within: DeadlineOption) => Promise<Outcome>,
  ): Promise<void>;
  /** On the orders, with what is read before they are connected to: what is wrong with it is told without Temporal. */
  runWith<T>(
    options: CommonOptions,
    read: () => Promise<T>,
    work: (client: ConnectedClient, within: DeadlineOption, what: T) => Promise<Outcome>,
  ): Promise<void>;
  /** Without them. */
  runAlone(options: CommonOptions, work: () => Promise<Outcome>): Promise<void>;
}

export function runnerOf(surroundings: Surroundings): Runner {
  const runner: Runner = {
    exitCode: exitCodes.ok,
    async run(options, work) {
      await runner.runWith(options, () => Promise.resolve(), work);
    },
    async runWith(options, read, work) {
      const within = options.deadline === undefined ? {} : { deadlineMs: options.deadline };
      await runner.runAlone(options, async () => {
        const what = await read();
        return withClient(surroundings, (client) => work(client, within, what));
      });
    },
    async runAlone({ json = false, stream = false }, work) {
      const format = json ? (stream ? 'document-lines' : 'document') : 'text';
      runner.exitCode = await runCommand(surroundings, format, work);
    },
  };
  return runner;
}

export function readDuration(text: string): number {
  try {
    return parseDuration(text);
  } catch (error) {
    throw new InvalidArgumentError((error as RangeError).message);
  }
}

/** A whole number within bounds, for commander. */
export function readCount(least: number, most: number): (text: string) => number {
  return (text) => {
    const count = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (count >= least && count <= most) return count;
    throw new InvalidArgumentError(`Write a whole number from ${least} to ${most}.`);
  };
}

const deadlineOption = (): Option =>
  new Option('--deadline <duration>', 'wait for at most this long, as in 30s or 2m').argParser(
    readDuration,
  );

export const jsonOption = (): Option =>
  new Option('--json', 'print one JSON document, amounts in minor units');

export function withCommonOptions(target: Command): Command {
  return target.addOption(jsonOption()).addOption(deadlineOption());
}

export const referenceHelp = "the merchant's own id of the order";
