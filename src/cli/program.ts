import type { Command } from 'commander';
import { parseOrder } from '../client/parse-order';
import { addDecisions } from './add-decisions';
import { addMovements } from './add-movements';
import { addQuestions } from './add-questions';
import { addSandbox } from './add-sandbox';
import { addUpkeep } from './add-upkeep';
import { newProgram, runnerOf, withCommonOptions } from './command-line';
import type { CommonOptions, Runner } from './command-line';
import type { ExitCode } from './exit-codes';
import { startFrom } from './order-commands';
import { parseArguments } from './parse-arguments';
import { readOrderFile } from './read-order-file';
import type { Surroundings } from './surroundings';

/** Runs `ordersaga` with the arguments after the program's name and answers the exit code. */
export async function runOperator(
  args: readonly string[],
  surroundings: Surroundings,
): Promise<ExitCode> {
  const program = newProgram('ordersaga', surroundings, args).description(
    'Starts, shows and moves the money of orders.',
  );
  const runner = runnerOf(surroundings);
  addStart(program.command('start'), surroundings, runner);
  addQuestions(program, surroundings, runner);
  addMovements(program, surroundings, runner);
  addDecisions(program, surroundings, runner);
  addSandbox(program, surroundings, runner);
  addUpkeep(program, surroundings, runner);
  return parseArguments(program, args, surroundings, runner);
}

/** Runs `npm run order`: `ordersaga start` under its own name. */
export async function runStarter(
  args: readonly string[],
  surroundings: Surroundings,
): Promise<ExitCode> {
  const program = newProgram('order', surroundings, args);
  const runner = runnerOf(surroundings);
  addStart(program, surroundings, runner);
  return parseArguments(program, args, surroundings, runner);
}

function addStart(target: Command, surroundings: Surroundings, runner: Runner): void {
  withCommonOptions(target)
    .description(
      'start an order from a file, or attach to the same one, and print its checkout page',
    )
    .argument('<file>', 'the order as JSON, or - for standard input')
    .action((file: string, options: CommonOptions) =>
      runner.runWith(
        options,
        async () => parseOrder(await readOrderFile(file, surroundings.stdin)),
        (client, within, order) => startFrom(client, surroundings, order, within),
      ),
    );
}
