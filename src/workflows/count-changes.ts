import type { Logger, MetricMeter, MetricTags } from '@temporalio/common';
import { sameMatter } from '../domain/attention';
import type { Attention } from '../domain/attention';
import { epochMs } from '../domain/instant';
import type { Operation } from '../domain/operation';
import type { OrderState } from '../domain/order-state';
import { foundWords, orderMetrics } from './order-metrics';
import type { MetricDefinition } from './order-metrics';

/** Is shown every change of an order's state, counts it, and says in the log what people look for there. */
export interface Tally {
  count(before: OrderState, after: OrderState): void;
}

export const attentionLogged = 'order needs attention';

export interface TallyDependencies {
  readonly meter: MetricMeter;
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

/** Both the meter and the log of a workflow are silent during a replay, and neither leaves anything in the history. */
export function createTally({ meter, log }: TallyDependencies): Tally {
  const meters = createMeters(meter);
  const unknownSinceMs = new Map<string, number>();
  return {
    count(before, after) {
      for (const [was, now] of changedOperations(before, after)) {
        countStatus(meters, log, was, now);
        countDoubt(meters, unknownSinceMs, was, now);
      }
      for (const raised of without(after.attentions, before.attentions))
        countRaised(meters, log, raised);
      for (const ended of without(before.attentions, after.attentions))
        meters.attentionEnded(secondsSince(epochMs(ended.since)), { code: ended.code });
    },
  };
}

type Meters = Readonly<Record<keyof typeof orderMetrics, Measure>>;
type Measure = (value: number, tags: MetricTags) => void;

function createMeters(meter: MetricMeter): Meters {
  const counter = ({ name, unit, meaning }: MetricDefinition): Measure => {
    const made = meter.createCounter(name, unit, meaning);
    return (value, tags) => made.add(value, tags);
  };
  const histogram = ({ name, unit, meaning }: MetricDefinition): Measure => {
    const made = meter.createHistogram(name, 'float', unit, meaning);
    // A clock that was set back must not end an order.
    return (value, tags) => made.record(Math.max(0, value), tags);
  };
  return {
    operations: counter(orderMetrics.operations),
    recorded: histogram(orderMetrics.recorded),
    unknown: histogram(orderMetrics.unknown),
    attentionRaised: counter(orderMetrics.attentionRaised),
    attentionEnded: histogram(orderMetrics.attentionEnded),
  };
}

type Change = readonly [was: Operation | undefined, now: Operation];

/** Those with another status. Operations keep their place, so that an order of thousands costs no search. */
function changedOperations(before: OrderState, after: OrderState): readonly Change[] {
  if (before.operations === after.operations) return [];
  return after.operations
    .map((now, place): Change => [findAt(before.operations, place, now), now])
    .filter(([was, now]) => was?.status !== now.status);
}

function findAt(
  operations: readonly Operation[],
  place: number,
  named: Operation,
): Operation | undefined {
  const isIt = ({ kind, operationId }: Operation) =>
    kind === named.kind && operationId === named.operationId;
  const there = operations[place];
  return there !== undefined && isIt(there) ? there : operations.find(isIt);
}

const logged: readonly Operation['status'][] = ['unknown', 'rejected', 'recorded'];

function countStatus(
  meters: Meters,
  log: TallyDependencies['log'],
  was: Operation | undefined,
  now: Operation,
): void {
  // What an adoption finds was counted when it happened.
  if (was === undefined && now.adopted === true) return;
  const { kind, status, operationId } = now;
  const origin = now.foreign === true ? 'back_office' : 'asked';
  meters.operations(1, { kind, status, origin });
  if (logged.includes(status)) log.info(`operation ${status}`, { kind, operationId });
  if (status === 'recorded' && was?.missingSince === undefined) countRecorded(meters, now);
}

/** Of a movement that was not asked for here nobody waited for the record. */
function countRecorded(meters: Meters, operation: Operation): void {
  const { kind, requestedAt, finishedAt, foreign, adopted } = operation;
  if (foreign === true || adopted === true || finishedAt === undefined) return;
  meters.recorded((epochMs(finishedAt) - epochMs(requestedAt)) / 1_000, { kind });
}

/** Doubt that a new run takes over is measured from the beginning of that run. */
function countDoubt(
  meters: Meters,
  unknownSinceMs: Map<string, number>,
  was: Operation | undefined,
  now: Operation,
): void {
  const key = `${now.kind}/${now.operationId}`;
  if (now.status === 'unknown') unknownSinceMs.set(key, Date.now());
  else if (was?.status === 'unknown') {
    const tags = { kind: now.kind, found: foundWords[now.status] };
    meters.unknown(secondsSince(unknownSinceMs.get(key) ?? Date.now()), tags);
    unknownSinceMs.delete(key);
  }
}

/** The message of a matter stays out of the log: it may quote the provider, and the provider a customer. */
function countRaised(
  meters: Meters,
  log: TallyDependencies['log'],
  { code, operationId, choices }: Attention,
): void {
  meters.attentionRaised(1, { code });
  log.warn(attentionLogged, {
    code,
    ...(operationId === undefined ? {} : { operationId }),
    choices,
  });
}

function without(some: readonly Attention[], others: readonly Attention[]): readonly Attention[] {
  if (some === others) return [];
  return some.filter((matter) => !others.some((other) => sameMatter(matter, other)));
}

function secondsSince(sinceMs: number): number {
  return (Date.now() - sinceMs) / 1_000;
}
