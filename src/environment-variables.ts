import { z } from 'zod';
import { formatDuration } from './client/duration';
import { defaultTiming } from './domain/timing';
import { defaulted, optional, required } from './environment-variable';
import type { EnvironmentVariable } from './environment-variable';
import {
  buildId,
  deploymentName,
  duration,
  flag,
  ipAddress,
  nonEmpty,
  queueName,
  readableFile,
  safeUrl,
  secretText,
  text,
  wholeNumber,
} from './environment-values';
import { serverVariables } from './server-variables';

export const dinteroVariables = {
  DINTERO_ACCOUNT_ID: required(
    'The account: T and 8 digits for test, P and 8 digits for production',
    z.string().regex(/^[TP]\d{8}$/, 'write T or P and 8 digits, as in T12345678'),
  ),
  DINTERO_CLIENT_ID: required("The API client's id", nonEmpty),
  DINTERO_CLIENT_SECRET: required("The API client's secret", secretText, true),
  DINTERO_ALLOW_PRODUCTION: defaulted(
    'Must be true before a P account, which moves real money, is used',
    flag,
    'false',
  ),
  DINTERO_API_URL: defaulted(
    'Where Orders and the access tokens are',
    safeUrl,
    'https://api.dintero.com/v1',
  ),
  DINTERO_CHECKOUT_URL: defaulted('Where Checkout is', safeUrl, 'https://checkout.dintero.com/v1'),
  DINTERO_PROFILE_ID: defaulted(
    'The payment profile of orders that name none',
    nonEmpty,
    'default',
  ),
  DINTERO_REQUEST_TIMEOUT: defaulted(
    'The longest time for one exchange with Dintero',
    duration,
    '15s',
  ),
  CALLBACK_PUBLIC_URL: optional(
    "The public URL of our callback route; orders without a callback URL of their own get it, with the order's reference",
    safeUrl,
  ),
} as const;

export const callbackVariables = {
  DINTERO_CALLBACK_SECRET: optional(
    'Proves that a callback comes from Dintero; without it every signed callback is refused',
    secretText,
    true,
  ),
} as const;

const timed = (meaning: string, fallbackMs: number) =>
  defaulted(meaning, duration, formatDuration(fallbackMs));

const timingVariables = {
  ORDER_PAYMENT_DEADLINE: timed(
    'How long the customer may take to pay',
    defaultTiming.paymentDeadlineMs,
  ),
  ORDER_MONEY_ATTEMPT: timed(
    'The longest time for one attempt to move money or to record it',
    defaultTiming.moneyAttemptMs,
  ),
  ORDER_POLL_FIRST: timed(
    'The pause between the first looks at a payment',
    defaultTiming.pollFirstMs,
  ),
  ORDER_POLL_MAX: timed(
    'The longest pause between two looks at a payment',
    defaultTiming.pollMaxMs,
  ),
  ORDER_SETTLE_DELAY: timed(
    'How long after the last possible send a look counts as proof',
    defaultTiming.settleDelayMs,
  ),
  ORDER_LATE_MONEY_WATCH: timed(
    'How soon an order that is let go looks for late money again; later up to 24 times as long',
    defaultTiming.lateMoneyWatchMs,
  ),
  ORDER_AUTHORIZATION_LIFETIME: timed(
    'How long an authorization is kept by cards and unknown products',
    defaultTiming.authorizationLifetimeMs,
  ),
  ORDER_AUTHORIZATION_WARNING: timed(
    'How long before its end, at the latest, an order warns of it; it does when 70 % of the time are over',
    defaultTiming.authorizationWarningMs,
  ),
  ORDER_REFUND_WINDOW: timed(
    'How long after its last movement an order stays open for refunds',
    defaultTiming.refundWindowMs,
  ),
  ORDER_ATTENTION_AFTER: timed(
    'After how long of vain attempts an order asks for attention',
    defaultTiming.attentionAfterMs,
  ),
  ORDER_HOLD_LIMIT: timed(
    'How long a payment may be under review, or undecided on a closed page, before a person is asked',
    defaultTiming.holdLimitMs,
  ),
} as const;

export const orderVariables = {
  ORDER_TASK_QUEUE: defaulted(
    'The task queue that worker and clients share',
    queueName,
    'order-lifecycle',
  ),
  ...timingVariables,
} as const;

