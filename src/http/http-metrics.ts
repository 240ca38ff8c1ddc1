import type { FastifyReply, FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { OrderCounts } from '../client/count-in-list';

export const callbackResults = [
  'rung',
  'unsigned',
  'unreadable',
  'forged',
  'outdated',
  'unverifiable',
  'malformed',
  'unknown_order',
  'closed_order',
  'unavailable',
] as const;

export type CallbackResult = (typeof callbackResults)[number];

export interface Metrics {
  countRequest(request: FastifyRequest, reply: FastifyReply): void;
  countCallback(result: CallbackResult): void;
  countStreams(open: number): void;
  /** The text that Prometheus reads; `counts` absent where they could not be read. */
  render(counts: OrderCounts | undefined): Promise<string>;
  readonly contentType: string;
}

/** Seconds: from an answer out of memory to a call that waits as long as it may. */
const durationBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const labelNames = ['route', 'method', 'status'] as const;
  const duration = new Histogram({
    name: 'order_saga_http_request_duration_seconds',
    help: 'How long requests took, event streams left out.',
    labelNames,
    buckets: durationBuckets,
    registers,
  });
  const requests = new Counter({
    name: 'order_saga_http_requests_total',
    help: 'Requests that were answered.',
    labelNames,
    registers,
  });
  const callbacks = new Counter({
    name: 'order_saga_callbacks_total',
    help: "Dintero's callbacks, by what came of them.",
    labelNames: ['result'] as const,
    registers,
  });
  for (const result of callbackResults) callbacks.inc({ result }, 0);
  const streams = new Gauge({
    name: 'order_saga_event_streams',
    help: 'Event streams that are open.',
    registers,
  });
  const orders = createOrderGauges(registers);
  return {
    contentType: registry.contentType,
    countRequest(request, reply) {
      const labels = {
        route: request.routeOptions.url ?? 'none',
        method: request.method,
        status: String(reply.statusCode),
      };
      requests.inc(labels);
      if (reply.getHeader('content-type') !== 'text/event-stream')
        duration.observe(labels, reply.elapsedTime / 1_000);
    },
    countCallback: (result) => callbacks.inc({ result }),
    countStreams: (open) => streams.set(open),
    render(counts) {
      orders.show(counts);
      return registry.metrics();
    },
  };
}

/** Counts that could not be read are left out: an old number would look like a present one. */
function createOrderGauges(registers: Registry[]) {
  const byStatus = new Gauge({
    name: 'order_saga_orders',
    help: 'Orders that Temporal keeps, by status.',
    labelNames: ['status'] as const,
    registers,
  });
  const needing = new Gauge({
    name: 'order_saga_orders_needing_attention',
    help: 'Orders that wait for a decision of a person.',
    labelNames: [] as const,
    registers,
  });
  const readable = new Gauge({
    name: 'order_saga_order_counts_readable',
    help: '1 when the orders could be counted, 0 when Temporal did not answer in time.',
    registers,
  });
  return {
    show(counts: OrderCounts | undefined) {
      byStatus.reset();
      needing.remove();
      readable.set(counts === undefined ? 0 : 1);
      if (counts === undefined) return;
      for (const [status, count] of Object.entries(counts.byStatus))
        byStatus.set({ status }, count);
      needing.set(counts.needingAttention);
    },
  };
}
