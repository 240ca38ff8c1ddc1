import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exampleOrder } from '../../dev/demo/stage';
import { takeFreePort } from '../../dev/free-port';
import { sandboxClient } from '../../sandbox/credentials';
import { ownMetrics } from '../../src/observe/metrics';
import { read } from '../architecture/source-tree';
import { on } from '../support/two-line-order';
import { until } from '../support/versioned-stack';
import { startWholeStack } from '../support/whole-stack';
import type { WholeStack } from '../support/whole-stack';

const customer = { email: 'kari.nordmann@shop.example', phoneNumber: '+4791234567' };
const orderReference = `seen-${process.pid}`;
let stack: WholeStack;
let address: string;

/** One order whose first capture is lost, and whose refund the provider forbids. */
beforeAll(async () => {
  address = `127.0.0.1:${await takeFreePort()}`;
  stack = await startWholeStack({
    METRICS_PORT: address.split(':')[1] ?? '',
    LOG_FORMAT: 'json',
    LOG_LEVEL: 'debug',
    DINTERO_REQUEST_TIMEOUT: '1s',
    ORDER_SETTLE_DELAY: '1500ms',
  });
  const { orders, sandbox } = stack;
  await orders.start({ ...exampleOrder(orderReference), customer });
  const { sessionId = '' } = await orders.state(orderReference);
  await sandbox.actOnSession(sessionId, 'pay');
  await orders.waitFor(orderReference, 'authorized');
  await sandbox.fault({ kind: 'apply-then-cut', endpoint: 'captureTransaction', times: 1 });
  await sandbox.fault({ kind: 'forbidden-403', endpoint: 'refundTransaction', times: 1 });
  await orders.capture(orderReference, { captureId: 'shipment-1', lines: [on(1, 19_900)] });
  await orders.waitFor(orderReference, ({ operations }) => operations[0]?.status === 'recorded', {
    deadlineMs: 20_000,
  });
  await orders.refund(orderReference, { refundId: 'return-1', lines: [on(1, 5_000)] });
}, 60_000);

afterAll(() => stack.close(), 30_000);

async function scrape(): Promise<string> {
  const answer = await fetch(`http://${address}/metrics`, { signal: AbortSignal.timeout(5_000) });
  return answer.text();
}

