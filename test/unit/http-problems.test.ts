import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  AdoptionRefusedError,
  DeadlineExceededError,
  InvalidOrderError,
  OperationRefusedError,
  OrderClosedError,
  OrderNotFoundError,
  OrderReferenceTakenError,
  PayloadTooLargeError,
} from '../../src/client/order-saga-errors';
import {
  TemporalRefusedError,
  TemporalUnavailableError,
  WorkerUnavailableError,
} from '../../src/client/temporal-errors';
import type { HttpApp } from '../../src/http/build-app';
import { openApp, operator, reader } from '../support/http-app';

let http: HttpApp;
let thrown: Error;

beforeAll(async () => {
  const state = () => Promise.reject(thrown);
  http = await openApp({ state });
});

afterAll(() => http.close());

const errors = [
  [422, new InvalidOrderError([{ field: 'currency', problem: 'use NOK' }])],
  [409, new OrderReferenceTakenError('web-1')],
  [409, new OperationRefusedError('amount_exceeds_remainder', '2.00 asked, 1.00 remains')],
  [422, new OperationRefusedError('unknown_line', 'line 7')],
  [404, new OrderNotFoundError('web-1')],
  [409, new AdoptionRefusedError('web-1', 'it runs already')],
  [409, new OrderClosedError('web-1', 'TERMINATED')],
  [413, new PayloadTooLargeError(70_000, 65_536)],
  [504, new DeadlineExceededError('state of web-1', 10_000)],
  [503, new WorkerUnavailableError('state of web-1')],
  [503, new TemporalUnavailableError('state of web-1')],
  [502, new TemporalRefusedError('state of web-1', 'no such namespace')],
] as const;

describe('when the client ends with', () => {
  test.each(errors)(
    '%i %s, the answer is a problem that says what to do',
    async (status, error) => {
      thrown = error;
      const answer = await http.app.inject({ url: '/v1/orders/web-1', headers: reader });
      expect(answer.statusCode).toBe(status);
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
      expect(answer.json()).toMatchObject({
        type: `urn:order-saga:problem:${error.code}`,
        status,
        code: error.code,
        detail: error.message,
        remedy: error.remedy,
      });
      expect(answer.headers['retry-after'] !== undefined).toBe(status >= 503);
    },
  );

  test('something that nobody has thought of, nothing of it is told', async () => {
    thrown = new Error('the password is 1234');
    const answer = await http.app.inject({ url: '/v1/orders/web-1', headers: reader });
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain('1234');
    expect(answer.json()).toMatchObject({ code: 'defect' });
  });
});

const json = { ...operator, 'content-type': 'application/json' };
const wrong = [
  ['no route', 404, 'route_not_found', { url: '/v2/orders' }],
  ['another method', 405, 'method_not_allowed', { method: 'DELETE', url: '/v1/orders/web-1' }],
  ['a reference that none can be', 400, 'request_malformed', { url: '/v1/orders/web%201' }],
  ['a broken escape', 400, 'request_malformed', { url: '/v1/orders/%ff' }],
  ['an unknown parameter', 400, 'request_malformed', { url: '/v1/orders?state=authorized' }],
  ['text', 415, 'media_type_unsupported', { url: '/v1/orders', payload: '{}', type: 'text/plain' }],
  ['half a document', 400, 'request_malformed', { url: '/v1/orders', payload: '{"lines":' }],
  ['a list', 400, 'request_malformed', { url: '/v1/orders', payload: '[]' }],
  ['poison', 400, 'request_malformed', { url: '/v1/orders', payload: '{"__proto__":{}}' }],
  [
    'too much',
    413,
    'payload_too_large',
    { url: '/v1/orders', payload: `"${'x'.repeat(140_000)}"` },
  ],
  ['no lines', 400, 'request_malformed', { url: '/v1/orders/w/refunds', payload: '{}', id: 'r-1' }],
  [
    'no id',
    400,
    'request_malformed',
    { url: '/v1/orders/w/captures', payload: '{"lines":[{"lineId":1,"amount":1}]}' },
  ],
  [
    'a line that no order has',
    400,
    'request_malformed',
    { url: '/v1/orders/w/refunds', payload: '{"lines":[{"lineId":0,"amount":1}]}', id: 'r-1' },
  ],
  [
    'half an øre',
    400,
    'request_malformed',
    { url: '/v1/orders/w/captures', payload: '{"lines":[{"lineId":1,"amount":0.5}]}', id: 's-1' },
  ],
] as const;

