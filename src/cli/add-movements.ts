import type { Command } from 'commander';
import type { OperationKind } from '../domain/operation';
import { present } from '../domain/present';
import { operateBatch } from './batch-command';
import { CommandError } from './command-error';
import { referenceHelp, withCommonOptions } from './command-line';
import type { CommonOptions, Runner } from './command-line';
import { consentHelp, requireConsent } from './consent';
import type { ConsentOptions } from './consent';
import { exitCodes } from './exit-codes';
import { operate, requireOperable } from './operation-command';
import type { AmountOptions } from './read-amounts';
import { readBatch } from './read-batch';
import { readTextFile } from './read-order-file';
import { withClient } from './run-command';
import type { Outcome } from './run-command';
import type { Surroundings } from './surroundings';
import type { WantedOperation } from './wanted-operation';

interface MovementOptions extends CommonOptions, ConsentOptions, AmountOptions {
  readonly id?: string;
  readonly final?: boolean;
  readonly reason?: string;
  readonly file?: string;
}

const collect = (text: string, earlier: readonly string[] = []) => [...earlier, text];

/** `capture`, `refund` and `cancel`: what moves money. */
export function addMovements(program: Command, surroundings: Surroundings, runner: Runner): void {
  const add = (kind: OperationKind, describe: (target: Command) => Command) => {
    const target = describe(withCommonOptions(program.command(kind)))
      .argument('[reference]', `${referenceHelp}; not with --file`)
      .option('--yes', consentHelp)
      .option('--dry-run', 'show what would happen, and ask for nothing')
      .option(
        '--file <file>',
        'many of them: CSV or a JSON object on each line, - for standard input',
      );
    target.action((reference: string | undefined, options: MovementOptions) =>
      runner.runAlone(options, () => move(surroundings, { kind, reference, options })),
    );
  };
  add('capture', (target) =>
    withAmounts(target)
      .description('capture; without an amount, all that remains')
      .option('--id <id>', 'the id of the shipment: the same id never captures twice')
      .option('--final', 'tell the provider that no further capture will follow'),
  );
  add('refund', (target) =>
    withAmounts(target)
      .description('refund what was captured')
      .option('--id <id>', 'the id of the return: the same id never refunds twice')
      .option('--reason <text>', 'why, for the record; required'),
  );
  add('cancel', (target) =>
    target
      .description('let go what is still reserved; what was captured stays captured')
      .option('--reason <text>', 'why, for the record; required'),
  );
}

function withAmounts(target: Command): Command {
  return target
    .option('--line <line=amount>', 'an amount on a line, as in 1=199.00 (repeatable)', collect)
    .option('--line-minor <line=minor>', 'the same in minor units, as in 1=19900', collect)
    .option('--amount <amount>', 'an amount, for an order of one line, as in 398.00')
    .option('--minor <minor>', 'the same in minor units, as in 39800');
}

interface Typed {
  readonly kind: OperationKind;
  readonly reference: string | undefined;
  readonly options: MovementOptions;
}

async function move(surroundings: Surroundings, typed: Typed): Promise<Outcome> {
  const { deadline, ...options } = typed.options;
  const within = { ...options, ...present('deadlineMs', deadline) };
  if (options.file !== undefined) return moveMany(surroundings, typed, options.file, within);
  if (typed.reference === undefined)
    throw usage('no order is named', 'Name one, or give --file with many.');
  const wanted = wantedOf(typed, typed.reference);
  requireOperable(surroundings, wanted, options);
  return withClient(surroundings, (client) => operate(client, surroundings, wanted, within));
}

function wantedOf({ kind, options }: Typed, reference: string): WantedOperation {
  const { line, lineMinor, amount, minor, id, final, reason } = options;
  return {
    kind,
    reference,
    ...present('line', line),
    ...present('lineMinor', lineMinor),
    ...present('amount', amount),
    ...present('minor', minor),
    ...present('id', id),
    ...present('final', final),
    ...present('reason', reason),
  };
}

async function moveMany(
  surroundings: Surroundings,
  { kind, reference, options }: Typed,
  file: string,
  within: MovementOptions & { readonly deadlineMs?: number },
): Promise<Outcome> {
  const { line, lineMinor, amount, minor, id, final } = options;
  if ([reference, line, lineMinor, amount, minor, id, final].some((one) => one !== undefined))
    throw usage(
      'an order and a file of orders were both given',
      'Give the reference, the id and the amounts in the file.',
    );
  requireConsent(surroundings, options, `a file of ${kind}s moves money`);
  const text = await readTextFile(file, surroundings.stdin);
  const rows = readBatch(text, { kind, ...present('reason', options.reason) });
  return withClient(surroundings, (client) => operateBatch(client, surroundings, rows, within));
}

function usage(message: string, remedy: string): CommandError {
  return new CommandError(exitCodes.usage, message, remedy);
}
