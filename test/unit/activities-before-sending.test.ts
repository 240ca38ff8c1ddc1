import { describe, expect, it } from '@jest/globals';
import { toMinorUnits, zero } from '../../src/domain/money';
import { startMs } from '../support/activity-rig';
import type { ActivityRig } from '../support/activity-rig';
import { addMovement, capture, refund, rigWith } from '../support/authorized-transaction';
import { failing } from '../support/fake-gateway';

describe('before the request has left, nothing is in doubt', () => {
  it.each(['request_timed_out', 'connection_cut', 'provider_error', 'attempt_cancelled'] as const)(
    'when the look before it fails with %s, the attempt ends as not sent',
    async (code) => {
      const rig = rigWith();
      rig.gateway.once('readTransaction', failing(code));
      await expect(rig.run('captureTransaction', capture)).rejects.toMatchObject({
        type: 'not_sent',
        message: `the look before it failed: ${code}: ${code} on purpose`,
        nonRetryable: false,
      });
      expect(rig.gateway.count('captureTransaction')).toBe(0);
    },
  );

  it('when a defect ends the look before it, the defect is what is told', async () => {
    const rig = rigWith();
    rig.gateway.once('readTransaction', () => Promise.reject(new TypeError('a defect')));
    await expect(rig.run('captureTransaction', capture)).rejects.toMatchObject({
      type: 'unexpected',
      message: 'TypeError: a defect',
    });
  });

  it('when the provider asks for patience at the look, the wait is passed on', async () => {
    const rig = rigWith();
    rig.gateway.once('readTransaction', failing('provider_error', { retryAfterMs: 7_000 }));
    await expect(rig.run('captureTransaction', capture)).rejects.toMatchObject({
      type: 'not_sent',
      nextRetryDelay: 7_000,
    });
  });

  it('when the credentials are refused at the look, that is what is said', async () => {
    const rig = rigWith();
    rig.gateway.once('readTransaction', failing('credentials_refused'));
    await expect(rig.run('captureTransaction', capture)).rejects.toMatchObject({
      type: 'credentials_refused',
      nonRetryable: true,
    });
  });

  it('when the worker shuts down during the look, the request is not sent any more', async () => {
    const rig = rigWith();
    rig.gateway.once('readTransaction', (run) => {
      rig.environment.cancel('WORKER_SHUTDOWN');
      return run();
    });
    await expect(rig.run('captureTransaction', capture)).rejects.toMatchObject({
      type: 'not_sent',
    });
    expect(rig.gateway.count('captureTransaction')).toBe(0);
  });

  it('the look itself ends with the attempt', async () => {
    const rig = rigWith();
    rig.gateway.once('readTransaction', async (run, { signal }) => {
      rig.environment.cancel('WORKER_SHUTDOWN');
      expect(signal.aborted).toBe(true);
      return run();
    });
    await expect(rig.run('captureTransaction', capture)).rejects.toMatchObject({
      type: 'not_sent',
    });
  });
});

describe('the time left is counted from when the attempt was scheduled', () => {
  const slowLook = (rig: ActivityRig, tookMs: number) =>
    rig.gateway.once('readTransaction', (run) => {
      rig.clock.advance(tookMs);
      return run();
    });

  it('when too little is left after the look, the attempt ends as not sent', async () => {
    const rig = rigWith();
    slowLook(rig, 53_001);
    await expect(rig.run('captureTransaction', capture)).rejects.toMatchObject({
      type: 'not_sent',
      message: 'too little time was left in the attempt',
    });
    expect(rig.gateway.count('captureTransaction')).toBe(0);
  });

  it('when the clock of the machine is slow, what has passed since the attempt began still counts', async () => {
    const rig = rigWith();
    rig.clock.advance(-120_000);
    const begunMs = performance.now();
    rig.gateway.once('readTransaction', (run) => {
      performance.now = () => begunMs + 58_000;
      return run();
    });
    try {
      await expect(rig.run('captureTransaction', capture)).rejects.toMatchObject({
        type: 'not_sent',
        message: 'too little time was left in the attempt',
      });
    } finally {
      Reflect.deleteProperty(performance, 'now');
    }
    expect(rig.gateway.count('captureTransaction')).toBe(0);
  });

  it('when just enough is left, it is sent', async () => {
    const rig = rigWith();
    slowLook(rig, 53_000);
    await expect(rig.run('captureTransaction', capture)).resolves.toMatchObject({
      outcome: 'moved',
    });
  });

  it('when a paused machine wakes up after its attempt was given up, it sends nothing', async () => {
    const rig = rigWith();
    slowLook(rig, 3_600_000);
    await expect(rig.run('captureTransaction', capture)).rejects.toMatchObject({
      type: 'not_sent',
    });
  });

  it('when the attempt waited long in the queue, its late start is no excuse', async () => {
    const rig = rigWith('AUTHORIZED', {
      info: {
        currentAttemptScheduledTimestampMs: startMs - 59_000,
        scheduledTimestampMs: startMs - 59_000,
      },
    });
    await expect(rig.run('captureTransaction', capture)).rejects.toMatchObject({
      type: 'not_sent',
    });
  });

  it('when the answer is there, no timer for the end of the time is left behind', async () => {
    const rig = rigWith();
    const timers = () => process.getActiveResourcesInfo().filter((one) => one === 'Timeout').length;
    const before = timers();
    rig.gateway.once('captureTransaction', (run) => {
      expect(timers()).toBe(before + 1);
      return run();
    });
    await rig.run('captureTransaction', capture);
    expect(timers()).toBe(before);
  });

  it('the request ends at the end of the time, as a timeout', async () => {
    const rig = rigWith('AUTHORIZED', { info: { startToCloseTimeoutMs: 200 } });
    let reason: unknown;
    rig.gateway.once('captureTransaction', async (_run, { signal }) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      reason = signal.reason;
      return failing('request_timed_out')(_run, { signal });
    });
    await expect(rig.run('captureTransaction', capture)).rejects.toMatchObject({
      type: 'request_timed_out',
    });
    expect(reason).toMatchObject({ name: 'TimeoutError' });
  });
});

describe('an obstacle in an older picture', () => {
  const captured = { captured: toMinorUnits(30_000), refunded: zero };

  it('when the capture before it is not shown yet, a refund is not refused but sent later', async () => {
    const rig = rigWith();
    const asked = { ...refund, seen: captured };
    await expect(rig.run('refundTransaction', asked)).rejects.toMatchObject({
      type: 'not_sent',
      message: expect.stringContaining('an older picture'),
      nonRetryable: false,
    });
    addMovement(rig, { eventId: 'e-capture', amount: captured.captured });
    await expect(rig.run('refundTransaction', asked)).resolves.toMatchObject({ outcome: 'moved' });
  });

  it('when nothing stands against it, a capture is sent although the picture is older', async () => {
    const rig = rigWith();
    const seen = { captured: toMinorUnits(10_000), refunded: zero };
    await expect(rig.run('captureTransaction', { ...capture, seen })).resolves.toMatchObject({
      outcome: 'moved',
    });
  });

  it('when everything seen before is shown, the obstacle counts', async () => {
    const rig = rigWith();
    await expect(rig.run('refundTransaction', refund)).resolves.toMatchObject({
      outcome: 'refused',
    });
  });
});
