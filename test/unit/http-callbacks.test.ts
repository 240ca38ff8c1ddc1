import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sandboxCallbackSecret, sandboxClient } from '../../sandbox/credentials';
import { OrderClosedError, OrderNotFoundError } from '../../src/client/order-saga-errors';
import { TemporalUnavailableError } from '../../src/client/temporal-errors';
import { Secret } from '../../src/dintero/secret';
import type { HttpApp } from '../../src/http/build-app';
import { openApp, reader } from '../support/http-app';
import { signedCallback } from '../support/signed-callback';

/** Behind a proxy, under another name and another path than the service itself has. */
const publicUrl = 'https://shop.example/hooks/dintero';
const callbackProof = {
  accountId: sandboxClient.accountId,
  secret: new Secret(sandboxCallbackSecret),
  publicUrl,
};

let http: HttpApp;
let rung: string[];
let ring: () => Promise<'poll'>;

const notifyPayment = async (reference: string) => {
  const answer = await ring();
  rung.push(reference);
  return answer;
};

beforeAll(async () => {
  http = await openApp(
    { notifyPayment, count: () => Promise.reject(new Error('not now')) },
    { callbackProof },
  );
});
afterAll(() => http.close());

beforeEach(() => {
  rung = [];
  ring = () => Promise.resolve('poll');
});

interface Callback {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

const call = ({ path, ...rest }: Callback, more = {}) =>
  http.app.inject({ url: path, ...rest, ...more });

async function counted(result: string): Promise<number> {
  const { body } = await http.app.inject({ url: '/metrics', headers: reader });
  const [, value] =
    new RegExp(`^order_saga_callbacks_total{result="${result}"} (\\d+)$`, 'm').exec(body) ?? [];
  return Number(value);
}

describe('a callback', () => {
  test('when it is genuine, rings, however often and in whatever form it comes', async () => {
    const callback = signedCallback(publicUrl, 'web-1');
    expect((await call(callback)).statusCode).toBe(204);
    expect((await call(callback)).statusCode).toBe(204);
    const posted = signedCallback(publicUrl, 'web-2', { method: 'POST' });
    for (const payload of ['{"status":"CAPTURED"}', '<a>', 'x'.repeat(300_000)])
      expect((await call(posted, { method: 'POST', payload })).statusCode).toBe(204);
    expect(rung).toEqual(['web-1', 'web-1', 'web-2', 'web-2', 'web-2']);
    expect(await counted('rung')).toBe(5);
  });

  test.each([
    ['unsigned', { ...signedCallback(publicUrl, 'web-1'), headers: {} }],
    ['outdated', signedCallback(publicUrl, 'web-1', { ageMs: 400_000 })],
    ['outdated', signedCallback(publicUrl, 'web-1', { ageMs: -400_000 })],
    ['forged', signedCallback(publicUrl, 'web-1', { secret: 'guessed' })],
    ['forged', signedCallback('https://127.0.0.1/callbacks/dintero', 'web-1')],
    ['forged', { ...signedCallback(publicUrl, 'web-1', { method: 'POST' }) }],
    [
      'unreadable',
      { ...signedCallback(publicUrl, 'web-1'), headers: { 'dintero-signature': 'v1=0' } },
    ],
  ])('when it is %s, is refused for good, counted, and rings nothing', async (result, callback) => {
    const before = await counted(result);
    const answer = await call(callback);
    expect(answer.statusCode).toBe(401);
    expect(answer.json()).toMatchObject({ code: 'callback_refused' });
    expect(await counted(result)).toBe(before + 1);
    expect(rung).toEqual([]);
  });

  test('when it is for another order than was signed, is forged', async () => {
    const { path, headers } = signedCallback(publicUrl, 'web-1');
    const answer = await http.app.inject({ url: path.replace('web-1', 'web-2'), headers });
    expect(answer.statusCode).toBe(401);
  });

  test('when it names no order, is refused for good, because no repetition names one', async () => {
    const answer = await call(signedCallback(publicUrl, 'no order'));
    expect(answer.statusCode).toBe(400);
    expect(await counted('malformed')).toBe(1);
  });

  test('when it names no order, is refused as the document says, which asks for its reference', async () => {
    const { body } = await http.app.inject({ url: '/openapi.json' });
    const { paths } = JSON.parse(body) as {
      readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>;
    };
    const pattern = expect.any(String);
    const reference = { name: 'orderReference', required: true, schema: { pattern } };
    for (const method of ['get', 'post'])
      expect(paths['/callbacks/dintero']?.[method]).toMatchObject({ parameters: [reference] });
  });

  test('when it is refused, the document says that its signature is why, and not an API key', async () => {
    const { body } = await http.app.inject({ url: '/openapi.json' });
    const { paths } = JSON.parse(body) as {
      readonly paths: Readonly<Record<string, { readonly post?: { readonly responses: object } }>>;
    };
    const responses = paths['/callbacks/dintero']?.post?.responses ?? {};
    expect(Object.keys(responses)).toEqual(['204', '400', '401', '503']);
    expect(responses).toMatchObject({
      401: {
        description: expect.stringContaining(
          'The signature is missing, unreadable, forged or outdated',
        ),
      },
    });
    expect(paths['/v1/orders']?.post?.responses).toMatchObject({
      401: { description: 'An API key is needed.' },
    });
  });

  test.each([
    ['unknown_order', 'the order is not known yet', new OrderNotFoundError('web-1')],
    ['unavailable', 'Temporal is down', new TemporalUnavailableError('notify web-1')],
    ['unavailable', 'the order was ended by hand', new OrderClosedError('web-1', 'TERMINATED')],
    ['unavailable', 'nobody knows why', Object.assign(new Error('1234'), { code: 'defect' })],
  ])('counts %s when %s, says so, and is to come again', async (result, _why, error) => {
    ring = () => Promise.reject(error);
    const before = await counted(result);
    const answer = await call(signedCallback(publicUrl, 'web-1'));
    expect(answer.statusCode).toBe(503);
    expect(answer.headers['retry-after']).toBe('5');
    expect(answer.json()).toMatchObject({ status: 503, code: error.code });
    expect(answer.body).not.toContain('1234');
    expect(await counted(result)).toBe(before + 1);
  });

  test('when the order is over, is taken, because nothing is left to look at', async () => {
    ring = () => Promise.reject(new OrderClosedError('web-1', 'COMPLETED'));
    expect((await call(signedCallback(publicUrl, 'web-1'))).statusCode).toBe(204);
    expect(await counted('closed_order')).toBe(1);
  });
});

describe('where no secret is known', () => {
  let bare: HttpApp;
  beforeAll(async () => {
    bare = await openApp({ notifyPayment });
  });
  afterAll(() => bare.close());

  test('a callback without a signature rings, and a signed one is refused, because it cannot be proven', async () => {
    const { path, headers } = signedCallback(publicUrl, 'web-1');
    expect((await bare.app.inject({ url: path })).statusCode).toBe(204);
    expect((await bare.app.inject({ url: path, headers })).statusCode).toBe(401);
    expect(rung).toEqual(['web-1']);
  });
});
