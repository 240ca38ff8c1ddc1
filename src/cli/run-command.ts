import type { ConnectedClient } from '../client/connect';
import { InvalidOrderError } from '../client/order-saga-errors';
import { exitCodeOf } from './command-error';
import { exitCodes } from './exit-codes';
import type { ExitCode } from './exit-codes';
import { printable } from './draw-table';
import type { Paint } from './paint';

/** What a command has around it: the way to the orders, and the way to the person who typed it. */
export interface Surroundings {
  readonly openClient: () => Promise<ConnectedClient>;
  readonly stdin: AsyncIterable<Buffer | string>;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
  readonly paint: Paint;
  /** The order's page in Temporal's Web UI, where there is one. */
  readonly linkTo: (workflowId: string, runId: string) => string | undefined;
}

/** What came of a command: one document for programs, one text for people. */
export interface Outcome {
  readonly document: unknown;
  readonly text: string;
  readonly exitCode: ExitCode;
}

/** Runs the work of a command and prints its outcome, or its error with the remedy. */
export async function runCommand(
  surroundings: Surroundings,
  json: boolean,
  work: (client: ConnectedClient) => Promise<Outcome>,
): Promise<ExitCode> {
  try {
    const outcome = await withClient(surroundings, work);
    surroundings.print(json ? JSON.stringify(outcome.document, undefined, 2) : outcome.text);
    return outcome.exitCode;
  } catch (error) {
    const exitCode = exitCodeOf(error);
    if (exitCode === undefined) throw error;
    if (json) surroundings.print(JSON.stringify({ error }, undefined, 2));
    else printRemedy(surroundings, error as Error & { remedy: string });
    return exitCode;
  }
}

async function withClient<T>(
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
      : [error.message];
  for (const message of messages) printError(paint('bad', printable(message)));
  printError(error.remedy);
}

export const answered = (document: unknown, text: string): Outcome => ({
  document,
  text,
  exitCode: exitCodes.ok,
});
