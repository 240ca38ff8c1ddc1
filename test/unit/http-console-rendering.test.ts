import { describe, expect, test } from '@jest/globals';
import { viewOrder } from '../../src/domain/order-view';
import type { OrderView } from '../../src/domain/order-view';
import { html, showJson, webAddress } from '../../src/http/console/html';
import { createOrderLooks } from '../../src/http/console/order-look';
import { renderTimeline } from '../../src/http/console/order-timeline';
import type { OrderSagaClient } from '../../src/client/order-saga-client';
import { WorkerUnavailableError } from '../../src/client/temporal-errors';
import { renderMoneyBar, sharesOf } from '../../src/http/console/money-bar';
import { renderOrder } from '../../src/http/console/order-page';
import { renderTold } from '../../src/http/console/order-told';
import { remainderOf, reservedOf, wholeRemainder } from '../../src/domain/view-remainder';
import { remainderInAll, remainderOnLine } from '../../src/domain/remainder';
import type { OrderState } from '../../src/domain/order-state';
import { accepting, capture, done, line, orderOf, paid, refund } from '../support/order-states';

const hostile = `<script>alert('x')</script> "quoted" & \u202Etxt.exe\u2066\u0007`;
const source = '/console/orders/web-1/live';

/** What stands in markup where the hostile text was put: every sign of it a text. */
const harmless = `&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &quot;quoted&quot; &amp; txt.exe `;

describe('a template', () => {
  test('when a text looks like markup or turns the direction of writing, it stays a text', () => {
    expect(html`<p title="${hostile}">${hostile}</p>`.markup).toBe(
      `<p title="${harmless}">${harmless}</p>`,
    );
  });

  test('when a part is markup of ours, a list or nothing, writes it, them or nothing', () => {
    const items = ['a', 'b'].map((one) => html`<li>${one}</li>`);
    expect(
      html`<ul>
        ${items}${undefined}${false}${0}
      </ul>`.markup.replaceAll(/\s/g, ''),
    ).toBe('<ul><li>a</li><li>b</li>0</ul>');
  });

  test('when a value from outside has the form of markup, it is refused and not written', () => {
    const forged = JSON.parse('{"markup":"<script></script>"}') as ReturnType<typeof html>;
    expect(() => html`${forged}`).toThrow(TypeError);
  });

  test('when an address leads a browser to something else than a page, it is none', () => {
    expect(webAddress('https://checkout.example/S1')).toBe('https://checkout.example/S1');
    for (const address of ['javascript:alert(1)', 'data:text/html,x', '/console', '', undefined])
      expect(webAddress(address)).toBeUndefined();
  });

  test('when JSON holds what cannot be seen, spells it out', () => {
    const { markup } = showJson({ description: hostile });
    expect(markup).toMatch(/^\{<br \/>.*<br \/>\}<br \/>$/);
    expect(markup).toContain('\\u202etxt.exe\\u2066\\u0007');
    expect(markup).not.toMatch(/[\u202E\u2066]|<script/);
  });
});

describe("an order's page", () => {
  const order = { ...orderOf(60_000, 40_000), customer: { email: `${hostile}@x` } };
  const lines = order.lines.map((one) => ({ ...one, description: hostile }));
  const state = done(paid(order), capture('c1', [line(1, 20_000)]));
  const matter = {
    code: 'outcome_unknown',
    message: hostile,
    since: '2026-01-01T12:00:00.000Z',
    choices: ['mark_moved', 'retry'],
    operationId: 'c1',
  } as const;
  const view: OrderView = { ...viewOrder(state), needsAttention: matter };
  const timeline = [
    { atMs: 0, source: 'operator', what: hostile, detail: hostile, outcome: hostile },
  ] as const;
  const draw = (mayOperate: boolean) =>
    renderOrder({
      look: { orderReference: 'web-1', view, ordered: { ...order, lines }, timeline },
      mayOperate,
      source,
      workflowUrl: 'https://temporal.example/order-web-1',
    }).markup;

  test('when every text of it is hostile, none becomes markup or turns the writing', () => {
    const page = draw(true);
    expect(page.match(/&lt;script&gt;/g)?.length).toBeGreaterThanOrEqual(6);
    expect(page).not.toMatch(/<script|"quoted"|[\u202A-\u202E\u2066-\u2069]/);
    expect(page.includes('\u0007')).toBe(false);
  });

  test('when one may not operate, nothing is offered, and the matter is shown all the same', () => {
    expect(draw(true)).toMatch(
      /resolve\?choice=mark_moved&amp;code=outcome_unknown.*\/orders\/web-1\/capture/s,
    );
    expect(draw(false)).not.toMatch(/\/(?:capture|refund|cancel|resolve|reconcile)\b/);
    expect(draw(false)).toContain('Nobody knows whether the money moved');
  });

  test('when the order does not answer, its story is told and the remedy named', () => {
    const { markup } = renderOrder({
      look: { orderReference: 'web-1', timeline },
      mayOperate: true,
      source,
    });
    expect(markup).toMatch(/<h1>\s*<bdi>web-1<\/bdi>/);
    expect(markup).not.toContain('/capture');
  });

  test('when the address tells of an operation that the order does not have, nothing is said', () => {
    expect(renderTold(view, 'capture.c1')).toMatchObject({
      markup: expect.stringContaining('Done. Both systems say so.'),
    });
    for (const told of [
      'capture.c2',
      'refund.c1',
      'decided.everything',
      'decided.toString',
      hostile,
    ])
      expect(renderTold(view, told)).toBeUndefined();
  });
});

