import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workflowSources } from '../../src/workflow-sources';

/** Once for all workers: a start costs less, and an edit of the code meanwhile changes no order under way. */
export async function bundleOnce(folder: string): Promise<string> {
  const { code } = await bundleWorkflowCode({
    ...workflowSources,
    logger: new DefaultLogger('ERROR'),
  });
  const path = join(folder, 'workflow-bundle.js');
  writeFileSync(path, code);
  return path;
}
