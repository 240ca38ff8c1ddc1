import { afterEach, describe, expect, test } from '@jest/globals';
import type { ListedOrder } from '../../src/client/list-orders';
import { attention } from '../../src/domain/attention';
import { zero } from '../../src/domain/money';
import { viewOrder } from '../../src/domain/order-view';
import type { OrderView } from '../../src/domain/order-view';
import { nameChoice, nameTaken, sayStanding } from '../../src/http/console/console-words';
import { newestRuns } from '../../src/http/console/newest-runs';
import { offerActions } from '../../src/http/console/order-actions';
import { renderLineName } from '../../src/http/console/order-tables';
import { openConsoleShop } from '../support/console-shop';
import type { ConsoleShop } from '../support/console-shop';
import {
  accepting,
  awaitingPayment,
  capture,
  done,
  line,
  noon,
  orderOf,
  paid,
} from '../support/order-states';

const firstOf = (view: OrderView) => offerActions(view).find(({ first }) => first)?.name;

describe('what is offered', () => {
  test('when nothing is paid, a cancel is offered, and not as what one came for', () => {
    const view = viewOrder(awaitingPayment());
    expect(offerActions(view)).toEqual([
      { name: 'cancel', title: 'Cancel the order…', first: false },
    ]);
  });

  test('when an order needs a person, no movement stands out beside that', () => {
    const view = viewOrder(paid());
    expect(firstOf(view)).toBe('capture');
    const needsAttention = attention('systems_differ', 'why', ['accept'], noon);
    expect(firstOf({ ...view, needsAttention })).toBeUndefined();
  });

  test('when a capture is still on its way, no refund of it is offered', () => {
    const asked = viewOrder(accepting(paid(), capture('c', [line(1, 600)])));
    const moved = viewOrder(done(paid(), capture('c', [line(1, 600)])));
    const names = (view: OrderView) => offerActions(view).map(({ name }) => name);
    expect(names(asked)).not.toContain('refund');
    expect(names(moved)).toContain('refund');
  });

  test('when a line has no name, its number stands once', () => {
    const look = { orderReference: 'web-1' };
    expect(renderLineName(look, 1).markup).toBe('<bdi>Line 1</bdi>');
    expect(renderLineName({ ...look, ordered: orderOf(100) }, 1).markup).toBe(
      '<bdi>Product 1</bdi> <small>line 1</small>',
    );
  });

  test('when a payment has failed, it is said in plain words', () => {
    expect(sayStanding('payment_failed')).toBe('The payment has failed');
    expect(sayStanding('partially_captured')).toBe('The order is partially captured');
  });
});

describe('the button of a choice', () => {
  test.each([
    ['step_refused', 'retry', 'Try again now'],
    ['payment_undecided', 'retry', 'Look again now'],
    ['systems_differ', 'accept', 'Accept it as it is'],
    ['step_refused', 'accept', 'Go on without it'],
    ['provider_unreachable', 'accept', 'Go on without it'],
    ['provider_unreachable', 'mark_recorded', 'I have looked: its record is there'],
    ['hold_too_long', 'accept', 'Wait on'],
    ['payment_undecided', 'accept', 'End the order'],
    ['authorization_expiring', 'cancel', 'Let go what is reserved'],
    ['step_refused', 'cancel', 'Give the order up'],
    ['hold_too_long', 'cancel', 'Give the order up'],
    ['outcome_unknown', 'mark_not_moved', 'It did not move'],
    ['configuration_refused', 'mark_not_moved', 'Withdraw it'],
  ] as const)('when the matter is %s, names %s by what it does there', (code, choice, name) => {
    const matter = attention(code, 'why', [choice], noon);
    expect(nameChoice(choice, matter, viewOrder(paid()))).toBe(name);
  });

  test('when an adoption cannot be carried out, gives up the adoption and not the order', () => {
    const matter = attention('step_refused', 'why', ['cancel'], noon, 'adoption');
    expect(nameChoice('cancel', matter, viewOrder(paid()))).toBe('Give the adoption up');
  });

  test('when it has been pressed, is told in words that fit every matter', () => {
    expect(['accept', 'cancel', 'mark_not_moved', 'retry', 'toString'].map(nameTaken)).toEqual([
      'Accept',
      'Cancel',
      'It shall not move any more',
      'Try again now',
      undefined,
    ]);
  });
});

