import type { Context } from '@temporalio/activity';
import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import type { MetricMeter } from '@temporalio/common';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { longestReference } from '../domain/operation-key';
import { workerMetrics } from './metrics';

const { activityFailures } = workerMetrics;

/** Adds to what an attempt logs which operation it is about, and counts the attempts that fail. */
export function nameActivities(meter: MetricMeter): ActivityInterceptorsFactory {
  const { name, unit, meaning } = activityFailures;
  const failures = meter.createCounter(name, unit, meaning);
  return ({ info }: Context) => {
    let operation: Readonly<Record<string, string>> = {};
    return {
      inbound: {
        async execute(input, next) {
          operation = operationOf(input.args[0]);
          try {
            return await next(input);
          } catch (error) {
            const code = failureOfAttempt(error);
            if (code !== undefined) failures.add(1, { activity: info.activityType, code });
            throw error;
          }
        },
      },
      outbound: { getLogAttributes: (attributes, next) => next({ ...attributes, ...operation }) },
    };
  };
}

/** `<orderReference>/<kind>/<operationId>` */
const wholeKey = /^[^/]+\/(capture|refund|cancel|authorization)\/([^/]+)$/;

/** A reference as long as the provider allows may be the beginning of a key and a hash, which names no operation. */
export function operationOf(input: unknown): Readonly<Record<string, string>> {
  if (typeof input !== 'object' || input === null) return {};
  const { key, reference } = input as { key?: unknown; reference?: unknown };
  if (typeof key === 'string') return { operationReference: key, ...namesIn(key) };
  if (typeof reference !== 'string' || reference === '') return {};
  const named = reference.length < longestReference ? namesIn(reference) : {};
  return { operationReference: reference, ...named };
}

function namesIn(key: string): Readonly<Record<string, string>> {
  const [, kind, operationId] = wholeKey.exec(key) ?? [];
  return kind === undefined || operationId === undefined ? {} : { kind, operationId };
}

/** The row of the failure table; nothing for a look that goes on waiting. */
export function failureOfAttempt(error: unknown): string | undefined {
  if (!(error instanceof ApplicationFailure)) return 'unexpected';
  if (error.category === ApplicationFailureCategory.BENIGN) return undefined;
  return error.type ?? 'unexpected';
}
