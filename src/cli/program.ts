import type { Command } from 'commander';
import { addDecisions } from './add-decisions';
import { addMovements } from './add-movements';
import { addQuestions } from './add-questions';
import { addSandbox } from './add-sandbox';
import { addUpkeep } from './add-upkeep';
import { newProgram, parseArguments, runnerOf, withCommonOptions } from './command-line';
import type { CommonOptions, Runner } from './command-line';
import type { ExitCode } from './exit-codes';
import { startFrom } from './order-commands';
import { readOrderFile } from './read-order-file';
import type { Surroundings } from './surroundings';

/** Runs `ordersaga` with the arguments after the program's name and answers the exit code. */
export async function runOperator(
  args: readonly string[],
  surroundings: Surroundings,
): Promise<ExitCode> {
  const program = newProgram('ordersaga', surroundings).description(
    'Starts, shows and moves the money of orders.',
  );
  const runner = runnerOf(surroundings);
  addStart(program.command('start'), surroundings, runner);
  addQuestions(program, surroundings, runner);
  addMovements(program, surroundings, runner);
  addDecisions(program, surroundings, runner);
  addSandbox(program, surroundings, runner);
  addUpkeep(program, surroundings, runner);
  return parseArguments(program, args, runner);
}

/** Runs `npm run order`: `ordersaga start` under its own name. */
export async function runStarter(
  args: readonly string[],
  surroundings: Surroundings,
): Promise<ExitCode> {
  const program = newProgram('order', surroundings);
  const runner = runnerOf(surroundings);
  addStart(program, surroundings, runner);
  return parseArguments(program, args, runner);
}

function addStart(target: Command, surroundings: Surroundings, runner: Runner): void {
  withCommonOptions(target)
    .description(
      'start an order from a file, or attach to the same one, and print its checkout page',
    )
    .argument('<file>', 'the order as JSON, or - for standard input')
    .action((file: string, options: CommonOptions) =>
      runner.run(options, async (client, within) =>
        startFrom(client, surroundings, await readOrderFile(file, surroundings.stdin), within),
      ),
    );
}
