import { describe, expect, test } from '@jest/globals';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { untraced } from '../../src/open-tracing';
import { workflowBundlePath } from '../support/temporal-server';
import { readHistories } from './recorded-histories';
import type { RecordedHistory } from './recorded-histories';

Runtime.install({ logger: new DefaultLogger('ERROR') });

/** Made without traces: among them are signals, updates, a cancel, and a run that continues another one. */
const names = ['paid-captured-refunded', 'late-money-voided', 'continued-as-new-run-1'];
const recorded = readHistories().filter(({ name }) => names.includes(name));

const encode = (text: string) => Buffer.from(text).toString('base64');

function headerWith(carrier: unknown) {
  const data = encode(JSON.stringify(carrier));
  return { fields: { '_tracer-data': { metadata: { encoding: encode('json/plain') }, data } } };
}

interface Received {
  header?: unknown;
}

/** As if every message had come with this header, and each step with none: the events of a step keep what was recorded. */
function sentWith(carrier: unknown, { name, workflowId, history }: RecordedHistory) {
  const copy = structuredClone(history);
  let changed = 0;
  for (const event of copy.events) {
    const accepted = event['workflowExecutionUpdateAcceptedEventAttributes'] as
      { acceptedRequest: { input: Received } } | undefined;
    const message =
      accepted?.acceptedRequest.input ??
      event['workflowExecutionSignaledEventAttributes'] ??
      event['workflowExecutionStartedEventAttributes'];
    if (message === undefined) continue;
    (message as Received).header = headerWith(carrier);
    changed += 1;
  }
  return { name, workflowId, history: copy, changed };
}

async function failuresOf(histories: readonly Pick<RecordedHistory, 'workflowId' | 'history'>[]) {
  const failures: string[] = [];
  const options = { workflowBundle: { codePath: workflowBundlePath() }, sinks: untraced };
  for await (const { error, workflowId } of Worker.runReplayHistories(options, histories))
    if (error !== undefined) failures.push(`${workflowId}: ${error.message}`);
  return failures;
}

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

describe('a history that was recorded without traces', () => {
  test('when its messages bear one, is replayed with the same decisions', async () => {
    const traced = recorded.map((one) => sentWith({ traceparent }, one));
    expect(traced).toHaveLength(names.length);
    expect(Math.min(...traced.map(({ changed }) => changed))).toBeGreaterThan(2);
    expect(await failuresOf(traced)).toEqual([]);
  });

  test('when its messages bear what is no trace, is replayed as well', async () => {
    const [one] = recorded;
    const odd = [null, 'text', { traceparent: 7 }, { traceparent: 'x'.repeat(5_000) }];
    const histories = odd.map((carrier) => sentWith(carrier, one as RecordedHistory));
    expect(await failuresOf(histories)).toEqual([]);
  });
});
