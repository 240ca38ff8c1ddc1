import { afterEach, expect, test } from '@jest/globals';
import { defaultTiming } from '../../src/domain/timing';
import { createShowcase } from '../../src/workflows/show-order';
import { awaitingPayment, paid } from '../support/order-states';

interface Run {
  readonly info: { readonly runId: string };
  currentDetails: string;
}

const floor = globalThis as { __TEMPORAL_ACTIVATOR__?: Run };
const run = (runId: string): Run => ({ info: { runId }, currentDetails: '' });

afterEach(() => {
  delete floor.__TEMPORAL_ACTIVATOR__;
});

/** An order has changed within its run, and its task is cut short before the details are written. */
function changeAndCut(next: Run | undefined): Run {
  const own = run('own');
  floor.__TEMPORAL_ACTIVATOR__ = own;
  createShowcase(defaultTiming).show(paid(), true);
  if (next === undefined) delete floor.__TEMPORAL_ACTIVATOR__;
  else floor.__TEMPORAL_ACTIVATOR__ = next;
  return own;
}

/** As the worker hears of it, which ends for it. */
async function unhandled(): Promise<readonly unknown[]> {
  const heard: unknown[] = [];
  const hear = (error: unknown) => void heard.push(error);
  process.on('unhandledRejection', hear);
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', hear);
  return heard;
}

test('when its task comes to its end, an order writes its details', async () => {
  const own = run('own');
  floor.__TEMPORAL_ACTIVATOR__ = own;
  createShowcase(defaultTiming).show(awaitingPayment(), true);
  expect(await unhandled()).toEqual([]);
  expect(own.currentDetails).not.toBe('');
});

test('when its task is cut short and nothing runs, what it left behind does not end the worker', async () => {
  const own = changeAndCut(undefined);
  expect(await unhandled()).toEqual([]);
  expect(own.currentDetails).toBe('');
});

test('when its task is cut short and another order has its turn, that one keeps its own details', async () => {
  const other = run('other');
  changeAndCut(other);
  expect(await unhandled()).toEqual([]);
  expect(other.currentDetails).toBe('');
});
