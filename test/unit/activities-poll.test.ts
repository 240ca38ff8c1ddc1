import { describe, expect, it } from '@jest/globals';
import type { PollInput } from '../../src/activities/contract';
import { transactionStatuses } from '../../src/domain/transaction-picture';
import type { TransactionStatus } from '../../src/domain/transaction-picture';
import { createActivityRig, startMs } from '../support/activity-rig';
import type { RigOptions } from '../support/activity-rig';
import { failing } from '../support/fake-gateway';
import { transactionPicture } from '../support/fake-world';

const poll: PollInput = {
  sessionId: 'S1',
  deadlineAtMs: startMs + 1_800_000,
  pollFirstMs: 1_000,
  pollMaxMs: 30_000,
  held: false,
};
const atDeadline = { ...poll, deadlineAtMs: startMs };
const held = { ...poll, held: true };

function rigWith(status?: TransactionStatus, options?: RigOptions) {
  const rig = createActivityRig(options);
  rig.gateway.world.sessions.set('S1', {
    sessionId: 'S1',
    ...(status === undefined ? {} : { transactionId: 'T1' }),
  });
  if (status !== undefined)
    rig.gateway.world.transactions.set('T1', transactionPicture(status, 100_000));
  return rig;
}

const verdicts: Partial<Record<TransactionStatus, string>> = {
  ON_HOLD: 'on_hold',
  AUTHORIZED: 'paid',
  PARTIALLY_CAPTURED: 'paid',
  PARTIALLY_CAPTURED_REFUNDED: 'paid',
  CAPTURED: 'paid',
  PARTIALLY_REFUNDED: 'paid',
  REFUNDED: 'paid',
  AUTHORIZATION_VOIDED: 'not_paid',
  DECLINED: 'not_paid',
  FAILED: 'not_paid',
};

describe('every status of a transaction is judged', () => {
  it.each(transactionStatuses)('%s', async (status) => {
    const verdict = verdicts[status];
    const told = rigWith(status).run('pollUntilAuthorized', poll);
    if (verdict === undefined) await expect(told).rejects.toMatchObject({ type: 'still_waiting' });
    else
      await expect(told).resolves.toMatchObject({
        verdict,
        transaction: { transactionId: 'T1', status, authorized: 100_000 },
      });
  });

  it('even at the deadline: a payment that is there is a payment', async () => {
    await expect(
      rigWith('AUTHORIZED').run('pollUntilAuthorized', atDeadline),
    ).resolves.toMatchObject({
      verdict: 'paid',
    });
    await expect(rigWith('ON_HOLD').run('pollUntilAuthorized', atDeadline)).resolves.toMatchObject({
      verdict: 'on_hold',
    });
  });
});

describe('while nobody has paid', () => {
  it('the look fails benignly, so that waiting leaves no history and raises no alarm', async () => {
    await expect(rigWith().run('pollUntilAuthorized', poll)).rejects.toMatchObject({
      type: 'still_waiting',
      category: 'BENIGN',
      nonRetryable: false,
      nextRetryDelay: 1_000,
    });
  });

  it('the pauses are short at first, then grow up to the longest', async () => {
    const delays: unknown[] = [];
    for (const attempt of [1, 5, 6, 8, 20, 5_000]) {
      const rig = rigWith(undefined, { info: { attempt } });
      const failure: unknown = await rig
        .run('pollUntilAuthorized', poll)
        .catch((error: unknown) => error);
      delays.push((failure as { nextRetryDelay: number }).nextRetryDelay);
    }
    expect(delays).toEqual([1_000, 1_000, 1_500, 3_375, 30_000, 30_000]);
  });

  it.each([
    [0, 800],
    [1, 1_200],
  ])('a fifth of jitter to either side keeps orders apart (chance %p)', async (chance, delayMs) => {
    await expect(
      rigWith(undefined, { chance }).run('pollUntilAuthorized', poll),
    ).rejects.toMatchObject({
      nextRetryDelay: delayMs,
    });
  });

  it('the last look falls on the deadline itself', async () => {
    const rig = rigWith(undefined, { info: { attempt: 40 } });
    const soon = { ...poll, deadlineAtMs: startMs + 1_234 };
    await expect(rig.run('pollUntilAuthorized', soon)).rejects.toMatchObject({
      nextRetryDelay: 1_234,
    });
  });

  it('and the deadline is over, it says so for good', async () => {
    await expect(rigWith().run('pollUntilAuthorized', atDeadline)).rejects.toMatchObject({
      type: 'payment_deadline',
      category: 'BENIGN',
      nonRetryable: true,
    });
  });
});

