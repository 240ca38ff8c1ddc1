import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readApiKeys } from '../../src/http/api-keys';
import type { HttpApp } from '../../src/http/build-app';
import { openApp, operator, reader } from '../support/http-app';

const hash = 'a'.repeat(64);

describe('the keys of HTTP_API_KEYS', () => {
  test.each([
    ['no hash', 'shop:read'],
    ['the key itself', 'shop:read:a-key-that-was-not-hashed'],
    ['an unknown scope', `shop:write:${hash}`],
    ['no name', `:read:${hash}`],
    ['an empty entry', `shop:read:${hash},`],
    ['one name twice', `shop:read:${hash},shop:operate:${'b'.repeat(64)}`],
    ['one key twice', `shop:read:${hash},bank:operate:${hash}`],
  ])('with %s are refused, and what was given is not repeated', (_what, text) => {
    const read = () => readApiKeys(text);
    expect(read).toThrow(RangeError);
    expect(read).not.toThrow(text);
  });
});

let http: HttpApp;
beforeAll(async () => {
  const page = { orders: [] };
  http = await openApp({ list: () => Promise.resolve(page) });
});
afterAll(() => http.close());

const cancel = {
  method: 'POST',
  url: '/v1/orders/w/cancel',
  payload: { reason: 'customer' },
} as const;

describe('when a request comes', () => {
  test.each([
    ['without a key', {}],
    ['with an unknown key', { authorization: 'Bearer key-3' }],
    ['with the hash of a key', { authorization: `Bearer ${hash}` }],
    ['with another scheme', { authorization: 'Basic key-1' }],
    ['with an empty key', { authorization: 'Bearer ' }],
  ])('%s, it is refused with 401', async (_how, headers) => {
    const answer = await http.app.inject({ url: '/v1/orders', headers });
    expect(answer.statusCode).toBe(401);
    expect(answer.json()).toMatchObject({ code: 'unauthorized' });
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
    expect((await http.app.inject({ url: '/metrics', headers })).statusCode).toBe(401);
  });

  test('with a key that only reads, it may look and not act', async () => {
    expect((await http.app.inject({ url: '/v1/orders', headers: reader })).statusCode).toBe(200);
    const answer = await http.app.inject({ ...cancel, headers: reader });
    expect(answer.statusCode).toBe(403);
    expect(answer.json()).toMatchObject({
      code: 'scope_missing',
      detail: 'the key reports may not operate',
    });
  });

  test('with a body that is wrong too, what is missing is the key', async () => {
    const answer = await http.app.inject({ ...cancel, payload: 'x'.repeat(200_000) });
    expect(answer.statusCode).toBe(401);
  });

  test('for what everybody may know, no key is asked for', async () => {
    for (const url of ['/livez', '/openapi.json', '/docs'])
      expect((await http.app.inject({ url })).statusCode).toBe(200);
  });
});

describe('a server without keys', () => {
  let open: HttpApp;
  beforeAll(async () => {
    open = await openApp({ list: () => Promise.resolve({ orders: [] }) }, { keys: [] });
  });
  afterAll(() => open.close());
  const ask = (headers: Record<string, string>) => open.app.inject({ url: '/v1/orders', headers });

  test.each([
    ['a program of this machine', { host: '127.0.0.1:8080' }],
    [
      'a page of its own',
      { host: 'localhost:8080', origin: 'http://localhost:8080', 'sec-fetch-site': 'same-origin' },
    ],
  ])('hears %s', async (_who, headers) => {
    expect((await ask(headers)).statusCode).toBe(200);
  });

  test.each([
    ['a page of another site', { host: '127.0.0.1:8080', 'sec-fetch-site': 'cross-site' }],
    ['a page of another port', { host: '127.0.0.1:8080', 'sec-fetch-site': 'same-site' }],
    ['a page of an older browser', { host: '127.0.0.1:8080', origin: 'https://evil.example' }],
    ['a name that was bent to this machine', { host: 'evil.example:8080' }],
  ])('refuses %s', async (_who, headers) => {
    const answer = await ask(headers);
    expect(answer.statusCode).toBe(403);
    expect(answer.json()).toMatchObject({ code: 'origin_refused' });
  });

  test('refuses an act of such a page as well', async () => {
    const headers = { host: '127.0.0.1:8080', 'sec-fetch-site': 'cross-site' };
    const answer = await open.app.inject({
      method: 'POST',
      url: '/v1/orders/w/reconcile',
      headers,
    });
    expect(answer.statusCode).toBe(403);
  });
});

test('a key that may do both is given once', () => {
  expect(readApiKeys(`shop:operate+read:${hash}`)).toMatchObject([
    { name: 'shop', scopes: ['operate', 'read'] },
  ]);
  expect(operator.authorization).not.toBe(reader.authorization);
});

test('the OpenAPI document asks for a key where one is asked for, and holds no schema that nothing uses', async () => {
  const { body } = await http.app.inject({ url: '/openapi.json' });
  const document = JSON.parse(body) as {
    readonly openapi: string;
    readonly paths: Readonly<
      Record<string, Readonly<Record<string, { readonly security?: object }>>>
    >;
    readonly components: { readonly schemas: object };
  };
  expect(document.openapi).toBe('3.1.0');
  expect(document.paths['/v1/orders']?.['post']?.security).toEqual([{ apiKey: [] }]);
  expect(document.paths['/callbacks/dintero']?.['get']?.security).toBeUndefined();
  for (const name of Object.keys(document.components.schemas))
    expect(body).toContain(`"#/components/schemas/${name}"`);
});
