import { describe, expect, test } from '@jest/globals';
import { SpanStatusCode } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import { scrubSpans } from '../../src/tracing/scrub-spans';

const quoted = 'Kari Nordmann, +4791234567, has no such card';

/** What is delivered of a span that failed with an error, as libraries write it down. */
function deliver(attributes: Readonly<Record<string, string>>, error: Error) {
  const exporter = new InMemorySpanExporter();
  const provider = new BasicTracerProvider({
    spanProcessors: [scrubSpans(new SimpleSpanProcessor(exporter))],
  });
  const span = provider.getTracer('test').startSpan('RunActivity:captureTransaction');
  span.setAttributes(attributes);
  span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
  span.recordException(error);
  span.end();
  const [delivered] = exporter.getFinishedSpans();
  return delivered!;
}

describe('a span that is delivered', () => {
  test('when an error quotes a customer, says what kind of error it was and nothing of the quotation', () => {
    const { status, events, attributes } = deliver({}, new TypeError(quoted));
    expect({ status, events, attributes }).toEqual({
      status: { code: SpanStatusCode.ERROR },
      events: [],
      attributes: { 'error.type': 'TypeError' },
    });
  });

  test('when we know the failure by a code, says the code', () => {
    const { attributes } = deliver({ 'error.type': 'scope_missing' }, new Error(quoted));
    expect(attributes).toEqual({ 'error.type': 'scope_missing' });
  });

  test('when an error is named by a sentence, does not repeat it', () => {
    const error = Object.assign(new Error('odd'), { name: quoted });
    expect(deliver({}, error).attributes).toEqual({});
  });

  test('when a library adds what we do not know, leaves it out', () => {
    const { attributes } = deliver({ reason: quoted, run_id: 'a' }, new Error('odd'));
    expect(attributes).toEqual({ run_id: 'a', 'error.type': 'Error' });
  });

  test('when all is said, still says which span it is, and when', () => {
    const span = deliver({}, new Error('odd'));
    expect(span.name).toBe('RunActivity:captureTransaction');
    expect(span.spanContext().traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(span.ended).toBe(true);
    expect(span.duration[0]).toBeGreaterThanOrEqual(0);
  });
});