export const clientVariables = {
  TEMPORAL_UI_URL: optional(
    "Temporal's Web UI, for links; http://127.0.0.1:8233 where Temporal runs on this machine",
    safeUrl,
  ),
} as const;

export const workerVariables = {
  WORKER_ACTIVITY_SLOTS: defaulted(
    'Activities that run at the same time',
    wholeNumber(1, 10_000),
    '100',
  ),
  WORKER_WORKFLOW_SLOTS: defaulted(
    'Workflow tasks that run at the same time',
    wholeNumber(2, 10_000),
    '40',
  ),
  WORKER_CACHED_ORDERS: defaulted(
    'Orders kept in memory between their tasks; about 1 MB each at most',
    wholeNumber(0, 100_000),
    '600',
  ),
  WORKER_SHUTDOWN_GRACE: defaulted(
    'How long running activities may finish after SIGTERM; longer than DINTERO_REQUEST_TIMEOUT',
    duration,
    '20s',
  ),
  WORKER_DEPLOYMENT_NAME: optional(
    'The name that all versions of the worker share; with WORKER_BUILD_ID, and unversioned without both',
    deploymentName,
  ),
  WORKER_BUILD_ID: optional(
    'The version of this worker, another for each build; it is given orders once it is made current',
    buildId,
  ),
  WORKFLOW_BUNDLE: optional(
    'Path of a prebuilt workflow bundle; built at start without it',
    readableFile,
  ),
  METRICS_PORT: optional(
    "The port at which the worker's metrics are served, under /metrics; none are without it",
    wholeNumber(1, 65_535),
  ),
  METRICS_HOST: defaulted(
    'The IP address of that port; 0.0.0.0 where Prometheus runs on another machine',
    ipAddress,
    '127.0.0.1',
  ),
  LOG_FORMAT: defaulted(
    'json, pretty, or auto: pretty on a terminal and JSON elsewhere',
    z.enum(['auto', 'json', 'pretty'], 'write auto, json or pretty'),
    'auto',
  ),
  LOG_LEVEL: defaulted(
    'The least level that is logged',
    z.enum(['trace', 'debug', 'info', 'warn', 'error'], 'write trace, debug, info, warn or error'),
    'info',
  ),
} as const;

/** Looked at once the first one is set. OpenTelemetry's packages read these and their further `OTEL_…` variables by themselves. */
export const tracingVariables = {
  OTEL_EXPORTER_OTLP_ENDPOINT: optional(
    'Where traces are sent, without the path /v1/traces; none are made without it',
    z.url({ protocol: /^https?$/, error: 'write a URL, as in http://127.0.0.1:4318' }),
  ),
  OTEL_EXPORTER_OTLP_PROTOCOL: defaulted(
    'How: http/protobuf or http/json',
    z.enum(['http/protobuf', 'http/json'], 'write http/protobuf or http/json'),
    'http/protobuf',
  ),
  OTEL_TRACES_EXPORTER: defaulted(
    'otlp, or none: no traces, whatever else is set',
    z.enum(['otlp', 'none'], 'write otlp or none'),
    'otlp',
  ),
  OTEL_SDK_DISABLED: defaulted('true: no traces either', flag, 'false'),
} as const;

/** Read by Temporal's own library (profiles, TLS and more: see the documentation of `@temporalio/envconfig`). */
export const temporalVariables = {
  TEMPORAL_ADDRESS: defaulted('Host and port of Temporal', text, '127.0.0.1:7233'),
  TEMPORAL_NAMESPACE: defaulted('The namespace', text, 'default'),
  TEMPORAL_API_KEY: optional('The API key, for Temporal Cloud; switches TLS on', secretText, true),
  TEMPORAL_PROFILE: defaulted("The profile of Temporal's configuration file", text, 'default'),
  TEMPORAL_CONFIG_FILE: optional("Path of Temporal's configuration file", text),
} as const;

/** Every variable by its name: for the README, the compose file and the check of both. */
export const environmentVariables: Readonly<Record<string, EnvironmentVariable>> = {
  ...temporalVariables,
  ...dinteroVariables,
  ...callbackVariables,
  ...orderVariables,
  ...workerVariables,
  ...serverVariables,
  ...clientVariables,
  ...tracingVariables,
};
