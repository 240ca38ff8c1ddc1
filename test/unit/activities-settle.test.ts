import { describe, expect, it } from '@jest/globals';
import type { SettleInput } from '../../src/activities/contract';
import { toMinorUnits, zero } from '../../src/domain/money';
import { startMs } from '../support/activity-rig';
import { addMovement, capture, rigWith } from '../support/authorized-transaction';
import { failing } from '../support/fake-gateway';
import { transactionPicture } from '../support/fake-world';

const gapMs = 10_000;
const settle: SettleInput = {
  purpose: 'settle',
  transactionId: 'T1',
  kind: 'capture',
  reference: capture.reference,
  known: { captured: zero, refunded: zero },
  notBeforeMs: startMs,
  absenceGapMs: gapMs,
};
const early = { ...settle, notBeforeMs: startMs + 20_000 };

describe('a movement that is found counts at once, however early', () => {
  it.each([
    [
      'succeeded',
      { settled: 'moved', eventId: 'e1', amount: 30_000, totals: { captured: 30_000 } },
    ],
    ['failed', { settled: 'failed', eventId: 'e1', reason: 'the provider reports: no funds' }],
  ] as const)('as %s', async (outcome, told) => {
    const rig = rigWith();
    const { reference, amount } = capture;
    addMovement(rig, { eventId: 'e1', outcome, reference, amount, error: 'no funds' });
    await expect(rig.run('readTransaction', early)).resolves.toMatchObject(told);
    expect(rig.gateway.calls).toEqual(['readTransaction']);
  });
});

describe('while nothing can be said yet', () => {
  it('fails benignly, with the time of the next look, and proves no absence', async () => {
    const rig = rigWith();
    await expect(rig.run('readTransaction', early)).rejects.toMatchObject({
      type: 'still_waiting',
      category: 'BENIGN',
      nonRetryable: false,
      nextRetryDelay: 500,
    });
    expect(rig.clock.pauses).toEqual([]);
  });

  it.each([
    [3, 2_000],
    [7, 20_000],
    [40, 20_000],
  ])(
    'the pause grows with attempt %i, and the look at the end of the wait is not missed',
    async (attempt, delayMs) => {
      const rig = rigWith('AUTHORIZED', { info: { attempt } });
      await expect(rig.run('readTransaction', early)).rejects.toMatchObject({
        nextRetryDelay: delayMs,
      });
    },
  );

  it('the time that the look itself took is not waited for again', async () => {
    const rig = rigWith('AUTHORIZED', { info: { attempt: 40 } });
    rig.gateway.once('readTransaction', (run) => {
      rig.clock.advance(5_000);
      return run();
    });
    await expect(rig.run('readTransaction', early)).rejects.toMatchObject({
      nextRetryDelay: 15_000,
    });
  });

  it('and the movement is pending, it keeps waiting after the time too, at most 30 seconds at once', async () => {
    const rig = rigWith('AUTHORIZED', { info: { attempt: 40 } });
    addMovement(rig, { outcome: 'pending', reference: capture.reference });
    await expect(rig.run('readTransaction', settle)).rejects.toMatchObject({
      type: 'still_waiting',
      nextRetryDelay: 30_000,
    });
    expect(rig.clock.pauses).toEqual([]);
  });

  it('and a movement of the kind without any reference is pending, it may be ours: no absence', async () => {
    const rig = rigWith();
    addMovement(rig, { outcome: 'pending' });
    await expect(rig.run('readTransaction', settle)).rejects.toMatchObject({
      type: 'still_waiting',
    });
  });

  it('and a movement of somebody else is pending, that is no reason to wait', async () => {
    const rig = rigWith();
    addMovement(rig, { outcome: 'pending', reference: 'office-1' });
    await expect(rig.run('readTransaction', settle)).resolves.toMatchObject({ settled: 'absent' });
  });
});

