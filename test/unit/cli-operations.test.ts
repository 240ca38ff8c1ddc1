import { describe, expect, test } from '@jest/globals';
import {
  DeadlineExceededError,
  OperationRefusedError,
  TemporalUnavailableError,
} from '../../src/client/order-saga-errors';
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

describe('a file of many', () => {
  const run = async (text: string, command: string, answers: Partial<ConnectedClient> = {}) => {
    const view = paid();
    const world = setUpTerminal(
      {
        state: (reference) => Promise.resolve({ ...view, orderReference: reference }),
        ordered: () => Promise.resolve(ordered),
        capture(reference, request) {
          world.note(reference, request);
          return Promise.resolve(operationView('recorded'));
        },
        refund(reference, request) {
          world.note(reference, request);
          return Promise.resolve({ ...operationView('recorded'), kind: 'refund' });
        },
        ...answers,
      },
      { stdin: text },
    );
    const exitCode = await world.operate(command);
    return { ...world, exitCode, moved: world.asked.filter(([what]) => what !== 'close') };
  };

  test('as CSV with quotation marks, semicolons and a byte order mark, asks for each row in the order of its order', async () => {
    const csv =
      '\uFEFFreference;id;lines;reason\r\nweb-1;r-1;1=100.50 2=1;"damaged; ""wet"""\r\nweb-1;r-2;1=1;late\r\n';
    const { exitCode, moved, output } = await run(csv, 'refund --file - --yes');
    expect(moved).toEqual([
      [
        'web-1',
        {
          refundId: 'r-1',
          lines: [
            { lineId: 1, amount: 10_050 },
            { lineId: 2, amount: 100 },
          ],
          reason: 'damaged; "wet"',
        },
      ],
      ['web-1', { refundId: 'r-2', lines: [{ lineId: 1, amount: 100 }], reason: 'late' }],
    ]);
    expect(output()).toMatch(/^line 2 {2}web-1.*\nline 3 {2}web-1.*\n2 recorded$/);
    expect(exitCode).toBe(0);
  });

  test('as JSON lines, takes lines as the typed client does, and answers with a result for each', async () => {
    const lines = [
      { reference: 'web-1', kind: 'capture', id: 's-1', lines: [{ lineId: 1, amount: 19_900 }] },
      { reference: 'web-2', id: 's-1' },
    ];
    const text = lines.map((line) => JSON.stringify(line)).join('\n');
    const { exitCode, moved, document } = await run(text, 'capture --file - --yes --json');
    expect(moved).toContainEqual([
      'web-1',
      { captureId: 's-1', lines: [{ lineId: 1, amount: 19_900 }] },
    ]);
    expect(moved).toContainEqual(['web-2', { captureId: 's-1' }]);
    expect(document()).toMatchObject({
      results: [
        { line: 1, orderReference: 'web-1', result: 'recorded' },
        { line: 2, orderReference: 'web-2', result: 'recorded' },
      ],
      counts: { recorded: 2 },
    });
    expect(exitCode).toBe(0);
  });

  test('with faults, names every one with its line, and asks for nothing', async () => {
    const csv = [
      'reference,kind,id,amount,reason',
      'web 1,refund,r-1,1.00,damaged',
      'web-2,capture,r-1,1.00,damaged',
      'web-3,refund,,1.00,damaged',
      'web-4,refund,r-1,,damaged',
      'web-5,refund,r-1,1.00,',
      'web-6,refund,r-1,1.00,damaged',
      'web-6,refund,r-1,1.00,damaged',
    ].join('\n');
    const { exitCode, moved, errors } = await run(csv, 'refund --file - --yes');
    expect(exitCode).toBe(65);
    for (const line of [2, 3, 4, 5, 6, 8]) expect(errors()).toContain(`line ${line}:`);
    expect(errors()).not.toContain('line 7:');
    expect(moved).toEqual([]);
  });

  test('of which one is refused and one unknown, goes on with the others and exits 1', async () => {
    const csv = 'reference,id\nweb-1,s-1\nweb-2,s-1\nweb-3,s-1';
    const { exitCode, output } = await run(csv, 'capture --file - --yes', {
      capture(reference) {
        if (reference === 'web-1')
          return Promise.reject(new OperationRefusedError('not_paid', 'the order is not paid'));
        if (reference === 'web-2') return Promise.reject(new DeadlineExceededError('capture', 5));
        return Promise.resolve(operationView('recorded'));
      },
    });
    expect(exitCode).toBe(1);
    expect(output()).toContain('1 refused');
    expect(output()).toContain('1 unknown');
    expect(output()).toContain('Run the same file again');
  });

  test('while Temporal goes away, asks for no more and exits 75', async () => {
    const rows = Array.from({ length: 20 }, (_none, index) => `web-1,s-${index}`);
    let asked = 0;
    const { exitCode, output } = await run(
      ['reference,id', ...rows].join('\n'),
      'capture --file - --yes',
      {
        capture: () => {
          asked += 1;
          return Promise.reject(new TemporalUnavailableError('capture web-1'));
        },
      },
    );
    expect(exitCode).toBe(75);
    expect(asked).toBe(1);
    expect(output()).toContain('19 not asked');
  });

  test('as a dry run, shows what each row would do', async () => {
    const csv = 'reference,id,lines\nweb-1,s-1,1=199.00\nweb-2,s-1,1=999.00';
    const { exitCode, moved, output } = await run(csv, 'capture --file - --dry-run');
    expect(exitCode).toBe(1);
    expect(output()).toContain('1 would be accepted, 1 would be refused');
    expect(moved).toEqual([]);
  });
});
