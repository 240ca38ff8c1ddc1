import { describe, expect, test } from '@jest/globals';
import { OperationRefusedError } from '../../src/client/order-saga-errors';
import { fault } from '../../src/cli/findings';
import { orderView, setUpTerminal } from '../support/terminal-world';

/** Clears the screen, sets the title, turns the writing around, and the same by single bytes above ASCII. */
const hostile = '\u001B[2J\u001B]0;owned\u0007\u009B31m\u202Egnp\u2028x';
// oxlint-disable-next-line no-control-regex -- these are what may not be printed.
const steering = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2028\u2066-\u2069]/;

const view = {
  ...orderView,
  orderReference: `web${hostile}`,
  orderId: hostile,
  checkoutUrl: `https://pay.example/${hostile}`,
  status: 'awaiting_payment',
  operations: [
    {
      operationId: hostile,
      kind: 'capture',
      status: 'rejected',
      amount: orderView.amounts.captured,
      lines: [],
      content: '',
      requestedAt: '2026-11-24T12:00:00.000Z',
      reason: hostile,
    },
  ],
  needsAttention: {
    code: 'defect',
    message: hostile,
    since: '2026-11-24T12:00:00.000Z',
    choices: ['retry'],
    operationId: hostile,
  },
} as const;

const rows = [
  { atMs: 0, source: 'operator', what: hostile, detail: hostile, outcome: hostile },
] as const;

describe('when what comes from outside would steer a terminal, nothing of it is printed', () => {
  test.each([
    'show web-1',
    'show web-1 --timeline',
    'show web-1 --json',
    'reconcile web-1',
    'capture web-1 --dry-run',
    'list',
    'list --json',
    'doctor',
  ])('by %s', async (line) => {
    const world = setUpTerminal(
      {
        state: () => Promise.resolve(view),
        reconcile: () => Promise.resolve(view),
        timeline: () => Promise.resolve(rows),
        ordered: () => Promise.resolve(undefined),
        list: () =>
          Promise.resolve({
            orders: [
              {
                ...view,
                amounts: orderView.amounts,
                needsAttention: true,
                startedAt: '2026-11-24T12:00:00.000Z',
              },
            ],
          }),
      },
      {
        upkeep: { examine: async () => [fault('worker', hostile, hostile)], setUp: async () => [] },
      },
    );
    await world.operate(line);
    expect(world.output() + world.errors()).toMatch(/\w/);
    expect(world.output()).not.toMatch(steering);
    expect(world.errors()).not.toMatch(steering);
  });

  test('nor by an error, nor by its remedy', async () => {
    const world = setUpTerminal({
      state: () => Promise.reject(new OperationRefusedError('not_paid', hostile)),
    });
    expect(await world.operate('show web-1')).toBe(1);
    expect(world.errors()).toContain('[2J');
    expect(world.errors()).not.toMatch(steering);
  });
});
