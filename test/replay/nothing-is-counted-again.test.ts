import { afterAll, expect, test } from '@jest/globals';
import { DefaultLogger, MetricsBuffer, Runtime, Worker } from '@temporalio/worker';
import type { LogEntry } from '@temporalio/worker';
import { ownMetrics } from '../../src/observe/metrics';
import { workflowBundlePath } from '../support/temporal-server';
import { readHistories } from './recorded-histories';

const logged: string[] = [];
const logger = new DefaultLogger('INFO', ({ message }: LogEntry) => logged.push(message));
const buffer = new MetricsBuffer();
Runtime.install({ logger, telemetryOptions: { metrics: { buffer } } });

afterAll(() => Runtime.instance().shutdown());

test('when the history of a doubt is replayed, what a worker has counted and logged is not counted and logged again', async () => {
  const found = readHistories().find(({ name }) => name === 'unknown-capture-settled');
  if (found === undefined) throw new Error('the history is not there');
  const workflowBundle = { codePath: workflowBundlePath() };
  await Worker.runReplayHistory({ workflowBundle }, found.history, found.workflowId);
  Runtime.instance().metricMeter.createCounter('order_saga_control').add(1);
  const names = [...buffer.retrieveUpdates()].map(({ metric }) => metric.name);
  expect(names).toContain('order_saga_control');
  expect(names.filter((name) => ownMetrics.some((own) => own.name === name))).toEqual([]);
  expect(logged.filter((message) => /^o(?:peration|rder) /.test(message))).toEqual([]);
});
