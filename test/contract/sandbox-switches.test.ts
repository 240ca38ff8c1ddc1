import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { draftItem, eventually, startSandboxRig } from '../support/sandbox-rig';
import type { RawAnswer, SandboxRig } from '../support/sandbox-rig';

let rig: SandboxRig;
beforeEach(async () => {
  rig = await startSandboxRig();
});
afterEach(() => rig.close());

const set = (switches: Record<string, unknown>) => rig.control('/switches', switches);
const move = (id: string, act: string, body?: unknown) =>
  rig.checkout('POST', `/transactions/${id}/${act}`, body);
const read = async (id: string) => (await rig.checkout('GET', `/transactions/${id}`)).body;
const cancelSession = (id: string) => rig.checkout('POST', `/sessions/${id}/cancel`);
const sessionId = async (answer: Promise<RawAnswer>) => String((await answer).body['id']);

describe('switches of Orders', () => {
  it('when the creating statuses are 201, drafts and records answer so', async () => {
    await set({ draftCreateStatus: 201, recordCreateStatus: 201 });
    const { orderId } = await rig.purchase();
    const record = { items: [{ line_id: 1, amount: 1 }] };
    expect((await rig.draft()).status).toBe(201);
    expect((await rig.orders('POST', `/orders/${orderId}/authorizations`, record)).status).toBe(
      201,
    );
  });

  it('when draft sums are strict, tax above the amount is refused', async () => {
    const items = [{ ...draftItem, tax_lines: [{ amount: 39801 }] }];
    expect((await rig.draft({ items })).status).toBe(200);
    await set({ draftSums: 'strict' });
    expect((await rig.draft({ items })).status).toBe(400);
  });

  it('when ids are lower case, a generated one is', async () => {
    await set({ orderIdCase: 'lower' });
    expect((await rig.purchase()).orderId).toMatch(/^[a-z0-9]{9}$/);
  });

  it('when the payment status is otherwise, an order shows it so', async () => {
    const { orderId } = await rig.purchase();
    const show = async () => (await rig.orders('GET', `/orders/${orderId}`)).body['payment_status'];
    const record = { items: [{ line_id: 1, amount: 39800 }] };
    await rig.orders('POST', `/orders/${orderId}/authorizations`, record);
    await set({ paymentStatusAfterAuthorization: 'authorized' });
    expect(await show()).toBe('authorized');
    await set({ paymentStatus: 'always-pending' });
    expect(await show()).toBe('pending');
  });

  it('when full capture closes an order, it is closed; when captures forbid a cancel, it is refused', async () => {
    await set({ orderAfterFullCapture: 'closed', cancelCapturedOrder: 'refuse-400' });
    const { orderId } = await rig.purchase();
    const record = { items: [{ line_id: 1, amount: 39800 }] };
    await rig.orders('POST', `/orders/${orderId}/authorizations`, record);
    await rig.orders('POST', `/orders/${orderId}/captures`, record);
    expect((await rig.orders('GET', `/orders/${orderId}`)).body['status']).toBe('closed');
    expect((await rig.orders('POST', `/orders/${orderId}/cancel`)).status).toBe(400);
    await set({ cancelCapturedOrder: 'accept' });
    expect((await rig.orders('POST', `/orders/${orderId}/cancel`)).status).toBe(200);
  });
});

describe('switches of sessions', () => {
  it('when profiles and past expiries are checked, they are refused, and otherwise taken', async () => {
    const past = { expires_at: '2020-01-01T00:00:00Z' };
    const other = { profile_id: 'other' };
    expect((await rig.session({}, past)).status).toBe(400);
    expect((await rig.session({}, other)).status).toBe(200);
    await set({ pastExpiry: 'accept', unknownProfile: 'refuse-400' });
    expect((await rig.session({}, past)).status).toBe(200);
    expect((await rig.session({}, other)).status).toBe(400);
  });

  it('when a second cancel, or one of an expired session, is refused, the status is the chosen one', async () => {
    const twice = await sessionId(rig.session());
    const late = await sessionId(rig.session());
    await rig.control(`/sessions/${late}/expire`);
    await cancelSession(twice);
    expect([(await cancelSession(twice)).status, (await cancelSession(late)).status]).toEqual([
      200, 200,
    ]);
    await set({ cancelSessionTwice: 'refuse', cancelRefusalStatus: 409 });
    expect((await cancelSession(twice)).status).toBe(409);
    await set({ cancelExpiredSession: 'refuse' });
    const expired = await sessionId(rig.session());
    await rig.control(`/sessions/${expired}/expire`);
    expect((await cancelSession(expired)).status).toBe(409);
  });

  it('when sessions live shorter, they expire sooner', async () => {
    await set({ sessionLifetimeMs: 60_000 });
    const { body } = await rig.checkout('GET', `/sessions/${await sessionId(rig.session())}`);
    const lifeMs = Date.parse(String(body['expires_at'])) - Date.parse(String(body['created_at']));
    expect(lifeMs).toBe(60_000);
  });

  it.each(['AUTHORIZATION_VOIDED', 'FAILED'])(
    'when an initiated payment is cancelled, its transaction is %s',
    async (initiatedAfterCancel) => {
      await set({ initiatedAfterCancel });
      const id = await sessionId(rig.session());
      const { body } = await rig.control(`/sessions/${id}/start`);
      await cancelSession(id);
      expect((await read(String(body['transaction']!['id'])))['status']).toBe(initiatedAfterCancel);
    },
  );
});

