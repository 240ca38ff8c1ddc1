import { describe, expect, test } from '@jest/globals';
import { runStarter } from '../../src/cli/program';
import type { CallOptions } from '../../src/client/order-saga-client';
import {
  DeadlineExceededError,
  OperationRefusedError,
  OrderNotFoundError,
} from '../../src/client/order-saga-errors';
import { TemporalUnavailableError } from '../../src/client/temporal-errors';
import { operationView, orderView, setUpTerminal } from '../support/terminal-world';
import example from '../../examples/order.json';

describe('a capture', () => {
  test('by line, is asked for in minor units, within the deadline, and the connection is closed', async () => {
    const world = setUpTerminal({
      capture(...what) {
        world.note(...what);
        return Promise.resolve(operationView('recorded'));
      },
    });
    expect(
      await world.operate(
        'capture web-1 --id shipment-1 --line 1=199.00 --line 2=1 --deadline 2m --yes',
      ),
    ).toBe(0);
    expect(world.asked).toEqual([
      [
        'web-1',
        {
          captureId: 'shipment-1',
          lines: [
            { lineId: 1, amount: 19_900 },
            { lineId: 2, amount: 100 },
          ],
        },
        expect.objectContaining({ deadlineMs: 120_000 } satisfies CallOptions),
      ],
      ['close'],
    ]);
    expect(world.output()).toBe('capture shipment-1 recorded, 199.00 NOK');
  });

  test('without an amount, asks for all that remains', async () => {
    const world = setUpTerminal({
      capture(_reference, request) {
        world.note(request);
        return Promise.resolve(operationView('moved'));
      },
    });
    expect(await world.operate('capture web-1 --yes')).toBe(0);
    expect(await world.operate('capture web-1 --final --yes')).toBe(0);
    expect(world.asked.filter(([what]) => what !== 'close')).toEqual([[{}], [{ final: true }]]);
  });

  test.each([
    ['recorded', 0],
    ['moved', 0],
    ['rejected', 1],
    ['queued', 75],
    ['moving', 75],
    ['unknown', 75],
  ] as const)(
    'that ends %s, exits %d and prints one document with --json',
    async (status, code) => {
      const world = setUpTerminal({ capture: () => Promise.resolve(operationView(status)) });
      expect(await world.operate('capture web-1 --json --yes')).toBe(code);
      expect(world.document()).toMatchObject({
        orderReference: orderView.orderReference,
        currency: 'NOK',
        kind: 'capture',
        operation: operationView(status),
      });
    },
  );

  test('of named amounts without an id, is wrong usage and asks for nothing', async () => {
    const world = setUpTerminal();
    expect(await world.operate('capture web-1 --line 1=1.00')).toBe(64);
    expect(world.errors()).toContain('--id shipment-1');
  });
});

describe('an error', () => {
  test.each([
    [new OperationRefusedError('not_paid', 'the order is not paid yet'), 1],
    [new OrderNotFoundError('web-1'), 66],
    [new TemporalUnavailableError('state of web-1'), 69],
    [new DeadlineExceededError('state of web-1', 1_000), 75],
  ] as const)('%s is shown with its remedy and its exit code', async (told, code) => {
    const forPeople = setUpTerminal({ state: () => Promise.reject(told) });
    expect(await forPeople.operate('show web-1')).toBe(code);
    expect(forPeople.output()).toBe('');
    expect(forPeople.errors()).toBe(`${told.message}\n${told.remedy}`);
    expect(forPeople.asked).toEqual([['close']]);

    const forPrograms = setUpTerminal({ state: () => Promise.reject(told) });
    expect(await forPrograms.operate('show web-1 --json')).toBe(code);
    expect(forPrograms.document()).toEqual({
      error: expect.objectContaining({ code: told.code, remedy: told.remedy }),
    });
  });

  test('that nobody foresaw is not swallowed', async () => {
    const world = setUpTerminal({ state: () => Promise.reject(new TypeError('a defect')) });
    await expect(world.operate('show web-1')).rejects.toThrow('a defect');
  });
});

