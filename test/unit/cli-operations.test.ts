import { describe, expect, test } from '@jest/globals';
import { OperationRefusedError } from '../../src/client/order-saga-errors';
import type { ConnectedClient } from '../../src/client/connect';
import { readOrder } from '../../src/client/read-order';
import { toMinorUnits } from '../../src/domain/money';
import type { OperationView, OrderView } from '../../src/domain/order-view';
import { operationView, orderView, setUpTerminal } from '../support/terminal-world';
import example from '../../examples/order.json';

const ordered = readOrder(example).order;
const minor = toMinorUnits;

/** The example's order, paid, with these operations. */
function paid(operations: readonly OperationView[] = [], captured = 0): OrderView {
  const amounts = { ...orderView.amounts, authorized: minor(49_700), captured: minor(captured) };
  return { ...orderView, status: 'authorized', amounts, operations };
}

const capturedBefore: OperationView = {
  ...operationView('recorded'),
  lines: [{ lineId: 1, amount: minor(19_900) }],
  content: '{"lines":[{"amount":19900,"lineId":1}]}',
};

function setUp(view: OrderView, answers: Partial<ConnectedClient> = {}, person?: string) {
  const world = setUpTerminal(
    {
      state: () => Promise.resolve(view),
      ordered: () => Promise.resolve(ordered),
      capture(reference, request) {
        world.note('capture', reference, request);
        return Promise.resolve(operationView('recorded'));
      },
      refund(reference, request) {
        world.note('refund', reference, request);
        return Promise.resolve({ ...operationView('recorded'), kind: 'refund' });
      },
      cancel(reference, request) {
        world.note('cancel', reference, request);
        return Promise.resolve({ ...operationView('recorded'), kind: 'cancel' });
      },
      ...answers,
    },
    person === undefined ? {} : { person },
  );
  const moved = () => world.asked.filter(([what]) => what !== 'close');
  return { ...world, moved };
}

describe('consent', () => {
  test.each([
    'capture web-1',
    'refund web-1 --id r-1 --line 1=1.00 --reason damaged',
    'cancel web-1 --reason customer',
    'capture --file shipments.csv',
    'resolve web-1 cancel',
  ])(
    'without a terminal and without --yes, "%s" exits 64 before anything is opened',
    async (line) => {
      const world = setUp(paid());
      expect(await world.operate(line)).toBe(64);
      expect(world.errors()).toContain('--yes');
      expect(world.asked).toEqual([]);
    },
  );

  test('on a terminal, shows the amount, the order and what remains, and a yes moves', async () => {
    const world = setUp(paid(), {}, 'y');
    expect(await world.operate('capture web-100234 --id shipment-1 --line 1=199.00')).toBe(0);
    for (const shown of ['199.00 NOK', 'web-100234', '39.80 NOK', '298.00 NOK', 'Go on?'])
      expect(world.errors()).toContain(shown);
    expect(world.moved()).toHaveLength(1);
  });

  test.each(['', 'n', 'no', 'yep'])(
    'on a terminal, "%s" moves nothing and exits 1',
    async (person) => {
      const world = setUp(paid(), {}, person);
      expect(await world.operate('cancel web-1 --reason customer')).toBe(1);
      expect(world.moved()).toEqual([]);
      expect(world.output()).toBe('Nothing was asked for.');
    },
  );
});

