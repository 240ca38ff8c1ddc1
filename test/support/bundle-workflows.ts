import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BundleOptions } from '@temporalio/worker';
import type { workflowSources } from '../../src/workflow-sources';

type WebpackConfig = Parameters<NonNullable<BundleOptions['webpackConfigHook']>>[0];
export type Rule = Exclude<
  NonNullable<NonNullable<WebpackConfig['module']>['rules']>[number],
  string | number | boolean | null | undefined
>;

const root = join(__dirname, '..', '..');

/**
 * Writes the bundle of this workflow code to a file. What did not change since the set-up of the last run is taken from a
 * cache, which the set-up alone fills, since the test files run side by side.
 */
export async function bundleWorkflows(
  sources: typeof workflowSources,
  path: string,
  { fillsCache = false, rules = [] }: { fillsCache?: boolean; rules?: readonly Rule[] } = {},
): Promise<string> {
  const cache = {
    type: 'filesystem',
    cacheDirectory: join(root, '.cache', 'webpack'),
    readonly: !fillsCache,
  } as const;
  const { code } = await bundleWorkflowCode({
    ...sources,
    logger: new DefaultLogger('ERROR'),
    webpackConfigHook: (config) => {
      const { module } = config;
      return {
        ...config,
        cache,
        module: { ...module, rules: [...(module?.rules ?? []), ...rules] },
      };
    },
  });
  mkdirSync(dirname(path), { recursive: true });
  // Renamed into place, since another run may be reading the file of this name.
  writeFileSync(`${path}.${process.pid}`, code);
  renameSync(`${path}.${process.pid}`, path);
  return path;
}
