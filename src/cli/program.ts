import { Command, CommanderError, InvalidArgumentError } from 'commander';
import type { ConnectedClient } from '../client/connect';
import { parseDuration } from '../client/duration';
import type { Resolution } from '../domain/attention';
import { present } from '../domain/present';
import { exitCodes } from './exit-codes';
import type { ExitCode } from './exit-codes';
import { cancel, capture, refund, resolve, show, startFrom } from './order-commands';
import type { OperationOptions } from './order-commands';
import { readOrderFile } from './read-order-file';
import { adopt, reconcile } from './reconcile-commands';
import { runCommand } from './run-command';
import type { Outcome, Surroundings } from './run-command';

interface CommonOptions {
  readonly json?: boolean;
  readonly deadline?: number;
}

/** Runs `ordersaga` with the arguments after the program's name and answers the exit code. */
export async function runOperator(
  args: readonly string[],
  surroundings: Surroundings,
): Promise<ExitCode> {
  const program = command('ordersaga', surroundings).description(
    'Starts, shows and moves the money of orders.',
  );
  program.addHelpText('after', exitCodeHelp);
  const run = runnerOf(surroundings);
  addStart(program.command('start'), surroundings, run);
  addQuestions(program, surroundings, run);
  addMovements(program, surroundings, run);
  addDecisions(program, surroundings, run);
  return parse(program, args, run);
}

/** Runs `npm run order`: `ordersaga start` under its own name. */
export async function runStarter(
  args: readonly string[],
  surroundings: Surroundings,
): Promise<ExitCode> {
  const program = command('order', surroundings);
  program.addHelpText('after', exitCodeHelp);
  const run = runnerOf(surroundings);
  addStart(program, surroundings, run);
  return parse(program, args, run);
}

const exitCodeHelp = `
Exit codes:
   0  done                         66  no such file or order
   1  refused by the order         69  Temporal or the worker cannot be reached
  64  wrong usage                  75  still running or unknown: ask again
  65  the order file does not fit  78  the environment does not fit`;

function command(name: string, { print, printError }: Surroundings): Command {
  return new Command(name)
    .exitOverride()
    .showHelpAfterError()
    .configureOutput({
      writeOut: (text) => print(text.trimEnd()),
      writeErr: (text) => printError(text.trimEnd()),
    });
}

interface Runner {
  exitCode: ExitCode;
  run(
    options: CommonOptions,
    work: (client: ConnectedClient, deadline: { deadlineMs?: number }) => Promise<Outcome>,
  ): Promise<void>;
}

function runnerOf(surroundings: Surroundings): Runner {
  const runner: Runner = {
    exitCode: exitCodes.ok,
    async run({ json = false, deadline }, work) {
      const within = deadline === undefined ? {} : { deadlineMs: deadline };
      runner.exitCode = await runCommand(surroundings, json, (client) => work(client, within));
    },
  };
  return runner;
}

async function parse(program: Command, args: readonly string[], runner: Runner): Promise<ExitCode> {
  try {
    await program.parseAsync(args, { from: 'user' });
    return runner.exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  }
}

function readDeadline(text: string): number {
  try {
    return parseDuration(text);
  } catch (error) {
    throw new InvalidArgumentError((error as RangeError).message);
  }
}

function withCommonOptions(target: Command): Command {
  return target
    .option('--json', 'print one JSON document, amounts in minor units')
    .option('--deadline <duration>', 'wait for at most this long, as in 30s or 2m', readDeadline);
}

function addStart(target: Command, surroundings: Surroundings, runner: Runner): void {
  withCommonOptions(target)
    .description(
      'start an order from a file, or attach to the same one, and print its checkout URL',
    )
    .argument('<file>', 'the order as JSON, or - for standard input')
    .action((file: string, options: CommonOptions) =>
      runner.run(options, async (client, within) =>
        startFrom(client, surroundings, await readOrderFile(file, surroundings.stdin), within),
      ),
    );
}

function addQuestions(program: Command, surroundings: Surroundings, runner: Runner): void {
  withCommonOptions(program.command('show'))
    .description('the whole order: amounts, lines, operations, and what needs attention')
    .argument('<reference>', "the merchant's own id of the order")
    .action((reference: string, options: CommonOptions) =>
      runner.run(options, (client, within) => show(client, surroundings, reference, within)),
    );
  withCommonOptions(program.command('reconcile'))
    .description('read both systems now, take in what they say, and show where they differ')
    .argument('[reference]', "the merchant's own id of the order")
    .option('--all', 'every order that runs')
    .action((reference: string | undefined, options: CommonOptions & { all?: boolean }) =>
      runner.run(options, (client, within) =>
        reconcile(client, surroundings, reference, {
          ...within,
          ...present('all', options.all),
        }),
      ),
    );
  addAdoption(program, surroundings, runner);
}

