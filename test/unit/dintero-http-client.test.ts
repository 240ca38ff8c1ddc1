import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { PaymentGateway } from '../../src/domain/payment-gateway';
import type { MinorUnits } from '../../src/domain/money';
import {
  authorizedTransaction,
  connectGateway,
  createDinteroRig,
  failureFrom,
  movement,
} from '../support/dintero-rig';
import type { DinteroRig } from '../support/dintero-rig';
import { cut, held, json, refusal } from '../support/scripted-provider';

let rig: DinteroRig;
const answer = json(200, authorizedTransaction);

beforeEach(async () => {
  rig = await createDinteroRig();
  rig.provider.script(answer);
});
afterEach(() => rig.close());

describe('connections', () => {
  it('are kept and serve call after call', async () => {
    for (let count = 0; count < 20; count += 1) await rig.read();
    expect(rig.provider.connections()).toBeLessThanOrEqual(2);
  });

  it('each carries one request at a time, so that a lost answer is never another request’s', async () => {
    await rig.read();
    const reply = held(answer);
    rig.provider.script(reply);
    const calls = [rig.read(), rig.read(), rig.read()];
    await rig.provider.arrived(4);
    const used = rig.provider.business.slice(1).map((seen) => seen.connection);
    expect(new Set(used).size).toBe(3);
    reply.release();
    await Promise.all(calls);
  });

  it('at most 64 are opened; what waits for one and is cancelled is never sent', async () => {
    await rig.read();
    const reply = held(answer);
    rig.provider.script(reply);
    const running = Array.from({ length: 64 }, () => rig.read());
    await rig.provider.arrived(65);
    const cancelling = new AbortController();
    const waiting = failureFrom(rig.capture(cancelling.signal));
    cancelling.abort();
    reply.release();
    await Promise.all(running);
    await waiting;
    expect(rig.provider.connections()).toBe(64);
    expect(rig.provider.business.filter((seen) => seen.path.endsWith('/capture'))).toEqual([]);
  });

  it('one that was cut is replaced for the next call, and the call that broke is not repeated', async () => {
    rig.provider.script(cut, answer);
    await failureFrom(rig.capture());
    await rig.read();
    expect(rig.provider.business.map((seen) => seen.method)).toEqual(['POST', 'GET']);
  });

  it('none is opened any more once the gateway is closed', async () => {
    const gateway = connectGateway(rig.provider.url);
    await gateway.close();
    const { signal } = new AbortController();
    await failureFrom(gateway.readTransaction('T12345678.tx', { signal }));
    expect(rig.provider.connections()).toBe(0);
  });
});

describe('what every request says', () => {
  it('of a capture: the token, JSON, and which system asks', async () => {
    await rig.capture();
    const [seen] = rig.provider.business;
    expect(seen?.headers).toMatchObject({
      accept: 'application/json',
      'content-type': 'application/json',
      authorization: 'Bearer token-of-the-provider',
      'dintero-system-name': 'dintero-order-saga',
      'dintero-system-version': '1.2.3',
    });
    expect(seen?.headers).not.toHaveProperty('idempotency-key');
    expect(seen?.headers).not.toHaveProperty('dintero-feature-toggles');
  });

  it('of a void: a POST without a body', async () => {
    await rig.gateway.voidTransaction('T12345678.tx', { signal: new AbortController().signal });
    const [seen] = rig.provider.business;
    expect(seen).toMatchObject({ method: 'POST', body: '', headers: { 'content-length': '0' } });
    expect(seen?.headers).not.toHaveProperty('content-type');
  });

  it('of a read: no body and no type of one', async () => {
    await rig.read();
    const [seen] = rig.provider.business;
    expect(seen).toMatchObject({ method: 'GET', body: '' });
    expect(seen?.headers).not.toHaveProperty('content-type');
    expect(seen?.headers).not.toHaveProperty('content-length');
  });

  it('of an id that holds what a path may not: it is encoded', async () => {
    const { signal } = new AbortController();
    await rig.gateway.readTransaction('T1/../a?b#c $&', { signal });
    expect(rig.provider.business[0]?.path).toBe('/v1/transactions/T1%2F..%2Fa%3Fb%23c%20%24%26');
  });
});

describe('the creation of a session', () => {
  const order = {
    orderReference: 'web-1',
    currency: 'NOK',
    lines: [
      {
        lineId: 1,
        productId: 'a',
        description: 'A',
        quantity: 1,
        grossAmount: 100 as MinorUnits,
        taxLines: [],
      },
    ],
    returnUrl: 'https://shop.example/thanks',
  };
  const create = (gateway: PaymentGateway) =>
    gateway.createCheckoutSession(
      { order, orderId: 'A1B2C3D4E', expiresAt: '2026-01-01T00:30:00.000Z' },
      { signal: new AbortController().signal },
    );
  const made = json(200, { id: 'T12345678.s', url: 'https://checkout.example/v1/view/T1.s?x=1' });

  it('has wrong sums refused instead of paid', async () => {
    rig.provider.script(made);
    await create(rig.gateway);
    expect(rig.provider.business[0]?.headers['dintero-feature-toggles']).toBe(
      'strict-session-amounts',
    );
  });

  it('returns the address of the checkout as it is given', async () => {
    rig.provider.script(made);
    await expect(create(rig.gateway)).resolves.toEqual({
      sessionId: 'T12345678.s',
      checkoutUrl: 'https://checkout.example/v1/view/T1.s?x=1',
    });
  });

  it('takes the profile of the account unless the order names one', async () => {
    rig.provider.script(made);
    const gateway = connectGateway(rig.provider.url, { profileId: 'of-the-account' });
    await create(gateway);
    await gateway.close();
    expect(JSON.parse(rig.provider.business[0]?.body ?? '')).toMatchObject({
      profile_id: 'of-the-account',
    });
  });
});

describe('the completion of a draft', () => {
  const complete = () =>
    rig.gateway.completeDraftOrder('draft-1', { signal: new AbortController().signal });

  it('sends an empty object and reads the one order of the list', async () => {
    rig.provider.script(json(200, { orders: [{ order_id: 'A1B2C3D4E', status: 'open' }] }));
    await expect(complete()).resolves.toEqual({ orderId: 'A1B2C3D4E', status: 'open' });
    expect(rig.provider.business[0]).toMatchObject({ method: 'PUT', body: '{}' });
  });

  it.each([
    ['no order', []],
    ['two orders', [{ order_id: 'A' }, { order_id: 'B' }]],
    ['an order without an id', [{ status: 'open' }]],
  ])('leaves in doubt which order was made where the list has %s', async (_, orders) => {
    rig.provider.script(json(200, { orders }));
    expect(await failureFrom(complete())).toMatchObject({ code: 'unreadable_answer' });
  });
});

it('a movement is asked for once, whatever comes of it', async () => {
  const { signal } = new AbortController();
  const asked = { ...movement, reason: 'damaged' };
  for (const reply of [answer, refusal(500, 'x'), refusal(409, 'x'), refusal(429, 'x'), cut]) {
    rig.provider.script(reply);
    const before = rig.provider.business.length;
    await rig.gateway.refundTransaction('T12345678.tx', asked, { signal }).catch(() => undefined);
    expect(rig.provider.business).toHaveLength(before + 1);
  }
});
