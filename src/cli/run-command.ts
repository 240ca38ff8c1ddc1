import type { ConnectedClient } from '../client/connect';
import { InvalidOrderError } from '../client/order-saga-errors';
import { exitCodeOf } from './command-error';
import { printable } from './draw-table';
import { exitCodes } from './exit-codes';
import type { ExitCode } from './exit-codes';
import { writeJson, writeJsonLine } from './write-json';
import type { Surroundings } from './surroundings';

/** What came of a command: one document for programs, one text for people. */
export interface Outcome {
  readonly document: unknown;
  readonly text: string;
  readonly exitCode: ExitCode;
}

/** How a command answers: for people, as one document, or as documents of which the work has printed one on each line already. */
export type Format = 'text' | 'document' | 'document-lines';

/** Runs the work of a command and prints its outcome, or its error with the remedy. */
export async function runCommand(
  surroundings: Surroundings,
  format: Format,
  work: () => Promise<Outcome>,
): Promise<ExitCode> {
  try {
    const outcome = await work();
    if (format === 'document') surroundings.print(writeJson(outcome.document));
    if (format === 'text' && outcome.text !== '') surroundings.print(outcome.text);
    return outcome.exitCode;
  } catch (error) {
    const exitCode = exitCodeOf(error);
    if (exitCode === undefined) throw error;
    if (format === 'document') surroundings.print(writeJson({ error }));
    else if (format === 'document-lines')
      surroundings.print(writeJsonLine({ event: 'error', error }));
    else printRemedy(surroundings, error as Error & { remedy: string });
    return exitCode;
  }
}

export async function withClient<T>(
  surroundings: Surroundings,
  work: (client: ConnectedClient) => Promise<T>,
): Promise<T> {
  const client = await surroundings.openClient();
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}

function printRemedy(
  { printError, paint }: Surroundings,
  error: Error & { readonly remedy: string },
): void {
  const messages =
    error instanceof InvalidOrderError
      ? error.faults.map(({ field, problem }) => `${field}: ${problem}`)
      : error.message.split('\n');
  for (const message of messages) printError(paint('bad', printable(message)));
  for (const line of error.remedy.split('\n')) printError(printable(line));
}

export const answered = (document: unknown, text: string): Outcome => ({
  document,
  text,
  exitCode: exitCodes.ok,
});
