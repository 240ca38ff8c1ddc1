import { trace } from '@opentelemetry/api';
import type { Tracer } from '@opentelemetry/api';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { setGlobalErrorHandler, W3CTraceContextPropagator } from '@opentelemetry/core';
import type { WorkflowClientInterceptor } from '@temporalio/client';
import { OpenTelemetryWorkflowClientInterceptor } from '@temporalio/interceptors-opentelemetry';
import type { ActivityInterceptorsFactory, InjectedSinks } from '@temporalio/worker';
import type { OnExchange } from '../dintero/watch-exchange';
import type { AddRoutes } from '../http/app';
import type { TraceSinks } from '../workflows/carry-trace';
import { scrubSpans } from './scrub-spans';
import { traceActivities } from './trace-activities';
import { traceMessages } from './trace-messages';
import { traceProvider } from './trace-provider';
import { traceRequests } from './trace-requests';

export interface TracingOptions {
  readonly protocol: 'http/protobuf' | 'http/json';
  /** As the log names the program. */
  readonly service: string;
  readonly version: string;
  /** Is told when spans could not be delivered, at most once a minute. */
  readonly warn: (message: string) => void;
}

/** What each program hangs into what it is made of. */
export interface Tracing {
  readonly ofClient: readonly WorkflowClientInterceptor[];
  readonly ofActivities: readonly ActivityInterceptorsFactory[];
  readonly ofOrders: InjectedSinks<TraceSinks>;
  readonly ofProvider: OnExchange;
  readonly ofRequests: AddRoutes;
  /** Runs a command that a person typed as a span. */
  ofCommand<Result>(name: string, run: () => Promise<Result>): Promise<Result>;
  /** Delivers what is there, within a few seconds, and ends. */
  stop(): Promise<void>;
}

const deliveryTimeoutMs = 3_000;
const stopTimeoutMs = 4_000;
const warnEveryMs = 60_000;

/** Where to, with which headers, and how many of the traces: OpenTelemetry's own `OTEL_…` variables, which its packages read. */
export function startTracing({ protocol, service, version, warn }: TracingOptions): Tracing {
  const complain = complainSeldom(warn);
  setGlobalErrorHandler(complain);
  const Exporter = protocol === 'http/json' ? JsonExporter : ProtobufExporter;
  const exporter = new Exporter({ timeoutMillis: deliveryTimeoutMs });
  const processor = scrubSpans(new BatchSpanProcessor(exporter));
  const own = { 'service.name': service, 'service.version': version };
  const resource = detectResources({ detectors: [envDetector] }).merge(resourceFromAttributes(own));
  const provider = new NodeTracerProvider({ resource, spanProcessors: [processor] });
  // Without baggage, in which anything may travel.
  provider.register({ propagator: new W3CTraceContextPropagator() });
  const tracer = trace.getTracer('dintero-order-saga', version);
  return {
    ofClient: [new OpenTelemetryWorkflowClientInterceptor({ tracer })],
    ofActivities: traceActivities(tracer),
    ofOrders: traceMessages(processor, resource),
    ofProvider: traceProvider(tracer),
    ofRequests: traceRequests(tracer),
    ofCommand: (name, run) => runAsSpan(tracer, name, run),
    stop: () => within(stopTimeoutMs, provider.shutdown().catch(complain)),
  };
}

function runAsSpan<Result>(tracer: Tracer, name: string, run: () => Promise<Result>) {
  return tracer.startActiveSpan(name, async (span) => {
    try {
      return await run();
    } finally {
      span.end();
    }
  });
}

async function within(timeoutMs: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs);
  });
  await Promise.race([work, tooLate]);
  clearTimeout(timer);
}

/** Their own text may quote an answer of the receiver; that spans were lost is enough to know. */
function complainSeldom(warn: (message: string) => void): () => void {
  let lastMs = Number.NEGATIVE_INFINITY;
  return () => {
    const nowMs = performance.now();
    if (nowMs - lastMs < warnEveryMs) return;
    lastMs = nowMs;
    warn('traces could not be delivered: look at OTEL_EXPORTER_OTLP_ENDPOINT and its receiver');
  };
}
