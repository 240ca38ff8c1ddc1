import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { exampleOrder } from '../../dev/demo/stage';
import type { OrderView } from '../../src/domain/order-view';
import { findBarriers, findBrowser, openBrowser } from '../support/browser';
import { visitServer } from '../support/console-shop';
import { operateKey, startHttpStack } from '../support/http-stack';
import type { HttpStack } from '../support/http-stack';

const browserPath = findBrowser();
/** Where there is no browser nothing is shown as tried: that is said instead. The same way is gone over HTTP alone in any case. */
const inBrowser: typeof test | undefined = browserPath === undefined ? undefined : test;
if (browserPath === undefined)
  process.stderr.write(
    'The console is not tried in a browser: there is no Chromium on this machine. Install it (apt-get install chromium), or set CHROMIUM_PATH.\n',
  );

let stack: HttpStack;

beforeAll(async () => {
  stack = await startHttpStack();
});

afterAll(() => stack.close());

async function movements(orderReference: string): Promise<readonly string[]> {
  const { transactions } = await stack.sandbox.ledger(orderReference);
  return transactions.flatMap((one) =>
    one.movements.map(({ kind, amount }) => `${kind} ${amount}`),
  );
}

async function paidOrder(): Promise<string> {
  const { orderReference } = await stack.orders.start(exampleOrder(`web-${randomUUID()}`));
  const { sessionId = '' } = await stack.orders.state(orderReference);
  await stack.sandbox.actOnSession(sessionId, 'pay');
  await stack.orders.waitFor(orderReference, 'authorized');
  return orderReference;
}

async function waitForOperation(reference: string, operationId: string): Promise<OrderView> {
  return stack.orders.waitFor(reference, ({ operations }) =>
    operations.some((one) => one.operationId === operationId && one.status === 'recorded'),
  );
}

describe('the console', () => {
  test('without scripts and sent twice: logs in, captures a line once, refunds a part of it with a reason', async () => {
    const orderReference = await paidOrder();
    const visitor = visitServer(stack.serverUrl);
    const order = `/console/orders/${orderReference}`;
    expect((await visitor.get(order)).status).toBe(303);
    expect((await visitor.logIn(operateKey)).location).toBe('/console');
    const ask = async (kind: string, typed: Readonly<Record<string, string>>) => {
      const path = `${order}/${kind}`;
      const { location } = await visitor.get(path);
      const form = visitor.fieldsOf(await visitor.get(location), path);
      const page = await visitor.review(path, { ...form, ...typed });
      const fields = { ...visitor.fieldsOf(page, path), step: 'confirm' };
      const answers = await Promise.all([visitor.post(path, fields), visitor.post(path, fields)]);
      const told = `${order}?told=${kind}.${form['id']}`;
      expect(answers.map((answer) => answer.location)).toEqual([told, told]);
      await waitForOperation(orderReference, form['id'] ?? '');
      return (await visitor.get(told)).body;
    };
    const captured = await ask('capture', { 'amount-1': '199', 'amount-2': '' });
    expect(captured).toContain('Capture 199.00\u00A0NOK: recorded');
    const refunded = await ask('refund', { 'amount-1': '50,5', reason: 'scratched <b>' });
    expect(refunded).toContain('Refund 50.50\u00A0NOK: recorded');
    expect(refunded).toContain('scratched &lt;b&gt;');
    expect(await movements(orderReference)).toEqual([
      'authorize 49700',
      'capture 19900',
      'refund 5050',
    ]);
  });

  inBrowser?.(
    'in a browser: from the log-in to a refund, live, each movement once, without barriers',
    async () => {
      const browser = await openBrowser(browserPath ?? '');
      try {
        await operate(browser);
      } finally {
        await browser.close();
      }
    },
  );
});

async function operate(browser: Browser): Promise<void> {
  const reference = `web-${randomUUID().slice(0, 8)}`;
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // A form that comes back with its faults has that status, and the browser remarks on it.
    const text = message.text();
    if (message.type() === 'error' && !text.includes('status of 422')) complaints.push(text);
  });
  const started = stack.orders.start(exampleOrder(reference));
  await readTheDocs(page);
  await logIn(page);
  await started;
  // The list comes to know of it by itself.
  await page.getByRole('link', { name: reference }).click();
  await payWhileOneLooks(browser, page);
  expect(await findBarriers(page)).toEqual([]);
  await captureOneLine(page, reference);
  await refundAPart(page);
  expect(await movements(reference)).toEqual(['authorize 49700', 'capture 19900', 'refund 5050']);
  expect(complaints).toEqual([]);
}

