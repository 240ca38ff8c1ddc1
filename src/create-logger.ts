import type { LogLevel, LogMetadata, Logger as TemporalLogger } from '@temporalio/common';
import { pino } from 'pino';
import type { Logger } from 'pino';
import pretty from 'pino-pretty';
import type { LogConfig } from './config';

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
  return Object.fromEntries(Object.entries(meta).filter(([key]) => key !== 'taskToken'));
}
