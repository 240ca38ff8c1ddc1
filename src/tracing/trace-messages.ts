import { SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import type { HrTime, SpanContext } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan, SpanProcessor } from '@opentelemetry/sdk-trace-node';
import type { InjectedSinks } from '@temporalio/worker';
import type { HandledMessage, TraceSinks } from '../workflows/carry-trace';

/** A span for each message that an order handled: the order has named it already, to the steps that came of it. */
export function traceMessages(
  processor: SpanProcessor,
  resource: Resource,
): InjectedSinks<TraceSinks> {
  return {
    traces: {
      handled: {
        fn: ({ workflowId, runId }, message) =>
          processor.onEnd({
            ...spanOf(message),
            resource,
            attributes: { temporalWorkflowId: workflowId, run_id: runId },
          }),
        callDuringReplay: false,
      },
    },
  };
}

function spanOf(message: HandledMessage): Omit<ReadableSpan, 'resource' | 'attributes'> {
  const { name, spanId, startMs, endMs, failed } = message;
  const parent = parentOf(message);
  return {
    name,
    kind: SpanKind.INTERNAL,
    spanContext: () => ({ ...parent, spanId, isRemote: false }),
    parentSpanContext: parent,
    startTime: timeOf(startMs),
    endTime: timeOf(endMs),
    duration: timeOf(endMs - startMs),
    status: { code: failed ? SpanStatusCode.ERROR : SpanStatusCode.OK },
    links: [],
    events: [],
    ended: true,
    instrumentationScope: { name: 'dintero-order-saga' },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  };
}

function parentOf({ traceparent }: HandledMessage): SpanContext {
  const [, traceId = '', spanId = '', flags = ''] = traceparent.split('-');
  return {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16) & TraceFlags.SAMPLED,
    isRemote: true,
  };
}

function timeOf(ms: number): HrTime {
  const seconds = Math.floor(ms / 1_000);
  return [seconds, Math.round((ms - seconds * 1_000) * 1_000_000)];
}
