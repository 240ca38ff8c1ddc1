import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { signCallback } from '../../sandbox/callbacks/sign-callback';
import { sandboxCallbackSecret } from '../../sandbox/credentials';
import { account, eventually, startSandboxRig } from '../support/sandbox-rig';
import type { SandboxRig } from '../support/sandbox-rig';

interface Received {
  readonly method: string;
  readonly url: URL;
  readonly delivery: string;
  readonly signature: string;
  readonly body: string;
}

/** Answers with the statuses in turn, the last one for ever; 0 cuts the line. */
async function startReceiver(statuses: readonly number[]) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const status = statuses[received.length] ?? statuses.at(-1) ?? 200;
      received.push({
        method: request.method ?? '',
        url: new URL(request.url ?? '', `http://${request.headers.host}`),
        delivery: String(request.headers['event-delivery']),
        signature: String(request.headers['dintero-signature']),
        body: Buffer.concat(chunks).toString('utf8'),
      });
      if (status === 0) request.socket.destroy();
      else response.writeHead(status, { location: '/elsewhere' }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`;
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { url, received, close };
}

let rig: SandboxRig;
let closing: (() => Promise<void>)[] = [];
beforeEach(async () => {
  rig = await startSandboxRig();
  closing = [() => rig.close()];
  await rig.control('/switches', { callbackRetryFirstMs: 5, callbackRetryMaxMs: 10 });
});
afterEach(async () => {
  for (const close of closing.reverse()) await close();
});

async function receive(...statuses: number[]) {
  const receiver = await startReceiver(statuses);
  closing.push(receiver.close);
  return receiver;
}

async function sessionWith(callback_url: string): Promise<string> {
  const made = await rig.session(
    {},
    { url: { return_url: 'https://shop.example/', callback_url } },
  );
  return String(made.body['id']);
}

const deliveries = async () => (await rig.send('GET', '/sandbox/callbacks')).body['callbacks']!;

/** Awaits the last state of the only callback. */
async function settled(state: string) {
  return eventually(async () => {
    const [delivery] = await deliveries();
    return String(delivery?.['state']) === state ? delivery : undefined;
  });
}

describe('the signature', () => {
  it('is the documented one', () => {
    const signed = signCallback({
      secret: '123',
      accountId: 'P00000000',
      method: 'GET',
      url: 'https://example.com/callback?B=123&A=992',
      atSeconds: 1582236537,
    });
    const hex = '6bed2ab1b919d460ef7465a20dc6c97260dca73fab6647106ca525f0908df64a';
    expect(signed).toBe(`t=1582236537,v0-hmac-sha256=${hex}`);
  });

  it('when the account has a secret, each callback carries it, and the secret can be read', async () => {
    const shop = await receive(200);
    await rig.control(`/sessions/${await sessionWith(`${shop.url}?b=2&a=1%20x`)}/pay`);
    await settled('delivered');
    const { signature, url, method } = shop.received[0]!;
    const atSeconds = Number(/^t=(\d+),/.exec(signature)?.[1]);
    const parts = { accountId: account, method, url: url.href, atSeconds };
    expect(signature).toBe(signCallback({ ...parts, secret: sandboxCallbackSecret }));
    expect(Math.abs(Date.now() / 1_000 - atSeconds)).toBeLessThan(60);
    const secret = await rig.checkout('POST', '/admin/signature');
    expect(secret.body['signature']).toMatchObject({ secret: sandboxCallbackSecret });
  });
});

describe('what is called', () => {
  it('when nothing is asked for, a GET with the ids, the time and the shop’s own parameters', async () => {
    const shop = await receive(200);
    const sessionId = await sessionWith(`${shop.url}?order=web-1`);
    const paid = await rig.control(`/sessions/${sessionId}/pay`);
    await settled('delivered');
    const [call] = shop.received;
    expect(call?.method).toBe('GET');
    expect(Object.fromEntries(call!.url.searchParams)).toEqual({
      order: 'web-1',
      transaction_id: paid.body['transaction']!['id'],
      session_id: sessionId,
      merchant_reference: 'order-1',
      time: expect.stringMatching(/^\d{4}-.*Z$/),
    });
  });

  it('when POST, the session and sid are asked for, the body and the name follow', async () => {
    const shop = await receive(200);
    const query = '?method=POST&includes=session&sid_parameter_name=sid';
    const sessionId = await sessionWith(shop.url + query);
    await rig.control(`/sessions/${sessionId}/pay`);
    await settled('delivered');
    const [call] = shop.received;
    expect(call?.method).toBe('POST');
    expect(call?.url.searchParams.get('sid')).toBe(sessionId);
    expect(call?.url.searchParams.has('session_id')).toBe(false);
    expect(JSON.parse(call!.body)).toMatchObject({
      status: 'AUTHORIZED',
      session: { id: sessionId },
    });
  });

  it('when errors are not asked for, a declined payment is silent; with report_error it calls', async () => {
    const shop = await receive(200);
    await rig.control(`/sessions/${await sessionWith(shop.url)}/decline`);
    expect(await deliveries()).toEqual([]);
    const acts = {
      decline: 'authorization',
      fail: 'failed',
      abandon: 'cancelled',
      cancel: 'cancelled',
    };
    for (const act of Object.keys(acts))
      await rig.control(`/sessions/${await sessionWith(`${shop.url}?report_error=true`)}/${act}`);
    await eventually(async () => (shop.received.length === 4 ? true : undefined));
    const errors = shop.received.map(({ url }) => url.searchParams.get('error'));
    expect(errors.map(String).toSorted()).toEqual(Object.values(acts).toSorted());
    const withTransaction = shop.received.filter(({ url }) =>
      url.searchParams.has('transaction_id'),
    );
    expect(withTransaction.length).toBe(2);
  });

  it('when events are asked for, those are called with their name and id, and others are not', async () => {
    const shop = await receive(200);
    const wishes = '?report_event=CAPTURE&report_event=REFUND';
    const paid = await rig.control(`/sessions/${await sessionWith(shop.url + wishes)}/pay`);
    const id = String(paid.body['transaction']!['id']);
    await rig.checkout('POST', `/transactions/${id}/capture`, { amount: 100 });
    await rig.checkout('POST', `/transactions/${id}/refund`, { amount: 100 });
    await eventually(async () => (shop.received.length === 3 ? true : undefined));
    const events = shop.received.map(({ url }) => url.searchParams.get('event'));
    expect(events.map(String).toSorted()).toEqual(['CAPTURE', 'REFUND', 'null']);
  });

  it('when a payment on hold resolves, it is called again, even to say that it failed', async () => {
    const shop = await receive(200);
    const sessionId = await sessionWith(shop.url);
    await rig.control(`/sessions/${sessionId}/hold`);
    await rig.control(`/sessions/${sessionId}/release`, { outcome: 'failed' });
    await eventually(async () => (shop.received.length === 2 ? true : undefined));
    const errors = shop.received.map(({ url }) => url.searchParams.get('error'));
    expect(errors.map(String).toSorted()).toEqual(['failed', 'null']);
  });
});

describe('how it is delivered', () => {
  it('when the shop answers 5xx or cuts the line, it is tried again with the same delivery id', async () => {
    const shop = await receive(500, 0, 503, 204);
    await rig.control(`/sessions/${await sessionWith(shop.url)}/pay`);
    const delivery = await settled('delivered');
    expect(shop.received.length).toBe(4);
    expect(new Set(shop.received.map(({ delivery: id }) => id))).toEqual(
      new Set([String(delivery['deliveryId'])]),
    );
  });

  it.each([404, 400, 302])('when the shop answers %i, it is final', async (status) => {
    const shop = await receive(status);
    await rig.control(`/sessions/${await sessionWith(shop.url)}/pay`);
    await settled('refused');
    expect(shop.received.length).toBe(1);
  });

  it('when it never succeeds, it is given up after the retries', async () => {
    await rig.control('/switches', { callbackRetries: 3 });
    const shop = await receive(500);
    await rig.control(`/sessions/${await sessionWith(shop.url)}/pay`);
    await settled('given-up');
    expect(shop.received.length).toBe(4);
  });

  it('when duplicates are switched on, the same delivery comes several times', async () => {
    await rig.control('/switches', { callbackDuplicates: 2, callbackJitterMs: 20 });
    const shop = await receive(200);
    await rig.control(`/sessions/${await sessionWith(shop.url)}/pay`);
    await eventually(async () => (shop.received.length === 3 ? true : undefined));
    expect(new Set(shop.received.map(({ delivery }) => delivery)).size).toBe(1);
  });

  it('when a person asks, it is delivered once more', async () => {
    const shop = await receive(404, 200);
    await rig.control(`/sessions/${await sessionWith(shop.url)}/pay`);
    const refused = await settled('refused');
    await rig.control(`/callbacks/${String(refused['deliveryId'])}/resend`);
    await settled('delivered');
  });

  it('when the address is not on this machine, nothing is sent', async () => {
    await rig.control(`/sessions/${await sessionWith('https://shop.example/callback')}/pay`);
    expect(await deliveries()).toMatchObject([{ state: 'not-allowed', attempts: [] }]);
  });

  it('when http is switched off, such an address is refused, as the real service does', async () => {
    await rig.control('/switches', { callbackAllowHttp: false });
    const url = { return_url: 'https://shop.example/', callback_url: 'http://127.0.0.1:1/x' };
    expect((await rig.session({}, { url })).status).toBe(400);
  });
});
