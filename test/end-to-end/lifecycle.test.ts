import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { toMinorUnits } from '../../src/domain/money';
import type { OrderRequest } from '../../src/domain/order';
import type { OrderView } from '../../src/domain/order-view';
import { readOrder } from '../../src/client/read-order';
import { startWholeStack } from '../support/whole-stack';
import type { WholeStack } from '../support/whole-stack';
import example from '../../examples/order.json';

let stack: WholeStack;
let orderCount = 0;

beforeAll(async () => {
  stack = await startWholeStack();
}, 60_000);

afterAll(() => stack.close(), 30_000);

function nextOrder(): OrderRequest {
  orderCount += 1;
  const suffix = stack.env['ORDER_TASK_QUEUE']?.slice(-8);
  return { ...readOrder(example).order, orderReference: `life-${orderCount}-${suffix}` };
}

async function payFor(orderReference: string): Promise<OrderView> {
  const { sessionId = '' } = await stack.orders.state(orderReference);
  await stack.sandbox.actOnSession(sessionId, 'pay');
  return stack.orders.waitFor(orderReference, 'authorized');
}

/** What the provider holds, what its records say, and what the order says of itself. */
async function storiesOf(orderReference: string) {
  const [{ totals, orders }, { amounts }] = await Promise.all([
    stack.sandbox.ledger(orderReference),
    stack.orders.state(orderReference),
  ]);
  const sums = orders[0]?.sums;
  return {
    provider: [totals.authorized, totals.captured, totals.refunded],
    records: [sums?.authorizations, sums?.captures, sums?.refunds],
    state: [amounts.authorized, amounts.captured, amounts.refunded],
  };
}

const on = (lineId: number, amount: number) => ({ lineId, amount: toMinorUnits(amount) });

describe('an order from its start to its refund', () => {
  test('through the client, is told alike by the provider, its records and its own state', async () => {
    const order = nextOrder();
    const started = await stack.orders.start(order);
    expect(started.checkoutUrl).toContain(stack.sandbox.url);
    const reference = started.orderReference;
    const paid = await payFor(reference);
    expect(paid).toMatchObject({ orderId: started.orderId, amounts: { authorized: 49_700 } });

    const first = { captureId: 'shipment-1', lines: [on(1, 19_900)] };
    expect(await stack.orders.capture(reference, first)).toMatchObject({ status: 'recorded' });
    const rest = await stack.orders.capture(reference);
    expect(rest).toMatchObject({ operationId: 'rest-1', amount: 29_800, status: 'recorded' });
    const back = { refundId: 'return-1', lines: [on(1, 10_050)], reason: 'damaged' };
    expect(await stack.orders.refund(reference, back)).toMatchObject({ status: 'recorded' });

    expect(await stack.orders.state(reference)).toMatchObject({
      status: 'partially_refunded',
      needsAttention: null,
      lines: [
        { lineId: 1, captured: 39_800, refunded: 10_050 },
        { lineId: 2, captured: 9_900, refunded: 0 },
      ],
    });
    const agreed = [49_700, 49_700, 10_050];
    expect(await storiesOf(reference)).toEqual({
      provider: agreed,
      records: agreed,
      state: agreed,
    });
  });

  test('when it carries no callback URL of its own, the provider is given ours with its reference', async () => {
    const { orderReference } = await stack.orders.start(nextOrder());
    const { sessions } = await stack.sandbox.ledger(orderReference);
    expect(sessions.map(({ callbackUrl }) => callbackUrl)).toEqual([
      `https://shop.example/callbacks?orderReference=${orderReference}`,
    ]);
  });

  test('when it is cancelled before it is shipped, leaves nothing reserved', async () => {
    const { orderReference } = await stack.orders.start(nextOrder());
    await payFor(orderReference);
    await stack.orders.cancel(orderReference, { reason: 'customer' });
    await stack.orders.waitFor(orderReference, 'cancelled');
    const { totals } = await stack.sandbox.ledger(orderReference);
    expect(totals).toMatchObject({ authorized: 49_700, voided: 49_700, captured: 0, reserved: 0 });
  });
});

