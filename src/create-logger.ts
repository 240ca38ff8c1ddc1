import { ApplicationFailure } from '@temporalio/common';
import type { LogLevel, LogMetadata, Logger as TemporalLogger } from '@temporalio/common';
import { pino } from 'pino';
import type { Logger } from 'pino';
import pretty from 'pino-pretty';
import type { LogConfig } from './config';
import { isFailureCode } from './domain/payment-failure';
import type { PaymentFailure } from './domain/payment-failure';
import { present } from './domain/present';
import { workflowIdOf } from './workflows/messages';

const workflowIdPrefix = workflowIdOf('');

/** One line of JSON per entry, or coloured lines for people at a terminal. Written at once, so that a crash loses none. */
export function createLogger({ format, level }: LogConfig, service: string): Logger {
  const people = format === 'pretty' || (format === 'auto' && process.stdout.isTTY);
  const options = {
    level,
    base: { service, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { error: pino.stdSerializers.err },
  };
  return people
    ? pino(options, pretty({ sync: true, ignore: 'pid,service,sdkComponent' }))
    : pino(options, pino.destination({ dest: 1, sync: true }));
}

const pinoLevels = {
  TRACE: 'trace',
  DEBUG: 'debug',
  INFO: 'info',
  WARN: 'warn',
  ERROR: 'error',
} as const;

/** Temporal's own messages in our log, without the tokens that would let a reader of the log answer for the worker. */
export function forTemporal(logger: Logger): TemporalLogger {
  const log = (level: LogLevel, message: string, meta: LogMetadata = {}) =>
    logger[pinoLevels[level]](readable(meta), message);
  return {
    log,
    trace: (message, meta) => log('TRACE', message, meta),
    debug: (message, meta) => log('DEBUG', message, meta),
    info: (message, meta) => log('INFO', message, meta),
    warn: (message, meta) => log('WARN', message, meta),
    error: (message, meta) => log('ERROR', message, meta),
  };
}

function readable(meta: LogMetadata): Record<string, unknown> {
  const { taskToken: _secret, workflowId, error, ...rest } = meta;
  const isOrders = typeof workflowId === 'string' && workflowId.startsWith(workflowIdPrefix);
  return {
    ...rest,
    ...(workflowId === undefined ? {} : { workflowId }),
    ...(isOrders ? { orderReference: workflowId.slice(workflowIdPrefix.length) } : {}),
    ...(error === undefined ? {} : { error: withoutForeignText(error) }),
  };
}

/**
 * The message of a failure may quote the provider, and the provider a customer: it is in the order's history, for those who
 * may read that. The log has the row of the failure table; a defect of ours keeps its message and its stack.
 */
function withoutForeignText(error: unknown): unknown {
  if (!(error instanceof ApplicationFailure) || !isFailureCode(error.type)) return error;
  if (error.type === 'unexpected') return error;
  const [failure] = (error.details ?? []) as Partial<PaymentFailure>[];
  return {
    type: error.type,
    ...present('status', failure?.status),
    ...present('providerCode', failure?.providerCode),
  };
}
