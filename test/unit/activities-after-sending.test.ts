import { describe, expect, it } from '@jest/globals';
import { toMinorUnits } from '../../src/domain/money';
import { addMovement, capture, rigWith } from '../support/authorized-transaction';
import { failing } from '../support/fake-gateway';

describe('after the request has left, a shutdown of the worker is ignored', () => {
  it('when the answer is on its way, it is waited for', async () => {
    const rig = rigWith();
    rig.gateway.once('captureTransaction', async (run, { signal }) => {
      rig.environment.cancel('WORKER_SHUTDOWN');
      expect(signal.aborted).toBe(false);
      return run();
    });
    await expect(rig.run('captureTransaction', capture)).resolves.toMatchObject({
      outcome: 'moved',
    });
  });

  it('when the answer needs a look after it, that look is taken too', async () => {
    const rig = rigWith();
    rig.gateway.once('captureTransaction', async (run) => {
      const before = rig.gateway.world.transactions.get('T1');
      await run();
      rig.environment.cancel('WORKER_SHUTDOWN');
      return { accepted: false, transaction: before };
    });
    rig.gateway.once('readTransaction', (run) => run());
    rig.gateway.once('readTransaction', async (run, { signal }) => {
      expect(signal.aborted).toBe(false);
      return run();
    });
    await expect(rig.run('captureTransaction', capture)).resolves.toMatchObject({
      outcome: 'moved',
    });
  });
});

describe('a 200 proves nothing: the new event does', () => {
  it('when the event failed, the movement failed, with the reason of the provider', async () => {
    const rig = rigWith();
    rig.gateway.world.turnout = { outcome: 'failed' };
    await expect(rig.run('captureTransaction', capture)).resolves.toMatchObject({
      outcome: 'failed',
      eventId: 'e1',
      reason: 'the provider reports: the acquirer declined',
      totals: { captured: 0 },
    });
  });

  it('when a failed event carries no reference, the movement failed all the same', async () => {
    const rig = rigWith();
    rig.gateway.world.turnout = { outcome: 'failed', reference: null };
    await expect(rig.run('captureTransaction', capture)).resolves.toMatchObject({
      outcome: 'failed',
    });
  });

  it('when a failed event says no amount either, it is still the new event of the request', async () => {
    const rig = rigWith();
    rig.gateway.once('captureTransaction', async () => {
      addMovement(rig, { eventId: 'e-bad', outcome: 'failed' });
      return { accepted: false, transaction: rig.gateway.world.transactions.get('T1') };
    });
    await expect(rig.run('captureTransaction', capture)).resolves.toMatchObject({
      outcome: 'failed',
      eventId: 'e-bad',
    });
  });

  it('when the only new capture is pending under a foreign reference, it is not ours: unknown', async () => {
    const rig = rigWith();
    rig.gateway.once('captureTransaction', async () => {
      addMovement(rig, { outcome: 'pending', reference: 'office-1', amount: capture.amount });
      return { accepted: false, transaction: rig.gateway.world.transactions.get('T1') };
    });
    await expect(rig.run('captureTransaction', capture)).rejects.toMatchObject({
      type: 'unreadable_answer',
    });
  });

  it('when it was only accepted, it is pending', async () => {
    const rig = rigWith();
    rig.gateway.world.turnout = { outcome: 'pending' };
    await expect(rig.run('captureTransaction', capture)).resolves.toMatchObject({
      outcome: 'pending',
    });
  });

  it('when it was accepted and no event shows it yet, it is pending', async () => {
    const rig = rigWith();
    rig.gateway.once('captureTransaction', async () => ({
      accepted: true,
      transaction: rig.gateway.world.transactions.get('T1'),
    }));
    await expect(rig.run('captureTransaction', capture)).resolves.toMatchObject({
      outcome: 'pending',
    });
    expect(rig.gateway.count('readTransaction')).toBe(1);
  });

  it.each([null, 'web-1/capture/ship'])(
    'when the reference comes back as %p, exactly one new capture of the amount is ours, not echoed',
    async (echo) => {
      const rig = rigWith();
      addMovement(rig, { eventId: 'e-office', amount: capture.amount });
      rig.gateway.world.turnout = { reference: echo };
      await expect(rig.run('captureTransaction', capture)).resolves.toMatchObject({
        outcome: 'moved',
        eventId: 'e2',
        echoed: false,
      });
    },
  );

  it('when two new captures lack the reference, nobody can tell which is ours: unknown', async () => {
    const rig = rigWith();
    rig.gateway.world.turnout = { reference: null, twice: true };
    await expect(rig.run('captureTransaction', capture)).rejects.toMatchObject({
      type: 'unreadable_answer',
    });
  });

  it('when the one new capture is of another amount, it is not ours: unknown', async () => {
    const rig = rigWith();
    rig.gateway.once('captureTransaction', async () => {
      addMovement(rig, { eventId: 'e-office', amount: toMinorUnits(1) });
      return { accepted: false, transaction: rig.gateway.world.transactions.get('T1') };
    });
    await expect(rig.run('captureTransaction', capture)).rejects.toMatchObject({
      type: 'unreadable_answer',
    });
  });

  it('when the one new movement is a refund of the same amount, it is not ours: unknown', async () => {
    const rig = rigWith();
    rig.gateway.once('captureTransaction', async () => {
      addMovement(rig, { eventId: 'e-office', kind: 'refund', amount: capture.amount });
      return { accepted: false, transaction: rig.gateway.world.transactions.get('T1') };
    });
    await expect(rig.run('captureTransaction', capture)).rejects.toMatchObject({
      type: 'unreadable_answer',
      message: 'capture: neither the answer nor a look after it shows an event for it',
    });
  });

  it('when the answer shows an older picture, one more look finds the event', async () => {
    const rig = rigWith();
    rig.gateway.once('captureTransaction', async (run) => {
      const before = rig.gateway.world.transactions.get('T1');
      await run();
      return { accepted: false, transaction: before };
    });
    await expect(rig.run('captureTransaction', capture)).resolves.toMatchObject({
      outcome: 'moved',
    });
    expect(rig.gateway.calls).toEqual(['readTransaction', 'captureTransaction', 'readTransaction']);
  });

  it('when neither the answer nor the look after it shows an event, the outcome is unknown', async () => {
    const rig = rigWith();
    rig.gateway.once('captureTransaction', async () => ({
      accepted: false,
      transaction: rig.gateway.world.transactions.get('T1'),
    }));
    await expect(rig.run('captureTransaction', capture)).rejects.toMatchObject({
      type: 'unreadable_answer',
    });
    expect(rig.gateway.count('captureTransaction')).toBe(1);
  });

  it.each(['rate_limited', 'not_sent', 'refused', 'not_found', 'token_unavailable'] as const)(
    'when the look after it fails with %s, the outcome is unknown, never "not sent"',
    async (code) => {
      const rig = rigWith();
      rig.gateway.once('captureTransaction', async (run) => {
        const before = rig.gateway.world.transactions.get('T1');
        await run();
        rig.gateway.once('readTransaction', failing(code));
        return { accepted: false, transaction: before };
      });
      await expect(rig.run('captureTransaction', capture)).rejects.toMatchObject({
        type: 'unreadable_answer',
        message: `capture: it was answered, but the look after it failed: ${code}: ${code} on purpose`,
      });
    },
  );
});
