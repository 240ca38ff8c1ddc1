import { CommandError } from './command-error';
import { exitCodes } from './exit-codes';
import type { Outcome } from './run-command';
import type { Surroundings } from './surroundings';

export interface ConsentOptions {
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

/**
 * Before anything is looked up: where nobody can be asked, whoever types or writes the command has to have agreed.
 * @throws CommandError
 */
export function requireConsent(
  { terminal }: Surroundings,
  { yes, dryRun }: ConsentOptions,
  what: string,
  otherwise = ', or --dry-run to see what would happen',
): void {
  if (yes === true || dryRun === true || terminal !== undefined) return;
  throw new CommandError(
    exitCodes.usage,
    `${what}, and there is no terminal to ask on`,
    `Add --yes to agree beforehand${otherwise}.`,
  );
}

export const consentHelp = 'agree beforehand; needed where there is no terminal to ask on';

/** Of a command that was not agreed to. */
export const declined: Outcome = {
  document: { result: 'declined' },
  text: 'Nothing was asked for.',
  exitCode: exitCodes.refused,
};

/** Shows what would happen and asks; only a clear yes is one. */
export async function agrees(
  { terminal, printError }: Surroundings,
  { yes }: ConsentOptions,
  shown: string,
): Promise<boolean> {
  if (yes === true || terminal === undefined) return yes === true;
  printError(shown);
  const answer = await terminal.ask('Go on? [y/N] ');
  return /^y(es)?$/i.test(answer.trim());
}
