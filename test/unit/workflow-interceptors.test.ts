import { describe, expect, test } from '@jest/globals';
import type { ActivateInput } from '@temporalio/workflow';
import { interceptors } from '../../src/workflows/interceptors';

type Activation = ActivateInput['activation'];

/** Delivers steps to one order, and says which of them are carried out. */
function openOrder() {
  const [internals] = interceptors().internals ?? [];
  return (activation: Activation): 'done' | 'failed' => {
    let outcome: 'done' | 'failed' = 'failed';
    try {
      internals?.activate?.({ activation, batchIndex: 0 }, () => {
        outcome = 'done';
      });
    } catch {
      outcome = 'failed';
    }
    return outcome;
  };
}

const step = (historyLength: number, time: number, jobs: Activation['jobs']): Activation => ({
  historyLength,
  timestamp: { nanos: time },
  jobs: jobs ?? [],
});
const news = [{ signalWorkflow: {} }];
const query = [{ queryWorkflow: {} }];

describe('a task of an order', () => {
  test('when each task brings its own time, all are carried out, with queries in between', () => {
    const deliver = openOrder();
    const steps = [
      step(3, 1, [{ initializeWorkflow: {} }]),
      step(3, 1, query),
      step(9, 2, news),
      step(9, 2, query),
      step(14, 3, news),
    ];
    expect(steps.map(deliver)).toEqual(steps.map(() => 'done'));
  });

  test('when events came without a task, nothing is decided by them: a task that comes meanwhile would take it over', () => {
    const deliver = openOrder();
    const steps = [step(9, 2, news), step(13, 2, news), step(13, 3, news)];
    expect(steps.map(deliver)).toEqual(['done', 'failed', 'done']);
  });

  test('when one task is carried out in several steps, none of them fails', () => {
    const deliver = openOrder();
    const steps = [step(9, 2, news), step(9, 2, news), step(14, 3, news)];
    expect(steps.map(deliver)).toEqual(['done', 'done', 'done']);
  });
});
