import {
  context,
  defaultTextMapGetter,
  propagation,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import type { Span, Tracer } from '@opentelemetry/api';
import type { FastifyRequest } from 'fastify';
import type { AddRoutes } from '../http/app';

/** Asked by machines every few seconds. */
const untraced = ['/livez', '/readyz', '/metrics'];

/** A span for each request, within the trace of the caller where it sends one (`traceparent`). */
export function traceRequests(tracer: Tracer): AddRoutes {
  const spans = new WeakMap<FastifyRequest, Span>();
  return (app) => {
    app.addHook('onRequest', async (request) => {
      const { method, headers, routeOptions } = request;
      const route = routeOptions.url;
      if (route !== undefined && untraced.includes(route)) return;
      const attributes = {
        'http.request.method': method,
        ...(route === undefined ? {} : { 'http.route': route }),
      };
      const options = { kind: SpanKind.SERVER, attributes };
      const caller = propagation.extract(context.active(), headers, defaultTextMapGetter);
      spans.set(request, tracer.startSpan(`${method} ${route ?? 'none'}`, options, caller));
    });
    // Not before the body is read, since its end comes from outside of every context.
    app.addHook('preHandler', (request, _reply, done) => {
      const span = spans.get(request);
      if (span === undefined) done();
      else context.with(trace.setSpan(context.active(), span), done);
    });
    app.addHook('onResponse', async (request, { statusCode }) => {
      const span = spans.get(request);
      span?.setAttribute('http.response.status_code', statusCode);
      if (statusCode >= 500)
        span
          ?.setAttribute('error.type', String(statusCode))
          .setStatus({ code: SpanStatusCode.ERROR });
      span?.end();
    });
    app.addHook('onRequestAbort', async (request) => {
      spans.get(request)?.end();
      spans.delete(request);
    });
  };
}
