import { Option } from 'commander';
import type { Command } from 'commander';
import { orderStatuses } from '../client/order-filter';
import { present } from '../domain/present';
import { readCount, referenceHelp, withCommonOptions } from './command-line';
import type { CommonOptions, Runner } from './command-line';
import { list } from './list-command';
import type { ListOptions } from './list-command';
import { show } from './order-commands';
import { reconcile } from './reconcile-commands';
import type { Surroundings } from './surroundings';
import { watch } from './watch-command';

const mostListed = 5_000;

/** `list`, `show`, `watch` and `reconcile`: what moves nothing. */
export function addQuestions(program: Command, surroundings: Surroundings, runner: Runner): void {
  addList(program, surroundings, runner);
  withCommonOptions(program.command('show'))
    .description('the whole order: amounts, lines, operations, and what needs attention')
    .argument('<reference>', referenceHelp)
    .option('--timeline', 'and what happened to it, step by step')
    .action((reference: string, options: CommonOptions & { timeline?: boolean }) =>
      runner.run(options, (client, within) =>
        show(client, surroundings, reference, {
          ...within,
          ...present('timeline', options.timeline),
        }),
      ),
    );
  withCommonOptions(program.command('watch'))
    .description('show what happens to the order until nothing does any more, or Ctrl+C')
    .argument('<reference>', referenceHelp)
    .action((reference: string, options: CommonOptions) =>
      runner.run({ ...options, stream: true }, (client, within) =>
        watch(client, surroundings, reference, { ...within, ...present('json', options.json) }),
      ),
    );
  withCommonOptions(program.command('reconcile'))
    .description('read both systems now, take in what they say, and show where they differ')
    .argument('[reference]', referenceHelp)
    .option('--all', 'every order that runs')
    .action((reference: string | undefined, options: CommonOptions & { all?: boolean }) =>
      runner.run(options, (client, within) =>
        reconcile(client, surroundings, reference, { ...within, ...present('all', options.all) }),
      ),
    );
}

function addList(program: Command, surroundings: Surroundings, runner: Runner): void {
  withCommonOptions(program.command('list'))
    .description('the orders, those that need attention first')
    .addOption(new Option('--status <status>', 'only those').choices(orderStatuses))
    .option('--attention', 'only those that need attention')
    .option('--since <when>', 'started since then: 2d, 2026-12-01, or an instant')
    .option('--prefix <text>', 'whose reference begins with it')
    .addOption(
      new Option('--limit <count>', 'at most so many')
        .argParser(readCount(1, mostListed))
        .default(50),
    )
    .action((options: CommonOptions & ListOptions) =>
      runner.run(options, (client, within) =>
        list(client, surroundings, { ...options, ...within }),
      ),
    );
}
