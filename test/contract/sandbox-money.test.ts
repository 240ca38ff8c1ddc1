import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startSandboxRig } from '../support/sandbox-rig';
import type { Json, SandboxRig } from '../support/sandbox-rig';

let rig: SandboxRig;
beforeEach(async () => {
  rig = await startSandboxRig();
});
afterEach(() => rig.close());

const move = (id: string, act: string, body?: unknown) =>
  rig.checkout('POST', `/transactions/${id}/${act}`, body);
const sums = async (id: string) => {
  const { authorized, captured, refunded, voided, reserved } = await rig.money(id);
  return [authorized, captured, refunded, voided, reserved].map(Number);
};
const statusOf = async (id: string) =>
  String((await rig.checkout('GET', `/transactions/${id}`)).body['status']);

describe('no deduplication', () => {
  it('when the same capture is sent twice, it captures twice, and the second whole one is refused', async () => {
    const { transactionId } = await rig.purchase();
    const same = { amount: 15000, capture_reference: 'ship-1' };
    expect((await move(transactionId, 'capture', same)).status).toBe(200);
    expect((await move(transactionId, 'capture', same)).status).toBe(200);
    expect((await move(transactionId, 'capture', same)).status).toBe(400);
    expect(await sums(transactionId)).toEqual([39800, 30000, 0, 0, 9800]);
    const { movements } = (await rig.money(transactionId)) as unknown as { movements: Json[] };
    expect(movements.map((one) => [one['kind'], one['reference'], one['by']])).toEqual([
      ['authorize', null, 'customer'],
      ['capture', 'ship-1', 'merchant'],
      ['capture', 'ship-1', 'merchant'],
    ]);
  });

  it('when the same refund is sent twice, it refunds twice', async () => {
    const { transactionId } = await rig.purchase();
    await move(transactionId, 'capture', { amount: 39800 });
    const same = { amount: 10000, refund_reference: 'return-1' };
    await move(transactionId, 'refund', same);
    await move(transactionId, 'refund', same);
    expect(await sums(transactionId)).toEqual([39800, 39800, 20000, 0, 0]);
  });

  it('when the same session is asked for twice, there are two', async () => {
    const made = [await rig.session(), await rig.session()];
    expect(new Set(made.map(({ body }) => body['id'])).size).toBe(2);
  });
});

describe('what the statuses allow', () => {
  it('from AUTHORIZED to REFUNDED, with the exact remainder accepted and one more refused', async () => {
    const { transactionId: id } = await rig.purchase();
    const seen = [await statusOf(id)];
    const acts: [act: string, amount: number, left: number][] = [
      ['capture', 30000, 39800],
      ['refund', 10000, 30000],
      ['capture', 9800, 9800],
      ['refund', 29800, 29800],
    ];
    for (const [act, amount, left] of acts) {
      expect((await move(id, act, { amount: left + 1 })).status).toBe(400);
      expect((await move(id, act, { amount })).status).toBe(200);
      seen.push(await statusOf(id));
    }
    expect(seen).toEqual([
      'AUTHORIZED',
      'PARTIALLY_CAPTURED',
      'PARTIALLY_CAPTURED_REFUNDED',
      'PARTIALLY_REFUNDED',
      'REFUNDED',
    ]);
    for (const act of ['capture', 'refund'])
      expect((await move(id, act, { amount: 1 })).status).toBe(400);
    expect((await move(id, 'void')).status).toBe(400);
    expect(await sums(id)).toEqual([39800, 39800, 39800, 0, 0]);
  });

  it('when an authorization is voided, it is over', async () => {
    const { transactionId: id } = await rig.purchase();
    expect((await move(id, 'refund', { amount: 1 })).status).toBe(400);
    expect((await move(id, 'void')).body['status']).toBe('AUTHORIZATION_VOIDED');
    expect((await move(id, 'void')).status).toBe(400);
    expect((await move(id, 'capture', { amount: 1 })).status).toBe(400);
    expect(await sums(id)).toEqual([39800, 0, 0, 39800, 0]);
  });

  it.each([
    ['payex.creditcard', 200],
    ['vipps', 200],
    ['klarna.klarna', 200],
    ['dintero_psp.creditcard', 400],
    ['collector.invoice', 400],
  ])(
    'when part of a %s payment is captured, voiding its rest answers %i',
    async (product, status) => {
      const { transactionId: id } = await rig.purchase({ product });
      await move(id, 'capture', { amount: 10000 });
      expect((await move(id, 'void')).status).toBe(status);
      const released = status === 200 ? 29800 : 0;
      expect(await sums(id)).toEqual([39800, 10000, 0, released, 29800 - released]);
    },
  );

  it.each([
    ['dintero_psp.creditcard', 29800],
    ['payex.creditcard', 0],
  ])('when the capture of a %s payment is final, %i are released', async (product, released) => {
    const { transactionId: id } = await rig.purchase({ product });
    await move(id, 'capture', { amount: 10000, final_capture: true });
    expect((await sums(id))[3]).toBe(released);
  });

  it.each([
    ['decline', 'DECLINED'],
    ['fail', 'FAILED'],
    ['start', 'INITIATED'],
    ['hold', 'ON_HOLD'],
    ['unknown', 'UNKNOWN'],
  ])('when the customer does %s, the transaction is %s and holds nothing', async (act, status) => {
    const session = String((await rig.session()).body['id']);
    const { body } = await rig.control(`/sessions/${session}/${act}`);
    const id = String(body['transaction']!['id']);
    expect(await statusOf(id)).toBe(status);
    expect((await move(id, 'capture', { amount: 1 })).status).toBe(400);
    expect(await sums(id)).toEqual([0, 0, 0, 0, 0]);
  });

  it('when one attempt to pay fails, the session stays open, and at most one transaction comes of it', async () => {
    const session = String((await rig.session()).body['id']);
    const failed = await rig.control(`/sessions/${session}/fail`, { retryable: true });
    expect(failed.body['transaction']).toBeNull();
    await rig.control(`/sessions/${session}/hold`);
    const released = await rig.control(`/sessions/${session}/release`);
    expect(released.body['transaction']!['status']).toBe('AUTHORIZED');
    expect((await rig.control(`/sessions/${session}/pay`)).status).toBe(409);
    const listed = await rig.checkout('GET', `/transactions?session_id=${session}`);
    expect(listed.body.length).toBe(1);
  });

  it('when a method charges at once, there is no AUTHORIZE event', async () => {
    const { transactionId: id } = await rig.purchase({
      product: 'swish.swish',
      captured: 'direct',
    });
    const { body } = await rig.checkout('GET', `/transactions/${id}`);
    expect(body['events']!.map((event) => event['event'])).toEqual(['INITIALIZE', 'CAPTURE']);
    expect(await sums(id)).toEqual([39800, 39800, 0, 0, 0]);
  });

  it('when the session is captured automatically, both events are there', async () => {
    const { transactionId: id } = await rig.purchase({}, { configuration: { auto_capture: true } });
    const { body } = await rig.checkout('GET', `/transactions/${id}`);
    const names = body['events']!.map((event) => event['event']);
    expect(names).toEqual(['INITIALIZE', 'AUTHORIZE', 'CAPTURE']);
    expect(body['status']).toBe('CAPTURED');
  });

  it('when another amount is authorized than ordered, the transaction says so', async () => {
    const { transactionId: id } = await rig.purchase({ amount: 40000 });
    expect((await rig.checkout('GET', `/transactions/${id}`)).body['amount']).toBe(40000);
    expect(await sums(id)).toEqual([40000, 0, 0, 0, 40000]);
  });
});

