import { expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workflowSources } from '../../src/workflow-sources';
import { bundleWorkflows } from '../support/bundle-workflows';
import { runChaos } from './run-chaos';
import { shortSetting } from './setting';
import { showReport } from './show-report';

const seed = Number(process.env['CHAOS_SEED'] ?? 1);

test("when workers, Temporal and the provider are killed, frozen and gone while orders run, every order tells the ledger's story", async () => {
  const folder = mkdtempSync(join(tmpdir(), 'order-chaos-code-'));
  try {
    const report = await runChaos({
      seed,
      orders: 4,
      workers: 2,
      chaosMs: 10_000,
      setting: shortSetting,
      workflowBundle: await bundleWorkflows(workflowSources, join(folder, 'bundle.js')),
    });
    if (report.wrong.length > 0) throw new Error(showReport(report));
    expect(report.injected).toMatchObject({
      'worker killed': expect.any(Number),
      'worker frozen and woken': expect.any(Number),
      'temporal server killed and restarted': expect.any(Number),
      'callback receiver killed and restarted': expect.any(Number),
    });
    expect(report.faultShare).toBeGreaterThan(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 240_000);
