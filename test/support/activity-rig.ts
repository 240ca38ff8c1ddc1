import type { Info } from '@temporalio/activity';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { createActivities } from '../../src/activities';
import type { Clock } from '../../src/activities/attempt-bounds';
import type { OrderActivities } from '../../src/activities/contract';
import { createFakeGateway } from './fake-gateway';
import type { FakeGateway } from './fake-gateway';

/** The instant at which every attempt begins unless a test says otherwise. */
export const startMs = Date.parse('2026-01-01T12:00:00.000Z');

export interface TestClock extends Clock {
  /** The pauses that were taken, milliseconds. */
  readonly pauses: number[];
  advance(byMs: number): void;
  /** Runs while the next pause lasts. */
  duringPause(what: () => void): void;
}

/** Stands still unless it is told to go on; a pause passes at once. */
function createTestClock(): TestClock {
  let nowMs = startMs;
  let during = () => {};
  const pauses: number[] = [];
  return {
    pauses,
    now: () => nowMs,
    advance(byMs) {
      nowMs += byMs;
    },
    duringPause(what) {
      during = what;
    },
    async pause(durationMs, signal) {
      pauses.push(durationMs);
      during();
      if (signal.aborted) throw new DOMException('aborted', 'AbortError');
      nowMs += durationMs;
    },
  };
}

type ActivityName = keyof OrderActivities;

export interface ActivityRig {
  readonly gateway: FakeGateway;
  readonly clock: TestClock;
  /** The attempt's environment: its `cancel('WORKER_SHUTDOWN')` is what an activity sees of a worker's end. */
  readonly environment: MockActivityEnvironment;
  run<Name extends ActivityName>(
    name: Name,
    ...input: Parameters<OrderActivities[Name]>
  ): ReturnType<OrderActivities[Name]>;
}

export interface RigOptions {
  readonly info?: Partial<Info>;
  /** From 0 to 1. */
  readonly chance?: number;
}

/** The real activities in Temporal's own test environment, with a provider in memory and a clock in the test's hand. */
export function createActivityRig({ info = {}, chance = 0.5 }: RigOptions = {}): ActivityRig {
  const gateway = createFakeGateway();
  const clock = createTestClock();
  const activities = createActivities({ gateway, clock, random: () => chance });
  const environment = createEnvironment(info);
  return {
    gateway,
    clock,
    environment,
    run: (name, ...input) =>
      environment.run(
        activities[name] as (...all: unknown[]) => Promise<unknown>,
        ...input,
      ) as never,
  };
}

/** An attempt that was scheduled just now and has a minute. */
export function createEnvironment(info: Partial<Info> = {}): MockActivityEnvironment {
  return new MockActivityEnvironment(
    {
      scheduledTimestampMs: startMs,
      currentAttemptScheduledTimestampMs: startMs,
      startToCloseTimeoutMs: 60_000,
      ...info,
    },
    { logger: new DefaultLogger('ERROR', () => {}) },
  );
}
