import { join } from 'node:path';

/** What a bundle of the workflow code is made of, wherever one is made. */
export const workflowSources = workflowSourcesIn(__dirname);

/** The same in another folder that holds the rooms of `src/`. */
export function workflowSourcesIn(folder: string): {
  readonly workflowsPath: string;
  readonly workflowInterceptorModules: string[];
} {
  const workflowsPath = join(folder, 'workflows');
  return { workflowsPath, workflowInterceptorModules: [join(workflowsPath, 'interceptors')] };
}
