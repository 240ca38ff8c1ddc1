import { describe, expect, test } from '@jest/globals';
import { readOrder } from '../../src/client/read-order';
import { TemporalUnavailableError, WorkerUnavailableError } from '../../src/client/temporal-errors';
import type { TimelineRow } from '../../src/client/timeline';
import type { OrderView } from '../../src/domain/order-view';
import { attention } from '../../src/domain/attention';
import { operationView, orderView, setUpTerminal } from '../support/terminal-world';
import type { TerminalOptions } from '../support/terminal-world';
import example from '../../examples/order.json';

const atMs = Date.parse('2026-11-24T12:00:00.000Z');
const row = (what: string, more: Partial<TimelineRow> = {}): TimelineRow => ({
  atMs,
  source: 'workflow',
  what,
  ...more,
});
const waiting: OrderView = { ...orderView, status: 'awaiting_payment' };
const paid: OrderView = { ...orderView, status: 'authorized' };

interface Look {
  readonly state: OrderView;
  readonly rows: readonly TimelineRow[];
}

/** An order that is seen so, look after look; the last one stays. */
function setUp(looks: readonly (Look | Error)[], options: TerminalOptions = {}) {
  let seen = 0;
  const now = () => looks[Math.min(seen, looks.length - 1)]!;
  const answer = <T>(pick: (look: Look) => T) => {
    const look = now();
    return look instanceof Error ? Promise.reject(look) : Promise.resolve(pick(look));
  };
  return setUpTerminal(
    { timeline: () => answer(({ rows }) => rows), state: () => answer(({ state }) => state) },
    { pause: () => Promise.resolve(void (seen += 1)), ...options },
  );
}

const running = row('Wait for the customer to pay', { outcome: 'running' });
const started = row('The order was started', { amount: 39_800 });
const authorized = row('Payment authorized', { source: 'provider', outcome: 'paid' });
const payment = [
  { state: waiting, rows: [started, running] },
  { state: waiting, rows: [started, { ...running, detail: 'looked 7 times' }] },
  { state: paid, rows: [started, authorized] },
] as const;