describe('when a request has', () => {
  test.each(wrong)(
    '%s, it is refused with %i and the order never hears of it',
    async (_what, status, code, request) => {
      const { url } = request;
      const payload = 'payload' in request ? request.payload : undefined;
      const type = 'type' in request ? { 'content-type': request.type } : {};
      const id = 'id' in request ? { 'idempotency-key': request.id } : {};
      const method = 'method' in request ? request.method : payload === undefined ? 'GET' : 'POST';
      const headers = payload === undefined ? operator : { ...json, ...type, ...id };
      const answer = await http.app.inject({
        method,
        url,
        headers,
        ...(payload === undefined ? {} : { payload }),
      });
      expect(answer.json()).toMatchObject({ status, code, remedy: expect.any(String) });
      expect(answer.statusCode).toBe(status);
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
      if (status === 405) expect(answer.headers['allow']).toBe('GET, HEAD');
    },
  );

  test.each([
    ['captures', { lines: [{ lineId: 1, amount: 2_147_483_648 }] }, 'at most 2147483647 minor'],
    ['refunds', { lines: [{ lineId: 1, amount: 1e17 }] }, 'at most 2147483647 minor'],
    ['cancel', { reason: ' ' }, 'reason: give a few words'],
    ['cancel', {}, 'reason: is missing'],
    ['refunds', { reason: 'x' }, 'lines: is missing'],
    ['captures', { lines: [] }, 'lines: give at least one line'],
    ['resolve', { choice: 'yes' }, 'choice: use one of retry, accept,'],
  ])('for %s %j, the problem says what to do', async (path, payload, said) => {
    const headers = { ...json, 'idempotency-key': 'x-1' };
    const url = `/v1/orders/w/${path}`;
    const answer = await http.app.inject({ method: 'POST', url, headers, payload });
    expect(answer.json()).toMatchObject({ status: 400, detail: expect.stringContaining(said) });
  });

  test.each([
    ['startedAfter=2026-02-30', 'write an instant, as in 2026-12-01T08:00:00Z, or a day'],
    ['startedBefore=yesterday', 'write an instant, as in 2026-12-01T08:00:00Z, or a day'],
    ['status=paid', 'use one of preparing, awaiting_payment,'],
    ['limit=1&limit=2', 'is given more than once'],
  ])('the query %s, the problem says what to do', async (query, said) => {
    const answer = await http.app.inject({ url: `/v1/orders?${query}`, headers: operator });
    const [field = ''] = query.split('=');
    const detail = expect.stringContaining(`query parameter ${field}: ${said}`);
    expect(answer.json()).toMatchObject({ status: 400, detail });
  });

  test('a field that no order may have, it is refused by the schema that the document shows', async () => {
    const line = { lineId: 1, productId: '1', description: 'Chair', quantity: 1, grossAmount: 100 };
    const wrongs = [
      ['lines.0.lineId', { lineId: 0 }],
      ['lines.0.quantity', { quantity: 0 }],
      ['lines.0.grossAmount', { grossAmount: -1 }],
      ['lines.0.grossAmount', { grossAmount: 1e17 }],
      ['lines.0.taxLines.0.amount', { taxLines: [{ amount: -1, percentage: 25 }] }],
      ['lines.0.taxLines.0.percentage', { taxLines: [{ amount: 1, percentage: 101 }] }],
    ] as const;
    for (const [field, more] of wrongs) {
      const payload = {
        orderReference: 'web-1',
        currency: 'NOK',
        lines: [{ ...line, ...more }],
        returnUrl: 'https://shop.example/thanks',
      };
      const request = { method: 'POST', url: '/v1/orders', headers: json, payload } as const;
      const answer = await http.app.inject(request);
      expect(answer.json()).toMatchObject({ status: 400, faults: [{ field }] });
    }
  });

  test.each([
    ['GET', '/v1/orders?state=paid&kunde=1', undefined, ['state', 'kunde'], 'query parameter '],
    ['POST', '/v1/orders/w/cancel', { reason: 'x', why: 1 }, ['why'], ''],
    [
      'POST',
      '/v1/orders/w/refunds',
      { lines: [{ lineId: 1, amount: 1, tax: 2 }] },
      ['lines.0.tax'],
      '',
    ],
  ] as const)(
    'names that %s %s does not know, each is named',
    async (method, url, payload, names, place) => {
      const headers = { ...(payload === undefined ? operator : json), 'idempotency-key': 'r-1' };
      const body = payload === undefined ? {} : { payload };
      const answer = await http.app.inject({ method, url, headers, ...body });
      const faults = names.map((name) => ({ field: `${place}${name}`, problem: 'is not known' }));
      expect(answer.json()).toMatchObject({ status: 400, faults });
      expect(answer.json()).toMatchObject({
        detail: faults.map(({ field, problem }) => `${field}: ${problem}`).join('; '),
      });
    },
  );

  test('several faults, all of them are named with their place', async () => {
    const payload = {
      orderReference: 'no spaces',
      currency: 'kroner',
      lines: [],
      returnUrl: 'x',
      more: 1,
    };
    const answer = await http.app.inject({
      method: 'POST',
      url: '/v1/orders',
      headers: json,
      payload,
    });
    const { faults } = answer.json<{ faults: readonly { field: string }[] }>();
    expect(faults.map(({ field }) => field)).toEqual(
      expect.arrayContaining(['orderReference', 'currency', 'returnUrl']),
    );
  });
});

test('when a caller asks more than it may in a minute, it is told how long to wait, and others are heard', async () => {
  const few = await openApp({}, { requestsPerMinute: 2 });
  const ask = (headers: Record<string, string>) =>
    few.app.inject({ url: '/v1/orders?limit=0', headers });
  for (const status of [400, 400, 429]) expect((await ask(reader)).statusCode).toBe(status);
  const refused = await ask(reader);
  expect(refused.json()).toMatchObject({ code: 'rate_limited' });
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect((await ask(operator)).statusCode).toBe(400);
  await few.close();
});

test('when anything is answered, pages of other sites can neither read nor frame nor store it', async () => {
  const { headers } = await http.app.inject({ url: '/livez' });
  expect(headers).toMatchObject({
    'cache-control': 'no-store',
    'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  expect(headers['access-control-allow-origin']).toBeUndefined();
});