async function logIn(page: Page): Promise<void> {
  await page.goto(`${stack.serverUrl}/console`);
  expect(await findBarriers(page)).toEqual([]);
  await page.getByLabel('API key').fill(operateKey);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Orders' }).waitFor();
  expect(await findBarriers(page)).toEqual([]);
}

/** What a phone shows of the service's own description stands within it. */
async function readTheDocs(page: Page): Promise<void> {
  await page.goto(`${stack.serverUrl}/docs`);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
}

async function payWhileOneLooks(browser: Browser, page: Page): Promise<void> {
  await page.locator('h1', { hasText: 'awaiting payment' }).waitFor();
  const address = await page.getByRole('link', { name: /^http/ }).getAttribute('href');
  const customer = await browser.newPage();
  await customer.goto(address ?? '');
  const columns = await customer.evaluate(
    `[...document.querySelectorAll('fieldset label')].map((one) => one.offsetLeft)`,
  );
  const [left, right] = columns as readonly number[];
  expect(columns).toEqual([left, right, left, right]);
  expect(right).not.toBe(left);
  await customer.getByRole('button', { name: /^Pay/ }).click();
  await page.locator('h1', { hasText: 'authorized' }).waitFor();
  await customer.close();
}

async function captureOneLine(page: Page, reference: string): Promise<void> {
  await page.getByRole('link', { name: 'Capture…' }).click();
  const form = page.url();
  await page.getByLabel(/Stablestol/).fill('500');
  await page.getByRole('button', { name: 'Review' }).click();
  await page.getByText('At most 398.00\u00A0NOK can still be captured on this line.').waitFor();
  expect(await page.evaluate('document.activeElement.id')).toBe('amount-1');
  expect(await findBarriers(page)).toEqual([]);
  await page.getByLabel(/Stablestol/).fill('199,00');
  await page.getByLabel(/Frakt/).fill('');
  await page.getByRole('button', { name: 'Review' }).click();
  await page.getByRole('heading', { name: 'Capture 199.00\u00A0NOK?' }).waitFor();
  await page.getByText('kari@shop.example').waitFor();
  expect(await findBarriers(page)).toEqual([]);
  await sendTwiceBeside(page);
  await page.getByRole('button', { name: 'Capture 199.00\u00A0NOK' }).dblclick();
  await page.getByText('Capture 199.00\u00A0NOK: recorded').waitFor();
  await page.goto(form);
  await page.getByRole('heading', { name: 'This form was sent already' }).waitFor();
  await page.getByRole('link', { name: 'Back to the order' }).click();
  await page.locator('h1', { hasText: 'partially captured' }).waitFor();
  expect(await movements(reference)).toEqual(['authorize 49700', 'capture 19900']);
}

/** What our script keeps a double click from, other browsers and networks do not. */
async function sendTwiceBeside(page: Page): Promise<void> {
  await page.evaluate(`(async () => {
    const form = document.querySelector('form.act');
    const fields = new URLSearchParams(new FormData(form));
    fields.set('step', 'confirm');
    await Promise.all([1, 2].map(() => fetch(form.action, { method: 'POST', body: fields })));
  })()`);
}

async function refundAPart(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Refund…' }).click();
  await page.getByLabel(/Stablestol/).fill('50,50');
  await page.keyboard.press('Enter');
  await page.getByText('Write a reason').waitFor();
  await page.getByLabel('Reason').fill('scratched');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Refund 50.50\u00A0NOK' }).click();
  await page.getByText('Refund 50.50\u00A0NOK: recorded').waitFor();
  const story = page.locator('.timeline');
  await story
    .locator('li', { hasText: /Refund console-\w+.*recorded/s })
    .first()
    .waitFor();
  await story.locator('li', { hasText: 'scratched' }).first().waitFor();
}