describe('watching an order', () => {
  test('away from a terminal, prints each change once and ends when nothing happens any more', async () => {
    const world = setUp(payment);
    expect(await world.operate('watch web-1')).toBe(0);
    const lines = world.output().split('\n');
    expect(lines.filter((line) => line.includes('The order was started'))).toHaveLength(1);
    expect(lines.filter((line) => line.includes('running'))).toHaveLength(1);
    expect(lines.filter((line) => /Payment authorized +paid$/.test(line))).toHaveLength(1);
    expect(lines.at(-1)).toContain('At rest');
  });

  test('on a terminal, shows what runs in one line that changes in its place', async () => {
    const world = setUp(payment, { person: '' });
    expect(await world.operate('watch web-1')).toBe(0);
    expect(world.output()).not.toContain('running');
    expect(world.live.filter((line) => line.includes('looked 7 times'))).toHaveLength(1);
    expect(world.live.at(-1)).toBe('');
  });

  test('with --json, prints one document on each line and the whole state at the end', async () => {
    const world = setUp(payment);
    await world.operate('watch web-1 --json');
    const documents = world
      .output()
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string; why?: string; state?: OrderView });
    expect(documents.map(({ event }) => event)).toEqual([
      'row',
      'row',
      'status',
      'row',
      'status',
      'end',
    ]);
    expect(documents.at(-1)).toMatchObject({ why: 'at_rest', state: { status: 'authorized' } });
  });

  test('that is let go, says in the end that nothing can be paid any more, not that something may be asked for', async () => {
    const ended: OrderView = { ...paid, status: 'cancelled' };
    const world = setUp([{ state: ended, rows: [started] }]);
    expect(await world.operate('watch web-1')).toBe(0);
    expect(world.output().split('\n').at(-1)).toBe(
      'The order has ended: nothing of it can be paid any more.',
    );
  });

  test('whose operation is unknown, goes on although no step runs at the moment', async () => {
    const doubtful = { ...paid, operations: [operationView('unknown')] };
    const settled = { ...paid, operations: [operationView('recorded')] };
    const world = setUp([
      ...Array.from({ length: 5 }, () => ({ state: doubtful, rows: [started] })),
      { state: settled, rows: [started, row('Capture 199.00 NOK', { outcome: 'moved' })] },
    ]);
    expect(await world.operate('watch web-1')).toBe(0);
    expect(world.output()).toContain('moved');
  });

  test('of which an operation goes its way, prints once that it was asked for, and once how it ended', async () => {
    const asked = row('Refund return-1 asked for', { source: 'operation', amount: 5_000 });
    const recorded = { ...asked, atMs: atMs + 1, what: 'Refund return-1', outcome: 'recorded' };
    const moved = { ...paid, operations: [operationView('moved')] };
    const world = setUp([
      { state: moved, rows: [{ ...asked, outcome: 'queued' }] },
      { state: moved, rows: [{ ...asked, outcome: 'moving' }] },
      { state: moved, rows: [{ ...asked, outcome: 'moved' }] },
      { state: paid, rows: [asked, recorded] },
    ]);
    await world.operate('watch web-1');
    const told = world
      .output()
      .split('\n')
      .filter((line) => line.includes('Refund return-1'));
    expect(told).toHaveLength(2);
    expect(told[1]).toMatch(/recorded$/);
  });

  test('that waits for a person, ends with 1 and shows what can be decided', async () => {
    const matter = attention('outcome_unknown', 'look in the back office', ['retry'], '2026-11-24');
    const state = { ...paid, needsAttention: matter };
    const world = setUp([{ state, rows: [{ ...running }] }]);
    expect(await world.operate('watch web-1')).toBe(1);
    expect(world.output()).toContain('ordersaga resolve');
  });

  test('while Temporal is away for a moment, looks again and goes on', async () => {
    const away = new TemporalUnavailableError('state of web-1');
    const world = setUp([payment[0], away, payment[2]]);
    expect(await world.operate('watch web-1')).toBe(0);
    expect(world.output()).toContain('Temporal cannot be reached');
    expect(world.output()).toContain('Payment authorized');
  });

  test('that is interrupted, leaves the order alone and ends with 130', async () => {
    const world = setUp([payment[0]], { interrupted: () => AbortSignal.abort() });
    expect(await world.operate('watch web-1')).toBe(130);
  });

  test('longer than its deadline, ends with 75', async () => {
    let nowMs = 0;
    const world = setUp([payment[0]], { now: () => (nowMs += 400) });
    expect(await world.operate('watch web-1 --deadline 2s')).toBe(75);
  });
});

test('show --timeline adds what happened, row by row', async () => {
  const world = setUp([{ state: paid, rows: [started, authorized] }]);
  expect(await world.operate('show web-1 --timeline')).toBe(0);
  expect(world.output()).toMatch(/The order was started +398\.00 NOK\n.*Payment authorized +paid/);
});

describe('show --timeline of an order that no worker answers for', () => {
  const setUpAlone = () =>
    setUpTerminal({
      state: () => Promise.reject(new WorkerUnavailableError('state of web-1')),
      timeline: () => Promise.resolve([started, running]),
      ordered: () => Promise.resolve({ ...readOrder(example).order, currency: 'SEK' }),
    });

  test('tells its history, says why its state is missing, and ends with 69', async () => {
    const world = setUpAlone();
    expect(await world.operate('show web-1 --timeline')).toBe(69);
    expect(world.output()).toMatch(/The order was started +398\.00 SEK\n/);
    expect(world.output()).toContain(
      'The order could not be asked how it stands: state of web-1: no worker answers for the order',
    );
  });

  test('with --json, has the history and the error in one document', async () => {
    const world = setUpAlone();
    expect(await world.operate('show web-1 --timeline --json')).toBe(69);
    expect(world.document()).toMatchObject({
      orderReference: 'web-1',
      timeline: [started, running],
      error: { code: 'worker_unavailable' },
    });
  });
});
