import { describe, expect, test } from '@jest/globals';
import { attention } from '../../src/domain/attention';
import { toMinorUnits } from '../../src/domain/money';
import type { OrderView } from '../../src/domain/order-view';
import { operationView, orderView, setUpTerminal } from '../support/terminal-world';

const since = '2026-11-24T12:00:00.000Z';

const surplus = attention(
  'surplus_moved',
  'shipment-1 moved twice',
  ['refund_surplus', 'accept'],
  since,
  'auto-3',
);
const expiring = attention(
  'authorization_expiring',
  'the authorization lapses soon',
  ['accept', 'cancel'],
  since,
);

/** 497.00 reserved, of which 398.00 were captured: 199.00 twice. */
function inNeed(needsAttention: OrderView['needsAttention'], furtherAttentions = 0): OrderView {
  return {
    ...orderView,
    status: 'partially_captured',
    amounts: {
      ...orderView.amounts,
      authorized: toMinorUnits(49_700),
      captured: toMinorUnits(39_800),
    },
    operations: [{ ...operationView('recorded'), operationId: 'auto-3' }],
    needsAttention,
    furtherAttentions,
  };
}

function setUp(view: OrderView, person?: string) {
  const world = setUpTerminal(
    {
      state() {
        world.note('state');
        return Promise.resolve(view);
      },
      resolve(reference, resolution) {
        world.note('resolve', reference, resolution);
        return Promise.resolve(view);
      },
    },
    person === undefined ? {} : { person },
  );
  const decided = () => world.asked.filter(([what]) => what === 'resolve');
  return { ...world, decided };
}

describe('a decision that is typed on a terminal', () => {
  test('when it moves money, shows how much, of what, and what follows, before it asks', async () => {
    const world = setUp(inNeed(surplus), 'y');
    expect(await world.operate('resolve web-100234 refund_surplus')).toBe(0);
    for (const shown of [
      'refund_surplus on web-100234: 199.00 NOK',
      'What moved too much is refunded to the customer.',
      'shipment-1 moved twice',
      'capture auto-3 recorded',
      'captured 398.00 NOK',
      'Go on?',
    ])
      expect(world.errors()).toContain(shown);
    expect(world.decided()).toHaveLength(1);
  });

  test('when it lets go what is reserved, shows that amount', async () => {
    const world = setUp(inNeed(expiring), 'y');
    await world.operate('resolve web-100234 cancel');
    expect(world.errors()).toContain('cancel on web-100234: 99.00 NOK');
    expect(world.errors()).toContain('What is still reserved is released to the customer.');
  });

  test.each([
    ['outcome_unknown', 'sends again only what is proven not to have moved'],
    ['systems_differ', 'Both systems are compared again at once'],
    ['step_refused', 'The step is tried again at once'],
  ] as const)('when it is a retry of %s, says what that means there', async (code, says) => {
    const world = setUp(inNeed(attention(code, 'who knows', ['retry'], since)), 'n');
    await world.operate('resolve web-100234 retry');
    expect(world.errors()).toContain(says);
  });

  test('when it is agreed to, is about the matter that was shown, whatever has come up since', async () => {
    const world = setUp(inNeed(surplus), 'yes');
    await world.operateWith(['resolve', 'web-1', 'accept', '--note', 'kari']);
    const about = { code: 'surplus_moved', operationId: 'auto-3' };
    expect(world.decided()).toEqual([
      ['resolve', 'web-1', { choice: 'accept', note: 'kari', ...about }],
    ]);
  });

  test.each(['', 'n', 'yep'])(
    'when the answer is "%s", decides nothing and exits 1',
    async (no) => {
      const world = setUp(inNeed(surplus), no);
      expect(await world.operate('resolve web-1 accept')).toBe(1);
      expect(world.decided()).toEqual([]);
      expect(world.output()).toBe('Nothing was asked for.');
    },
  );

  test.each([
    [inNeed(surplus, 1), 'shows another matter first: surplus_moved'],
    [inNeed(null), 'shows no matter that offers this'],
  ])(
    'when the order does not show that matter, says so and leaves it to the order',
    async (view, says) => {
      const world = setUp(view, 'y');
      await world.operate('resolve web-1 retry --code step_refused');
      expect(world.errors()).toContain(says);
      expect(world.decided()).toEqual([
        ['resolve', 'web-1', { choice: 'retry', code: 'step_refused' }],
      ]);
    },
  );
});

test('when a decision was agreed to beforehand, it is sent as it was typed, and nothing is looked up', async () => {
  const world = setUp(inNeed(surplus));
  expect(await world.operate('resolve web-1 accept --yes')).toBe(0);
  expect(world.asked).toEqual([['resolve', 'web-1', { choice: 'accept' }], ['close']]);
  expect(world.errors()).toBe('');
});
