import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { Tracer } from '@opentelemetry/api';
import type { OnExchange } from '../dintero/watch-exchange';

/** A span for each exchange with the provider that is over, within that of the attempt in which it took place. */
export function traceProvider(tracer: Tracer): OnExchange {
  return ({ endpoint, method, durationMs, status, failure, requestId }) => {
    const endMs = Date.now();
    const span = tracer.startSpan(`${method} ${endpoint}`, {
      kind: SpanKind.CLIENT,
      startTime: endMs - durationMs,
      attributes: {
        'http.request.method': method,
        'url.template': endpoint,
        ...(status === undefined ? {} : { 'http.response.status_code': status }),
        ...(requestId === undefined ? {} : { 'order_saga.provider_request_id': requestId }),
        ...(failure === undefined ? {} : { 'error.type': failure }),
      },
    });
    if (failure !== undefined) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end(endMs);
  };
}
