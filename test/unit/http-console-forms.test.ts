import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { DeadlineExceededError, OrderClosedError } from '../../src/client/order-saga-errors';
import { viewOrder } from '../../src/domain/order-view';
import { readAmount, showAmount, writeAmount } from '../../src/http/console/amount-field';
import { openConsoleShop } from '../support/console-shop';
import type { ConsoleShop, Shown, Visitor } from '../support/console-shop';
import { line } from '../support/order-states';

type Fields = Readonly<Record<string, string>>;

describe('an amount in a field', () => {
  test.each([
    ['199.50', 'NOK', 19_950],
    [' 1 299,5 ', 'NOK', 129_950],
    ['1\u00A0299.00', 'NOK', 129_900],
    ['0', 'NOK', 0],
    ['199', 'JPY', 199],
    ['1.250', 'KWD', 1_250],
  ])('"%s" in %s is %i', (typed, currency, amount) => {
    expect(readAmount(typed, currency)).toEqual({ amount });
  });

  test.each([
    ['199.505', 'NOK'],
    ['1,299', 'NOK'],
    ['1,299', 'KWD'],
    ['199.5', 'JPY'],
    ['199,5', 'JPY'],
    ['-5', 'NOK'],
    ['5 kroner', 'NOK'],
    ['1e3', 'NOK'],
    ['99999999.99', 'NOK'],
  ])('"%s" in %s is none, and the remedy is named', (typed, currency) => {
    const read = readAmount(typed, currency);
    expect(read).toMatchObject({ problem: expect.stringMatching(/^Write (?:an amount|at most)/) });
  });

  test('when it is empty, is nothing; and what is shown is what is read', () => {
    expect(readAmount('  ', 'NOK')).toBe('nothing');
    expect(showAmount(123_456_789, 'NOK')).toBe('1\u202F234\u202F567.89\u00A0NOK');
    for (const currency of ['NOK', 'JPY', 'KWD'])
      expect(readAmount(writeAmount(129_905, currency), currency)).toEqual({ amount: 129_905 });
  });
});

