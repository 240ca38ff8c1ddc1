import { beforeAll, describe, expect, test } from '@jest/globals';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { createActivities } from '../../src/activities';
import { systemClock } from '../../src/activities/system-clock';
import { createFakeGateway } from '../support/fake-gateway';
import { workflowBundlePath } from '../support/temporal-server';
import { readHistories } from './recorded-histories';

Runtime.install({ logger: new DefaultLogger('ERROR') });

const histories = readHistories();

describe('the current workflow', () => {
  /** In the order of the histories; `undefined` where the decisions were the same. */
  const errors: (Error | undefined)[] = [];

  beforeAll(async () => {
    const options = { workflowBundle: { codePath: workflowBundlePath() } };
    for await (const { error } of Worker.runReplayHistories(options, histories)) errors.push(error);
  });

  test.each(histories.map(({ name }, index) => ({ name, index })))(
    'makes of the history "$name" the same decisions as the one that was recorded',
    ({ index }) => {
      expect(errors).toHaveLength(histories.length);
      if (errors[index] !== undefined) throw errors[index];
    },
  );
});

/** What the events of a kind say at a place, each once, sorted. */
function namesIn(attributes: string, ...path: readonly string[]): readonly string[] {
  const found = histories
    .flatMap(({ history }) => history.events)
    .map((event) => event[`${attributes}EventAttributes`])
    .filter((value) => value !== undefined)
    .map((value) =>
      path.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], value),
    );
  return [...new Set(found.map(String))].sort();
}

describe('the recorded histories together', () => {
  test('hold every activity, so that none can be moved unseen', () => {
    const activities = createActivities({
      gateway: createFakeGateway(),
      clock: systemClock,
      random: () => 0,
    });
    const scheduled = namesIn('activityTaskScheduled', 'activityType', 'name');
    expect(scheduled).toEqual(Object.keys(activities).sort());
  });

  test('hold every signal and every update, a request to cancel, a timer that fired and a new run', () => {
    expect(namesIn('workflowExecutionSignaled', 'signalName')).toEqual([
      'cancel',
      'capture',
      'paymentNotice',
      'refund',
    ]);
    const updates = namesIn('workflowExecutionUpdateAccepted', 'acceptedRequest', 'input', 'name');
    expect(updates).toEqual(['cancel', 'capture', 'checkout', 'reconcile', 'refund', 'resolve']);
    for (const happened of [
      'workflowExecutionCancelRequested',
      'workflowExecutionContinuedAsNew',
      'workflowExecutionCompleted',
      'timerFired',
      'activityTaskFailed',
      'activityTaskCanceled',
    ])
      expect({ happened, isThere: namesIn(happened).length > 0 }).toEqual({
        happened,
        isThere: true,
      });
  });
});
