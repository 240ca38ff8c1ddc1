import { afterAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { MetricMeter } from '@temporalio/common';
import { applyPaymentEvent } from '../../src/domain/apply-payment-event';
import { attention } from '../../src/domain/attention';
import type { OrderState } from '../../src/domain/order-state';
import type { PaymentEvent } from '../../src/domain/payment-event';
import { createTally } from '../../src/workflows/count-changes';
import {
  accepting,
  capture,
  knownTransaction,
  line,
  noon,
  operationNamed,
  paid,
  starting,
  totalsAfter,
} from '../support/order-states';

const name = { kind: 'capture', operationId: 'a' } as const;
const secondsAfterNoon = (seconds: number) =>
  new Date(Date.parse(noon) + seconds * 1_000).toISOString();

const clock = jest.spyOn(Date, 'now');

beforeEach(() => {
  clock.mockReturnValue(Date.parse(noon));
});

afterAll(() => clock.mockRestore());

/** Everything that was measured, as `name value {tags}`, and every message that was logged. */
function listen(state: OrderState) {
  const measured: string[] = [];
  const said: [string, unknown][] = [];
  const make = (metric: string) => {
    const note = (value: number, tags: object) =>
      void measured.push(`${metric.replace('order_saga_', '')} ${value} ${JSON.stringify(tags)}`);
    return { add: note, record: note };
  };
  const meter = { createCounter: make, createHistogram: make } as unknown as MetricMeter;
  const log = {
    info: (message: string, meta: unknown) => void said.push([message, meta]),
    warn: (message: string, meta: unknown) => void said.push([message, meta]),
  };
  const tally = createTally({ meter, log });
  let known = state;
  return {
    said,
    /** What a change brings, so many seconds after noon. */
    after(seconds: number, ...events: readonly PaymentEvent[]): readonly string[] {
      clock.mockReturnValue(Date.parse(noon) + seconds * 1_000);
      measured.length = 0;
      for (const event of events) {
        const before = known;
        known = applyPaymentEvent(before, event);
        tally.count(before, known);
      }
      return [...measured];
    },
    get state() {
      return known;
    },
  };
}

const moving = () => starting(accepting(paid(), capture('a', [line(1, 10_000)])), 'capture', 'a');
const moved = (state: OrderState): PaymentEvent => ({
  type: 'operation_moved',
  ...name,
  totals: totalsAfter(knownTransaction(state), 'capture', 10_000),
  at: noon,
  lookAgainAt: [],
});
const recorded = (seconds: number): PaymentEvent => ({
  type: 'operation_recorded',
  ...name,
  recordId: 'r',
  lines: [line(1, 10_000)],
  at: secondsAfterNoon(seconds),
});
const unknown: PaymentEvent = { type: 'operation_unknown', ...name };

describe('an operation', () => {
  test('whose outcome is unknown and then known, is measured from the one to the other, once', () => {
    const order = listen(moving());
    expect(order.after(10, unknown, unknown)).toEqual([
      'operations_total 1 {"kind":"capture","status":"unknown","origin":"asked"}',
    ]);
    expect(order.after(70, moved(order.state))).toEqual([
      'operations_total 1 {"kind":"capture","status":"moved","origin":"asked"}',
      'operation_unknown_seconds 60 {"kind":"capture","found":"moved"}',
    ]);
    expect(order.said).toEqual([['operation unknown', name]]);
  });

  test('that is proven absent is sent again, and its next doubt is measured on its own', () => {
    const order = listen(moving());
    order.after(0, unknown);
    expect(order.after(30, { type: 'operation_retried', ...name })).toContain(
      'operation_unknown_seconds 30 {"kind":"capture","found":"sent_again"}',
    );
    order.after(40, unknown);
    const rejected: PaymentEvent = {
      type: 'operation_rejected',
      ...name,
      reason: 'no',
      at: noon,
      lookAgainAt: [],
    };
    expect(order.after(45, rejected)).toContain(
      'operation_unknown_seconds 5 {"kind":"capture","found":"not_moved"}',
    );
  });

  test('that is recorded, is measured from its request; a record that is written again is not', () => {
    const order = listen(moving());
    order.after(1, moved(order.state));
    const { requestedAt } = operationNamed(order.state, 'capture', 'a');
    const took = 90 - (Date.parse(requestedAt) - Date.parse(noon)) / 1_000;
    expect(order.after(90, recorded(90))).toContain(
      `operation_recorded_seconds ${took} {"kind":"capture"}`,
    );
    const { state } = order;
    const operations = state.operations.map((operation) => ({
      ...operation,
      status: 'moved' as const,
      missingSince: noon,
    }));
    const again = listen({ ...state, operations });
    expect(again.after(900, recorded(900))).toEqual([
      'operations_total 1 {"kind":"capture","status":"recorded","origin":"asked"}',
    ]);
  });

  test.each([
    [
      'of the back office',
      { foreign: true },
      ['{"kind":"capture","status":"moved","origin":"back_office"}'],
    ],
    ['that an adoption finds', { adopted: true }, []],
  ])('%s is counted as what it is, and nobody waited for its record', (_what, marks, counted) => {
    const order = listen(moving());
    const [first] = order.state.operations;
    if (first === undefined) throw new Error('there is no operation');
    const operation = { ...first, operationId: 'b', status: 'moved', ...marks } as const;
    const seen = order.after(5, { type: 'operation_accepted', operation });
    expect(seen).toEqual(counted.map((tags) => `operations_total 1 ${tags}`));
    const written = order.after(9, { ...recorded(9), operationId: 'b' } as PaymentEvent);
    expect(written).toHaveLength(1);
    expect(written[0]).toContain('operations_total');
  });
});

describe('a matter that needs attention', () => {
  const raise = (message: string): PaymentEvent => ({
    type: 'attention_raised',
    attention: attention('step_refused', message, ['retry'], secondsAfterNoon(10), 'a'),
  });

  test('is counted and logged once, however often it is said, without what the provider wrote', () => {
    const order = listen(moving());
    expect(order.after(10, raise('Kari is not at home'), raise('Kari still is not'))).toEqual([
      'attention_raised_total 1 {"code":"step_refused"}',
    ]);
    expect(order.said).toEqual([
      ['order needs attention', { code: 'step_refused', operationId: 'a', choices: ['retry'] }],
    ]);
  });

  test('is measured when it ends, and not before', () => {
    const order = listen(moving());
    order.after(10, raise('no'));
    expect(order.after(20, unknown).join()).not.toContain('attention');
    const cleared = { type: 'attention_cleared', code: 'step_refused', operationId: 'a' } as const;
    expect(order.after(130, cleared)).toEqual(['attention_seconds 120 {"code":"step_refused"}']);
  });
});