describe('moving money by a form', () => {
  const path = '/console/orders/web-1/capture';
  let shop: ConsoleShop;
  let visitor: Visitor;

  beforeEach(async () => {
    shop = await openConsoleShop();
    visitor = shop.visit();
  });

  afterEach(() => shop.close());

  async function openForm(): Promise<Shown> {
    const { status, location } = await visitor.get(path);
    expect({ status, location }).toEqual({
      status: 303,
      location: expect.stringMatching(
        /^\/console\/orders\/web-1\/capture\?id=console-[a-z2-9]{10}$/,
      ),
    });
    return visitor.get(location);
  }

  async function confirm(
    typed: Fields,
  ): Promise<{ readonly page: Shown; readonly fields: Fields }> {
    const form = await openForm();
    const page = await visitor.review(path, { ...visitor.fieldsOf(form, path), ...typed });
    return { page, fields: { ...visitor.fieldsOf(page, path), step: 'confirm' } };
  }

  test('when the form is opened, it is filled with what remains, and the confirmation says how much and whose', async () => {
    const form = await openForm();
    expect(form.body).toMatch(/name="amount-1"\s+value="600.00"/);
    expect(form.body).toContain('1\u202F000.00\u00A0NOK can still be');
    const { page } = await confirm({ 'amount-1': '199,50', 'amount-2': '' });
    expect(page.status).toBe(200);
    expect(page.body).toMatch(/Capture 199.50\u00A0NOK\?<\/h1>/);
    expect(page.body).toContain('kari@shop.example');
    expect(shop.asked).toEqual([]);
  });

  test('when it is sent twice, by a double click or by the back button, the money moves once', async () => {
    const { fields } = await confirm({ 'amount-1': '600.00', 'amount-2': '' });
    const answers = await Promise.all([visitor.post(path, fields), visitor.post(path, fields)]);
    for (const { status, location } of answers)
      expect({ status, location }).toEqual({
        status: 303,
        location: `/console/orders/web-1?told=capture.${fields['id']}`,
      });
    expect((await visitor.post(path, fields)).status).toBe(303);
    expect(shop.asked).toHaveLength(3);
    expect(shop.state().operations).toHaveLength(1);
    const order = await visitor.get(answers[0].location);
    expect(order.body).toContain('Capture 600.00\u00A0NOK: recorded');
    const again = await visitor.get(`${path}?id=${fields['id']}`);
    expect(again.body).toContain('This form was sent already');
    const other = { ...fields, 'amount-1': '', 'amount-2': '10.00', step: 'review' };
    expect((await visitor.review(path, other)).body).toContain('This form was sent already');
    const forced = await visitor.post(path, { ...other, step: 'confirm' });
    expect(forced.status).toBe(409);
    expect(forced.body).toContain('operation_id_reused');
    expect(shop.state().operations).toHaveLength(1);
  });

  test('when it moved, the back button leads to pages that say so, and none of them is a form to be sent again', async () => {
    const form = visitor.fieldsOf(await openForm(), path);
    const typed = { ...form, 'amount-1': '600.00', step: 'review' };
    const { status, location } = await visitor.post(path, typed);
    expect(status).toBe(303);
    const fields = visitor.fieldsOf(await visitor.get(location), path);
    expect((await visitor.post(path, { ...fields, step: 'confirm' })).status).toBe(303);
    expect((await visitor.get(location)).body).toContain('This form was sent already');
  });

  test('when a link from elsewhere names amounts, they are not filled in and nothing is to be confirmed', async () => {
    const form = visitor.fieldsOf(await openForm(), path);
    const typed = { ...form, 'amount-1': '599.00', step: 'review' };
    const { location } = await visitor.post(path, typed);
    expect((await visitor.get(location)).body).toContain('Capture 599.00\u00A0NOK?');
    const stranger = shop.visit();
    await stranger.get(path);
    const seen = await stranger.get(location);
    expect(seen.body).not.toContain('599');
    expect(seen.body).toMatch(/name="amount-1"\s+value="600.00"/);
  });

  test('when the answer is lost, the same form is offered again and moves nothing twice', async () => {
    const { fields } = await confirm({ 'amount-1': '600.00', 'amount-2': '' });
    shop.fail(new DeadlineExceededError('capture', 1));
    const lost = await visitor.post(path, fields);
    expect(lost.status).toBe(503);
    expect(lost.body).toContain('It is not known whether the order has heard of it.');
    const again = { ...visitor.fieldsOf(lost, path), step: 'confirm' };
    expect(again).toEqual(fields);
    expect((await visitor.post(path, again)).status).toBe(303);
    expect(shop.state().operations).toHaveLength(1);
  });

  test('when the order is closed, is told so, and not that the answer is on its way', async () => {
    const { fields } = await confirm({ 'amount-1': '600.00', 'amount-2': '' });
    shop.fail(new OrderClosedError('web-1', 'TERMINATED'));
    const refused = await visitor.post(path, fields);
    expect(refused.status).toBe(409);
    expect(refused.body).toMatch(/<strong>Refused<\/strong>.*ordersaga adopt web-1/s);
    expect(refused.body).toMatch(/name="amount-1"\s+value="600.00"/);
  });

  test('when a field is wrong, the fault and the remedy stand beside it, and what was typed is kept', async () => {
    const { page } = await confirm({ 'amount-1': '600.01', 'amount-2': '5 kroner' });
    expect(page.status).toBe(422);
    expect(page.body).toMatch(
      /value="5 kroner"[^>]*aria-describedby="amount-2-hint amount-2-fault"\s+aria-invalid="true"/,
    );
    expect(page.body).toMatch(
      /id="amount-2-fault" class="fault">\s*Write an amount in NOK, as in 199.50\./,
    );
    expect(page.body).toContain('value="600.01"');
    const excess = await confirm({ 'amount-1': '600.01', 'amount-2': '1' });
    expect(excess.page.body).toMatch(
      /amount-1-fault" class="fault">\s*At most 600.00\u00A0NOK can still be captured on this line\./,
    );
    expect(page.body).toContain('id="amount-1-fault"');
    expect((await confirm({ 'amount-1': '', 'amount-2': '' })).page.body).toContain(
      'Write an amount on at least one line.',
    );
    expect(shop.asked).toEqual([]);
  });

  test('when the order refuses a line, its reason stands beside the field', async () => {
    const { fields } = await confirm({ 'amount-1': '600.00', 'amount-2': '' });
    const second = await confirm({ 'amount-1': '500.00', 'amount-2': '7' });
    await visitor.post(path, fields);
    const refused = await visitor.post(path, second.fields);
    expect(refused.status).toBe(409);
    expect(refused.body).toMatch(
      /amount-1-fault" class="fault">\s*Refused: amount_exceeds_remainder: line 1/,
    );
    expect(refused.body).toMatch(/name="amount-2"\s+value="7"/);
  });

  test('when a refund names no reason, it is asked for; with one, hostile or not, it moves', async () => {
    const { fields } = await confirm({ 'amount-1': '600.00', 'amount-2': '' });
    await visitor.post(path, fields);
    const refund = '/console/orders/web-1/refund';
    const { location } = await visitor.get(refund);
    const form = visitor.fieldsOf(await visitor.get(location), refund);
    const typed: Fields = { ...form, 'amount-1': '10' };
    const wrong = await visitor.post(refund, { ...typed, reason: ' ', step: 'review' });
    expect(wrong.status).toBe(303);
    const refused = await visitor.get(wrong.location);
    expect(refused.status).toBe(422);
    expect(refused.body).toMatch(/id="reason-fault" class="fault">Write a reason/);
    const reason = `"><script>x</script>`;
    const review = await visitor.review(refund, { ...typed, reason });
    expect(review.body).toContain('&quot;&gt;&lt;script&gt;');
    expect(review.body).not.toContain('<script>x');
    const moved = await visitor.post(refund, { ...typed, reason, step: 'confirm' });
    expect(moved.location).toBe(`/console/orders/web-1?told=refund.${typed['id']}`);
    expect((await visitor.get(moved.location)).body).toContain('Refund 10.00\u00A0NOK: recorded');
  });

  test('when the rest is released, it takes a reason, and nothing can be released after it', async () => {
    const cancel = '/console/orders/web-1/cancel';
    const form = await visitor.get(cancel);
    expect(form.body).toContain('1\u202F000.00\u00A0NOK');
    expect(form.body).not.toContain('release before you refund');
    const fields = visitor.fieldsOf(form, cancel);
    expect((await visitor.post(cancel, fields)).body).toContain('Write a reason');
    const moved = await visitor.post(cancel, { ...fields, reason: 'customer' });
    expect(moved.location).toBe('/console/orders/web-1?told=cancel.cancel-1');
    expect((await visitor.get(cancel)).body).toContain('there is nothing to cancel');
  });

  test('when something was refunded, the release says beforehand that it may be refused', async () => {
    const cancel = '/console/orders/web-1/cancel';
    const { amounts } = viewOrder(shop.state());
    const part = line(1, 10_000).amount;
    shop.show({ amounts: { ...amounts, captured: part, refunded: part } });
    expect((await visitor.get(cancel)).body).toContain('release before you refund');
  });

  test('when a decision is sent twice, the order is asked once; and one on another matter is not taken', async () => {
    const since = '2026-01-01T12:00:00.000Z';
    const code = 'outcome_unknown';
    const choices = ['retry', 'mark_moved'] as const;
    const matter = { code, message: 'who knows', since, choices, operationId: 'c1' } as const;
    shop.show({ needsAttention: matter });
    const page = await visitor.get('/console/orders/web-1');
    const [, link = ''] = /href="([^"]*resolve\?choice=retry[^"]*)"/.exec(page.body) ?? [];
    const form = await visitor.get(link.replaceAll('&amp;', '&'));
    expect(form.body).toContain('It sends again only what is proven not to have moved.');
    const resolve = '/console/orders/web-1/resolve';
    const fields = visitor.fieldsOf(form, resolve);
    const old = await visitor.post(resolve, { ...fields, form: 'f2', since: '2025' });
    expect(old.status).toBe(409);
    expect(old.body).toContain('This decision is not asked for any more');
    const first = await visitor.post(resolve, { ...fields, note: 'asked the provider' });
    const second = await visitor.post(resolve, fields);
    for (const { location } of [first, second])
      expect(location).toBe('/console/orders/web-1?told=decided.retry');
    expect(shop.asked).toEqual(['resolve retry']);
  });
});
