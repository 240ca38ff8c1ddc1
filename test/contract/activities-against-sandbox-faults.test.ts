import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { SettleResult } from '../../src/activities/contract';
import {
  captureOf,
  requestTimeoutMs,
  startActivitiesOnSandbox,
} from '../support/activities-on-sandbox';
import type { ActivitiesOnSandbox, PaidOrder } from '../support/activities-on-sandbox';

let world: ActivitiesOnSandbox;
beforeAll(async () => {
  world = await startActivitiesOnSandbox();
});
afterAll(() => world.close());
beforeEach(() => {
  world.sandbox.engine.faults.clear();
  world.sandbox.engine.switches.reset();
});

const tooLateMs = requestTimeoutMs + 100;

const { reference } = captureOf('');
const settleCapture = (paid: PaidOrder) => world.settle(paid, { kind: 'capture', reference });

/** What the workflow does after doubt: look, and attempt again only after proven absence. */
async function carryThrough(paid: PaidOrder): Promise<unknown> {
  const settled: SettleResult = await settleCapture(paid);
  if (settled.settled !== 'absent') return settled.settled;
  const again = await world.run('captureTransaction', captureOf(paid.transactionId));
  return again.outcome;
}

describe('when the answer to a capture is lost or says nothing, it moves once in the end', () => {
  it.each([
    [{ kind: 'apply-then-cut' }, 'connection_cut', 1],
    [{ kind: 'cut-before' }, 'connection_cut', 2],
    [{ kind: 'error-after', status: 502 }, 'provider_error', 1],
    [{ kind: 'error-before', status: 503 }, 'provider_error', 2],
    [{ kind: 'conflict-409', applied: true }, 'conflict', 1],
    [{ kind: 'conflict-409', applied: false }, 'conflict', 2],
    [{ kind: 'unreadable-body' }, 'unreadable_answer', 1],
    [{ kind: 'oversized-body' }, 'unreadable_answer', 1],
    [{ kind: 'apply-then-slow', delayMs: tooLateMs }, 'request_timed_out', 1],
    [{ kind: 'slow-then-apply', delayMs: tooLateMs }, 'request_timed_out', 1],
  ] as const)('%j ends as %s, and takes %i requests', async (fault, code, requests) => {
    const paid = await world.payOrder();
    world.sandbox.engine.faults.add({ endpoint: 'captureTransaction', ...fault });
    await expect(
      world.run('captureTransaction', captureOf(paid.transactionId)),
    ).rejects.toMatchObject({
      type: code,
    });
    await expect(carryThrough(paid)).resolves.toBe('moved');
    expect(world.ledger(paid.orderId).transactions).toMatchObject([{ captured: 30_000 }]);
    expect(world.requests(paid.orderId, 'captureTransaction')).toBe(requests);
  });

  it.each([
    [
      { kind: 'rate-limit-429', retryAfterSeconds: 2 },
      { type: 'rate_limited', nextRetryDelay: 2_000 },
    ],
    [{ kind: 'forbidden-403' }, { type: 'scope_missing', nonRetryable: true }],
    [{ kind: 'not-found-404' }, { type: 'not_found', nonRetryable: true }],
  ])('%j had no effect, and says so', async (fault, told) => {
    const paid = await world.payOrder();
    world.sandbox.engine.faults.add({ endpoint: 'captureTransaction', ...fault });
    const attempt = () => world.run('captureTransaction', captureOf(paid.transactionId));
    await expect(attempt()).rejects.toMatchObject(told);
    await expect(attempt()).resolves.toMatchObject({ outcome: 'moved' });
    expect(world.ledger(paid.orderId).transactions).toMatchObject([{ captured: 30_000 }]);
  });

  it('when the token has expired, one fresh token carries it, and it moves once', async () => {
    const paid = await world.payOrder();
    world.sandbox.engine.faults.add({ endpoint: 'captureTransaction', kind: 'unauthorized-401' });
    await expect(
      world.run('captureTransaction', captureOf(paid.transactionId)),
    ).resolves.toMatchObject({
      outcome: 'moved',
    });
    expect(world.ledger(paid.orderId).transactions).toMatchObject([{ captured: 30_000 }]);
  });
});

