import { Context } from '@temporalio/activity';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Clock } from '../../src/activities/attempt-bounds';
import { attributeTypes } from '../../src/client/attribute-types';
import { defaultTiming } from '../../src/domain/timing';
import { searchAttributes } from '../../src/workflows/messages';
import { createStage, silenceRuntime } from './order-stories';
import type { Stories } from './order-stories';
import { timeSkippingServerPath } from './temporal-server';

export interface SkippingStories extends Stories {
  /** Lets so much time pass at once. */
  pass(durationMs: number): Promise<void>;
}

/** Orders with the durations of real life, on a server whose clock skips to whatever happens next. */
export async function openSkippingStories(): Promise<SkippingStories> {
  silenceRuntime();
  const executable = { type: 'existing-path', path: timeSkippingServerPath() } as const;
  const environment = await TestWorkflowEnvironment.createTimeSkipping({ server: { executable } });
  await registerAttributes(environment);
  const stage = createStage({
    client: environment.client,
    clock: createSkippingClock(),
    timing: defaultTiming,
  });
  const worker = await stage.startWorker(environment.nativeConnection);
  return {
    ...stage.stories,
    pass: (durationMs) => environment.sleep(durationMs),
    async close() {
      await worker.stop();
      await environment.teardown();
    },
  };
}

async function registerAttributes({ client }: TestWorkflowEnvironment): Promise<void> {
  const types = Object.values(searchAttributes).map(
    ({ name, type }) => [name, attributeTypes[type].code] as const,
  );
  await client.connection.operatorService.addSearchAttributes({
    namespace: 'default',
    searchAttributes: Object.fromEntries(types),
  });
}

/** The activities' clock is the server's: it stands at the moment for which the last attempt was scheduled. */
function createSkippingClock(): Clock {
  let latestMs = Date.now();
  const read = () => {
    try {
      return Context.current().info.currentAttemptScheduledTimestampMs;
    } catch {
      return latestMs;
    }
  };
  return {
    now: () => (latestMs = Math.max(latestMs, read())),
    pause: () => Promise.resolve(),
  };
}
