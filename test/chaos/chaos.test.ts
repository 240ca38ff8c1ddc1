import { expect, test } from '@jest/globals';
import { randomInt } from 'node:crypto';
import { workflowBundlePath } from '../support/temporal-server';
import { runChaos } from './run-chaos';
import { showReport } from './show-report';

test('when workers are killed and frozen, Temporal is killed and the provider fails, every order tells the story of the ledger', async () => {
  const seed = randomInt(1_000_000);
  const report = await runChaos({
    seed,
    orders: 6,
    chaosMs: 15_000,
    restMs: 120_000,
    workers: 2,
    workflowBundle: workflowBundlePath(),
  }).catch((error: unknown) => {
    throw new Error(`Seed ${seed} could not be run`, { cause: error });
  });
  if (report.wrong.length > 0) throw new Error(showReport(report));
  expect(report.orders).toBe(6);
}, 240_000);
