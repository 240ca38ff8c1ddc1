import type { Command } from 'commander';
import type { Resolution } from '../domain/attention';
import { present } from '../domain/present';
import { referenceHelp, withCommonOptions } from './command-line';
import type { CommonOptions, Runner } from './command-line';
import { consentHelp, requireConsent } from './consent';
import { adopt } from './reconcile-commands';
import { resolve } from './resolve-command';
import { withClient } from './run-command';
import type { Surroundings } from './surroundings';

interface ResolveOptions extends CommonOptions {
  readonly yes?: boolean;
  readonly code?: string;
  readonly operation?: string;
  readonly note?: string;
}

/** `resolve` and `adopt`: what a person decides. */
export function addDecisions(program: Command, surroundings: Surroundings, runner: Runner): void {
  withCommonOptions(program.command('resolve'))
    .description('decide on what needs attention; the order says which choices it offers')
    .argument('<reference>', referenceHelp)
    .argument('<choice>', 'one of the choices that show offers')
    .option('--code <code>', 'which matter, where there are several')
    .option('--operation <id>', 'which operation, where there are several')
    .option('--note <text>', 'who decided and why, for the record')
    .option('--yes', consentHelp)
    .action((reference: string, choice: string, options: ResolveOptions) =>
      runner.runAlone(options, () => {
        const resolution = readResolution(choice, options);
        requireConsent(surroundings, options, 'a decision may move money', '');
        const within = {
          ...present('yes', options.yes),
          ...present('deadlineMs', options.deadline),
        };
        return withClient(surroundings, (client) =>
          resolve(client, surroundings, reference, resolution, within),
        );
      }),
    );
  addAdoption(program, surroundings, runner);
}

/** The order itself refuses a choice or a code that it does not offer, and says which it does. */
function readResolution(choice: string, { code, operation, note }: ResolveOptions): Resolution {
  return {
    choice,
    ...present('code', code),
    ...present('operationId', operation),
    ...present('note', note),
  } as Resolution;
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
    .argument('<reference>', referenceHelp)
    .option('--order <id>', 'its id in Dintero Orders; not needed while Temporal keeps its end')
    .option('--transaction <id>', 'its transaction in Dintero Checkout')
    .option('--session <id>', 'its session in Dintero Checkout')
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
