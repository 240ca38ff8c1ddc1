import { describe, expect, it } from '@jest/globals';
import { mostBytesOf } from '../../src/domain/order-size';
import type { Operation, OperationRequest } from '../../src/domain/operation';
import { describeOrder } from '../../src/domain/describe-order';
import { judgeOperation } from '../../src/domain/judge-operation';
import { largestAmount, toMinorUnits } from '../../src/domain/money';
import type { Difference } from '../../src/domain/difference';
import type { OrderState } from '../../src/domain/order-state';
import { viewOrder } from '../../src/domain/order-view';
import { defaultTiming } from '../../src/domain/timing';
import { accepted, known, refused } from '../support/judgements';
import {
  after,
  cancel,
  capture,
  done,
  line,
  moving,
  noon,
  orderOf,
  paid,
  refund,
} from '../support/order-states';

/** What Temporal takes as one payload. */
const largestPayload = 2 * 1024 * 1024;

const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

/** The order and everything that it carries, as continue-as-new hands it on. */
const handedOn = (state: OrderState) => bytes({ order: state.order, carried: state });

/** `count` finished captures of one øre, as an order of 36-digit ids carries them. */
function withCaptures(state: OrderState, count: number): OrderState {
  const [first] = done(paid(), capture('shipment', [line(1, 1)])).operations;
  if (first === undefined) throw new Error('nothing was captured');
  const ids = { eventId: 'e'.repeat(36), recordId: 'r'.repeat(36) };
  const operations = Array.from({ length: count }, (_, index): Operation => {
    return { ...first, ...ids, operationId: `shipment-${index}`, finishedAt: noon };
  });
  return { ...state, operations };
}

/** Captures that are as large as a message can make them, until one is refused. */
function fill(state: OrderState, next: (n: number) => OperationRequest): OrderState {
  for (let n = 0, current = state; ; n += 1) {
    const request = next(n);
    const judgement = judgeOperation(current, request, noon);
    if (!('accepted' in judgement)) {
      expect(judgement).toMatchObject({ refused: { code: 'order_is_full' } });
      return current;
    }
    current = after(current, { type: 'operation_accepted', operation: judgement.accepted });
  }
}

const widest = orderOf(...Array.from({ length: 100 }, () => 20_000_000));
const wholeWidth = widest.lines.map(({ lineId }) => ({
  ...line(lineId, 1_000),
  quantity: 1.234_567_890_123_456_7,
}));
const longId = (n: number) => `${'x'.repeat(58)}-${n}`.padEnd(64, 'x');

describe('an order that has lived through 2,000 captures', () => {
  const state = withCaptures(paid(), 2_000);

  it('takes another one', () => {
    expect(accepted(state, capture('next', [line(1, 1)])).operationId).toBe('next');
  });
});

describe('an order that carries as much as it can', () => {
  const captured = paid(orderOf(60_000, 40_000), { captured: toMinorUnits(50_000) });
  const full = withCaptures(captured, 2_900);

  it('refuses a capture by name, with or without lines, and says what to do', () => {
    for (const request of [capture('next', [line(1, 1)]), capture(undefined)]) {
      const { code, reason } = refused(full, request);
      expect(code).toBe('order_is_full');
      expect(reason).toContain('2900 operations and has no room for another capture');
    }
  });

  it('still knows what it was asked before', () => {
    expect(known(full, capture('shipment-17', [line(1, 1)])).status).toBe('recorded');
    expect(refused(full, capture('shipment-17', [line(1, 2)])).code).toBe('operation_id_reused');
  });

  it('has room for refunds for longer, and for letting go always', () => {
    expect(accepted(full, refund('return', [line(1, 1)])).kind).toBe('refund');
    const overfull = withCaptures(captured, 3_600);
    expect(refused(overfull, refund('return', [line(1, 1)])).code).toBe('order_is_full');
    expect(accepted(overfull, cancel).kind).toBe('cancel');
  });
});

it('the page of an order for the Web UI grows no longer with what it has lived through', () => {
  const page = (count: number) => describeOrder(withCaptures(paid(), count), defaultTiming).length;
  expect(page(3_000)).toBeLessThan(page(100) + 100);
  expect(page(3_000)).toBeLessThan(10_000);
});

const linesOf = (count: number, more: object = {}) =>
  Array.from({ length: count }, () => ({ lineId: largestAmount, amount: largestAmount, ...more }));

/** Finished, under the longest ids, and nothing else to be said of it. */
const bareOperation = (lines: Operation['lines']): Operation => ({
  operationId: longId(1),
  kind: 'capture',
  status: 'recorded',
  amount: largestAmount,
  lines,
  content: JSON.stringify({ lines: lines.length > 0 ? lines : 'all' }),
  requestedAt: noon,
  finishedAt: noon,
  eventId: longId(2),
  recordId: longId(3),
});

