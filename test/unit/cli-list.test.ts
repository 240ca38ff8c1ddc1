import { describe, expect, test } from '@jest/globals';
import type { ListedOrder, ListRequest } from '../../src/client/list-orders';
import { queryOf } from '../../src/client/order-filter';
import { toMinorUnits } from '../../src/domain/money';
import { setUpTerminal } from '../support/terminal-world';

function listed(orderReference: string, more: Partial<ListedOrder> = {}): ListedOrder {
  const amounts = {
    authorized: toMinorUnits(39_800),
    captured: toMinorUnits(0),
    refunded: toMinorUnits(0),
  };
  return {
    orderReference,
    status: 'authorized',
    currency: 'NOK',
    amounts,
    needsAttention: false,
    startedAt: '2026-11-24T09:00:00.000Z',
    ...more,
  };
}

function faultOf(read: () => unknown): Error {
  try {
    throw new Error(`${String(read())} is no fault`);
  } catch (error) {
    return error as Error;
  }
}

/** Temporal's list with these orders, and what was asked of it. */
function setUp(orders: readonly ListedOrder[], pageSize = 200) {
  const world = setUpTerminal({
    list(request: ListRequest = {}) {
      world.note(request);
      const wanted = orders.filter((one) => one.needsAttention === request.needsAttention);
      const from = Number(request.cursor ?? 0);
      const until = from + Math.min(pageSize, request.limit ?? 50);
      const next = until < wanted.length ? { nextCursor: String(until) } : {};
      return Promise.resolve({ orders: wanted.slice(from, until), ...next });
    },
  });
  return world;
}

describe('the list', () => {
  test('shows what needs attention first, with status, amounts, age and how it ended', async () => {
    const world = setUp([
      listed('calm'),
      listed('ended', { closedAt: '2026-11-24T10:00:00.000Z', ending: 'TERMINATED' }),
      listed('urgent', { needsAttention: true, status: 'partially_captured' }),
    ]);
    expect(await world.operate('list')).toBe(0);
    const [titles, ...rows] = world.output().split('\n');
    expect(titles).toMatch(/order +status +authorized +captured +refunded +age/);
    expect(rows[0]).toMatch(/^urgent +partially captured +398\.00 NOK .* 3h .*needs attention$/);
    expect(rows[1]).toMatch(/^calm/);
    expect(rows[2]).toMatch(/terminated$/);
  });

  test.each([
    ['--since yesterday', /^--since: .*2d.*2026-12-01T08:00:00Z\n/],
    ['--prefix a/b', /^--prefix: use 1 to 64/],
  ])(
    'with %s, names the option and what it takes, and says nothing of a start',
    async (options, said) => {
      const world = setUpTerminal({
        list: ({ limit: _limit, ...filter } = {}) => Promise.reject(faultOf(() => queryOf(filter))),
      });
      expect(await world.operate(`list ${options}`)).toBe(64);
      expect(world.errors()).toMatch(said);
      expect(world.errors()).not.toMatch(/start/);
    },
  );

  test('with filters, asks Temporal for nothing else, a duration counted back from now', async () => {
    const world = setUp([listed('one', { needsAttention: true })]);
    await world.operate('list --status authorized --since 2d --prefix web- --attention --limit 10');
    expect(world.asked.filter(([what]) => what !== 'close')).toEqual([
      [
        {
          status: 'authorized',
          startedAfter: '2026-11-22T12:00:00.000Z',
          referencePrefix: 'web-',
          needsAttention: true,
          limit: 10,
        },
      ],
    ]);
  });

  test('longer than a page, is read page by page up to the limit, and says that there is more', async () => {
    const world = setUp(
      Array.from({ length: 9 }, (_none, index) => listed(`web-${index}`)),
      3,
    );
    await world.operate('list --limit 5 --json');
    const { orders, more } = world.document() as { orders: ListedOrder[]; more: boolean };
    expect(orders.map((one) => one.orderReference)).toEqual([0, 1, 2, 3, 4].map((n) => `web-${n}`));
    expect(more).toBe(true);
  });

  test('without orders, says so', async () => {
    const world = setUp([]);
    expect(await world.operate('list')).toBe(0);
    expect(world.output()).toBe('No order matches.');
  });
});

describe('what a shell completes', () => {
  test('are the references that begin as it was typed', async () => {
    const world = setUpTerminal({
      list(request) {
        world.note(request);
        return Promise.resolve({ orders: [listed('web-1'), listed('web-2')] });
      },
    });
    await world.operate('complete-references web-');
    expect(world.output()).toBe('web-1\nweb-2');
    expect(world.asked[0]).toEqual([{ limit: 50, referencePrefix: 'web-' }]);
  });

  test.each(['bash', 'zsh', 'fish'])(
    'is written for %s, with each command and its options',
    async (shell) => {
      const world = setUpTerminal();
      expect(await world.operate(`completion ${shell}`)).toBe(0);
      for (const word of ['refund', 'dry-run', 'partially', 'sandbox', 'complete-references'])
        expect(world.output().includes(word)).toBe(word !== 'partially');
    },
  );
});
