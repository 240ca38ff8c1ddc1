import { TestWorkflowEnvironment } from '@temporalio/testing';
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PinnedBinary } from './pinned-binaries';

/** Temporal's own download, for machines without Python: the version is pinned, its content only by who serves it. */
export async function fetchOfficial({ version }: PinnedBinary, target: string): Promise<void> {
  mkdirSync(dirname(target), { recursive: true });
  const work = mkdtempSync(join(dirname(target), 'fetch-'));
  try {
    const executable = {
      type: 'cached-download',
      version: `v${version}`,
      downloadDir: work,
    } as const;
    const environment = await TestWorkflowEnvironment.createLocal({ server: { executable } });
    await environment.teardown();
    const [program] = readdirSync(work);
    if (program === undefined) throw new Error('the official download left no file');
    renameSync(join(work, program), target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