test('when a release was refused, one is not sent to a new form, which would be refused alike', () => {
  const refused = {
    operationId: 'cancel-1',
    status: 'rejected',
    reason: 'lapses by itself',
  } as const;
  const told = (kind: 'capture' | 'cancel') => {
    const view = viewOrder(accepting(paid(), { kind, operationId: 'cancel-1' }));
    const operations = view.operations.map((one) => ({ ...one, ...refused }));
    return JSON.stringify(renderTold({ ...view, operations }, `${kind}.cancel-1`));
  };
  expect(told('cancel')).toMatch(/Nothing is released by it\..*lapses by itself/);
  expect(told('cancel')).not.toContain('new form');
  expect(told('capture')).toContain('open a new form');
});

describe('the money bar', () => {
  test('when parts were captured, refunded and let go, they add up to what was authorized', () => {
    const state = done(
      paid(orderOf(60_000, 40_000)),
      capture('c1', [line(1, 50_000)]),
      refund('r1', [line(1, 20_000)]),
      { kind: 'cancel' },
    );
    const view = viewOrder(state);
    expect(sharesOf(view).map(({ name, amount }) => [name, amount])).toEqual([
      ['kept', 30_000],
      ['refunded', 20_000],
      ['released', 50_000],
    ]);
    expect(renderMoneyBar(view).markup).toMatch(
      /x="0.0" width="300.0".*x="300.0" width="200.0".*x="500.0" width="500.0"/s,
    );
  });

  test('when nothing is authorized, says so', () => {
    const view = { ...viewOrder(paid()), amounts: { ...viewOrder(paid()).amounts, authorized: 0 } };
    expect(renderMoneyBar(view as OrderView).markup).toContain('Nothing is authorized.');
  });
});

describe('what a form is filled with', () => {
  const order = orderOf(60_000, 40_000);
  const states: readonly (readonly [string, OrderState])[] = [
    ['just paid', paid(order)],
    ['partly captured', done(paid(order), capture('c1', [line(1, 20_000)]))],
    ['with a capture on its way', accepting(paid(order), capture('c1', [line(2, 40_000)]))],
    [
      'with a refund waiting behind its capture',
      accepting(paid(order), capture('c1', [line(1, 60_000)]), refund('r1', [line(1, 10_000)])),
    ],
    ['let go', done(paid(order), capture('c1', [line(1, 20_000)]), { kind: 'cancel' })],
  ];

  test.each(states)('for an order %s is what the order itself would take', (_name, state) => {
    const view = viewOrder(state);
    for (const kind of ['capture', 'refund'] as const) {
      const most = remainderInAll(state, kind);
      const remainder = remainderOf(view, kind);
      expect(remainder.inAll).toBe(most);
      expect(remainder.lines.map(({ amount }) => amount)).toEqual(
        order.lines.map(({ lineId }) => Math.min(remainderOnLine(state, kind, lineId), most)),
      );
      const whole = wholeRemainder(view, kind).reduce((sum, { amount }) => sum + amount, 0);
      expect(whole).toBeLessThanOrEqual(most);
    }
  });

  test('when less is reserved than the lines say, hands out no more than that', () => {
    const view = viewOrder(paid(order));
    const less = { ...view, amounts: { ...view.amounts, captured: 70_000 } } as OrderView;
    expect(reservedOf(less)).toBe(30_000);
    expect(wholeRemainder(less, 'capture')).toEqual([{ lineId: 1, amount: 30_000 }]);
  });
});

describe('looking at orders', () => {
  test('when many pages show one order, it is read once; after something was asked of it, anew', async () => {
    let reads = 0;
    const orders = {
      state: async () => ({ ...viewOrder(paid()), refusedMessages: (reads += 1) }),
      ordered: async () => undefined,
      timeline: async () => [],
    } as unknown as OrderSagaClient;
    const looks = createOrderLooks(orders);
    await Promise.all([looks.look('web-1'), looks.look('web-1'), looks.look('web-1')]);
    expect(reads).toBe(1);
    await looks.look('web-2');
    looks.forget('web-1');
    expect((await looks.look('web-1')).view?.refusedMessages).toBe(3);
  });

  test('when an order does not answer, what is known of it is there, with the reason', async () => {
    const orders = {
      state: async () => Promise.reject(new WorkerUnavailableError('state of web-1')),
      ordered: async () => Promise.reject(new WorkerUnavailableError('order web-1')),
      timeline: async () => [],
    } as unknown as OrderSagaClient;
    expect(await createOrderLooks(orders).look('web-1')).toEqual({
      orderReference: 'web-1',
      timeline: [],
      trouble: expect.objectContaining({ code: 'worker_unavailable' }),
    });
  });
});

test('when a step is tried again and again, the timeline tells it once, and how often', () => {
  const tried = [0, 1, 2].flatMap((minute) => [
    { atMs: minute * 60_000, source: 'workflow', what: 'Capture', outcome: 'failed' } as const,
    { atMs: minute * 60_000 + 1, source: 'workflow', what: 'Pause' } as const,
  ]);
  const { markup } = renderTimeline([...tried, { ...tried[0]!, outcome: 'moved' }], 'NOK');
  expect(markup.match(/<li/g)).toHaveLength(3);
  expect(
    markup.match(/3 times since\s*<time datetime="1970-01-01T00:00:00.00[01]Z"/g),
  ).toHaveLength(2);
});
