import { join } from 'node:path';
import { findTimeSkippingServer } from '../../dev/temporal/find-binary';
import { openTemporalServer } from '../../dev/temporal/open-server';
import { workflowSources } from '../../src/workflow-sources';
import type { TemporalServer } from '../../dev/temporal/start-server';
import { bundleWorkflows } from './bundle-workflows';
import { compilePrograms } from './compile-programs';

const bundlePath = join(__dirname, '..', '..', '.cache', 'workflow-bundle.js');

declare global {
  var testTemporalServer: TemporalServer | undefined;
}

/** One server, one bundle of the workflow code and one build of the programs for the whole run; all are found by the environment. */
export default async function setUp(): Promise<void> {
  process.env['TEST_TIME_SKIPPING_SERVER'] = await findTimeSkippingServer();
  process.env['TEST_WORKFLOW_BUNDLE'] = await bundleWorkflows(workflowSources, bundlePath, {
    fillsCache: true,
  });
  process.env['COMPILED_PROGRAMS'] = compilePrograms();
  const server = await openTemporalServer();
  globalThis.testTemporalServer = server;
  process.env['TEST_TEMPORAL_ADDRESS'] = server.address;
}
