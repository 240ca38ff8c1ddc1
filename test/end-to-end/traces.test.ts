import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { exampleOrder } from '../../dev/demo/stage';
import type { OrderView } from '../../src/domain/order-view';
import { untraced } from '../../src/open-tracing';
import { tracedAttributes } from '../../src/tracing/scrub-spans';
import { workflowIdOf } from '../../src/workflows/messages';
import { temporalAddress, workflowBundlePath } from '../support/temporal-server';
import { on } from '../support/two-line-order';
import { startWholeStack } from '../support/whole-stack';
import type { WholeStack } from '../support/whole-stack';

Runtime.install({ logger: new DefaultLogger('ERROR') });

interface Span {
  readonly service: string;
  readonly name: string;
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly status: { readonly code?: number; readonly message?: string };
}

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

type Delivered = Omit<Span, 'attributes' | 'service'> & { readonly attributes: Attribute[] };

interface Delivery {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly Delivered[] }[];
  }[];
}

const valuesOf = (attributes: readonly Attribute[]) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

const customer = { email: 'kari.nordmann@shop.example', phoneNumber: '+4791234567' };
const orderReference = `traced-${process.pid}`;
const callersTrace = '0af7651916cd43dd8448eb211c80319c';
const callersSpan = 'b7ad6b7169203331';

const bodies: string[] = [];
const spans: Span[] = [];
let receiver: Server;
let stack: WholeStack;
let connection: Connection;
let view: OrderView;

/** What a collector of traces does: takes OTLP over HTTP, as JSON. */
async function startReceiver(): Promise<string> {
  receiver = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      bodies.push(body);
      const { resourceSpans } = JSON.parse(body) as Delivery;
      for (const { resource, scopeSpans } of resourceSpans) {
        const service = String(valuesOf(resource.attributes)['service.name']);
        for (const span of scopeSpans.flatMap((scope) => scope.spans))
          spans.push({ ...span, service, attributes: valuesOf(span.attributes) });
      }
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  await new Promise<void>((resolve) => {
    receiver.listen(0, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
}

/** A paid order, one shipment asked for over HTTP by a shop that traces, and a refund that the provider forbids. */
beforeAll(async () => {
  const tracing = {
    OTEL_EXPORTER_OTLP_ENDPOINT: await startReceiver(),
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_BSP_SCHEDULE_DELAY: '100',
  };
  stack = await startWholeStack(tracing, { server: {} });
  connection = await Connection.connect({ address: temporalAddress() });
  const { orders, sandbox, serverUrl = '' } = stack;
  await orders.start({ ...exampleOrder(orderReference), customer });
  const { sessionId = '' } = await orders.state(orderReference);
  await sandbox.actOnSession(sessionId, 'pay');
  await orders.waitFor(orderReference, 'authorized');
  await fetch(`${serverUrl}/v1/orders/${orderReference}/captures`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': 'shipment-1',
      traceparent: `00-${callersTrace}-${callersSpan}-01`,
    },
    body: JSON.stringify({ lines: [on(1, 19_900)] }),
    signal: AbortSignal.timeout(20_000),
  });
  await sandbox.fault({ kind: 'forbidden-403', endpoint: 'refundTransaction', times: 1 });
  const refund = `refund ${orderReference} --id return-1 --line 1=100.00 --reason damaged --yes`;
  await stack.run('src/operator.ts', refund.split(' '));
  view = await orders.state(orderReference);
  // Each delivers what it still has.
  await Promise.all([stack.server?.stop(), stack.worker.stop()]);
}, 60_000);

afterAll(async () => {
  await stack.close();
  await connection.close();
  receiver.close();
}, 30_000);

const oneOf = (all: readonly Span[], name: string): Span => {
  const found = all.filter((span) => span.name === name);
  expect(found.map((span) => span.name)).toEqual([name]);
  return found[0] as Span;
};

/** From the span to the first one, by the parents. */
function wayUp(span: Span): readonly string[] {
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId);
  return [`${span.service} ${span.name}`, ...(parent === undefined ? [] : wayUp(parent))];
}

describe('a capture that a shop with traces asks for over HTTP', () => {
  test('is one trace, from the request through the order to the request to the provider', () => {
    const inTrace = spans.filter(({ traceId }) => traceId === callersTrace);
    const sent = oneOf(inTrace, 'POST /transactions/{id}/capture');
    expect(wayUp(sent)).toEqual([
      'order-worker POST /transactions/{id}/capture',
      'order-worker RunActivity:captureTransaction',
      'order-worker HandleUpdate:capture',
      'order-server StartWorkflowUpdate:capture',
      'order-server POST /v1/orders/:reference/captures',
    ]);
    const request = oneOf(inTrace, 'POST /v1/orders/:reference/captures');
    expect(request.parentSpanId).toBe(callersSpan);
  });

  test('holds the record of it, which follows the money', () => {
    const inTrace = spans.filter(({ traceId }) => traceId === callersTrace);
    expect(wayUp(oneOf(inTrace, 'POST /orders/{id}/captures'))).toContain(
      'order-worker HandleUpdate:capture',
    );
  });

  test('says where and what by route, status and operation', () => {
    const sent = oneOf(spans, 'POST /transactions/{id}/capture');
    expect(sent).toMatchObject({ kind: 3, attributes: { 'http.response.status_code': 200 } });
    expect(oneOf(spans, 'RunActivity:captureTransaction').attributes).toMatchObject({
      'order_saga.operation': `${orderReference}/capture/shipment-1`,
      'order_saga.attempt': 1,
      temporalWorkflowId: `order-${orderReference}`,
    });
  });
});

describe('the history of an order with traces', () => {
  const replay = async (change: (text: string) => string) => {
    const handle = new Client({ connection }).workflow.getHandle(workflowIdOf(orderReference));
    const text = change(historyToJSON(await handle.fetchHistory()));
    const options = { workflowBundle: { codePath: workflowBundlePath() }, sinks: untraced };
    await Worker.runReplayHistory(options, JSON.parse(text), handle.workflowId);
    return text;
  };

  test('replays, and replays as well as if there had never been any', async () => {
    expect(await replay((text) => text)).toContain('_tracer-data');
    expect(await replay((text) => text.replaceAll('_tracer-data', 'unknown'))).toContain('unknown');
  });
});

test('when the provider refuses, the spans say which failure it was, and no more', () => {
  const refused = oneOf(spans, 'RunActivity:refundTransaction');
  expect(refused.attributes['error.type']).toBe('scope_missing');
  expect(refused.status).toEqual({ code: 2 });
  expect(wayUp(refused).at(-1)).toBe('ordersaga ordersaga');
});

test('the traces hold nothing of the customer, no text of an error and no id in a name', () => {
  const all = bodies.join('\n');
  expect(spans.length).toBeGreaterThan(20);
  for (const word of [customer.email, customer.phoneNumber, 'exception', '"message"', 'damaged'])
    expect(all).not.toContain(word);
  const named = new Set(spans.flatMap(({ attributes }) => Object.keys(attributes)));
  expect(
    [...named].filter((name) => !(tracedAttributes as readonly string[]).includes(name)),
  ).toEqual([]);
  const ids = [orderReference, 'shipment-1', 'return-1', view.orderId ?? orderReference];
  for (const { name } of spans) for (const id of ids) expect(name).not.toContain(id);
});
