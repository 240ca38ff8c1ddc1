import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const root = join(__dirname, '..');

export interface ProcessOptions {
  readonly args?: readonly string[];
  /** The whole environment besides PATH and HOME; nothing of the test's own gets in. */
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** The process is killed after this time, whatever the test does, milliseconds. */
  readonly lifetimeMs?: number;
}

export interface Ended {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
}

export interface RunningProcess {
  readonly pid: number;
  /** Everything printed so far, standard output and standard error. */
  output(): string;
  /** Waits for a text on standard output; the message of the error shows what was printed instead. */
  waitFor(text: string | RegExp, withinMs?: number): Promise<string>;
  signal(signal: NodeJS.Signals): void;
  readonly ended: Promise<Ended>;
  /** SIGTERM, and SIGKILL after `withinMs`. */
  stop(withinMs?: number): Promise<Ended>;
}

const defaultLifetimeMs = 120_000;
const running = new Set<ChildProcess>();

// A test that is interrupted must not leave processes behind.
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** As TypeScript; or compiled, where this file is, or where `COMPILED_PROGRAMS` names a folder: that starts in half the time. */
function commandOf(entry: string): readonly string[] {
  const compiled = __filename.endsWith('.js') ? root : process.env['COMPILED_PROGRAMS'];
  // What is below `dev/` needs the tests, which are not compiled.
  if (!compiled || entry.startsWith('dev/')) return ['--import', 'tsx', join(root, entry)];
  return [join(compiled, entry.replace(/\.ts$/, '.js'))];
}

/** Runs a TypeScript file of ours in a process of its own. */
export function startProcess(entry: string, options: ProcessOptions = {}): RunningProcess {
  const startedAtMs = Date.now();
  const child = spawn(process.execPath, [...commandOf(entry), ...(options.args ?? [])], {
    cwd: root,
    env: environment(options.env),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  running.add(child);
  const text = { stdout: '', stderr: '' };
  const listeners = new Set<() => void>();
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (chunk: string) => {
      text[stream] += chunk;
      for (const listener of listeners) listener();
    });
  }
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  const timer = setTimeout(() => child.kill('SIGKILL'), options.lifetimeMs ?? defaultLifetimeMs);
  const ended = once(child, 'close').then(([exitCode, signal]): Ended => {
    clearTimeout(timer);
    running.delete(child);
    for (const listener of listeners) listener();
    return {
      exitCode: exitCode as number | null,
      signal: signal as NodeJS.Signals | null,
      ...text,
      durationMs: Date.now() - startedAtMs,
    };
  });
  const output = () => text.stdout + text.stderr;
  return {
    pid: child.pid ?? 0,
    output,
    waitFor: (wanted, withinMs = 30_000) =>
      waitForText({ child, listeners, output, stdout: () => text.stdout }, wanted, withinMs),
    signal: (signal) => void child.kill(signal),
    ended,
    async stop(withinMs = 10_000) {
      child.kill('SIGTERM');
      const killer = setTimeout(() => child.kill('SIGKILL'), withinMs);
      const end = await ended;
      clearTimeout(killer);
      return end;
    },
  };
}

/** Runs a TypeScript file of ours to its end. */
export function runProcess(entry: string, options: ProcessOptions = {}): Promise<Ended> {
  return startProcess(entry, options).ended;
}

function environment(own: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], HOME: process.env['HOME'], ...own };
}

interface Watched {
  readonly child: ChildProcess;
  readonly listeners: Set<() => void>;
  readonly stdout: () => string;
  readonly output: () => string;
}

function waitForText(watched: Watched, wanted: string | RegExp, withinMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const found = () => {
      const text = watched.stdout();
      const match =
        typeof wanted === 'string' ? (text.includes(wanted) ? [wanted] : null) : wanted.exec(text);
      return match === null ? undefined : (match[1] ?? match[0]);
    };
    const settle = (end: () => void) => {
      clearTimeout(timer);
      watched.listeners.delete(look);
      end();
    };
    const fail = (why: string) =>
      settle(() =>
        reject(new Error(`${String(wanted)} was not printed: ${why}\n${watched.output()}`)),
      );
    const look = () => {
      const text = found();
      if (text !== undefined) settle(() => resolve(text));
      else if (watched.child.exitCode !== null) fail(`it ended with ${watched.child.exitCode}`);
    };
    const timer = setTimeout(() => fail(`${withinMs} ms are over`), withinMs);
    watched.listeners.add(look);
    look();
  });
}