describe('a refund, a cancel and a decision', () => {
  test('are passed on as they were typed', async () => {
    const world = setUpTerminal({
      refund(...what) {
        world.note('refund', ...what.slice(0, 2));
        return Promise.resolve(operationView('recorded'));
      },
      cancel(...what) {
        world.note('cancel', ...what.slice(0, 2));
        return Promise.resolve(operationView('recorded'));
      },
      resolve(...what) {
        world.note('resolve', ...what.slice(0, 2));
        return Promise.resolve(orderView);
      },
    });
    await world.operate('refund web-1 --id return-1 --line-minor 1=50 --reason damaged --yes');
    await world.operate('cancel web-1 --reason customer --yes');
    await world.operate(
      'resolve web-1 retry --code outcome_unknown --operation s-1 --note kari --yes',
    );
    expect(world.asked.filter(([what]) => what !== 'close')).toEqual([
      [
        'refund',
        'web-1',
        { refundId: 'return-1', lines: [{ lineId: 1, amount: 50 }], reason: 'damaged' },
      ],
      ['cancel', 'web-1', { reason: 'customer' }],
      [
        'resolve',
        'web-1',
        { choice: 'retry', code: 'outcome_unknown', operationId: 's-1', note: 'kari' },
      ],
    ]);
  });
});

describe('the starter', () => {
  const started = {
    orderReference: 'web-100234',
    workflowId: 'order-web-100234',
    runId: 'run-1',
    alreadyRunning: false,
    status: 'awaiting_payment',
    orderId: 'ABC123DEF',
    checkoutUrl: 'https://checkout.example/pay',
  } as const;

  test('with an order on standard input, prints its id, where to pay and where to look', async () => {
    const world = setUpTerminal(
      {
        start(order) {
          world.note(order);
          return Promise.resolve(started);
        },
      },
      { stdin: JSON.stringify(example) },
    );
    expect(await runStarter(['-'], world.surroundings)).toBe(0);
    expect(world.asked[0]).toEqual([example]);
    for (const text of ['ABC123DEF', 'https://checkout.example/pay', 'http://ui.example/order-'])
      expect(world.output()).toContain(text);
  });

  test('when the same order was started before, says that it attached', async () => {
    const world = setUpTerminal({
      start: () => Promise.resolve({ ...started, alreadyRunning: true }),
    });
    expect(await runStarter(['examples/order.json'], world.surroundings)).toBe(0);
    expect(world.output()).toContain('attached');
  });

  test('when it was started before and has ended, says that it can be paid no more', async () => {
    const { checkoutUrl: _url, ...ended } = { ...started, status: 'expired' as const };
    const world = setUpTerminal({
      start: () => Promise.resolve({ ...ended, alreadyRunning: true }),
    });
    expect(await runStarter(['examples/order.json'], world.surroundings)).toBe(0);
    expect(world.output()).toContain('a new payment needs a reference of its own');
  });

  test('when the checkout page cannot be made yet, exits 75 and says where to look', async () => {
    const { checkoutUrl: _url, ...preparing } = { ...started, status: 'preparing' as const };
    const world = setUpTerminal({ start: () => Promise.resolve(preparing) });
    expect(await runStarter(['examples/order.json', '--json'], world.surroundings)).toBe(75);
    expect(world.document()).toMatchObject({ status: 'preparing', webUi: expect.any(String) });
  });

  test('with a file that is missing or no JSON, exits 66 or 65 and starts nothing', async () => {
    const missing = setUpTerminal();
    expect(await runStarter(['nowhere.json'], missing.surroundings)).toBe(66);
    expect(missing.errors()).toMatch(/^nowhere\.json cannot be read: there is no such file\n/);
    const garbled = setUpTerminal({}, { stdin: '{"orderReference":' });
    expect(await runStarter(['-'], garbled.surroundings)).toBe(65);
    expect(garbled.errors()).toContain('examples/order.json');
  });

  test.each([
    ['that is missing', 'nowhere.json', 66],
    ['that is no JSON', 'README.md', 65],
    ['that is no order', 'package.json', 65],
  ])('with a file %s, says so without a connection to Temporal', async (_what, file, code) => {
    const openClient = () => Promise.reject(new TemporalUnavailableError('connect'));
    const world = setUpTerminal({}, { openClient });
    expect(await world.operate(`start ${file}`)).toBe(code);
  });
});
