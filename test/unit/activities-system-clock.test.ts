import { expect, it } from '@jest/globals';
import { failureOf } from '../../src/activities/raise-application-failure';
import { systemClock } from '../../src/activities/system-clock';

it('when the attempt is cancelled, a pause of the real clock ends at once, as a cancellation', async () => {
  const attempt = new AbortController();
  const pause = systemClock
    .pause(60_000, attempt.signal)
    .catch((error: unknown) => failureOf(error));
  attempt.abort();
  await expect(pause).resolves.toMatchObject({ code: 'attempt_cancelled' });
});

it('a pause lasts as long as it was asked for', async () => {
  const startedAtMs = systemClock.now();
  await systemClock.pause(30, new AbortController().signal);
  expect(systemClock.now() - startedAtMs).toBeGreaterThanOrEqual(29);
});