describe('the list', () => {
  const run = (orderReference: string, startedAt: string, ending?: string): ListedOrder => ({
    orderReference,
    startedAt,
    status: 'authorized',
    currency: 'NOK',
    amounts: { authorized: zero, captured: zero, refunded: zero },
    needsAttention: false,
    ...(ending === undefined ? {} : { ending }),
  });
  const old = run('web-1', '2026-01-01T12:00:00.000Z', 'TERMINATED');
  const adopted = run('web-1', '2026-01-02T12:00:00.000Z');
  const other = run('web-2', '2026-01-01T11:00:00.000Z');

  test('when an order was adopted, it stands there once, as its newest run', () => {
    expect(newestRuns([adopted, other, old])).toEqual({ others: [adopted, other] });
    const needing = { urgent: [other], others: [adopted] };
    expect(newestRuns([adopted, other, old], [old, other])).toEqual(needing);
  });
});

describe('a page', () => {
  let shop: ConsoleShop | undefined;

  afterEach(() => shop?.close());

  test('when there is no such order, leads to the list and not to the same again', async () => {
    shop = await openConsoleShop();
    const { status, body } = await shop.visit().get('/console/orders/web-9');
    expect(status).toBe(404);
    expect(body).toMatch(/<a href="\/console">Back to the orders<\/a>/);
    expect(body).not.toContain('Try again');
  });

  test('when nobody is logged in, says nothing of times and amounts that it does not show', async () => {
    shop = await openConsoleShop(['ops:read+operate']);
    const visitor = shop.visit();
    expect((await visitor.get('/console/login')).body).not.toContain('All times in UTC');
    await visitor.logIn('secret-of-ops');
    expect((await visitor.get('/console')).body).toContain('All times in UTC');
  });

  test('when a person opens the bare address, shows the console; a program is told that there is nothing', async () => {
    shop = await openConsoleShop();
    const visitor = shop.visit();
    const browser = await visitor.get('/', { accept: 'text/html,application/xhtml+xml' });
    expect([browser.status, browser.location]).toEqual([303, '/console']);
    const curl = await visitor.get('/', { accept: '*/*' });
    expect([curl.status, curl.location]).toEqual([303, '/console']);
    const program = await visitor.get('/', { accept: 'application/json' });
    expect(program.status).toBe(404);
    expect(JSON.parse(program.body)).toMatchObject({ code: 'route_not_found' });
  });

  test('when a line has nothing left, it has no field, and what is filled in already is not offered to be', async () => {
    shop = await openConsoleShop();
    const visitor = shop.visit();
    const capturing = '/console/orders/web-1/capture';
    const open = async (path: string) => {
      const { location } = await visitor.get(path);
      return visitor.get(location);
    };
    const form = await open(capturing);
    expect(form.body).not.toContain('Fill in all that remains');
    const fields = visitor.fieldsOf(form, capturing);
    const page = await visitor.review(capturing, { ...fields, 'amount-1': '600' });
    const typed = { ...visitor.fieldsOf(page, capturing) };
    await visitor.post(capturing, { ...typed, step: 'confirm' });
    const next = await open(capturing);
    expect(next.body).not.toContain('name="amount-1"');
    expect(next.body).toMatch(/nothing remains.*name="amount-2"/s);
    const refund = await open('/console/orders/web-1/refund');
    expect(refund.body).toContain('Fill in all that remains');
    expect(refund.body).toContain('name="amount-1"');
    expect(refund.body).not.toContain('name="amount-2"');
  });
});
