import { Argument, Option } from 'commander';
import type { Command } from 'commander';
import { jsonOption, readDuration } from './command-line';
import type { CommonOptions, Runner } from './command-line';
import { completeReferences, shells, writeCompletion } from './completion';
import type { Shell } from './completion';
import { drawFindings } from './draw-findings';
import { answered, withClient } from './run-command';
import type { Surroundings } from './surroundings';

const ninetyDaysMs = 90 * 86_400_000;

/** `setup`, `doctor` and `completion`: what is around the orders. */
export function addUpkeep(program: Command, surroundings: Surroundings, runner: Runner): void {
  const { upkeep, paint } = surroundings;
  program
    .command('setup')
    .description(
      'make the namespace and register the ten search attributes, as far as they are missing',
    )
    .addOption(jsonOption())
    .addOption(
      new Option(
        '--retention <duration>',
        'of a namespace that is made: how long ended orders are kept',
      )
        .argParser(readDuration)
        .default(ninetyDaysMs, '90d'),
    )
    .action((options: CommonOptions & { readonly retention: number }) =>
      runner.runAlone(options, async () =>
        drawFindings(await upkeep.setUp({ retentionMs: options.retention }), paint),
      ),
    );
  program
    .command('doctor')
    .description(
      'look whether orders can go: configuration, Temporal, worker, Dintero, callbacks, clocks',
    )
    .addOption(jsonOption())
    .action((options: CommonOptions) =>
      runner.runAlone(options, async () => drawFindings(await upkeep.examine(), paint)),
    );
  addCompletion(program, surroundings, runner);
}

function addCompletion(program: Command, surroundings: Surroundings, runner: Runner): void {
  program
    .command('completion')
    .description("print the script that completes this command's words in a shell")
    .addArgument(new Argument('<shell>').choices(shells))
    .action((shell: Shell) =>
      runner.runAlone({}, async () => answered(undefined, writeCompletion(program, shell))),
    );
  program
    .command('complete-references', { hidden: true })
    .argument('[prefix]', 'what the reference begins with', '')
    .action((prefix: string) =>
      runner.runAlone({}, async () =>
        answered(
          undefined,
          await withClient(surroundings, (client) => completeReferences(client, prefix)),
        ),
      ),
    );
}
