import { describe, expect, it } from '@jest/globals';
import { addMovement, capture, rigWith } from '../support/authorized-transaction';

describe('an equal movement that is new in the answer and is none of ours', () => {
  it('when another operation of the order moves late meanwhile, its movement is not ours: unknown', async () => {
    const rig = rigWith();
    rig.gateway.once('captureTransaction', async () => {
      addMovement(rig, { reference: 'web-1/capture/shipment-0', amount: capture.amount });
      return { accepted: false, transaction: rig.gateway.world.transactions.get('T1') };
    });
    await expect(rig.run('captureTransaction', capture)).rejects.toMatchObject({
      type: 'unreadable_answer',
    });
  });

  it.each([
    ['under its own name', { reference: 'web-1/capture/s0' }],
    ['whose reference the provider dropped', {}],
  ])(
    'when the look before was behind, an equal capture of ours that comes into sight %s is no new one: unknown',
    async (_how, shown) => {
      const rig = rigWith();
      const before = rig.gateway.world.transactions.get('T1');
      addMovement(rig, { eventId: 'e-known', ...shown, amount: capture.amount });
      rig.gateway.once('readTransaction', async () => before);
      const answer = { accepted: false, transaction: before };
      rig.gateway.once('captureTransaction', async () => answer);
      const seen = { ...capture.seen, captured: capture.amount };
      await expect(rig.run('captureTransaction', { ...capture, seen })).rejects.toMatchObject({
        type: 'unreadable_answer',
      });
    },
  );
});
