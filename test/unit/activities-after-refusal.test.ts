import { describe, expect, it } from '@jest/globals';
import { toMinorUnits } from '../../src/domain/money';
import { addMovement, capture, rigWith } from '../support/authorized-transaction';
import { failing, losingAnswer } from '../support/fake-gateway';

describe('when the provider refuses the request', () => {
  it('and our reference is there, an earlier attempt got through', async () => {
    const rig = rigWith();
    rig.gateway.once('captureTransaction', async (run) => {
      await run();
      return failing('refused', { status: 400 })(run, { signal: new AbortController().signal });
    });
    await expect(rig.run('captureTransaction', capture)).resolves.toMatchObject({
      outcome: 'moved',
      eventId: 'e1',
      echoed: true,
    });
  });

  it('and our reference is not there, it is refused with the reason and the totals of now', async () => {
    const rig = rigWith();
    rig.gateway.once('captureTransaction', (run, bounds) => {
      addMovement(rig, { eventId: 'e-office', amount: toMinorUnits(90_000) });
      return failing('refused', { status: 400 })(run, bounds);
    });
    await expect(rig.run('captureTransaction', capture)).resolves.toMatchObject({
      outcome: 'refused',
      reason: 'refused on purpose',
      totals: { captured: 90_000 },
    });
  });

  it('and the look after it fails, the outcome is unknown', async () => {
    const rig = rigWith();
    rig.gateway.once('captureTransaction', (run, bounds) => {
      rig.gateway.once('readTransaction', failing('not_sent'));
      return failing('refused')(run, bounds);
    });
    await expect(rig.run('captureTransaction', capture)).rejects.toMatchObject({
      type: 'unreadable_answer',
    });
  });
});

describe('every other failure of the request is thrown as it is, and the request is never repeated', () => {
  it.each([
    'connection_cut',
    'request_timed_out',
    'provider_error',
    'conflict',
    'unreadable_answer',
    'not_sent',
    'rate_limited',
    'scope_missing',
    'invalid_request',
  ] as const)('%s', async (code) => {
    const rig = rigWith();
    rig.gateway.once('captureTransaction', losingAnswer(code));
    await expect(rig.run('captureTransaction', capture)).rejects.toMatchObject({ type: code });
    expect(rig.gateway.calls).toEqual(['readTransaction', 'captureTransaction']);
  });
});