describe('absence takes two looks apart', () => {
  it('that both find nothing, after the time', async () => {
    const rig = rigWith();
    await expect(rig.run('readTransaction', settle)).resolves.toMatchObject({
      settled: 'absent',
      totals: { captured: 0 },
    });
    expect(rig.gateway.count('readTransaction')).toBe(2);
    expect(rig.clock.pauses).toEqual([gapMs]);
  });

  it('when a void failed meanwhile, a capture is absent and has not failed', async () => {
    const rig = rigWith();
    addMovement(rig, { eventId: 'e-void', kind: 'void', outcome: 'failed' });
    await expect(rig.run('readTransaction', settle)).resolves.toMatchObject({ settled: 'absent' });
  });

  it('when the movement appears between them, it has moved', async () => {
    const rig = rigWith();
    rig.clock.duringPause(() =>
      addMovement(rig, { eventId: 'e1', reference: capture.reference, amount: capture.amount }),
    );
    await expect(rig.run('readTransaction', settle)).resolves.toMatchObject({ settled: 'moved' });
  });

  it('when it appears as pending between them, it is waited for', async () => {
    const rig = rigWith();
    rig.clock.duringPause(() =>
      addMovement(rig, { outcome: 'pending', reference: capture.reference }),
    );
    await expect(rig.run('readTransaction', settle)).rejects.toMatchObject({
      type: 'still_waiting',
    });
  });

  it('when somebody else moved money, the totals have changed', async () => {
    const rig = rigWith();
    rig.clock.duringPause(() =>
      addMovement(rig, { reference: 'office-1', amount: toMinorUnits(500) }),
    );
    await expect(rig.run('readTransaction', settle)).resolves.toMatchObject({
      settled: 'changed',
      totals: { captured: 500 },
    });
  });

  it('when somebody else refunded, they have changed too', async () => {
    const rig = rigWith();
    const known = { captured: toMinorUnits(500), refunded: zero };
    addMovement(rig, { eventId: 'e1', reference: 'office-1', amount: toMinorUnits(500) });
    addMovement(rig, { eventId: 'e2', kind: 'refund', amount: toMinorUnits(1) });
    await expect(rig.run('readTransaction', { ...settle, known })).resolves.toMatchObject({
      settled: 'changed',
    });
  });

  it.each([
    { captured: toMinorUnits(1), refunded: zero },
    { captured: zero, refunded: toMinorUnits(1) },
  ])(
    'when the totals are lower than what is known (%p), the picture is old and proves nothing',
    async (known) => {
      const rig = rigWith();
      await expect(rig.run('readTransaction', { ...settle, known })).rejects.toMatchObject({
        type: 'still_waiting',
      });
    },
  );

  it('when the attempt is cancelled between them, nothing is proven', async () => {
    const rig = rigWith();
    rig.clock.duringPause(() => rig.environment.cancel('WORKER_SHUTDOWN'));
    await expect(rig.run('readTransaction', settle)).rejects.toMatchObject({
      type: 'attempt_cancelled',
      nonRetryable: false,
    });
  });
});

describe('what became of a void', () => {
  const voiding: SettleInput = { ...settle, kind: 'void', reference: '' };

  it('is known at once when it is done', async () => {
    const rig = rigWith();
    rig.gateway.world.transactions.set('T1', transactionPicture('AUTHORIZATION_VOIDED', 100_000));
    await expect(
      rig.run('readTransaction', { ...voiding, notBeforeMs: startMs + 20_000 }),
    ).resolves.toMatchObject({ settled: 'moved', amount: 100_000 });
  });

  it('when a failed one is listed, counts as failed only after the time: it may be an older one', async () => {
    const rig = rigWith();
    addMovement(rig, { eventId: 'e-void', kind: 'void', outcome: 'failed', error: 'no' });
    await expect(
      rig.run('readTransaction', { ...voiding, notBeforeMs: startMs + 20_000 }),
    ).rejects.toMatchObject({ type: 'still_waiting' });
    await expect(rig.run('readTransaction', voiding)).resolves.toMatchObject({
      settled: 'failed',
      eventId: 'e-void',
    });
  });

  it('when a capture failed, is absent and has not failed', async () => {
    const rig = rigWith();
    addMovement(rig, { eventId: 'e-capture', outcome: 'failed' });
    await expect(rig.run('readTransaction', voiding)).resolves.toMatchObject({ settled: 'absent' });
  });

  it('when none is listed, is absent', async () => {
    const rig = rigWith();
    await expect(rig.run('readTransaction', voiding)).resolves.toMatchObject({ settled: 'absent' });
  });
});

it('when the provider cannot be read, the failure of the look is told, to be repeated', async () => {
  const rig = rigWith();
  rig.gateway.once('readTransaction', failing('provider_error', { retryAfterMs: 3_000 }));
  await expect(rig.run('readTransaction', settle)).rejects.toMatchObject({
    type: 'provider_error',
    nonRetryable: false,
    nextRetryDelay: 3_000,
  });
});

it('a look at the whole picture returns it as it is', async () => {
  const rig = rigWith();
  addMovement(rig, { eventId: 'e1', amount: capture.amount });
  const result = await rig.run('readTransaction', { purpose: 'look', transactionId: 'T1' });
  expect(result).toEqual({ picture: rig.gateway.world.transactions.get('T1') });
});