describe('references', () => {
  it('when a capture has none, the session lends its event_reference; the back office has none at all', async () => {
    const session = await rig.session({ event_reference: 'lent' });
    const paid = await rig.control(`/sessions/${String(session.body['id'])}/pay`);
    const lending = String(paid.body['transaction']!['id']);
    await move(lending, 'capture', { amount: 1 });
    await move(lending, 'capture', { amount: 2, capture_reference: 'own' });
    const { transactionId: plain } = await rig.purchase();
    await rig.control(`/transactions/${plain}/capture`, { amount: 3 });
    await rig.control(`/transactions/${plain}/refund`);
    const referencesOf = async (id: string) =>
      (await rig.checkout('GET', `/transactions/${id}`)).body['events']!.slice(2).map((event) => [
        event['event'],
        event['event_reference'],
      ]);
    expect(await referencesOf(lending)).toEqual([
      ['CAPTURE', 'lent'],
      ['CAPTURE', 'own'],
    ]);
    expect(await referencesOf(plain)).toEqual([
      ['CAPTURE', undefined],
      ['REFUND', undefined],
    ]);
    const { movements } = (await rig.money(plain)) as unknown as { movements: Json[] };
    expect(movements.slice(1).map((one) => one['by'])).toEqual(['backoffice', 'backoffice']);
  });

  it.each([
    [{ eventReference: 'drop' }, undefined],
    [{ eventReferenceLimit: 4 }, 'ship'],
  ])('when the switch is %j, the event shows %s', async (switches, shown) => {
    await rig.control('/switches', switches);
    const { transactionId: id } = await rig.purchase();
    const { body } = await move(id, 'capture', { amount: 1, capture_reference: 'ship-1' });
    expect(body['events']!.at(-1)!['event_reference']).toBe(shown);
    const { movements } = (await rig.money(id)) as unknown as { movements: Json[] };
    expect(movements.at(-1)!['reference']).toBe('ship-1');
  });
});

describe('a lapsed authorization', () => {
  it.each([
    ['failed-event', 200, 'AUTHORIZED'],
    ['refuse', 400, 'AUTHORIZED'],
    ['voided', 400, 'AUTHORIZATION_VOIDED'],
  ])('when it shows as %s, a capture answers %i and nothing moves', async (form, status, shown) => {
    await rig.control('/switches', { lapsedAuthorization: form });
    const { transactionId: id } = await rig.purchase();
    await rig.control(`/transactions/${id}/lapse`);
    const answer = await move(id, 'capture', { amount: 1000 });
    expect(answer.status).toBe(status);
    expect(await statusOf(id)).toBe(shown);
    expect(await sums(id)).toEqual([39800, 0, 0, 39800, 0]);
  });
});
