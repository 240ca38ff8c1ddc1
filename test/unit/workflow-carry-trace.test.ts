import { describe, expect, test } from '@jest/globals';
import { defaultPayloadConverter } from '@temporalio/common';
import type { Payload } from '@temporalio/common';
import type { WorkflowInterceptors } from '@temporalio/workflow';
import { carryTrace } from '../../src/workflows/carry-trace';

type Inbound = NonNullable<WorkflowInterceptors['inbound']>[number];
type Outbound = NonNullable<WorkflowInterceptors['outbound']>[number];

const never = new Promise<never>(() => undefined);
const traceOf = (digit: string) => `00-${digit.repeat(32)}-${digit.repeat(16)}-01`;
const headersWith = (carrier: unknown): Record<string, Payload> => ({
  '_tracer-data': defaultPayloadConverter.toPayload(carrier),
});
const sent = (digit: string) => headersWith({ traceparent: traceOf(digit) });

/** One order, its messages and its steps. */
function openOrder() {
  const { inbound = [], outbound = [] } = carryTrace();
  const [receive, send] = [inbound[0] as Required<Inbound>, outbound[0] as Required<Outbound>];
  const update = (name: string, headers: Record<string, Payload>) =>
    receive.handleUpdate({ name, args: [{}], updateId: 'u', headers }, () => never);
  return {
    start: (headers: Record<string, Payload>) =>
      receive.execute({ args: [], headers }, () => never),
    update,
    signal: (signalName: string, headers: Record<string, Payload>) =>
      receive.handleSignal({ signalName, args: [], headers }, () => never),
    /** What a step hands on, and the promise that the order awaits. */
    step(activityType: string, about: unknown = {}) {
      let trace: unknown;
      const input = { activityType, args: [about], headers: {}, options: {}, seq: 1 };
      const awaited = send.scheduleActivity(input, ({ headers }) => {
        const payload = headers['_tracer-data'];
        const carrier =
          payload && defaultPayloadConverter.fromPayload<{ traceparent: string }>(payload);
        trace = carrier?.traceparent;
        return never;
      });
      return { trace, awaited };
    },
  };
}

describe('an order whose messages bear traces', () => {
  test('awaits the very promises that it would await without them, so that it decides in the same turn', () => {
    const order = openOrder();
    expect(order.start(sent('a'))).toBe(never);
    expect(order.signal('paymentNotice', sent('b'))).toBe(never);
    expect(order.update('capture', sent('c'))).toBe(never);
    expect(order.step('captureTransaction').awaited).toBe(never);
    expect(order.step('createDraftOrder').awaited).toBe(never);
  });

  test('has the steps of an operation within the message, and others within its start', async () => {
    const order = openOrder();
    void order.start(sent('a'));
    void order.update('capture', sent('c'));
    expect(order.step('captureTransaction').trace).toMatch(/^00-c{32}-(?!c{16})[0-9a-f]{16}-01$/);
    expect(order.step('recordCapture').trace).toBe(order.step('captureTransaction').trace);
    expect(order.step('createDraftOrder').trace).toBe(traceOf('a'));
    expect(order.step('refundTransaction').trace).toBe(traceOf('a'));
  });

  test('when it cancels, has all steps of that within the cancel, the look at what became of it included', () => {
    const order = openOrder();
    void order.update('cancel', sent('d'));
    for (const step of [
      'cancelCheckoutSession',
      'voidTransaction',
      'recordCancellation',
      'cancelOrder',
    ])
      expect(order.step(step).trace).toMatch(/^00-d{32}-/);
    expect(order.step('readTransaction', { kind: 'void' }).trace).toMatch(/^00-d{32}-/);
  });

  test('names the span of a message alike in every replay', () => {
    const traces = [openOrder(), openOrder()].map((order) => {
      void order.update('capture', sent('c'));
      return order.step('captureTransaction').trace;
    });
    expect(traces[0]).toBe(traces[1]);
  });
});

describe('a step', () => {
  test.each([
    ['no message bears a trace', {}],
    ['what it bears is no object', headersWith('text')],
    ['it is null', headersWith(null)],
    ['it cannot be decoded', { '_tracer-data': { metadata: {}, data: new Uint8Array([1]) } }],
    ['it is too long', headersWith({ traceparent: 'a'.repeat(2_000) })],
    ['it has another form', headersWith({ traceparent: `${traceOf('a')}\n` })],
  ])('when %s, bears none', (_case, headers) => {
    const order = openOrder();
    expect(order.start(headers)).toBe(never);
    expect(order.update('capture', headers)).toBe(never);
    expect(order.step('captureTransaction').trace).toBeUndefined();
  });
});