describe('a dry run', () => {
  test('shows lines, the VAT that this part carries and what remains, and asks for nothing', async () => {
    const world = setUp(paid([capturedBefore], 19_900));
    expect(await world.operate('capture web-1 --dry-run --json')).toBe(0);
    expect(world.document()).toMatchObject({
      dryRun: true,
      result: 'would_be_accepted',
      operationId: 'rest-1',
      amount: 29_800,
      lines: [
        { lineId: 1, description: 'Stablestol', amount: 19_900, vat: 3_980, remains: 0 },
        { lineId: 2, amount: 9_900, vat: 1_980, remains: 0 },
      ],
      remains: 0,
    });
    expect(world.moved()).toEqual([]);
  });

  test('of too much, says what can still be asked for and exits 1', async () => {
    const world = setUp(paid([capturedBefore], 19_900));
    const line = 'refund web-1 --id r-1 --line 1=199.01 --reason damaged --dry-run';
    expect(await world.operate(line)).toBe(1);
    expect(world.output()).toContain('amount_exceeds_remainder');
    expect(world.output()).toContain('199.00 NOK');
  });

  test('of what was asked for before, names it as its duplicate', async () => {
    const world = setUp(paid([capturedBefore], 19_900));
    expect(await world.operate('capture web-1 --id shipment-1 --line 1=199 --dry-run')).toBe(0);
    expect(world.output()).toContain('Duplicate of capture shipment-1 recorded');
  });

  test('of an order that was taken over, does without the VAT that nobody knows', async () => {
    const world = setUp(paid(), { ordered: () => Promise.resolve(undefined) });
    expect(await world.operate('capture web-1 --id s-1 --line 1=199 --dry-run')).toBe(0);
    expect(world.output()).toContain('not known');
  });

  test('of a cancel, says what would be let go', async () => {
    const world = setUp(paid([capturedBefore], 19_900));
    expect(await world.operate('cancel web-1 --reason customer --dry-run')).toBe(0);
    expect(world.output()).toContain('Would release 298.00 NOK');
    expect(world.output()).not.toContain('release before you refund');
  });

  test('of a cancel after a refund, says that the provider may refuse it', async () => {
    const captured = paid([capturedBefore], 19_900);
    const world = setUp({ ...captured, amounts: { ...captured.amounts, refunded: minor(100) } });
    expect(await world.operate('cancel web-1 --reason customer --dry-run')).toBe(0);
    expect(world.output()).toContain('release before you refund');
  });
});

describe('the answer', () => {
  test.each([
    ['recorded', 0, 'recorded'],
    ['moved', 0, 'accepted'],
    ['queued', 75, 'accepted'],
    ['unknown', 75, 'unknown'],
    ['rejected', 1, 'refused'],
  ] as const)('to an operation that is %s, exits %d and says %s', async (status, code, result) => {
    const answers = { capture: () => Promise.resolve(operationView(status)) };
    const forPeople = setUp(paid(), answers);
    expect(await forPeople.operate('capture web-1 --yes')).toBe(code);
    expect(forPeople.output()).toContain(`capture shipment-1 ${result}`);
    const forPrograms = setUp(paid(), answers);
    await forPrograms.operate('capture web-1 --yes --json');
    expect(forPrograms.document()).toMatchObject({ result, operation: { status } });
  });

  test('to the same again, says what it is the duplicate of', async () => {
    const world = setUp(paid([capturedBefore], 19_900), {
      capture: () => Promise.resolve(capturedBefore),
    });
    expect(await world.operate('capture web-1 --id shipment-1 --line 1=199 --yes')).toBe(0);
    expect(world.output()).toBe('duplicate of capture shipment-1 (recorded), 199.00 NOK');
  });

  test('that refuses, is told with its reason and its remedy, in JSON as a result', async () => {
    const refusal = new OperationRefusedError('nothing_remains', 'nothing remains');
    const answers = { capture: () => Promise.reject(refusal) };
    const forPeople = setUp(paid(), answers);
    expect(await forPeople.operate('capture web-1 --yes')).toBe(1);
    expect(forPeople.errors()).toBe(`refused: ${refusal.message}\n${refusal.remedy}`);
    const forPrograms = setUp(paid(), answers);
    expect(await forPrograms.operate('capture web-1 --yes --json')).toBe(1);
    expect(forPrograms.document()).toMatchObject({
      result: 'refused',
      error: { type: 'nothing_remains', remedy: refusal.remedy },
    });
  });
});
