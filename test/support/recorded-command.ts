import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { root } from './compose-file';

interface Script {
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
  /** The command that is recorded in place of the real one. */
  readonly command: string;
  /** Lines of sh, with the call's arguments in `$*` and the record in `$CALLS`; without them every call succeeds. */
  readonly behaviour?: string;
}

interface ScriptRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  /** The arguments of each call, in order. */
  readonly calls: readonly string[];
}

const longestRunMs = 30_000;

/** Runs one of our shell scripts with a double for the one command that it calls. */
export function runScript({ path, env, command, behaviour = 'exit 0' }: Script): ScriptRun {
  const folder = mkdtempSync(join(tmpdir(), 'script-'));
  try {
    const record = join(folder, 'calls');
    writeFileSync(record, '');
    const program = join(folder, command);
    writeFileSync(program, `#!/bin/sh\necho "$*" >> "$CALLS"\n${behaviour}\n`);
    chmodSync(program, 0o755);
    const PATH = [folder, process.env['PATH']].join(delimiter);
    const { status, stdout } = spawnSync('sh', [join(root, path)], {
      env: { PATH, CALLS: record, ...env },
      encoding: 'utf8',
      timeout: longestRunMs,
    });
    const calls = readFileSync(record, 'utf8').split('\n').slice(0, -1);
    return { exitCode: status, stdout, calls };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
