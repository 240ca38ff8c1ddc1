import { describe, expect, it } from '@jest/globals';
import { toMinorUnits } from '../../src/domain/money';
import { addMovement, capture, refund, rigWith } from '../support/authorized-transaction';
import { transactionPicture } from '../support/fake-world';

describe('a capture that nothing stands against', () => {
  it('is sent once, after a look, and ends as moved with its event and the new totals', async () => {
    const rig = rigWith();
    await expect(rig.run('captureTransaction', capture)).resolves.toEqual({
      outcome: 'moved',
      eventId: 'e1',
      amount: 30_000,
      echoed: true,
      totals: expect.objectContaining({ status: 'PARTIALLY_CAPTURED', captured: 30_000 }),
    });
    expect(rig.gateway.calls).toEqual(['readTransaction', 'captureTransaction']);
  });

  it('may take exactly what remains', async () => {
    const rig = rigWith();
    const all = { ...capture, amount: toMinorUnits(100_000) };
    await expect(rig.run('captureTransaction', all)).resolves.toMatchObject({ outcome: 'moved' });
  });
});

describe('when our reference is at the provider already', () => {
  it.each([
    ['succeeded', { outcome: 'moved', eventId: 'e-old', echoed: true }],
    ['pending', { outcome: 'pending' }],
    ['failed', { outcome: 'failed', eventId: 'e-old', reason: 'the provider reports: no funds' }],
  ] as const)('as %s, nothing is sent', async (outcome, told) => {
    const rig = rigWith();
    addMovement(rig, {
      eventId: 'e-old',
      outcome,
      reference: capture.reference,
      amount: capture.amount,
      error: 'no funds',
    });
    await expect(rig.run('captureTransaction', capture)).resolves.toMatchObject(told);
    expect(rig.gateway.count('captureTransaction')).toBe(0);
  });

  it('and has taken all there was, that is no obstacle that needs a second look', async () => {
    const rig = rigWith();
    const all = { ...capture, amount: toMinorUnits(100_000) };
    addMovement(rig, { eventId: 'e-old', reference: capture.reference, amount: all.amount });
    await expect(rig.run('captureTransaction', all)).resolves.toMatchObject({ outcome: 'moved' });
    expect(rig.gateway.calls).toEqual(['readTransaction']);
  });

  it('failed once and succeeded once, the success is what counts', async () => {
    const rig = rigWith();
    addMovement(rig, { eventId: 'e-bad', outcome: 'failed', reference: capture.reference });
    addMovement(rig, { eventId: 'e-good', reference: capture.reference, amount: capture.amount });
    await expect(rig.run('captureTransaction', capture)).resolves.toMatchObject({
      eventId: 'e-good',
    });
  });

  it('failed once and is pending once, it is waited for', async () => {
    const rig = rigWith();
    addMovement(rig, { eventId: 'e-bad', outcome: 'failed', reference: capture.reference });
    addMovement(rig, { eventId: 'e-late', outcome: 'pending', reference: capture.reference });
    await expect(rig.run('captureTransaction', capture)).resolves.toMatchObject({
      outcome: 'pending',
    });
    expect(rig.gateway.count('captureTransaction')).toBe(0);
  });

  it('of the other kind, it is not taken for ours', async () => {
    const rig = rigWith('CAPTURED');
    addMovement(rig, { eventId: 'e-capture', reference: refund.reference, amount: capture.amount });
    await rig.run('refundTransaction', refund);
    expect(rig.gateway.count('refundTransaction')).toBe(1);
  });
});

it('when a capture without any reference is still pending, it is waited for instead of sent beside it', async () => {
  const rig = rigWith();
  addMovement(rig, { outcome: 'pending', amount: capture.amount });
  await expect(rig.run('captureTransaction', capture)).resolves.toMatchObject({
    outcome: 'pending',
  });
  expect(rig.gateway.count('captureTransaction')).toBe(0);
});

describe('when an equal capture is there under the beginning of our reference, because the provider cut it', () => {
  const cut = { eventId: 'e-cut', reference: 'web-1/cap', amount: capture.amount };

  it('and no other is known to be it, nothing is sent, and its outcome is unknown', async () => {
    const rig = rigWith();
    addMovement(rig, cut);
    const attempt = rig.run('captureTransaction', { ...capture, othersAlike: 0 });
    await expect(attempt).rejects.toMatchObject({ type: 'unreadable_answer' });
    expect(rig.gateway.calls).toEqual(['readTransaction']);
  });

  it('and nothing remains, it is not called refused', async () => {
    const rig = rigWith('CAPTURED');
    addMovement(rig, cut);
    const attempt = rig.run('captureTransaction', { ...capture, othersAlike: 0 });
    await expect(attempt).rejects.toMatchObject({ type: 'unreadable_answer' });
  });

  it('and only one of two is known to be another, nothing is sent', async () => {
    const rig = rigWith();
    addMovement(rig, cut);
    addMovement(rig, { ...cut, eventId: 'e-cut-2' });
    const attempt = rig.run('captureTransaction', { ...capture, othersAlike: 1 });
    await expect(attempt).rejects.toMatchObject({ type: 'unreadable_answer' });
    expect(rig.gateway.count('captureTransaction')).toBe(0);
  });

  it.each([
    ['it is known to be another', cut, 1],
    ['it is of another amount', { ...cut, amount: toMinorUnits(29_999) }, 0],
    ['it bears no reference, so that it is the back office’s', { amount: capture.amount }, 0],
    ['it failed', { ...cut, outcome: 'failed' as const }, 0],
    ['it is under another reference, which is as short', { ...cut, reference: 'office-1' }, 0],
  ])('but %s, ours is sent', async (_why, movement, othersAlike) => {
    const rig = rigWith();
    addMovement(rig, movement);
    await rig.run('captureTransaction', { ...capture, othersAlike });
    expect(rig.gateway.count('captureTransaction')).toBe(1);
  });
});

