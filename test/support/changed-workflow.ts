import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { workflowSourcesIn } from '../../src/workflow-sources';
import { bundleWorkflows } from './bundle-workflows';
import type { Rule } from './bundle-workflows';

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
const sources = workflowSourcesIn(join(root, 'src'));

/** The source is rewritten as it is read, so that what is the same as ever comes from the cache of the bundle. */
export function openChangedWorkflows(): ChangedWorkflows {
  mkdirSync(join(root, '.cache'), { recursive: true });
  const scratch = mkdtempSync(join(root, '.cache', 'changed-'));
  return {
    bundle: (name, changes) =>
      bundleWorkflows(sources, join(scratch, `${name}.js`), { rules: rulesOf(changes) }),
    remove: () => rmSync(scratch, { recursive: true, force: true }),
  };
}

function rulesOf(changes: readonly Change[]): readonly Rule[] {
  return [...new Set(changes.map(({ file }) => file))].map((name) => ({
    resource: join(sources.workflowsPath, name),
    enforce: 'pre',
    loader: join(__dirname, 'rewrite-source.cjs'),
    options: { changes: changes.filter(({ file }) => file === name) },
  }));
}