describe('switches of movements', () => {
  it('when refusals have another status and leave an event, both are seen and nothing moves', async () => {
    await set({ movementRefusalStatus: 422, refusalLeavesEvent: true });
    const { transactionId: id } = await rig.purchase();
    const refused = await move(id, 'capture', { amount: 39801, capture_reference: 'x' });
    expect(refused.status).toBe(422);
    const last = (await read(id))['events']!.at(-1)!;
    expect(last).toMatchObject({ event: 'CAPTURE', success: false, event_reference: 'x' });
    expect((await rig.money(id))['captured']).toBe(0);
  });

  it('when items must add up, others are refused', async () => {
    const { transactionId: id } = await rig.purchase();
    const body = { amount: 10, items: [{ line_id: '1', amount: 9 }] };
    expect((await move(id, 'capture', body)).status).toBe(200);
    await set({ movementItemSums: 'strict' });
    expect((await move(id, 'capture', body)).status).toBe(400);
  });

  it('when a void tells its amount, the event has it', async () => {
    const voided = async () => {
      const { transactionId: id } = await rig.purchase();
      return (await move(id, 'void')).body['events']!.at(-1)!['amount'];
    };
    expect(await voided()).toBeUndefined();
    await set({ voidEventAmount: true });
    expect(await voided()).toBe(39800);
  });

  it('when part is refunded, the rest can be voided only where the switch allows it', async () => {
    const { transactionId: id } = await rig.purchase();
    await move(id, 'capture', { amount: 100 });
    await move(id, 'refund', { amount: 50 });
    expect((await move(id, 'void')).status).toBe(400);
    await set({ voidAfterPartRefund: 'allow' });
    expect((await move(id, 'void')).body['status']).toBe('PARTIALLY_REFUNDED');
    expect((await rig.money(id))['reserved']).toBe(0);
  });

  it.each(['CAPTURED', 'PARTIALLY_CAPTURED', 'AUTHORIZATION_VOIDED'])(
    'when the rest is voided, the status is %s, and what was captured can be refunded',
    async (statusAfterRestVoided) => {
      await set({ statusAfterRestVoided });
      const { transactionId: id } = await rig.purchase();
      await move(id, 'capture', { amount: 100 });
      expect((await move(id, 'void')).body['status']).toBe(statusAfterRestVoided);
      expect((await move(id, 'refund', { amount: 100 })).body['status']).toBe('REFUNDED');
    },
  );

  it('when a final capture is refused elsewhere, nothing is captured', async () => {
    await set({ finalCaptureElsewhere: 'refuse' });
    const { transactionId: id } = await rig.purchase();
    expect((await move(id, 'capture', { amount: 1, final_capture: true })).status).toBe(400);
    expect((await rig.money(id))['captured']).toBe(0);
  });

  it.each([
    ['conflict-409', 409, 30000],
    ['allow', 200, 30000],
  ])('when another is pending (%s), a capture answers %i', async (whilePending, status, amount) => {
    await set({ whilePending });
    const { transactionId: id } = await rig.purchase();
    await rig.control('/faults', {
      endpoint: 'captureTransaction',
      kind: 'accepted-202',
      afterMs: 40,
    });
    await move(id, 'capture', { amount });
    expect((await move(id, 'capture', { amount })).status).toBe(status);
    const ended = await eventually(async () => {
      const last = (await read(id))['events']!.at(-1)!;
      return last['correlation_request_id'] === undefined ? undefined : last;
    });
    expect(ended['success']).toBe(status === 409);
    expect((await rig.money(id))['captured']).toBe(30000);
  });
});

describe('switches of reading', () => {
  it('when events come newest first or shuffled, they are the same ones', async () => {
    const { transactionId: id } = await rig.purchase();
    await move(id, 'capture', { amount: 1 });
    const idsOf = async () => (await read(id))['events']!.map((event) => String(event['id']));
    expect(await idsOf()).toEqual(['0', '1', '2']);
    await set({ eventOrder: 'newest-first' });
    expect(await idsOf()).toEqual(['2', '1', '0']);
    await set({ eventOrder: 'shuffled' });
    const orders = await Promise.all(Array.from({ length: 12 }, idsOf));
    expect(orders.every((ids) => ids.toSorted().join() === '0,1,2')).toBe(true);
    expect(new Set(orders.map((ids) => ids.join())).size).toBeGreaterThan(1);
  });

  it('when event ids are uuids and extra fields are off, both are seen', async () => {
    await set({ eventIds: 'uuid', extraFields: false });
    const transaction = await read((await rig.purchase()).transactionId);
    expect(transaction['events']![0]!['id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(transaction['customer_ip']).toBeUndefined();
  });
});

describe('switches of callbacks', () => {
  const callbacks = async () => (await rig.send('GET', '/sandbox/callbacks')).body['callbacks']!;
  const url = {
    return_url: 'https://shop.example/',
    callback_url: 'https://shop.example/callback',
  };

  it.each([
    ['after-capture', 1],
    ['on-authorization', 1],
    ['both', 2],
  ])(
    'when an auto-captured payment is called back %s, %i come',
    async (autoCaptureCallback, count) => {
      await set({ autoCaptureCallback });
      await rig.purchase({ captured: 'auto' }, { url });
      expect((await callbacks()).length).toBe(count);
    },
  );

  it('when failed events are called about too, a failed capture is', async () => {
    const wishes = { ...url, callback_url: `${url.callback_url}?report_event=CAPTURE` };
    const failOnce = async () => {
      const { transactionId } = await rig.purchase({}, { url: wishes });
      await rig.control('/faults', { endpoint: 'captureTransaction', kind: 'failed-event-200' });
      await move(transactionId, 'capture', { amount: 1 });
      return (await callbacks()).length;
    };
    expect(await failOnce()).toBe(1);
    await set({ callbackOnFailedEvent: true });
    expect(await failOnce()).toBe(3);
  });
});
