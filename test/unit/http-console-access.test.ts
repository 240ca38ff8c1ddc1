import { afterEach, describe, expect, test } from '@jest/globals';
import { largestForm } from '../../src/http/console/console-guard';
import { loginsPerMinute, onwardOf } from '../../src/http/console/login-routes';
import { openConsoleShop } from '../support/console-shop';
import type { ConsoleShop } from '../support/console-shop';

const keys = ['ops:read+operate', 'reports:read', 'robot:operate'];
const order = '/console/orders/web-1';
const reconcile = `${order}/reconcile`;

let shop: ConsoleShop | undefined;

afterEach(() => shop?.close());

async function open(withKeys: readonly string[] = keys) {
  shop = await openConsoleShop(withKeys);
  return { shop, visitor: shop.visit() };
}

describe('logging in', () => {
  test('when nobody is logged in, every page leads to the log-in and back, and a timer is told in a word', async () => {
    const { visitor } = await open();
    const page = await visitor.get(`${order}?told=compared`);
    expect(page.location).toBe('/console/login?to=%2Fconsole%2Forders%2Fweb-1%3Ftold%3Dcompared');
    expect(page.body).toBe('');
    expect((await visitor.get(`${order}/live`)).status).toBe(401);
    const form = await visitor.get(page.location);
    const fields = visitor.fieldsOf(form, '/console/login');
    const entered = await visitor.post('/console/login', { ...fields, key: 'secret-of-ops' });
    expect(entered.location).toBe(`${order}?told=compared`);
    expect((await visitor.get(order)).body).toContain('Log out');
  });

  test('when a key is wrong or may not read, nobody is logged in, and the key is not in the answer', async () => {
    const { visitor } = await open();
    const wrong = await visitor.logIn('secret-of-nobody');
    expect(wrong.status).toBe(401);
    expect(wrong.body).toContain('This key is not known here.');
    expect(wrong.body).not.toContain('secret-of');
    expect((await visitor.logIn('secret-of-robot')).status).toBe(403);
    expect((await visitor.get('/console')).status).toBe(303);
  });

  test('when it succeeds, the cookie is a new one that no script reads and no other site sends', async () => {
    const { visitor } = await open();
    const before = await visitor.get('/console/login');
    const after = await visitor.logIn('secret-of-ops');
    const [old, fresh] = [before, after].map(({ headers }) => String(headers['set-cookie']));
    expect(fresh).toMatch(/^order-console=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(fresh).not.toBe(old);
  });

  test('when the console is not on loopback, the cookie goes by TLS alone and to this host alone', async () => {
    const { visitor } = await open();
    const { headers } = await visitor.get('/console/login', { host: 'orders.example' });
    expect(headers['set-cookie']).toMatch(
      /^__Host-order-console=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/,
    );
  });

  test('when it is tried too often, is refused for a while', async () => {
    const { visitor } = await open();
    for (let count = 0; count < loginsPerMinute; count += 1) await visitor.logIn('guess');
    const refused = await visitor.logIn('secret-of-ops');
    expect(refused.status).toBe(429);
    expect(refused.headers['retry-after']).toBeDefined();
    expect(refused.body).toContain('<h1>Too many requests</h1>');
  });

  test('when one logs out, the cookie is worth nothing any more', async () => {
    const { visitor } = await open();
    await visitor.logIn('secret-of-ops');
    const page = await visitor.get('/console');
    await visitor.post('/console/logout', {});
    expect((await visitor.get('/console')).status).toBe(200);
    await visitor.post('/console/logout', visitor.fieldsOf(page, '/console/logout'));
    expect((await visitor.get('/console')).status).toBe(303);
  });

  test('when the address says where to go on, it leads to pages of the console alone', () => {
    expect(onwardOf('/console/orders/web-1?told=refund.r-1')).toBe(
      '/console/orders/web-1?told=refund.r-1',
    );
    for (const wanted of [
      'https://evil.example',
      '//evil.example',
      '/consoleX',
      '/console\\@evil',
      '/console/\r\nx',
      null,
    ])
      expect(onwardOf(wanted)).toBe('/console');
  });

  test('when a link of another site leads here, the page is asked for again, so that the cookie comes along', async () => {
    const { visitor } = await open();
    const { status, body } = await visitor.get(order, { 'sec-fetch-site': 'cross-site' });
    expect(status).toBe(200);
    expect(body).toContain('http-equiv="refresh"');
    expect(body).not.toContain('web-1');
  });
});

describe('who may not operate', () => {
  test('sees no button, opens no form, and is refused when a form is sent all the same', async () => {
    const { shop: rooms, visitor } = await open();
    await visitor.logIn('secret-of-reports');
    const page = await visitor.get(order);
    expect(page.body).toContain('may look only');
    expect(page.body).not.toMatch(/web-1\/(?:capture|refund|cancel|reconcile)/);
    expect((await visitor.get(reconcile)).status).toBe(403);
    const operator = rooms.visit();
    await operator.logIn('secret-of-ops');
    const fields = operator.fieldsOf(await operator.get(reconcile), reconcile);
    const refused = await visitor.post(reconcile, fields);
    expect(refused.status).toBe(403);
    expect(refused.body).toContain('Log in with a key that has the scope operate.');
    expect(rooms.asked).toEqual([]);
    expect((await operator.post(reconcile, fields)).status).toBe(303);
    expect(rooms.asked).toEqual(['reconcile']);
  });
});

describe('a form that is not ours', () => {
  test.each([
    ['has no token', { token: '' }, {}],
    ['has the token of another form', { token: 'other' }, {}],
    ['comes from another site', {}, { origin: 'https://evil.example' }],
    ['hides where it comes from', {}, { origin: 'null' }],
  ])('when it %s, nothing is done, and what was typed is kept', async (_why, change, headers) => {
    const { shop: rooms, visitor } = await open([]);
    const path = `${order}/cancel`;
    const fields = visitor.fieldsOf(await visitor.get(path), path);
    const capture = `${order}/capture`;
    const { location } = await visitor.get(capture);
    const other = visitor.fieldsOf(await visitor.get(location), capture)['token'] ?? '';
    const forged = Object.fromEntries(
      Object.entries(change).map(([name, value]) => [name, value === 'other' ? other : value]),
    );
    const sent = { ...fields, reason: 'typed', ...forged };
    const answer = await visitor.post(path, sent, headers);
    expect(answer.status).toBe(403);
    expect(answer.body).toContain('Nothing was done');
    expect(answer.body).toContain('value="typed"');
    expect(rooms.asked).toEqual([]);
  });

  test('when it is larger than any form of ours, it is not read', async () => {
    const { shop: rooms, visitor } = await open([]);
    const answer = await visitor.post(reconcile, { reason: 'x'.repeat(largestForm) });
    expect(answer.status).toBe(413);
    expect(rooms.asked).toEqual([]);
  });

  test('when it is sent as JSON, it is not read', async () => {
    const { shop: rooms, visitor } = await open([]);
    await visitor.get(order);
    const answer = await visitor.post(reconcile, {}, { 'content-type': 'application/json' });
    expect(answer.status).toBe(415);
    expect(rooms.asked).toEqual([]);
  });
});

describe('every page', () => {
  test('when no keys are set, says so, and is not served under a foreign name', async () => {
    const { visitor } = await open([]);
    expect((await visitor.get('/console')).body).toContain(
      'No log-in: this server has no API keys',
    );
    const foreign = await visitor.get('/console', { host: 'evil.example' });
    expect(foreign.status).toBe(403);
    expect(foreign.body).not.toContain('id="live"');
  });

  test('allows nothing from elsewhere and nothing within its markup', async () => {
    const { visitor } = await open([]);
    const missing = ['/console/orders/nobody', '/console/orders/a%3Cb'];
    for (const path of ['/console', order, `${order}/cancel`, '/console/login', ...missing]) {
      const { headers, body } = await visitor.get(path);
      expect(headers).toMatchObject({
        'content-security-policy':
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        'cache-control': 'no-store',
        'referrer-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
      });
      expect(body).not.toMatch(/ style=| on[a-z]+=|<style|<script>|src="(?!\/console\/assets)/);
    }
  });

  test('when nothing has changed, a timer gets an empty answer; and an order that is not there is named', async () => {
    const { visitor } = await open([]);
    const first = await visitor.get(`${order}/live`);
    const mark = String(first.headers['etag']);
    expect((await visitor.get(`${order}/live`, { 'if-none-match': mark })).status).toBe(304);
    const missing = await visitor.get('/console/orders/nobody');
    expect(missing.status).toBe(404);
    expect(missing.body).toContain('no order nobody is known');
    expect((await visitor.get('/console/')).location).toBe('/console');
    expect((await visitor.get('/console/elsewhere')).body).toContain(
      'There is no page at this address.',
    );
  });
});