describe('a payment that is known to be held', () => {
  it('is waited for at the slowest pace', async () => {
    await expect(rigWith('ON_HOLD').run('pollUntilAuthorized', held)).rejects.toMatchObject({
      type: 'still_waiting',
      nextRetryDelay: 30_000,
    });
  });

  it('and released, is paid', async () => {
    await expect(rigWith('AUTHORIZED').run('pollUntilAuthorized', held)).resolves.toMatchObject({
      verdict: 'paid',
    });
  });

  it('still held at the end of its own deadline, is given up', async () => {
    await expect(
      rigWith('ON_HOLD').run('pollUntilAuthorized', { ...held, deadlineAtMs: startMs }),
    ).rejects.toMatchObject({ type: 'payment_deadline' });
  });
});

describe('when the provider cannot be read', () => {
  it('looks again at the same pace', async () => {
    const rig = rigWith();
    rig.gateway.once('readCheckoutSession', failing('connection_cut'));
    await expect(rig.run('pollUntilAuthorized', poll)).rejects.toMatchObject({
      type: 'connection_cut',
      nextRetryDelay: 1_000,
    });
  });

  it('and asks for patience, waits that long, yet not past the deadline', async () => {
    const rig = rigWith();
    rig.gateway.always('readCheckoutSession', failing('rate_limited', { retryAfterMs: 90_000 }));
    await expect(rig.run('pollUntilAuthorized', poll)).rejects.toMatchObject({
      type: 'rate_limited',
      nextRetryDelay: 90_000,
    });
    const soon = { ...poll, deadlineAtMs: startMs + 5_000 };
    await expect(rig.run('pollUntilAuthorized', soon)).rejects.toMatchObject({
      nextRetryDelay: 5_000,
    });
  });

  it('because the worker shuts down, that is no deadline: another worker looks again', async () => {
    const rig = rigWith();
    rig.gateway.once('readCheckoutSession', failing('attempt_cancelled'));
    const failure: unknown = await rig
      .run('pollUntilAuthorized', atDeadline)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ type: 'attempt_cancelled', nonRetryable: false });
  });

  it('and the deadline is over, that is what is said', async () => {
    const rig = rigWith();
    rig.gateway.once('readCheckoutSession', failing('provider_error'));
    await expect(rig.run('pollUntilAuthorized', atDeadline)).rejects.toMatchObject({
      type: 'payment_deadline',
      message: expect.stringContaining('provider_error'),
    });
  });

  it.each(['credentials_refused', 'unauthorized', 'scope_missing', 'not_found'] as const)(
    'for %s, which no repetition mends, it is told at once',
    async (code) => {
      const rig = rigWith();
      rig.gateway.once('readCheckoutSession', failing(code));
      await expect(rig.run('pollUntilAuthorized', atDeadline)).rejects.toMatchObject({
        type: code,
        nonRetryable: true,
      });
    },
  );
});

describe('when the page is not known', () => {
  it.each([
    ['was made just now, it is looked for again', startMs + 1, 'still_waiting', false],
    ['would be shown by now, it is told', startMs, 'not_found', true],
  ] as const)('and it %s', async (_what, shownAtMs, type, nonRetryable) => {
    const rig = rigWith();
    rig.gateway.once('readCheckoutSession', failing('not_found'));
    const told = rig.run('pollUntilAuthorized', { ...poll, shownAtMs });
    await expect(told).rejects.toMatchObject({ type, nonRetryable });
  });
});

describe('while a payment is held and cannot be read', () => {
  const watched = { ...held, tellAfterMs: 300_000 };
  const info = { scheduledTimestampMs: startMs };

  async function lookAfter(passedMs: number, heartbeatDetails?: unknown) {
    const rig = rigWith('ON_HOLD', { info: { ...info, heartbeatDetails } });
    rig.gateway.always('readTransaction', failing('provider_error', { status: 503 }));
    rig.clock.advance(passedMs);
    return rig.run('pollUntilAuthorized', watched);
  }

  it('the look is tried again until it has been so for too long, and then it is told', async () => {
    await expect(lookAfter(299_999)).rejects.toMatchObject({ type: 'provider_error' });
    expect(await lookAfter(300_000)).toMatchObject({ unreadable: { code: 'provider_error' } });
  });

  it('counts from the last look that told anything', async () => {
    const lastLook = { lookedAtMs: startMs + 60_000 };
    await expect(lookAfter(359_999, lastLook)).rejects.toMatchObject({ type: 'provider_error' });
    expect(await lookAfter(360_000, lastLook)).toMatchObject({ unreadable: expect.anything() });
  });

  it('a look that finds it held still is kept for the attempts to come', async () => {
    const rig = rigWith('ON_HOLD', { info });
    const beats: unknown[] = [];
    rig.environment.on('heartbeat', (details: unknown) => beats.push(details));
    rig.clock.advance(5_000);
    await expect(rig.run('pollUntilAuthorized', watched)).rejects.toMatchObject({
      type: 'still_waiting',
    });
    expect(beats).toEqual([{ lookedAtMs: startMs + 5_000 }]);
  });
});
