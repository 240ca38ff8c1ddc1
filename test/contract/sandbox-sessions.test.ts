import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startSandboxRig } from '../support/sandbox-rig';
import type { SandboxRig } from '../support/sandbox-rig';

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

describe('sessions', () => {
  it('when the sums differ, only the toggle makes it an error', async () => {
    expect((await rig.session({ amount: 39900 })).status).toBe(200);
    const strict = { 'Dintero-Feature-Toggles': 'strict-session-amounts' };
    const body = {
      url: { return_url: 'https://shop.example/' },
      order: {
        amount: 1,
        currency: 'NOK',
        merchant_reference: 'x',
        items: [{ line_id: '1', amount: 2 }],
      },
      profile_id: 'default',
    };
    expect((await rig.checkout('POST', '/sessions-profile', body, strict)).status).toBe(400);
  });

  it('when it is cancelled, it cannot be paid, except by money that was on its way', async () => {
    const id = String((await rig.session()).body['id']);
    const cancelled = await rig.checkout('POST', `/sessions/${id}/cancel`);
    expect(cancelled.body['cancelled_at']).toEqual(expect.any(String));
    expect((await rig.control(`/sessions/${id}/pay`)).status).toBe(409);
    expect((await rig.control(`/sessions/${id}/pay`, { late: true })).status).toBe(200);
    expect((await rig.ledger())['totals']).toMatchObject({ reserved: 39800 });
  });

  it('when it has expired, it cannot be paid, except late', async () => {
    const id = String((await rig.session()).body['id']);
    await rig.control(`/sessions/${id}/expire`);
    expect((await rig.control(`/sessions/${id}/pay`)).status).toBe(409);
    expect((await rig.ledger())['sessions']).toMatchObject([{ state: 'expired' }]);
    expect((await rig.control(`/sessions/${id}/pay`, { late: true })).status).toBe(200);
  });

  it('when it is cancelled with an authorization, that is voided; with a capture it is refused', async () => {
    const authorized = await rig.purchase();
    const path = `/sessions/${authorized.sessionId}/cancel`;
    expect((await rig.checkout('POST', path)).status).toBe(200);
    expect(await sums(authorized.transactionId)).toEqual([39800, 0, 0, 39800, 0]);
    const taken = await rig.purchase();
    await move(taken.transactionId, 'capture', { amount: 1 });
    const refused = await rig.checkout('POST', `/sessions/${taken.sessionId}/cancel`);
    expect(refused.status).toBe(400);
    const held = String((await rig.session()).body['id']);
    await rig.control(`/sessions/${held}/hold`);
    expect((await rig.checkout('POST', `/sessions/${held}/cancel`)).status).toBe(400);
  });
});
