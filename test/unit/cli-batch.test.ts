import { describe, expect, test } from '@jest/globals';
import type { ConnectedClient } from '../../src/client/connect';
import { DeadlineExceededError, OperationRefusedError } from '../../src/client/order-saga-errors';
import { TemporalUnavailableError } from '../../src/client/temporal-errors';
import { readOrder } from '../../src/client/read-order';
import { toMinorUnits } from '../../src/domain/money';
import type { OrderView } from '../../src/domain/order-view';
import { operationView, orderView, setUpTerminal } from '../support/terminal-world';
import example from '../../examples/order.json';

const ordered = readOrder(example).order;
const paid: OrderView = {
  ...orderView,
  status: 'authorized',
  amounts: { ...orderView.amounts, authorized: toMinorUnits(49_700) },
};

describe('a file of many', () => {
  const run = async (text: string, command: string, answers: Partial<ConnectedClient> = {}) => {
    const world = setUpTerminal(
      {
        state: (reference) => Promise.resolve({ ...paid, orderReference: reference }),
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

  test.each([
    ['no amount', 'web-2,s-1,1=abc'],
    ['more decimals than any currency has', 'web-2,s-1,1=1.00001'],
    ['nothing', 'web-2,s-1,1=0.00'],
    ['more than any order can have', 'web-2,s-1,1=9999999999'],
    ['more than any number can be', 'web-2,s-1,1=99999999999'],
    ['a line twice', 'web-2,s-1,1=1.00 1=2.00'],
    ['no line', 'web-2,s-1,chair=1.00'],
  ])(
    'of which a late row names %s, asks for nothing, not even the rows before it',
    async (_what, row) => {
      const csv = `reference,id,lines\nweb-1,s-1,1=199.00\n${row}\nweb 3,s-1,1=1.00`;
      const { exitCode, moved, errors } = await run(csv, 'capture --file - --yes');
      expect(moved).toEqual([]);
      expect(errors()).toMatch(/^line 3: .+\nline 4: reference/);
      expect(exitCode).toBe(65);
    },
  );

  test.each([
    ['id', 'capture', 'reference,id\nweb-1,s-1\nweb-2,s 1'],
    ['amount', 'capture', 'reference,id,minor\nweb-1,s-1,5\nweb-1,s-2,1.5'],
    [
      'reason',
      'refund',
      `reference,id,minor,reason\nweb-1,r-1,5,a\nweb-1,r-2,5,${'a'.repeat(201)}`,
    ],
    ['amount', 'cancel', 'reference,amount,reason\nweb-1,,late\nweb-2,1.00,late'],
  ])('of which a late row has an unfit %s, asks for no %s', async (_what, kind, csv) => {
    const { exitCode, errors } = await run(csv, `${kind} --file - --yes`);
    expect(errors()).toMatch(/^line 3: (?!--)/);
    expect(exitCode).toBe(65);
  });

  test('with several faults in one row, names all of them, and a column that there is not with the line that names it', async () => {
    const csv =
      'reference,id,amount,reason,kunde\nweb 1,,1.00,,Kari\nweb-2,r 2,abc,late,\nweb-3,r-1,1.00,late,Ola';
    const { exitCode, moved, errors } = await run(csv, 'refund --file - --yes');
    expect(errors().split('\n').slice(0, 3)).toEqual([
      'line 1: there is no column "kunde"',
      expect.stringMatching(
        /^line 2: reference: use .*; a refund needs an id; a refund needs a reason$/,
      ),
      expect.stringMatching(/^line 3: "abc" is an amount in no currency/),
    ]);
    expect(errors()).not.toContain('line 4');
    expect([exitCode, moved]).toEqual([65, []]);
  });

  test('with amounts of currencies of three and four decimals, leaves it to the order whether they fit', async () => {
    const csv = 'reference,id,amount\nweb-1,s-1,1.2345\nweb-2,s-1,2147483647\n';
    const { exitCode, output } = await run(csv, 'capture --file - --yes');
    expect(output()).toContain('2 refused');
    expect(exitCode).toBe(1);
  });

  test.each([
    ['an empty list of lines', '{"reference":"web-1","id":"s-1","lines":[]}'],
    ['lines of marks alone', '{"reference":"web-1","id":"s-1","lines":" ; "}'],
    ['an amount of null', '{"reference":"web-1","id":"s-1","amount":null}'],
    ['an empty cell', 'reference,id,amount\nweb-1,s-1,'],
    ['a cell that is not there', 'reference,id,lines\nweb-1,s-1'],
    ['a cell of marks alone', 'reference,id,lines\nweb-1,s-1,;'],
    ['a column that stands twice', 'reference,id,amount,amount\nweb-1,s-1,100.00,1.00'],
    ['an id that no number can hold', '{"reference":"web-1","id":12345678901234567891}'],
    ['a word for final that is none', 'reference,id,final\nweb-1,s-1,maybe'],
  ])('with %s, captures nothing instead of something else', async (_what, text) => {
    const { exitCode, moved } = await run(text, 'capture --file - --yes');
    expect(moved).toEqual([]);
    expect(exitCode).toBe(65);
  });

  test('with one column of amounts filled of two, takes that one', async () => {
    const csv = 'reference,id,amount,lines,final\nweb-1,s-1,,1=199.00,TRUE\n';
    const { moved } = await run(csv, 'capture --file - --yes');
    expect(moved).toEqual([
      ['web-1', { captureId: 's-1', lines: [{ lineId: 1, amount: 19_900 }], final: true }],
    ]);
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

  test('of which the first takes longest, prints the rows in the order of the file', async () => {
    const csv = ['reference,id', ...[1, 2, 3].map((row) => `web-${row},s-1`)].join('\n');
    let others = 0;
    let release = () => {};
    const bothOthers = new Promise<void>((resolve) => (release = resolve));
    const { output } = await run(csv, 'capture --file - --yes', {
      async capture(reference) {
        if (reference === 'web-1') await bothOthers;
        else if ((others += 1) === 2) release();
        return operationView('recorded');
      },
    });
    expect(output().match(/^line \d/gm)).toEqual(['line 2', 'line 3', 'line 4']);
  });

  test('as a dry run, shows what each row would do', async () => {
    const csv = 'reference,id,lines\nweb-1,s-1,1=199.00\nweb-2,s-1,1=999.00';
    const { exitCode, moved, output } = await run(csv, 'capture --file - --dry-run');
    expect(exitCode).toBe(1);
    expect(output()).toContain('1 would be accepted, 1 would be refused');
    expect(moved).toEqual([]);
  });
});
