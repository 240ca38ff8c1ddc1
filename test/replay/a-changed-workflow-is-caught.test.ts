import { afterAll, describe, expect, test } from '@jest/globals';
import { DeterminismViolationError } from '@temporalio/workflow';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readHistories } from './recorded-histories';

const logger = new DefaultLogger('ERROR');
// What is provoked here is no news: the warnings of the replay stay out of the report.
const filter = { core: 'ERROR', other: 'ERROR' } as const;
Runtime.install({ logger, telemetryOptions: { logging: { forward: {}, filter } } });

const root = join(__dirname, '..', '..');
// Inside the repository, so that the copy finds the same packages.
mkdirSync(join(root, '.cache'), { recursive: true });
const scratch = mkdtempSync(join(root, '.cache', 'changed-'));

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

interface Change {
  readonly what: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const changes: readonly Change[] = [
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
  {
    what: 'a pause is put before an attempt',
    file: 'move-money.ts',
    from: '  const scheduledMs = Date.now();',
    to: '  await saga.until(() => false, 1_000);\n  const scheduledMs = Date.now();',
  },
];

/** The workflow with one change, bundled; the folders keep their places, so that every import still holds. */
async function bundleWith({ file, from, to }: Change, folder: string): Promise<string> {
  for (const room of ['workflows', 'domain', 'activities'])
    cpSync(join(root, 'src', room), join(folder, room), { recursive: true });
  const path = join(folder, 'workflows', file);
  const before = readFileSync(path, 'utf8');
  const after = before.replace(from, to);
  if (after === before) throw new Error(`${file} no longer holds: ${from}`);
  writeFileSync(path, after);
  const workflowsPath = join(folder, 'workflows');
  return (await bundleWorkflowCode({ workflowsPath, logger })).code;
}

/** The first error, or undefined when every history replays. */
async function firstErrorOf(code: string): Promise<Error | undefined> {
  const codePath = join(scratch, 'bundle.js');
  writeFileSync(codePath, code);
  const options = { workflowBundle: { codePath } };
  for await (const { error } of Worker.runReplayHistories(options, readHistories()))
    if (error !== undefined) return error;
  return undefined;
}

describe('the recorded histories', () => {
  test.each(changes)('when $what, refuse the workflow', async (change) => {
    const error = await firstErrorOf(await bundleWith(change, join(scratch, change.file)));
    expect(error).toBeInstanceOf(DeterminismViolationError);
  });

  test('when the copy is left as it is, accept it', async () => {
    const unchanged = { what: 'nothing', file: 'index.ts', from: '', to: ' ' };
    const code = await bundleWith(unchanged, join(scratch, 'unchanged'));
    expect(await firstErrorOf(code)).toBeUndefined();
  });
});
