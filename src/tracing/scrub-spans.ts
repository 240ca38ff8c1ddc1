import { SpanStatusCode } from '@opentelemetry/api';
import type { Attributes } from '@opentelemetry/api';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace-node';

/** All that may be told of a span; whatever else a library puts on one stays here. */
export const tracedAttributes = [
  'temporalWorkflowId',
  'run_id',
  'temporalActivityId',
  'temporalUpdateId',
  'order_saga.operation',
  'order_saga.attempt',
  'order_saga.provider_request_id',
  'http.request.method',
  'http.response.status_code',
  'http.route',
  'url.template',
  'error.type',
] as const;

/**
 * Lets nothing out that may quote a customer: the message of an error, which may quote the provider, and the stack, which
 * repeats it, are left out. What failed is told by `error.type`.
 */
export function scrubSpans(next: SpanProcessor): SpanProcessor {
  return {
    onStart: (span, context) => next.onStart(span, context),
    onEnd: (span) => next.onEnd(withoutForeignText(span)),
    forceFlush: () => next.forceFlush(),
    shutdown: () => next.shutdown(),
  };
}

function withoutForeignText(span: ReadableSpan): ReadableSpan {
  const { events, status } = span;
  const types = events.map(({ attributes }) => attributes?.['exception.type']);
  return Object.create(span, {
    status: { value: { code: status.code } },
    attributes: { value: allowed(span, types.find(isName)) },
    events: { value: [] },
  }) as ReadableSpan;
}

function allowed({ attributes, status }: ReadableSpan, type: string | undefined): Attributes {
  const told = tracedAttributes
    .map((name) => [name, attributes[name]] as const)
    .filter(([, value]) => value !== undefined);
  const failed = status.code === SpanStatusCode.ERROR;
  return {
    ...(failed && type !== undefined ? { 'error.type': type } : {}),
    ...Object.fromEntries(told),
  };
}

/** The name of a class or a code, and never a sentence. */
function isName(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z][\w.]{0,60}$/.test(value);
}
