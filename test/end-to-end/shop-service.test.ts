import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createShop } from '../../examples/shop-service/shop';
import { openServerRig } from '../support/client-rig';
import type { ClientRig, ServerRig } from '../support/client-rig';
import { temporalAddress } from '../support/temporal-server';

let temporal: ServerRig;
let rig: ClientRig;
let shop: Server;

beforeAll(async () => {
  temporal = await openServerRig(temporalAddress());
  rig = await temporal.working();
  shop = createServer(createShop(rig.orders)).listen(0, '127.0.0.1');
  await once(shop, 'listening');
});

afterAll(async () => {
  shop.closeAllConnections();
  shop.close();
  await temporal.close();
});

async function ask(method: string, path: string, body?: unknown) {
  const { port } = shop.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

describe('the example of a shop', () => {
  test('when an order is placed, shipped in part and returned, it starts, captures and refunds, each once', async () => {
    const { orderReference } = rig.order;
    const placed = await ask('POST', '/orders', rig.order);
    expect(placed).toMatchObject({ status: 201, body: { status: 'awaiting_payment' } });
    expect(placed.body['checkoutUrl']).toMatch(/^https:\/\/checkout\.example\//);
    rig.pay();
    await rig.orders.waitFor(orderReference, 'authorized');
    const shipment = { shipmentId: 'parcel-1', lines: [{ lineId: 1, amount: 19_900 }] };
    const shipped = await ask('POST', `/orders/${orderReference}/shipments`, shipment);
    expect(shipped).toEqual({
      status: 200,
      body: { operationId: 'parcel-1', status: 'recorded', amount: 19_900 },
    });
    expect(await ask('POST', `/orders/${orderReference}/shipments`, shipment)).toEqual(shipped);
    const back = { returnId: 'rma-1', reason: 'damaged', lines: [{ lineId: 1, amount: 10_050 }] };
    expect(await ask('POST', `/orders/${orderReference}/returns`, back)).toMatchObject({
      status: 200,
      body: { operationId: 'rma-1', status: 'recorded' },
    });
    expect(await ask('GET', `/orders/${orderReference}`)).toMatchObject({
      status: 200,
      body: { status: 'partially_refunded', amounts: { captured: 19_900, refunded: 10_050 } },
    });
    expect(rig.gateway.count('captureTransaction')).toBe(1);
    expect(rig.gateway.count('refundTransaction')).toBe(1);
  });

  test('when a request cannot be served, the answer has the status and the remedy that fit', async () => {
    const { orderReference } = rig.order;
    const tooMuch = { shipmentId: 'parcel-2', lines: [{ lineId: 2, amount: 9_901 }] };
    expect(await ask('POST', `/orders/${orderReference}/shipments`, tooMuch)).toMatchObject({
      status: 422,
      body: { type: 'amount_exceeds_remainder', remedy: expect.any(String) },
    });
    expect(await ask('GET', '/orders/nobody')).toMatchObject({
      status: 404,
      body: { code: 'order_not_found' },
    });
    expect(await ask('POST', '/orders', { orderReference })).toMatchObject({
      status: 400,
      body: { code: 'order_invalid', faults: expect.any(Array) },
    });
    const decimals = { shipmentId: 'parcel-3', lines: [{ lineId: 1, amount: 199.5 }] };
    expect(await ask('POST', `/orders/${orderReference}/shipments`, decimals)).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('lines') },
    });
    expect(await ask('GET', '/unknown')).toMatchObject({ status: 404 });
  });
});
