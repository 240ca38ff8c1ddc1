import { describe, expect, it } from '@jest/globals';
import type { Info } from '@temporalio/activity';
import { createActivityRig, startMs } from '../support/activity-rig';
import { failing } from '../support/fake-gateway';

const complete = {
  draftId: 'D1',
  orderReference: 'web-1',
  startedAt: '2026-01-01T11:59:00.000Z',
  settleDelayMs: 30_000,
};

/** The times of an attempt of a step that began at the start. */
function scheduledAfter(ms: number) {
  return { scheduledTimestampMs: startMs, currentAttemptScheduledTimestampMs: startMs + ms };
}

/** What an attempt that began at the start notes once it may have completed the draft. */
function sentBy(attempt: number) {
  return { reported: { upTo: attempt, scheduledMs: startMs } };
}

/** With an open draft. */
function rigWithHeartbeats(info: Partial<Info>) {
  const rig = createActivityRig({ info });
  rig.gateway.world.drafts.set('D1', { draftId: 'D1', status: 'open' });
  const told: unknown[] = [];
  rig.environment.on('heartbeat', (details: unknown) => told.push(details));
  return { rig, told };
}

describe('a completion that may have been sent before', () => {
  it.each([
    ['another step may have sent it', { ...complete, mayHaveLeft: true }, 30_000],
    ['another step may yet send it', { ...complete, mayHaveLeft: true, mayStillRun: true }, 90_000],
    ['an attempt was lost', complete, 30_000, { attempt: 2 }],
    ['its attempts were reset in Temporal', complete, 30_000, scheduledAfter(20_000)],
    [
      'an attempt that had sent it was lost before it could report',
      complete,
      30_000,
      { attempt: 2, ...scheduledAfter(60_000), heartbeatDetails: sentBy(1) },
    ],
  ] as const)(
    'when %s, an open draft is completed once that has had the time to arrive, and two more looks show it open',
    async (_, input, waitedMs, info: object = {}) => {
      const { rig, told } = rigWithHeartbeats({ attempt: 1, ...info });
      await expect(rig.run('completeDraftOrder', input)).rejects.toMatchObject({
        type: 'still_waiting',
        nonRetryable: false,
        nextRetryDelay: waitedMs,
      });
      expect(rig.clock.pauses).toEqual([]);
      const { attempt, currentAttemptScheduledTimestampMs: beganMs } = rig.environment.context.info;
      for (const [afterMs, expected] of [
        [waitedMs - 1, { type: 'still_waiting', nextRetryDelay: 1 }],
        [waitedMs, undefined],
      ] as const) {
        const next = rigWithHeartbeats({
          attempt: attempt + 1,
          scheduledTimestampMs: startMs,
          currentAttemptScheduledTimestampMs: beganMs + afterMs,
          heartbeatDetails: told.at(-1),
        }).rig;
        next.clock.advance(beganMs + afterMs - startMs);
        const completing = next.run('completeDraftOrder', input);
        if (expected !== undefined) await expect(completing).rejects.toMatchObject(expected);
        else await expect(completing).resolves.toEqual({ orderId: 'O-D1' });
        expect(next.clock.pauses).toEqual(expected === undefined ? [10_000] : []);
      }
    },
  );

  it.each([
    [
      'an attempt before it may have completed the draft',
      complete,
      { attempt: 2, ...scheduledAfter(30_000), heartbeatDetails: sentBy(1) },
    ],
    ['it shall only be looked at', { ...complete, lookOnly: true }, {}],
  ] as const)(
    'when %s, one look that shows an open draft is not believed',
    async (_, input, info: object) => {
      const { rig } = rigWithHeartbeats(info);
      const { drafts } = rig.gateway.world;
      rig.clock.duringPause(() =>
        drafts.set('D1', { draftId: 'D1', status: 'completed', orderId: 'O-late' }),
      );
      await expect(rig.run('completeDraftOrder', input)).resolves.toEqual({ orderId: 'O-late' });
      expect(rig.clock.pauses).toEqual([10_000]);
      expect(rig.gateway.count('completeDraftOrder')).toBe(0);
    },
  );

  it.each([
    ['could not look at the draft', 'readDraftOrder', 'rate_limited', [], 1_000],
    ['was told to come later', 'completeDraftOrder', 'rate_limited', [], 1_000],
    [
      'lost the answer, and was kept away',
      'completeDraftOrder',
      'connection_cut',
      [10_000],
      30_000,
    ],
  ] as const)(
    'when the attempt before %s, the next knows whether one look is enough',
    async (_, method, code, pauses, afterMs) => {
      const { rig, told } = rigWithHeartbeats({ attempt: 1 });
      rig.gateway.once(method, failing(code));
      await expect(rig.run('completeDraftOrder', complete)).rejects.toMatchObject({ type: code });
      const info = { attempt: 2, ...scheduledAfter(afterMs), heartbeatDetails: told.at(-1) };
      const next = rigWithHeartbeats(info).rig;
      next.clock.advance(afterMs);
      await expect(next.run('completeDraftOrder', complete)).resolves.toEqual({ orderId: 'O-D1' });
      expect(next.clock.pauses).toEqual(pauses);
    },
  );
});
