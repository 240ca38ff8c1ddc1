import { describe, expect, test } from '@jest/globals';
import type { OrderView } from '../../src/domain/order-view';
import { orderView, setUpTerminal } from '../support/terminal-world';

const sandboxUrl = 'http://127.0.0.1:8900';
const view: OrderView = {
  ...orderView,
  status: 'awaiting_payment',
  sessionId: 'T00000000.abc',
  checkoutUrl: `${sandboxUrl}/v1/view/T00000000.abc`,
};

type Routes = Readonly<Record<string, () => unknown>>;

/** Answers these routes, notes every request, and refuses what it does not know. */
function setUp(state: OrderView, routes: Routes = {}) {
  const requests: string[] = [];
  const world = setUpTerminal(
    {
      state: () => Promise.resolve(state),
      notifyPayment: () => Promise.resolve('poll'),
      waitFor: () => Promise.resolve({ ...state, status: 'authorized' }),
    },
    {
      fetch: (input, init) => {
        const { origin, pathname } = new URL(input instanceof Request ? input.url : input);
        requests.push(`${init?.method ?? 'GET'} ${origin}${pathname}`);
        const route = routes[pathname];
        return Promise.resolve(
          route === undefined ? new Response('', { status: 404 }) : Response.json(route()),
        );
      },
    },
  );
  return { ...world, requests };
}

const switches = { '/sandbox/switches': () => ({}) };

describe('paying by a command', () => {
  test.each(['pay web-1', 'sandbox pay web-1'])(
    '"%s" pays on the sandbox and shows what the order made of it',
    async (line) => {
      const world = setUp(view, { ...switches, '/sandbox/sessions/T00000000.abc/pay': () => ({}) });
      expect(await world.operate(line)).toBe(0);
      expect(world.requests).toEqual([
        `GET ${sandboxUrl}/sandbox/switches`,
        `POST ${sandboxUrl}/sandbox/sessions/T00000000.abc/pay`,
      ]);
      expect(world.output()).toBe('the customer pays: web-1 is authorized');
    },
  );

  test.each([
    'https://checkout.dintero.com/v1/view/abc',
    'https://checkout.test.dintero.com/v1/view/abc',
    'https://CHECKOUT.DINTERO.COM./v1/view/abc',
  ])('on the real service (%s), is refused and sends nothing at all', async (checkoutUrl) => {
    const world = setUp({ ...view, checkoutUrl });
    expect(await world.operate('pay web-1')).toBe(1);
    expect(world.errors()).toContain('the real service');
    expect(world.requests).toEqual([]);
  });

  test('of an order without a page, where the environment names the real service, is refused as well', async () => {
    const { checkoutUrl: _url, ...without } = view;
    const world = setUp(without);
    expect(await world.operate('sandbox decline web-1')).toBe(1);
    expect(world.requests).toEqual([]);
  });

  test('where something else than the sandbox answers, posts nothing', async () => {
    const world = setUp(view);
    expect(await world.operate('pay web-1')).toBe(1);
    expect(world.requests).toEqual([`GET ${sandboxUrl}/sandbox/switches`]);
    expect(world.errors()).toContain('is no sandbox');
  });
});

describe('calling back once more', () => {
  const delivery = (attempts: number, state = 'delivered') => ({
    deliveryId: 'd-1',
    sessionId: 'T00000000.abc',
    url: 'http://127.0.0.1:9000/cb?secret=1',
    state,
    attempts: Array.from({ length: attempts }, () => ({ at: '', outcome: { status: 200 } })),
  });

  test('delivers it again and says how it was answered, without what stands in its query', async () => {
    let attempts = 1;
    const world = setUp(view, {
      ...switches,
      '/sandbox/callbacks': () => ({ callbacks: [delivery(attempts)] }),
      '/sandbox/callbacks/d-1/resend': () => {
        attempts += 1;
        return {};
      },
    });
    expect(await world.operate('sandbox callback resend web-1')).toBe(0);
    expect(world.output()).toBe(
      'delivered again to http://127.0.0.1:9000/cb, which answered 200 (attempt 2)',
    );
  });

  test.each([
    [[], 'CALLBACK_PUBLIC_URL'],
    [[delivery(0, 'not-allowed')], '127.0.0.1'],
  ] as const)(
    'without one that it may deliver, says what is missing',
    async (callbacks, remedy) => {
      const world = setUp(view, { ...switches, '/sandbox/callbacks': () => ({ callbacks }) });
      expect(await world.operate('sandbox callback resend web-1')).toBe(1);
      expect(world.errors()).toContain(remedy);
    },
  );
});
