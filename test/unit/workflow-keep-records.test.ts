import { expect, test } from '@jest/globals';
import type { RecordInput } from '../../src/activities/contract';
import { attention } from '../../src/domain/attention';
import type { OrderState } from '../../src/domain/order-state';
import { defaultTiming } from '../../src/domain/timing';
import { keepRecords } from '../../src/workflows/keep-records';
import type { OrderSaga } from '../../src/workflows/order-saga';
import { accepting, after, capture, line, moving, noon, paid } from '../support/order-states';

const quietUntil = '2026-01-01T12:01:30.000Z';

/** As much of the saga as the records need; `during` is what comes in while one is being written. */
function keep(start: OrderState, during = (state: OrderState) => state, resumed = false) {
  let state = start;
  const written: { readonly key: string; readonly gapMs: number }[] = [];
  const waits: unknown[] = [];
  const write = ({ key, absenceGapMs }: RecordInput) => {
    written.push({ key, gapMs: absenceGapMs });
    state = during(state);
    return Promise.resolve({ recordId: `R-${key}` });
  };
  const isDue = () => state.operations.some(({ status }) => status === 'moved');
  const saga = {
    timing: defaultTiming,
    resumed,
    get state() {
      return state;
    },
    get over() {
      return !isDue();
    },
    now: () => noon,
    apply: (event: Parameters<OrderSaga['apply']>[0]) => void (state = after(state, event)),
    clear: () => undefined,
    decision(code: string, about?: string) {
      const resolution = state.resolutions.find(
        (one) => one.code === code && one.operationId === about,
      );
      if (resolution !== undefined) saga.apply({ type: 'resolution_taken', resolution });
      return resolution;
    },
    mustLeave: () => false,
    until(_holds: unknown, atMost?: unknown) {
      if (atMost !== undefined) waits.push(atMost);
      return Promise.resolve(false);
    },
    steps: { once: () => ({ recordAuthorization: write, recordCapture: write }) },
  };
  const done = keepRecords(saga as unknown as OrderSaga);
  return done.then(() => ({ state, written, waits }));
}

const known = after(paid(), { type: 'authorization_recorded' });
const capturing = (state: OrderState, id: string) =>
  moving(accepting(state, capture(id, [line(1, 600)])), 'capture', id);
const one = capturing(known, 'a');
const moved = capturing(one, 'b');

test('when an adopted order has two records due, both wait until an earlier run can no longer be sending, and are looked for twice', async () => {
  const { written, waits } = await keep({ ...moved, quietUntil });
  expect(written.map(({ key }) => key)).toEqual(['web-1/capture/a', 'web-1/capture/b']);
  expect(written.every(({ gapMs }) => gapMs > 0)).toBe(true);
  expect(waits).toEqual([quietUntil, quietUntil]);
});

test('when a run goes on with two records that the run before may have sent, both are looked for twice; of what moves later none was', async () => {
  let isNew = true;
  const { written } = await keep(
    moved,
    (state) => {
      const next = isNew ? capturing(state, 'c') : state;
      isNew = false;
      return next;
    },
    true,
  );
  const looks = written.map(({ key, gapMs }) => [key, gapMs > 0]);
  expect(looks).toEqual([
    ['web-1/capture/a', true],
    ['web-1/capture/b', true],
    ['web-1/capture/c', false],
  ]);
});

test.each<[string, Partial<OrderState>]>([
  ['was never adopted', {}],
  ['was adopted long before they were asked for', { quietUntil: '2026-01-01T11:00:00.000Z' }],
])('when an order %s, its records are written at once', async (_what, adopted) => {
  const { written, waits } = await keep({ ...moved, ...adopted });
  expect(written.every(({ gapMs }) => gapMs === 0)).toBe(true);
  expect(waits).toEqual([]);
});

test('when a person says that a record was written by hand while it is being written, that says nothing of a later loss', async () => {
  const about = 'record capture a';
  const choices = ['retry', 'mark_recorded'] as const;
  const { state } = await keep(one, (current) =>
    after(
      current,
      {
        type: 'attention_raised',
        attention: attention('step_refused', 'why', choices, noon, about),
      },
      { type: 'attention_resolved', resolution: { choice: 'mark_recorded', operationId: about } },
    ),
  );
  expect(state.resolutions).toEqual([]);
});