interface AdoptOptions extends CommonOptions {
  readonly order?: string;
  readonly transaction?: string;
  readonly session?: string;
  readonly takeOver?: boolean;
}

function addAdoption(program: Command, surroundings: Surroundings, runner: Runner): void {
  withCommonOptions(program.command('adopt'))
    .description('take over an order that no workflow drives: completed, lost, or made before')
    .argument('<reference>', "the merchant's own id of the order")
    .option('--order <id>', 'its id in Dintero Orders; not needed while Temporal keeps its end')
    .option('--transaction <id>', 'its transaction in Dintero Checkout')
    .option('--session <id>', 'its checkout session')
    .option('--take-over', 'although it bears the reference of another order')
    .action((reference: string, options: AdoptOptions) =>
      runner.run(options, (client, within) => {
        const ids = {
          ...present('orderId', options.order),
          ...present('transactionId', options.transaction),
          ...present('sessionId', options.session),
          ...present('takeOver', options.takeOver),
        };
        return adopt(client, surroundings, reference, ids, within);
      }),
    );
}

const collect = (text: string, earlier: readonly string[] = []) => [...earlier, text];

function withAmounts(target: Command): Command {
  return withCommonOptions(target)
    .argument('<reference>', "the merchant's own id of the order")
    .option('--line <line=amount>', 'an amount on a line, as in 1=199.00 (repeatable)', collect)
    .option('--line-minor <line=minor>', 'the same in minor units, as in 1=19900', collect)
    .option('--amount <amount>', 'an amount, for an order of one line, as in 398.00')
    .option('--minor <minor>', 'the same in minor units, as in 39800');
}

type MovementOptions = CommonOptions & OperationOptions;

function addMovements(program: Command, surroundings: Surroundings, runner: Runner): void {
  withAmounts(program.command('capture'))
    .description('capture; without an amount, all that remains')
    .option('--id <id>', 'the id of the shipment: the same id never captures twice')
    .option('--final', 'tell the provider that no further capture will follow')
    .action((reference: string, options: MovementOptions) =>
      runner.run(options, (client, within) =>
        capture(client, surroundings, reference, { ...options, ...within }),
      ),
    );
  withAmounts(program.command('refund'))
    .description('refund what was captured')
    .requiredOption('--id <id>', 'the id of the return: the same id never refunds twice')
    .option('--reason <text>', 'why, for the record')
    .action((reference: string, options: MovementOptions & { id: string }) =>
      runner.run(options, (client, within) =>
        refund(client, surroundings, reference, { ...options, ...within }),
      ),
    );
  withCommonOptions(program.command('cancel'))
    .description('let go what is still reserved; what was captured stays captured')
    .argument('<reference>', "the merchant's own id of the order")
    .option('--reason <text>', 'why, for the record', 'operator')
    .action((reference: string, options: CommonOptions & { reason: string }) =>
      runner.run(options, (client, within) =>
        cancel(client, surroundings, reference, { ...within, reason: options.reason }),
      ),
    );
}

interface ResolveOptions extends CommonOptions {
  readonly code?: string;
  readonly operation?: string;
  readonly note?: string;
}

function addDecisions(program: Command, surroundings: Surroundings, runner: Runner): void {
  withCommonOptions(program.command('resolve'))
    .description('decide on what needs attention; the order says which choices it offers')
    .argument('<reference>', "the merchant's own id of the order")
    .argument('<choice>', 'one of the choices that show offers')
    .option('--code <code>', 'which matter, where there are several')
    .option('--operation <id>', 'which operation, where there are several')
    .option('--note <text>', 'who decided and why, for the record')
    .action((reference: string, choice: string, options: ResolveOptions) =>
      runner.run(options, (client, within) =>
        resolve(client, surroundings, reference, readResolution(choice, options), within),
      ),
    );
}

/** The order itself refuses a choice or a code that it does not offer, and says which it does. */
function readResolution(choice: string, { code, operation, note }: ResolveOptions): Resolution {
  return {
    choice,
    ...(code === undefined ? {} : { code }),
    ...(operation === undefined ? {} : { operationId: operation }),
    ...(note === undefined ? {} : { note }),
  } as Resolution;
}
