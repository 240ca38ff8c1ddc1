import { describe, expect, it } from '@jest/globals';
import { toMinorUnits, zero } from '../../src/domain/money';
import { createActivityRig } from '../support/activity-rig';
import { addMovement, rigWith } from '../support/authorized-transaction';
import { losingAnswer } from '../support/fake-gateway';
import { movement, transactionPicture } from '../support/fake-world';

describe('a void carries no reference', () => {
  const voiding = { transactionId: 'T1', seen: { captured: zero, refunded: zero } };

  it('when money is reserved, releases it and tells how much', async () => {
    const rig = rigWith();
    addMovement(rig, { eventId: 'e-capture', amount: toMinorUnits(30_000) });
    await expect(rig.run('voidTransaction', voiding)).resolves.toMatchObject({
      outcome: 'moved',
      eventId: 'e2',
      amount: 70_000,
      totals: { captured: 30_000, released: 70_000 },
    });
  });

  it('when it is done already, is not sent again', async () => {
    const rig = rigWith();
    rig.gateway.once('voidTransaction', losingAnswer('connection_cut'));
    await expect(rig.run('voidTransaction', voiding)).rejects.toMatchObject({
      type: 'connection_cut',
    });
    await expect(rig.run('voidTransaction', voiding)).resolves.toMatchObject({
      outcome: 'moved',
      eventId: 'e1',
      amount: 100_000,
    });
    expect(rig.gateway.count('voidTransaction')).toBe(1);
  });

  it('when the status says released and no event does, is done all the same', async () => {
    const rig = createActivityRig();
    rig.gateway.world.transactions.set('T1', transactionPicture('AUTHORIZATION_VOIDED', 100_000));
    await expect(rig.run('voidTransaction', voiding)).resolves.toMatchObject({
      outcome: 'moved',
      eventId: 'status-AUTHORIZATION_VOIDED',
      amount: 100_000,
    });
  });

  it('when an earlier one left money reserved, is sent again', async () => {
    const rig = rigWith();
    const all = transactionPicture('AUTHORIZED', 100_000);
    const earlier = movement('void', { eventId: 'e-old', amount: toMinorUnits(40_000) });
    const partly = { ...all, released: toMinorUnits(40_000), movements: [earlier] };
    rig.gateway.world.transactions.set('T1', partly);
    await expect(rig.run('voidTransaction', voiding)).resolves.toMatchObject({
      outcome: 'moved',
      amount: 100_000,
    });
    expect(rig.gateway.count('voidTransaction')).toBe(1);
  });

  it('when its event is there and money still shows as reserved, the new event counts', async () => {
    const rig = rigWith();
    const before = transactionPicture('AUTHORIZED', 100_000);
    const released = movement('void', { eventId: 'e-new', amount: toMinorUnits(40_000) });
    rig.gateway.once('voidTransaction', async () => ({
      accepted: false,
      transaction: { ...before, movements: [released] },
    }));
    await expect(rig.run('voidTransaction', voiding)).resolves.toMatchObject({
      outcome: 'moved',
      eventId: 'e-new',
      amount: 40_000,
    });
  });

  it('when an older one failed, is sent again', async () => {
    const rig = rigWith();
    addMovement(rig, { eventId: 'e-old', kind: 'void', outcome: 'failed' });
    await expect(rig.run('voidTransaction', voiding)).resolves.toMatchObject({ outcome: 'moved' });
  });

  it('when the new event failed, has failed', async () => {
    const rig = rigWith();
    rig.gateway.world.turnout = { outcome: 'failed' };
    await expect(rig.run('voidTransaction', voiding)).resolves.toMatchObject({
      outcome: 'failed',
      eventId: 'e1',
    });
  });

  it('when one is pending, waits for it', async () => {
    const rig = rigWith();
    addMovement(rig, { eventId: 'e-old', kind: 'void', outcome: 'pending', amount: zero });
    await expect(rig.run('voidTransaction', voiding)).resolves.toMatchObject({
      outcome: 'pending',
    });
    expect(rig.gateway.count('voidTransaction')).toBe(0);
  });

  it('when everything is captured, is refused by name', async () => {
    const rig = rigWith('CAPTURED');
    await expect(rig.run('voidTransaction', voiding)).resolves.toMatchObject({
      outcome: 'refused',
      reason: 'the transaction is CAPTURED, which allows no void',
    });
  });
});
