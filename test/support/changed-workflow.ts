import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workflowSourcesIn } from '../../src/workflow-sources';
import { bundleWorkflows } from './bundle-workflows';

/** One place of the workflow's source that reads otherwise. */
export interface Change {
  /** Below `src/workflows/`. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

export interface ChangedWorkflows {
  /** The path of the workflow code, with these changes, bundled. */
  bundle(name: string, changes: readonly Change[]): Promise<string>;
  remove(): void;
}

const attempt = '  const scheduledMs = Date.now();';

/** Every attempt to move money begins with a pause: another decision than the histories of before hold. */
export const pauseBeforeAttempt: readonly Change[] = [
  {
    file: 'move-money.ts',
    from: attempt,
    to: `  await saga.until(() => false, 20, 'A pause of the new version');\n${attempt}`,
  },
];

/** The same, and what began without it goes on without it. */
export const patchedPauseBeforeAttempt: readonly Change[] = [
  {
    file: 'move-money.ts',
    from: attempt,
    to: `  if (patched('pause-before-attempt')) await saga.until(() => false, 20, 'A pause of the new version');\n${attempt}`,
  },
  {
    file: 'move-money.ts',
    from: '',
    to: "import { patched } from '@temporalio/workflow';\n",
  },
];

const root = join(__dirname, '..', '..');

/** Copies stand inside the repository, so that they find the same packages; the folders keep their places, so that every import still holds. */
export function openChangedWorkflows(): ChangedWorkflows {
  mkdirSync(join(root, '.cache'), { recursive: true });
  const scratch = mkdtempSync(join(root, '.cache', 'changed-'));
  return {
    async bundle(name, changes) {
      const folder = join(scratch, name);
      for (const room of ['workflows', 'domain', 'activities'])
        cpSync(join(root, 'src', room), join(folder, room), { recursive: true });
      for (const change of changes) rewrite(folder, change);
      return bundleWorkflows(workflowSourcesIn(folder), join(folder, 'bundle.js'));
    },
    remove: () => rmSync(scratch, { recursive: true, force: true }),
  };
}

function rewrite(folder: string, { file, from, to }: Change): void {
  const path = join(folder, 'workflows', file);
  const before = readFileSync(path, 'utf8');
  const after = before.replace(from, to);
  if (after === before) throw new Error(`${file} no longer holds: ${from}`);
  writeFileSync(path, after);
}
