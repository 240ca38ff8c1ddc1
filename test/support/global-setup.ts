import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { findTimeSkippingServer } from '../../dev/temporal/find-binary';
import { openTemporalServer } from '../../dev/temporal/open-server';
import { workflowSources } from '../../src/workflow-sources';
import type { TemporalServer } from '../../dev/temporal/start-server';

const root = join(__dirname, '..', '..');

declare global {
  var testTemporalServer: TemporalServer | undefined;
}

/** One server and one bundle of the workflow code for the whole run; the test files find both in the environment. */
export default async function setUp(): Promise<void> {
  process.env['TEST_TIME_SKIPPING_SERVER'] = await findTimeSkippingServer();
  process.env['TEST_WORKFLOW_BUNDLE'] = await bundle();
  const server = await openTemporalServer();
  globalThis.testTemporalServer = server;
  process.env['TEST_TEMPORAL_ADDRESS'] = server.address;
}

async function bundle(): Promise<string> {
  const { code } = await bundleWorkflowCode({
    ...workflowSources,
    logger: new DefaultLogger('ERROR'),
  });
  const folder = join(root, '.cache');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'workflow-bundle.js');
  // Renamed into place, since another run may be reading the file of this name.
  writeFileSync(`${path}.${process.pid}`, code);
  renameSync(`${path}.${process.pid}`, path);
  return path;
}
