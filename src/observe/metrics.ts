import type { MetricMeter } from '@temporalio/common';
import type { TelemetryOptions } from '@temporalio/worker';
import type { AttentionCode } from '../domain/attention';
import type { OperationKind, OperationStatus } from '../domain/operation';
import { orderMetrics } from '../workflows/order-metrics';
import type { MetricDefinition } from '../workflows/order-metrics';

/** Counted around the workflows, by the process that runs them. */
export const workerMetrics = {
  providerRequests: {
    name: 'order_saga_provider_requests_total',
    kind: 'counter',
    unit: 'requests',
    labels: ['endpoint', 'method', 'status', 'result'],
    meaning: 'Exchanges with Dintero by route, class of the HTTP status, and ok or the failure',
  },
  providerTime: {
    name: 'order_saga_provider_request_seconds',
    kind: 'histogram',
    unit: 'seconds',
    labels: ['endpoint', 'method'],
    meaning: 'How long an exchange with Dintero took, connection and answer included',
  },
  activityFailures: {
    name: 'order_saga_activity_failures_total',
    kind: 'counter',
    unit: 'attempts',
    labels: ['activity', 'code'],
    meaning:
      'Attempts of activities that failed, by the failure; looks that go on waiting left out',
  },
  ordersNeedingAttention: {
    name: 'order_saga_orders_needing_attention',
    kind: 'gauge',
    unit: 'orders',
    labels: [],
    meaning: 'Orders that wait for a person, as Temporal counts them',
  },
  authorizationsEnding: {
    name: 'order_saga_authorizations_ending',
    kind: 'gauge',
    unit: 'orders',
    labels: [],
    meaning: 'Orders with money reserved whose authorization lapses within a day or has lapsed',
  },
  countsReadable: {
    name: 'order_saga_order_counts_readable',
    kind: 'gauge',
    unit: 'yes or no',
    labels: [],
    meaning: '1 when Temporal counted the orders, 0 when it did not; the counts are old then',
  },
} as const satisfies Record<string, MetricDefinition>;

/** Every metric of the worker's that is not Temporal's own. */
export const ownMetrics: readonly MetricDefinition[] = [
  ...Object.values(orderMetrics),
  ...Object.values(workerMetrics),
];

/** Seconds. A request may take as long as DINTERO_REQUEST_TIMEOUT. */
const whileOneWaits = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30];
/** Seconds, to a day: doubt and people take their time. */
const whileAnOrderWaits = [1, 2.5, 5, 10, 30, 60, 120, 300, 900, 3_600, 21_600, 86_400];

/** Temporal's own metrics and ours, served from one address; nothing where there is none. */
export function metricsExporter(address: string | undefined): Pick<TelemetryOptions, 'metrics'> {
  if (address === undefined) return {};
  return {
    metrics: {
      prometheus: {
        bindAddress: address,
        countersTotalSuffix: false,
        unitSuffix: false,
        useSecondsForDurations: true,
        histogramBucketOverrides: {
          [orderMetrics.recorded.name]: whileAnOrderWaits,
          [orderMetrics.unknown.name]: whileAnOrderWaits,
          [orderMetrics.attentionEnded.name]: whileAnOrderWaits,
          [workerMetrics.providerTime.name]: whileOneWaits,
        },
      },
    },
  };
}

const kinds: Readonly<Record<OperationKind, true>> = { capture: true, refund: true, cancel: true };

const statuses: Readonly<Record<OperationStatus, true>> = {
  queued: true,
  moving: true,
  unknown: true,
  moved: true,
  recorded: true,
  rejected: true,
};

const codes: Readonly<Record<AttentionCode, true>> = {
  provider_unreachable: true,
  configuration_refused: true,
  step_refused: true,
  outcome_unknown: true,
  reference_not_echoed: true,
  surplus_moved: true,
  authorized_differs: true,
  authorization_expiring: true,
  authorization_lapsed: true,
  hold_too_long: true,
  payment_undecided: true,
  systems_differ: true,
  defect: true,
};

export const attentionCodes = Object.keys(codes) as readonly AttentionCode[];

/**
 * A counter that begins with its first event shows no increase at that event, and an alert on the first matter of its kind
 * would stay silent: all that are counted by the workflows begin at zero. The tags are those that the SDK adds there.
 */
export function beginAtZero(meter: MetricMeter, place: Readonly<Record<string, string>>): void {
  const counter = ({ name, unit, meaning }: MetricDefinition) =>
    meter.createCounter(name, unit, meaning);
  const operations = counter(orderMetrics.operations);
  for (const kind of Object.keys(kinds))
    for (const status of Object.keys(statuses))
      operations.add(0, { ...place, kind, status, origin: 'asked' });
  const raised = counter(orderMetrics.attentionRaised);
  for (const code of attentionCodes) raised.add(0, { ...place, code });
}
