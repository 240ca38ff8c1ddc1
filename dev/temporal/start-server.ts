import { Connection } from '@temporalio/client';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { attributeTypes } from '../../src/client/attribute-types';
import { takeFreePort } from '../free-port';
import { searchAttributes } from '../../src/workflows/messages';
import { findTemporalCli } from './find-binary';

export interface TemporalServer {
  /** `host:port` */
  readonly address: string;
  /** Of the Web UI; absent on a server that somebody else runs. */
  readonly uiUrl?: string;
  stop(): Promise<void>;
}

/** A server that was started here and can be broken from here. */
export interface OwnTemporalServer extends TemporalServer {
  /** SIGKILL, as when the machine's memory runs out: what was not written to the database file is lost. */
  kill(): Promise<void>;
}

export interface TemporalServerOptions {
  readonly port?: number;
  readonly uiPort?: number;
  /** The database file; without one everything is kept in memory and gone with the process. */
  readonly databaseFile?: string;
  /** Further settings of Temporal's dynamic configuration. */
  readonly dynamicConfig?: DynamicConfig;
}

type DynamicConfig = Readonly<Record<string, number | string>>;

/** By default these make a server of one shard slow: nearly every step of a busy order waits, and each short pause lasts a second more. */
const promptly: DynamicConfig = {
  // Of 20 a second.
  'history.transferProcessorMaxPollRPS': 10_000,
  'history.timerProcessorMaxPollRPS': 10_000,
  // Of one second: a timer that is due sooner than after this time is put off until then.
  'history.timerProcessorMaxTimeShift': '50ms',
};

const longestStartMs = 30_000;
const longestStopMs = 5_000;

/** Between the moment in which a port is found to be free and its use another process may take it. */
const mostStarts = 3;

/** The server ended before it was ready; what it printed is the message. */
class EndedEarlyError extends Error {}

/**
 * A real Temporal server on this machine, on loopback, with the attributes of an order registered.
 * @throws Error with the remedy when none can be had or it does not come up
 */
export async function startTemporalServer(
  options: TemporalServerOptions = {},
): Promise<OwnTemporalServer> {
  const cli = await findTemporalCli();
  for (let starts = 1; ; starts += 1) {
    try {
      return await startOnce(cli, options);
    } catch (error) {
      if (!(error instanceof EndedEarlyError) || starts === mostStarts) throw error;
    }
  }
}

async function startOnce(cli: string, options: TemporalServerOptions): Promise<OwnTemporalServer> {
  const port = options.port ?? (await takeFreePort());
  const uiPort = options.uiPort ?? (await takeFreePort());
  const child = spawn(cli, argumentsOf(port, uiPort, options), {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const output = collect(child);
  const stopWithParent = () => child.kill('SIGKILL');
  process.once('exit', stopWithParent);
  const address = `127.0.0.1:${port}`;
  try {
    await awaitReady(address, child, output);
  } catch (error) {
    process.off('exit', stopWithParent);
    throw error;
  }
  return {
    address,
    uiUrl: `http://127.0.0.1:${uiPort}`,
    async stop() {
      process.off('exit', stopWithParent);
      await end(child);
    },
    async kill() {
      process.off('exit', stopWithParent);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function argumentsOf(
  port: number,
  uiPort: number,
  { databaseFile, dynamicConfig }: TemporalServerOptions,
): readonly string[] {
  const program = ['server', 'start-dev', '--ip', '127.0.0.1', '--log-level', 'error'];
  const ports = ['--port', String(port), '--ui-port', String(uiPort)];
  const pace = Object.entries({ ...promptly, ...dynamicConfig }).flatMap(([name, value]) => [
    '--dynamic-config-value',
    `${name}=${JSON.stringify(value)}`,
  ]);
  const attributes = Object.values(searchAttributes).flatMap(({ name, type }) => [
    '--search-attribute',
    `${name}=${attributeTypes[type].name}`,
  ]);
  const storage = databaseFile === undefined ? [] : durable(databaseFile);
  return [...program, ...ports, ...pace, ...attributes, ...storage];
}

/** Survives a killed process; against a loss of power `synchronous=FULL` would be needed. */
function durable(databaseFile: string): readonly string[] {
  const pragmas = ['journal_mode=WAL', 'synchronous=NORMAL'];
  return [
    '--db-filename',
    databaseFile,
    ...pragmas.flatMap((pragma) => ['--sqlite-pragma', pragma]),
  ];
}

interface Output {
  text(): string;
  /** The process has ended and its last words are in the text. */
  readonly complete: Promise<unknown>;
}

function collect(child: ChildProcess): Output {
  let text = '';
  child.stderr
    ?.setEncoding('utf8')
    .on('data', (chunk: string) => (text = (text + chunk).slice(-4_000)));
  return { text: () => text, complete: new Promise((resolve) => child.once('close', resolve)) };
}

async function awaitReady(address: string, child: ChildProcess, output: Output): Promise<void> {
  const deadline = Date.now() + longestStartMs;
  for (;;) {
    if (child.exitCode !== null) {
      await output.complete;
      throw new EndedEarlyError(
        `The Temporal server ended with ${child.exitCode}: ${output.text()}`,
      );
    }
    try {
      return await requireNamespace(address);
    } catch (error) {
      if (Date.now() > deadline) {
        await end(child);
        throw new Error(`The Temporal server did not come up: ${output.text()}`, { cause: error });
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function requireNamespace(address: string): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: 1_000 });
  try {
    await connection.withDeadline(Date.now() + 2_000, () =>
      connection.workflowService.describeNamespace({ namespace: 'default' }),
    );
  } finally {
    await connection.close();
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  const killer = setTimeout(() => child.kill('SIGKILL'), longestStopMs);
  child.kill('SIGTERM');
  await ended;
  clearTimeout(killer);
}