describe('when the look before a capture fails, nothing is in doubt', () => {
  it.each(['cut-before', 'error-before', 'unreadable-body', 'down'])('%s', async (kind) => {
    const paid = await world.payOrder();
    world.sandbox.engine.faults.add({ endpoint: 'readTransaction', kind });
    await expect(
      world.run('captureTransaction', captureOf(paid.transactionId)),
    ).rejects.toMatchObject({
      type: 'not_sent',
    });
    expect(world.requests(paid.orderId, 'captureTransaction')).toBe(0);
  });
});

describe('when a capture is accepted and not done (202)', () => {
  it.each([
    ['succeeds', 'moved', 30_000],
    ['fails', 'failed', 0],
  ] as const)('and then %s, the look tells it as %s', async (outcome, told, captured) => {
    const paid = await world.payOrder();
    world.sandbox.engine.faults.add({
      endpoint: 'captureTransaction',
      kind: 'accepted-202',
      afterMs: 800,
      outcome,
    });
    const attempt = () => world.run('captureTransaction', captureOf(paid.transactionId));
    await expect(attempt()).resolves.toMatchObject({ outcome: 'pending' });
    await expect(attempt()).resolves.toMatchObject({ outcome: 'pending' });
    await expect(settleCapture(paid)).resolves.toMatchObject({ settled: told });
    expect(world.ledger(paid.orderId).transactions).toMatchObject([{ captured }]);
    expect(world.requests(paid.orderId, 'captureTransaction')).toBe(1);
  });

  it('and no event shows our reference, it is waited for all the same, never sent beside it', async () => {
    world.sandbox.engine.switches.change({ eventReference: 'drop' });
    const paid = await world.payOrder();
    world.sandbox.engine.faults.add({
      endpoint: 'captureTransaction',
      kind: 'accepted-202',
      afterMs: 1_200,
    });
    const attempt = () => world.run('captureTransaction', captureOf(paid.transactionId));
    await expect(attempt()).resolves.toMatchObject({ outcome: 'pending' });
    await expect(settleCapture(paid)).resolves.toMatchObject({ settled: 'changed' });
    expect(world.ledger(paid.orderId).transactions).toMatchObject([{ captured: 30_000 }]);
  });
});

describe('when a capture is answered with a failed event', () => {
  it('it has failed, and asked again it still has, without a second request', async () => {
    const paid = await world.payOrder();
    world.sandbox.engine.faults.add({ endpoint: 'captureTransaction', kind: 'failed-event-200' });
    const attempt = () => world.run('captureTransaction', captureOf(paid.transactionId));
    await expect(attempt()).resolves.toMatchObject({ outcome: 'failed' });
    await expect(attempt()).resolves.toMatchObject({ outcome: 'failed' });
    expect(world.requests(paid.orderId, 'captureTransaction')).toBe(1);
  });

  it.each(['added-event', 'on-failed-event'])(
    'and the provider corrects it (%s), it has moved after all',
    async (correctionForm) => {
      world.sandbox.engine.switches.change({ correctionForm });
      const paid = await world.payOrder();
      world.sandbox.engine.faults.add({
        endpoint: 'captureTransaction',
        kind: 'failed-event-200',
        correctAfterMs: 200,
      });
      const attempt = () => world.run('captureTransaction', captureOf(paid.transactionId));
      await expect(attempt()).resolves.toMatchObject({ outcome: 'failed' });
      await new Promise((resolve) => setTimeout(resolve, 250));
      await expect(settleCapture(paid)).resolves.toMatchObject({
        settled: 'moved',
        amount: 30_000,
      });
      expect(world.ledger(paid.orderId).transactions).toMatchObject([{ captured: 30_000 }]);
    },
  );
});

describe('when the provider does not give our reference back as it was', () => {
  it.each([{ eventReference: 'drop' }, { eventReferenceLimit: 10 }])(
    '%j: the capture has moved, and says that it was not echoed',
    async (switches) => {
      world.sandbox.engine.switches.change(switches);
      const { transactionId } = await world.payOrder();
      await expect(
        world.run('captureTransaction', captureOf(transactionId)),
      ).resolves.toMatchObject({
        outcome: 'moved',
        echoed: false,
        amount: 30_000,
      });
    },
  );
});
