import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { showAmount } from '../../sandbox/pay-page/show-amount';
import { startSandboxRig } from '../support/sandbox-rig';
import type { SandboxRig } from '../support/sandbox-rig';

let rig: SandboxRig;
beforeAll(async () => {
  rig = await startSandboxRig();
});
afterAll(() => rig.close());

async function sessionTo(return_url: string, order: Record<string, unknown> = {}) {
  const { body } = await rig.session(order, { url: { return_url } });
  return { sessionId: String(body['id']), url: String(body['url']) };
}

const press = (url: string, act: string, product = 'payex.creditcard') =>
  fetch(url, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ act, product }),
    signal: AbortSignal.timeout(5_000),
  });

describe('the checkout page', () => {
  it('shows the lines in major units, and what a merchant sent as text', async () => {
    const items = [
      { line_id: '1', amount: 39800, description: '<script>alert(1)</script>', quantity: 2 },
    ];
    const { url, sessionId } = await sessionTo('https://shop.example/', { items });
    const page = await fetch(url);
    const html = await page.text();
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(html).toContain('NOK\u00a0398.00');
    expect(html).toContain('&lt;script&gt;');
    expect(html).not.toContain('<script');
    expect(html).not.toMatch(/(src|href)="http/);
    const read = await rig.checkout('GET', `/sessions/${sessionId}`);
    expect(read.body['events']!.map((event) => event['name'])).toContain('VISITED');
  });

  it.each([
    ['pay', 'AUTHORIZED', null],
    ['hold', 'ON_HOLD', null],
    ['decline', 'DECLINED', 'authorization'],
    ['fail', 'FAILED', 'failed'],
  ])(
    'when the customer presses %s, the transaction is %s and the shop hears so',
    async (act, status, error) => {
      const { url, sessionId } = await sessionTo('http://localhost:4999/thanks?basket=1');
      const answer = await press(url, act);
      expect(answer.status).toBe(303);
      const onward = new URL(String(answer.headers.get('location')));
      const read = await rig.checkout('GET', `/sessions/${sessionId}`);
      const id = String(read.body['transaction_id']);
      expect(Object.fromEntries(onward.searchParams)).toEqual({
        basket: '1',
        merchant_reference: 'order-1',
        transaction_id: id,
        ...(error === null ? {} : { error }),
      });
      expect((await rig.checkout('GET', `/transactions/${id}`)).body['status']).toBe(status);
    },
  );

  it('when the customer turns back, there is no transaction and the session stays open', async () => {
    const { url, sessionId } = await sessionTo('http://127.0.0.1:4999/');
    const onward = new URL(String((await press(url, 'abandon')).headers.get('location')));
    expect(onward.searchParams.get('error')).toBe('cancelled');
    expect(onward.searchParams.has('transaction_id')).toBe(false);
    expect((await rig.checkout('GET', `/sessions/${sessionId}`)).body['transaction_id']).toBe(
      undefined,
    );
  });

  it('when the shop is elsewhere, a page shows the result with a link instead of redirecting', async () => {
    const { url } = await sessionTo('https://shop.example/thanks');
    const answer = await press(url, 'pay');
    expect(answer.status).toBe(200);
    const html = await answer.text();
    expect(html).toContain('Paid');
    expect(html).toContain('href="https://shop.example/thanks?transaction_id=');
  });

  it('when Swish is chosen, the money is taken at once', async () => {
    const { url, sessionId } = await sessionTo('http://127.0.0.1:4999/');
    await press(url, 'pay', 'swish.swish');
    const listed = await rig.checkout('GET', `/transactions?session_id=${sessionId}`);
    expect(listed.body).toMatchObject([{ status: 'CAPTURED', payment_product: 'swish' }]);
  });

  it('when it is paid already, a second press moves nothing and shows what is', async () => {
    const { url, sessionId } = await sessionTo('http://127.0.0.1:4999/');
    await press(url, 'pay');
    const second = await press(url, 'pay');
    expect([second.status, second.headers.get('location')]).toEqual([303, `/v1/view/${sessionId}`]);
    const page = await (await fetch(url)).text();
    expect(page).toContain('The amount is reserved');
    expect(page).not.toContain('<button');
    const ledger = await rig.ledger();
    const mine = ledger['transactions']!.filter((one) => String(one['sessionId']) === sessionId);
    expect(mine).toMatchObject([{ authorized: 39800 }]);
  });

  it('when the payment does not exist, the page says so with 404', async () => {
    const page = await fetch(`${rig.sandbox.url}/v1/view/T00000000.nothing`);
    expect(page.status).toBe(404);
    expect(await page.text()).toContain('No such payment');
  });
});

describe('the overview', () => {
  it('lists the sessions with their state and a way to their checkout pages', async () => {
    const { url, sessionId } = await sessionTo('https://shop.example/', {
      merchant_reference_2: 'web-<1>',
    });
    await press(url, 'hold');
    const html = await (await fetch(rig.sandbox.url)).text();
    expect(html).toContain(`href="/v1/view/${sessionId}"`);
    expect(html).toContain('web-&lt;1&gt;');
    // Where a line breaks, a status breaks between its words.
    expect(html).toContain('ON_<wbr>HOLD');
  });
});

describe('amounts', () => {
  it.each([
    [39800, 'NOK', 'NOK\u00a0398.00'],
    [5, 'SEK', 'SEK\u00a00.05'],
    [39800, 'JPY', 'JPY\u00a039,800'],
    [123456789, 'EUR', 'EUR\u00a01,234,567.89'],
    [100, '???', '???\u00a01.00'],
  ])('%i of %s is %s', (amount, currency, shown) => {
    expect(showAmount(amount, currency)).toBe(shown);
  });
});