describe('a refusal is final, and a picture may be behind', () => {
  it('when an obstacle is gone at a second look, the capture is sent', async () => {
    const rig = rigWith('ON_HOLD');
    rig.clock.duringPause(() =>
      rig.gateway.world.transactions.set('T1', transactionPicture('AUTHORIZED', 100_000)),
    );
    await expect(rig.run('captureTransaction', capture)).resolves.toMatchObject({
      outcome: 'moved',
    });
    expect(rig.clock.pauses).toEqual([1_000]);
  });

  it('when the attempt is short, the two looks are closer together', async () => {
    const rig = rigWith('DECLINED', { info: { startToCloseTimeoutMs: 2_000 } });
    await expect(rig.run('captureTransaction', capture)).resolves.toMatchObject({
      outcome: 'refused',
    });
    expect(rig.clock.pauses).toEqual([200]);
  });

  it('when our movement appears at the second look, it has moved', async () => {
    const rig = rigWith('ON_HOLD');
    rig.clock.duringPause(() => {
      rig.gateway.world.transactions.set('T1', transactionPicture('AUTHORIZED', 100_000));
      addMovement(rig, { eventId: 'e1', reference: capture.reference, amount: capture.amount });
    });
    await rig.run('captureTransaction', capture);
    expect(rig.gateway.count('captureTransaction')).toBe(0);
  });

  it.each(['INITIATED', 'UNKNOWN', 'ON_HOLD'] as const)(
    'when the status (%s) says nothing yet, nothing is sent and nothing is refused',
    async (status) => {
      const rig = rigWith();
      rig.gateway.world.transactions.set('T1', transactionPicture(status, 100_000));
      for (const step of ['captureTransaction', 'refundTransaction', 'voidTransaction'] as const)
        await expect(rig.run(step, capture)).rejects.toMatchObject({ type: 'not_sent' });
    },
  );

  it('when the worker shuts down between the looks, nothing was sent', async () => {
    const rig = rigWith('ON_HOLD');
    rig.clock.duringPause(() => rig.environment.cancel('WORKER_SHUTDOWN'));
    await expect(rig.run('captureTransaction', capture)).rejects.toMatchObject({
      type: 'not_sent',
    });
  });
});

describe('what the provider would not allow is refused by name, and not sent', () => {
  it('when the status forbids it', async () => {
    const rig = rigWith('DECLINED');
    await expect(rig.run('captureTransaction', capture)).resolves.toMatchObject({
      outcome: 'refused',
      reason: 'the transaction is DECLINED, which allows no capture',
    });
    expect(rig.gateway.count('captureTransaction')).toBe(0);
  });

  it('when a capture exceeds what is still reserved', async () => {
    const rig = rigWith();
    addMovement(rig, { eventId: 'e-office', amount: toMinorUnits(80_000) });
    await expect(rig.run('captureTransaction', capture)).resolves.toMatchObject({
      outcome: 'refused',
      reason: '300.00 NOK asked, but the provider has 200.00 NOK left for a capture',
      totals: { captured: 80_000 },
    });
    expect(rig.gateway.count('captureTransaction')).toBe(0);
  });

  it('when a refund exceeds what earlier refunds have left', async () => {
    const rig = rigWith();
    addMovement(rig, { eventId: 'e-capture', amount: toMinorUnits(15_000) });
    addMovement(rig, { eventId: 'e-refund', kind: 'refund', amount: toMinorUnits(10_000) });
    await expect(rig.run('refundTransaction', refund)).resolves.toMatchObject({
      outcome: 'refused',
      reason: '100.00 NOK asked, but the provider has 50.00 NOK left for a refund',
    });
  });

  it('when a refund exceeds what was captured', async () => {
    const rig = rigWith();
    addMovement(rig, { eventId: 'e-office', amount: toMinorUnits(9_999) });
    await expect(rig.run('refundTransaction', refund)).resolves.toMatchObject({
      outcome: 'refused',
      reason: '100.00 NOK asked, but the provider has 99.99 NOK left for a refund',
    });
    expect(rig.gateway.count('refundTransaction')).toBe(0);
  });
});

describe('a refund follows the same recipe', () => {
  it('and carries its own reference', async () => {
    const rig = rigWith();
    addMovement(rig, {
      eventId: 'e-capture',
      amount: toMinorUnits(50_000),
      reference: capture.reference,
    });
    await expect(
      rig.run('refundTransaction', { ...refund, reason: 'damaged' }),
    ).resolves.toMatchObject({
      outcome: 'moved',
      echoed: true,
      totals: { status: 'PARTIALLY_CAPTURED_REFUNDED', refunded: 10_000 },
    });
    await expect(rig.run('refundTransaction', refund)).resolves.toMatchObject({ outcome: 'moved' });
    expect(rig.gateway.count('refundTransaction')).toBe(1);
  });
});
