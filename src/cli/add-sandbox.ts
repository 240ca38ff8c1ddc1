import type { Command } from 'commander';
import { present } from '../domain/present';
import { referenceHelp, withCommonOptions } from './command-line';
import type { CommonOptions, Runner } from './command-line';
import { actAsCustomer, resendCallback, sandboxActs } from './sandbox-commands';
import type { SandboxAct, SandboxOptions } from './sandbox-commands';
import type { Surroundings } from './surroundings';

type Options = CommonOptions & Pick<SandboxOptions, 'url'>;

/** `pay` and `sandbox …`: the part of the customer, on the sandbox alone. */
export function addSandbox(program: Command, surroundings: Surroundings, runner: Runner): void {
  const act = (target: Command, name: SandboxAct, description: string) =>
    withPlace(target)
      .description(description)
      .action((reference: string, options: Options) =>
        runner.run(options, (client, within) =>
          actAsCustomer(client, surroundings, reference, name, {
            ...within,
            ...present('url', options.url),
          }),
        ),
      );
  act(program.command('pay'), 'pay', 'pay the order, on the sandbox alone');
  const sandbox = program.command('sandbox').description('play the customer, on the sandbox alone');
  for (const [name, description] of Object.entries(sandboxActs))
    act(sandbox.command(name), name as SandboxAct, description);
  const callback = sandbox.command('callback').description("the sandbox's callbacks");
  withPlace(callback.command('resend'))
    .description('deliver the newest callback of the order once more')
    .action((reference: string, options: Options) =>
      runner.run(options, (client, within) =>
        resendCallback(client, surroundings, reference, {
          ...within,
          ...present('url', options.url),
        }),
      ),
    );
}

function withPlace(target: Command): Command {
  return withCommonOptions(target)
    .argument('<reference>', referenceHelp)
    .option('--url <url>', "where the sandbox is, if not where the order's checkout page is");
}
