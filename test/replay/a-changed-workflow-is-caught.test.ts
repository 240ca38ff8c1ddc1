import { afterAll, describe, expect, test } from '@jest/globals';
import { DeterminismViolationError } from '@temporalio/workflow';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import {
  openChangedWorkflows,
  patchedPauseBeforeAttempt,
  pauseBeforeAttempt,
} from '../support/changed-workflow';
import type { Change } from '../support/changed-workflow';
import { readHistories } from './recorded-histories';

const logger = new DefaultLogger('ERROR');
// What is provoked here is no news: the warnings of the replay stay out of the report.
const filter = { core: 'ERROR', other: 'ERROR' } as const;
Runtime.install({ logger, telemetryOptions: { logging: { forward: {}, filter } } });

const workflows = openChangedWorkflows();

afterAll(() => workflows.remove());

const changes: readonly (Change & { readonly what: string })[] = [
  {
    what: 'an activity is called before the one that used to come first',
    file: 'serve-operations.ts',
    from: '  while (saga.state.payment.phase ===',
    to: '  await readMovements(saga);\n  while (saga.state.payment.phase ===',
  },
  {
    what: 'an activity is no longer called',
    file: 'unwind.ts',
    from: 'return cancelOrder(saga, step.orderId);',
    to: "return saga.apply({ type: 'order_cancelled', at: saga.now() });",
  },
];

/** The first error, or undefined when every history replays. */
async function firstErrorOf(codePath: string): Promise<Error | undefined> {
  const options = { workflowBundle: { codePath } };
  for await (const { error } of Worker.runReplayHistories(options, readHistories()))
    if (error !== undefined) return error;
  return undefined;
}

describe('the recorded histories', () => {
  test.each(changes)('when $what, refuse the workflow', async (change) => {
    const error = await firstErrorOf(await workflows.bundle(change.file, [change]));
    expect(error).toBeInstanceOf(DeterminismViolationError);
  });

  test('when a pause is put before an attempt, refuse the workflow, and accept it once the pause is patched in', async () => {
    const plain = await firstErrorOf(await workflows.bundle('plain', pauseBeforeAttempt));
    expect(plain).toBeInstanceOf(DeterminismViolationError);
    const patched = await workflows.bundle('patched', patchedPauseBeforeAttempt);
    expect(await firstErrorOf(patched)).toBeUndefined();
  });
});