/** Waits until a series shows, since a metric of the workflow's is there a moment after its task. */
async function untilShown(line: RegExp, withinMs = 10_000): Promise<string> {
  const untilMs = Date.now() + withinMs;
  for (;;) {
    const text = await scrape();
    const found = line.exec(text);
    if (found !== null) return found[1] ?? found[0];
    if (Date.now() > untilMs) throw new Error(`${String(line)} is not in\n${text}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

type Line = Readonly<Record<string, unknown>>;

function logged(message: string): readonly Line[] {
  const lines = stack.worker
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'));
  return lines.map((line) => JSON.parse(line) as Line).filter(({ msg }) => msg === message);
}

describe('the metrics of a worker', () => {
  test('when an answer is lost, count the doubt once, and show how long it and the whole shipment lasted', async () => {
    await untilShown(/order_saga_operations_total\{kind="capture",.*status="unknown",.*\} 1$/m);
    await untilShown(/order_saga_operations_total\{kind="capture",.*status="recorded",.*\} 1$/m);
    const labels = String.raw`\{found="moved",kind="capture",.*\}`;
    const found = `order_saga_operation_unknown_seconds_count${labels} 1$`;
    await untilShown(new RegExp(found, 'm'));
    const sum = `order_saga_operation_unknown_seconds_sum${labels} (.*)$`;
    const seconds = Number(await untilShown(new RegExp(sum, 'm')));
    expect(seconds).toBeGreaterThan(0);
    const whole = /order_saga_operation_recorded_seconds_sum\{kind="capture",.*\} (.*)$/m;
    expect(Number(await untilShown(whole))).toBeGreaterThan(seconds);
  });

  test('when an order needs attention, count it by its code, and by the orders that Temporal knows', async () => {
    await untilShown(/order_saga_attention_raised_total\{code="configuration_refused",.*\} 1$/m);
    await untilShown(/^order_saga_orders_needing_attention \d+$/m);
    await untilShown(/order_saga_attention_raised_total\{code="surplus_moved",.*\} 0$/m);
  });

  test('show the requests to the provider by their routes, and no id of an order', async () => {
    const text = await scrape();
    const requests = text.match(/^order_saga_provider_requests_total\{.*$/gm) ?? [];
    const to = (endpoint: string, result: string) =>
      requests.filter(
        (line) => line.includes(`endpoint="${endpoint}"`) && line.includes(`result="${result}"`),
      );
    expect(to('/transactions/{id}/capture', 'connection_cut')).toHaveLength(1);
    expect(to('/transactions/{id}/refund', 'scope_missing')).toHaveLength(1);
    expect(to('/orders/{id}/captures', 'ok').length).toBeGreaterThan(0);
    const { orderId = '', transactionId = '' } = await stack.orders.state(orderReference);
    for (const id of [orderReference, orderId, transactionId]) expect(text).not.toContain(id);
  });

  test('hold every metric of ours and no other one, and those of Temporal that the alerts need', async () => {
    await untilShown(/^order_saga_order_counts_readable 1$/m);
    const names = [...(await scrape()).matchAll(/^# TYPE (order_saga_\w+) (\w+)$/gm)];
    const shown = names.map(([, name, kind]) => `${name} ${kind}`);
    const ended = 'order_saga_attention_seconds histogram';
    expect([...new Set([...shown, ended])].sort()).toEqual(
      ownMetrics.map(({ name, kind }) => `${name} ${kind}`).sort(),
    );
    await untilShown(/^temporal_num_pollers\{.*poller_type="workflow_task".*\} \d+$/m);
    // None of its tasks has failed.
    const never = 'temporal_workflow_task_execution_failed';
    const listed = [...read('docs/observability.md').matchAll(/^\| `(temporal_\w+)` *\| (\w+)/gm)];
    const temporals = listed.filter(([, name]) => name !== never);
    expect(temporals.length).toBeGreaterThan(4);
    const text = await scrape();
    for (const [, name, kind] of temporals) expect(text).toContain(`# TYPE ${name} ${kind}\n`);
  });
});

describe('the log of a worker', () => {
  test('when money is asked for, says for which order and operation, in which attempt, and how it ended', () => {
    const [captured] = logged('provider request').filter(
      ({ endpoint, method }) => endpoint === '/transactions/{id}/capture' && method === 'POST',
    );
    expect(captured).toMatchObject({
      level: 'warn',
      orderReference,
      kind: 'capture',
      operationId: 'shipment-1',
      attempt: 1,
      activityType: 'captureTransaction',
      failure: 'connection_cut',
    });
    const [recorded] = logged('provider request').filter(
      ({ endpoint, method }) => endpoint === '/orders/{id}/captures' && method === 'POST',
    );
    expect(recorded).toMatchObject({ level: 'info', status: 200, operationId: 'shipment-1' });
    expect(recorded?.['providerRequestId']).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('when nobody knows whether money moved, and when a person is needed, says so by code', async () => {
    // The lines of a worker come in batches, a moment after what they tell of.
    const lines = () => logged('order needs attention');
    await until(lines, ({ length }) => length > 0, 10_000);
    expect(logged('operation unknown')).toEqual([
      expect.objectContaining({ orderReference, kind: 'capture', operationId: 'shipment-1' }),
    ]);
    expect(logged('order needs attention')).toEqual([
      expect.objectContaining({ level: 'warn', orderReference, code: 'configuration_refused' }),
    ]);
  });

  test('holds no secret and nothing of the customer', () => {
    const output = stack.worker.output();
    expect(output).toContain('worker ready');
    for (const secret of [sandboxClient.clientSecret, customer.email, customer.phoneNumber])
      expect(output).not.toContain(secret);
    expect(output).not.toMatch(/\b(?:basic|bearer) \S+|taskToken/i);
  });
});
