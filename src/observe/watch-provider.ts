import { Context } from '@temporalio/activity';
import type { MetricMeter } from '@temporalio/common';
import type { Logger } from 'pino';
import type { Exchange, OnExchange } from '../dintero/watch-exchange';
import { workerMetrics } from './metrics';

const { providerRequests, providerTime } = workerMetrics;

/** Counts and logs what was exchanged with the provider; the log says for which order and in which attempt. */
export function watchProvider(meter: MetricMeter, logger: Logger): OnExchange {
  const requests = meter.createCounter(
    providerRequests.name,
    providerRequests.unit,
    providerRequests.meaning,
  );
  const time = meter.createHistogram(
    providerTime.name,
    'float',
    providerTime.unit,
    providerTime.meaning,
  );
  return (exchange) => {
    const { endpoint, method, durationMs, status, failure = 'ok' } = exchange;
    const statusClass = status === undefined ? 'none' : `${Math.floor(status / 100)}xx`;
    requests.add(1, { endpoint, method, status: statusClass, result: failure });
    time.record(durationMs / 1_000, { endpoint, method });
    say(logger, exchange);
  };
}

/** What may have an effect is always in the log; what failed of it is a warning. A look that fails is told by its activity. */
function say(logger: Logger, { durationMs, requestId, failure, ...exchange }: Exchange): void {
  const entry = {
    ...exchange,
    durationMs: Math.round(durationMs),
    ...(failure === undefined ? {} : { failure }),
    ...(requestId === undefined ? {} : { providerRequestId: requestId }),
  };
  const isLook = exchange.method === 'GET' || exchange.endpoint.endsWith('/token');
  const level = failure !== undefined && !isLook ? 'warn' : isLook ? 'debug' : 'info';
  const log = attemptLog();
  if (log === undefined) logger[level](entry, 'provider request');
  else log[level]('provider request', entry);
}

/** That of the attempt, which knows its order; outside of one there is none. */
function attemptLog(): Context['log'] | undefined {
  try {
    return Context.current().log;
  } catch {
    return undefined;
  }
}
