import type { ConnectedClient } from '../client/connect';
import type { Finding } from './findings';
import type { Paint } from './paint';

/** What a command has around it: the way to the orders, and the way to the person who typed it. */
export interface Surroundings {
  /** Of this program. */
  readonly version: string;
  readonly openClient: () => Promise<ConnectedClient>;
  readonly stdin: AsyncIterable<Buffer | string>;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
  readonly paint: Paint;
  /** The order's page in Temporal's Web UI, where there is one. */
  readonly linkTo: (workflowId: string, runId: string) => string | undefined;
  /** A person, who can be asked and who sees a line change. */
  readonly terminal: Terminal | undefined;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Milliseconds; ends early when the signal says so. */
  readonly pause: (durationMs: number, signal: AbortSignal) => Promise<void>;
  /** From the first call on, Ctrl+C and SIGTERM abort the signal instead of ending the program. */
  readonly interrupted: () => AbortSignal;
  /** Where the sandbox is, when an order does not say it. */
  readonly providerUrl: () => string;
  readonly fetch: typeof fetch;
  readonly upkeep: Upkeep;
}

export interface Terminal {
  readonly ask: (question: string) => Promise<string>;
  /** Puts a line in the place of the last one that was put there; an empty one takes it away. */
  readonly live: (line: string) => void;
}

export interface SetUpWishes {
  /** How long Temporal keeps an order that has ended, where the namespace is made; milliseconds. */
  readonly retentionMs: number;
}

/** What looks after the surroundings of the orders themselves. */
export interface Upkeep {
  readonly examine: () => Promise<readonly Finding[]>;
  readonly setUp: (wishes: SetUpWishes) => Promise<readonly Finding[]>;
}