const marks: readonly Partial<Operation>[] = [
  {},
  { note: 'n' },
  { reason: '' },
  { everything: false },
  { final: false },
  { provisional: false },
  { foreign: false },
  { adopted: false },
  { missingSince: noon },
  { foreign: true, reference: 'z'.repeat(200) },
  { recordedLines: linesOf(5) },
];

describe('however an order is filled, it fits into one payload', () => {
  it('with captures of a hundred lines each, finished', () => {
    const start = paid(widest);
    const filled = fill(start, (n) => capture(longId(n), wholeWidth));
    expect(filled.operations.length).toBeGreaterThan(50);
    const ids = filled.operations.map(({ operationId }) => operationId);
    const finished = ids.reduce((state, id) => moving(state, 'capture', id), filled);
    expect(handedOn(finished)).toBeLessThan(largestPayload);
    expect(bytes(viewOrder(finished))).toBeLessThan(largestPayload);
  });

  it('with refunds whose reasons take three bytes a character, all of them waiting and then rejected at length', () => {
    const captured = withCaptures(paid(widest, { captured: toMinorUnits(100_000) }), 2_700);
    const filled = fill(captured, (n) => ({
      ...refund(longId(n), [line(1, 1)]),
      note: '退'.repeat(200),
    }));
    const waiting = filled.operations.filter(({ status }) => status === 'queued');
    expect(waiting.length).toBeGreaterThan(20);
    const rejected = waiting.reduce(
      (state, { kind, operationId }) =>
        after(state, {
          type: 'operation_rejected',
          kind,
          operationId,
          reason: '退'.repeat(100),
          at: noon,
          lookAgainAt: [],
        }),
      filled,
    );
    expect(handedOn(rejected)).toBeLessThan(largestPayload);
  });

  it.each(['a', 'ø', '退', '🪑', '"', '\\', '\u0001'])(
    'counting no operation for less than it takes, whatever is written in it: %j',
    (character) => {
      const text = (length: number) => character.repeat(length / character.length);
      for (const length of [0, 2, 20, 200]) {
        const asked = accepted(paid(widest), {
          ...capture(longId(1), wholeWidth),
          note: text(length),
        });
        const operation: Operation = {
          ...asked,
          status: 'recorded',
          amount: largestAmount,
          lines: asked.lines.map((each) => ({ ...each, amount: largestAmount })),
          finishedAt: noon,
          missingSince: noon,
          reason: text(length),
          eventId: longId(2),
          recordId: longId(3),
          reference: longId(4),
          final: false,
          everything: false,
          foreign: false,
          adopted: false,
          provisional: false,
          recordedLines: [{ lineId: largestAmount, amount: largestAmount }],
        };
        expect(bytes(operation)).toBeLessThanOrEqual(mostBytesOf(operation));
      }
    },
  );

  it.each([0, 1, 3, 10])(
    'counting no operation of %i lines for less than it takes, with one mark alone or none',
    (count) => {
      for (const lines of [linesOf(count), linesOf(count, { quantity: 1.234_567_890_123_456_7 })])
        for (const mark of marks) {
          const operation = { ...bareOperation(lines), ...mark };
          expect(bytes(operation)).toBeLessThanOrEqual(mostBytesOf(operation));
        }
    },
  );

  it('counting an ordinary operation for hardly more than it takes', () => {
    const [operation] = withCaptures(paid(), 1).operations;
    expect(mostBytesOf(operation!)).toBeLessThan(1.3 * bytes(operation));
  });
});

it('when both systems differ on more points than an order can keep, what a person has to settle is kept first and the rest is counted', () => {
  const missing = (n: number): Difference => ({
    kind: 'moved_not_recorded',
    about: 'capture',
    operationId: `shipment-${n}`,
    detail: 'missing',
  });
  const open: Difference = {
    kind: 'recorded_twice',
    about: 'refund',
    recordId: 'R',
    detail: 'two',
  };
  const differences = [...Array.from({ length: 300 }, (_, n) => missing(n)), open];
  const state = after(withCaptures(paid(), 300), {
    type: 'systems_compared',
    differences,
    at: noon,
  });
  expect(state.compared).toMatchObject({ further: 201 });
  expect(state.compared?.differences).toHaveLength(100);
  expect(state.compared?.differences[0]).toEqual(open);
  expect(state.attentions).toMatchObject([{ code: 'systems_differ' }]);
  expect(state.operations.every(({ status }) => status === 'moved')).toBe(true);
});