describe('the starter', () => {
  test('given one file twice, starts one order, and says the second time that it attached', async () => {
    const order = nextOrder();
    const text = JSON.stringify(order);
    const first = await stack.run('src/starter.ts', ['-', '--json'], text);
    const second = await stack.run('src/starter.ts', ['-', '--json'], text);
    expect([first.exitCode, second.exitCode]).toEqual([0, 0]);
    const [started, attached] = [first, second].map(
      ({ stdout }) => JSON.parse(stdout) as Record<string, unknown>,
    );
    expect(started).toMatchObject({
      alreadyRunning: false,
      webUi: expect.stringContaining('/order-'),
    });
    expect(attached).toEqual({ ...started, alreadyRunning: true });
    const { totals } = await stack.sandbox.ledger(order.orderReference);
    expect(totals).toMatchObject({ orders: 1, sessions: 1 });

    const forPeople = await stack.run('src/starter.ts', ['-'], text);
    expect(forPeople.stdout).toContain('attached');
    expect(forPeople.stdout).toContain(String(started?.['checkoutUrl']));
    expect(forPeople.stdout).not.toContain('\u001B[');

    const other = await stack.run('src/starter.ts', ['-'], text.replace('Stablestol', 'Sofa'));
    expect(other.exitCode).toBe(1);
    expect(other.stderr).toContain('another order already');
  });

  test('given an order with faults, lists all of them and exits 65', async () => {
    const { exitCode, stderr } = await stack.run(
      'src/starter.ts',
      ['-'],
      JSON.stringify({ ...nextOrder(), currency: 'kroner', returnUrl: 'shop', discount: 5 }),
    );
    expect(exitCode).toBe(65);
    for (const fault of ['returnUrl', 'discount']) expect(stderr).toContain(fault);
  });
});

describe('the operator', () => {
  test('captures, refunds, shows and is refused from a terminal', async () => {
    const { orderReference } = await stack.orders.start(nextOrder());
    await payFor(orderReference);
    const operate = (...args: string[]) => stack.run('src/operator.ts', args);

    const refund = (line: string) =>
      operate(
        ...`refund ${orderReference} --id r-1 --line ${line} --reason damaged --yes`.split(' '),
      );
    const early = await refund('1=1.00');
    expect(early).toMatchObject({ exitCode: 1, stdout: '' });
    expect(early.stderr).toContain('amount_exceeds_remainder');

    const captured = await operate(
      'capture',
      orderReference,
      '--id',
      's-1',
      '--line',
      '1=199.00',
      '--line-minor',
      '2=9900',
      '--yes',
      '--json',
    );
    expect(captured.exitCode).toBe(0);
    expect(JSON.parse(captured.stdout)).toMatchObject({
      result: 'recorded',
      operation: { operationId: 's-1', status: 'recorded', amount: 29_800 },
    });
    const refunded = await refund('2=99');
    expect(refunded).toMatchObject({ exitCode: 0, stdout: 'refund r-1 recorded, 99.00 NOK\n' });

    const [shown, read, nobody] = await Promise.all([
      operate('show', orderReference),
      operate('reconcile', orderReference, '--json'),
      operate('show', 'nobody-knows-it'),
    ]);
    expect(shown.stdout).toMatch(/NOK +497\.00 +497\.00 +298\.00 +99\.00/);
    expect(JSON.parse(read.stdout) as OrderView).toMatchObject({
      amounts: { captured: 29_800, refunded: 9_900 },
    });
    expect(nobody.exitCode).toBe(66);
  });
});

describe('the worker', () => {
  test('when it is told to stop, ends within its grace, and the orders go on with the next one', async () => {
    const { orderReference } = await stack.orders.start(nextOrder());
    stack.worker.signal('SIGTERM');
    const ended = await stack.worker.ended;
    expect(ended).toMatchObject({ exitCode: 0, signal: null });
    expect(ended.stdout).toContain('worker stopped');
    expect(ended.stdout + ended.stderr).not.toContain('sandbox-secret');

    await stack.startWorker();
    await payFor(orderReference);
    const captured = await stack.orders.capture(orderReference, { captureId: 'all' });
    expect(captured).toMatchObject({ status: 'recorded', amount: 49_700 });
  });
});
