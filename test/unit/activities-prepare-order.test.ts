import { describe, expect, it } from '@jest/globals';
import { toMinorUnits } from '../../src/domain/money';
import type { OrderRequest } from '../../src/domain/order';
import { createActivityRig, startMs } from '../support/activity-rig';
import { failing, losingAnswer } from '../support/fake-gateway';

const order: OrderRequest = {
  orderReference: 'web-1',
  currency: 'NOK',
  returnUrl: 'https://shop.example/thanks',
  lines: [
    {
      lineId: 1,
      productId: 'p1',
      description: 'chair',
      quantity: 1,
      grossAmount: toMinorUnits(100),
      taxLines: [],
    },
  ],
};
const complete = {
  draftId: 'D1',
  orderReference: 'web-1',
  startedAt: '2026-01-01T11:59:00.000Z',
  settleDelayMs: 30_000,
};

function rigWithDraft(status: 'open' | 'completed' | 'deleted' = 'open', orderId?: string) {
  const rig = createActivityRig();
  rig.gateway.world.drafts.set('D1', {
    draftId: 'D1',
    status,
    ...(orderId === undefined ? {} : { orderId }),
  });
  return rig;
}

/** The times of an attempt of a step that began at the start. */
function scheduledAfter(ms: number) {
  return { scheduledTimestampMs: startMs, currentAttemptScheduledTimestampMs: startMs + ms };
}

describe('completing a draft', () => {
  it('when it is open, completes it after a look', async () => {
    const rig = rigWithDraft();
    await expect(rig.run('completeDraftOrder', complete)).resolves.toEqual({ orderId: 'O-D1' });
    expect(rig.gateway.calls).toEqual(['readDraftOrder', 'completeDraftOrder']);
  });

  it('when it is completed already, takes the order that it names and completes nothing', async () => {
    const rig = rigWithDraft('completed', 'O-known');
    await expect(rig.run('completeDraftOrder', complete)).resolves.toEqual({ orderId: 'O-known' });
    expect(rig.gateway.calls).toEqual(['readDraftOrder']);
  });

  it('when it does not name its order, looks that up by our reference, with room for a slow clock', async () => {
    const rig = rigWithDraft('completed');
    rig.gateway.world.orders.set('O9', { orderId: 'O9', status: 'open', orderReference: 'web-1' });
    await expect(rig.run('completeDraftOrder', complete)).resolves.toEqual({ orderId: 'O9' });
    const minuteMs = 60_000;
    const created = { fromMs: startMs - 2 * minuteMs, toMs: startMs + minuteMs };
    expect(rig.gateway.asked.at(-1)).toEqual(['web-1', created]);
  });

  it('when Orders does not show the draft any more, takes the order with our reference, and is refused where there is none', async () => {
    const rig = createActivityRig({ info: { attempt: 3, ...scheduledAfter(30_000) } });
    await expect(rig.run('completeDraftOrder', complete)).rejects.toMatchObject({
      type: 'not_found',
    });
    rig.gateway.world.orders.set('O9', { orderId: 'O9', status: 'open', orderReference: 'web-1' });
    const look = { ...complete, lookOnly: true };
    await expect(rig.run('completeDraftOrder', look)).resolves.toEqual({ orderId: 'O9' });
    await expect(rig.run('completeDraftOrder', complete)).resolves.toEqual({ orderId: 'O9' });
    expect(rig.gateway.count('completeDraftOrder')).toBe(0);
  });

  it('when a draft that was made just now is not shown yet, looks again soon instead of asking a person', async () => {
    const rig = createActivityRig({ info: { attempt: 2, ...scheduledAfter(29_000) } });
    await expect(rig.run('completeDraftOrder', complete)).rejects.toMatchObject({
      type: 'still_waiting',
      nonRetryable: false,
      message: 'draft D1 was made, but Orders does not show it yet',
    });
  });

  it('when the order is not listed yet, says so and looks again', async () => {
    await expect(
      rigWithDraft('completed').run('completeDraftOrder', complete),
    ).rejects.toMatchObject({
      type: 'still_waiting',
      nonRetryable: false,
      message: 'draft D1 is completed, but no order with reference web-1 is listed yet',
    });
  });

  it('when it shall only be looked at, tells which order was made of it, or that none was', async () => {
    const look = { ...complete, lookOnly: true };
    const known = rigWithDraft('completed', 'O-known');
    await expect(known.run('completeDraftOrder', look)).resolves.toEqual({ orderId: 'O-known' });
    const open = rigWithDraft();
    await expect(open.run('completeDraftOrder', look)).rejects.toMatchObject({ type: 'refused' });
    expect(open.gateway.count('completeDraftOrder')).toBe(0);
  });

  it('when somebody deleted it, is refused by name', async () => {
    const rig = rigWithDraft('deleted');
    await expect(rig.run('completeDraftOrder', complete)).rejects.toMatchObject({
      type: 'refused',
      nonRetryable: true,
    });
    expect(rig.gateway.count('completeDraftOrder')).toBe(0);
  });

  it.each(['connection_cut', 'provider_error', 'request_timed_out', 'conflict'] as const)(
    'when the answer is lost (%s), the next look waits until the request has landed, and completes nothing twice',
    async (code) => {
      const rig = rigWithDraft();
      rig.gateway.once('completeDraftOrder', losingAnswer(code));
      await expect(rig.run('completeDraftOrder', complete)).rejects.toMatchObject({
        type: code,
        nextRetryDelay: 30_000,
      });
      await expect(rig.run('completeDraftOrder', complete)).resolves.toEqual({ orderId: 'O-D1' });
      expect(rig.gateway.count('completeDraftOrder')).toBe(1);
    },
  );

  it('when the provider asks for more patience than that, it gets it', async () => {
    const rig = rigWithDraft();
    rig.gateway.once('completeDraftOrder', failing('provider_error', { retryAfterMs: 45_000 }));
    await expect(rig.run('completeDraftOrder', complete)).rejects.toMatchObject({
      nextRetryDelay: 45_000,
    });
  });

  it('when nothing can have happened, the repetition need not wait', async () => {
    const rig = rigWithDraft();
    rig.gateway.once('completeDraftOrder', failing('token_unavailable'));
    const failure: unknown = await rig
      .run('completeDraftOrder', complete)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ type: 'token_unavailable' });
    expect(failure).not.toHaveProperty('nextRetryDelay', 30_000);
  });

  it('when it is refused because an earlier attempt got through, the order is found', async () => {
    const rig = rigWithDraft();
    rig.gateway.once('completeDraftOrder', losingAnswer('refused'));
    await expect(rig.run('completeDraftOrder', complete)).resolves.toEqual({ orderId: 'O-D1' });
  });

  it('when it is refused and still open, the refusal is told', async () => {
    const rig = rigWithDraft();
    rig.gateway.once('completeDraftOrder', failing('refused'));
    await expect(rig.run('completeDraftOrder', complete)).rejects.toMatchObject({
      type: 'refused',
    });
  });

  it('when too little time is left after the look, is not sent', async () => {
    const rig = rigWithDraft();
    rig.clock.advance(59_000);
    await expect(rig.run('completeDraftOrder', complete)).rejects.toMatchObject({
      type: 'not_sent',
    });
    expect(rig.gateway.count('completeDraftOrder')).toBe(0);
  });
});

describe('drafts and sessions are made freely, because an orphan is harmless', () => {
  it('a draft', async () => {
    const rig = createActivityRig();
    await expect(rig.run('createDraftOrder', { order })).resolves.toEqual({ draftId: 'D1' });
    expect(rig.gateway.asked).toEqual([[order]]);
  });

  it('a session, whose time to pay begins with the attempt that makes it, however late that is', async () => {
    const rig = createActivityRig();
    rig.clock.advance(20_000);
    const expiresAt = '2026-01-01T12:30:20.000Z';
    await expect(
      rig.run('createCheckoutSession', { order, orderId: 'O1', payWithinMs: 1_800_000 }),
    ).resolves.toEqual({ sessionId: 'S1', checkoutUrl: 'https://checkout.example/S1', expiresAt });
    expect(rig.gateway.asked).toEqual([[{ order, orderId: 'O1', expiresAt }]]);
  });

  it('when the worker has shut down, not even those are sent', async () => {
    const rig = createActivityRig();
    rig.environment.cancel('WORKER_SHUTDOWN');
    await expect(rig.run('createDraftOrder', { order })).rejects.toMatchObject({
      type: 'not_sent',
    });
    expect(rig.gateway.calls).toEqual([]);
  });
});
