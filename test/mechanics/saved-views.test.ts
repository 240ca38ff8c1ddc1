import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import type { WorkflowHandle } from '@temporalio/client';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { firstAttributes } from '../../src/client/start-order';
import type { OrderStatus } from '../../src/domain/order-view';
import { defaultTiming } from '../../src/domain/timing';
import { searchAttributes, workflowIdOf, workflowType } from '../../src/workflows/messages';
import { temporalAddress } from '../support/temporal-server';
import { twoLines } from '../support/two-line-order';

interface Seen {
  readonly status: OrderStatus;
  readonly amounts?: readonly [authorized: number, captured: number, refunded: number];
  readonly needsAttention?: boolean;
  readonly lapsesAt?: string;
  readonly ids?: readonly [orderId: string, transactionId: string];
}

/** How orders of many kinds show themselves; no worker is needed to be found. */
const orders: Readonly<Record<string, Seen>> = {
  waiting: { status: 'awaiting_payment' },
  paid: {
    status: 'authorized',
    amounts: [49_700, 0, 0],
    lapsesAt: '2026-11-30T23:59:59Z',
    ids: ['3TPRA7YJP', 'T00000000.GWNg6SSBTyQsaxUeZJzt5K'],
  },
  shipped: {
    status: 'partially_captured',
    amounts: [49_700, 19_900, 0],
    lapsesAt: '2026-12-01T00:00:01Z',
  },
  returned: { status: 'partially_refunded', amounts: [49_700, 49_700, 10_050] },
  declined: { status: 'payment_failed' },
  expired: { status: 'expired' },
  stuck: { status: 'captured', amounts: [49_700, 49_700, 0], needsAttention: true },
  large: { status: 'captured', amounts: [1_000_000, 1_000_000, 0] },
  terminated: { status: 'preparing' },
};

/** What each view of the document finds among them. */
const finds: Readonly<Record<string, readonly string[]>> = {
  'Needs a decision': ['stuck'],
  'Waits for the customer': ['waiting'],
  'Paid and not shipped': ['paid'],
  'Lapses soon': ['paid'],
  'Partly shipped': ['shipped'],
  'Given back': ['returned'],
  'Not paid in the end': ['declined', 'expired'],
  'Large orders of one currency': ['large'],
  'Ended from outside': ['terminated'],
  'One order by its reference': ['paid'],
  'One order by its id in Dintero': ['paid'],
  'One order by its transaction': ['paid'],
};

const prefix = `view-${randomUUID().slice(0, 8)}-`;
let connection: Connection;
let client: Client;
let started: readonly WorkflowHandle[] = [];

/** A title in bold with some words after it, and the query in a block of its own. */
function viewsOfTheDocument(): ReadonlyMap<string, string> {
  const text = readFileSync(join(__dirname, '..', '..', 'docs', 'web-ui.md'), 'utf8');
  const views = text.matchAll(/^\*\*([^*]+)\*\*: [^\n]*\n\n```sql\n([^`]+)\n```/gm);
  return new Map([...views].map(([, title = '', query = '']) => [title, query]));
}

function attributesOf(orderReference: string, seen: Seen) {
  const [authorized = 0, captured = 0, refunded = 0] = seen.amounts ?? [];
  const [orderId = '', transactionId = ''] = seen.ids ?? [];
  const own = [
    { key: searchAttributes.orderStatus, value: seen.status },
    { key: searchAttributes.needsAttention, value: seen.needsAttention ?? false },
    { key: searchAttributes.authorizedAmount, value: authorized },
    { key: searchAttributes.capturedAmount, value: captured },
    { key: searchAttributes.refundedAmount, value: refunded },
    { key: searchAttributes.dinteroOrderId, value: orderId },
    { key: searchAttributes.dinteroTransactionId, value: transactionId },
    {
      key: searchAttributes.authorizationExpiresAt,
      value: new Date(seen.lapsesAt ?? '2027-01-01T00:00:00Z'),
    },
  ];
  const names: readonly string[] = own.map(({ key }) => key.name);
  const first = firstAttributes(twoLines(orderReference), defaultTiming);
  return [...first.filter(({ key }) => !names.includes(key.name)), ...own];
}

beforeAll(async () => {
  connection = await Connection.connect({ address: temporalAddress() });
  client = new Client({ connection });
  started = await Promise.all(
    Object.entries(orders).map(([name, seen]) =>
      client.workflow.start(workflowType, {
        workflowId: workflowIdOf(`${prefix}${name}`),
        taskQueue: `${prefix}nobody`,
        typedSearchAttributes: attributesOf(`${prefix}${name}`, seen),
      }),
    ),
  );
  await client.workflow.getHandle(workflowIdOf(`${prefix}terminated`)).terminate('by a test');
});

afterAll(async () => {
  await Promise.allSettled(started.map((handle) => handle.terminate('the test is over')));
  await connection.close();
});

async function found(query: string): Promise<readonly string[]> {
  const names: string[] = [];
  const ours = `(${query}) AND OrderReference STARTS_WITH '${prefix}'`;
  for await (const { workflowId } of client.workflow.list({ query: ours }))
    names.push(workflowId.replace(workflowIdOf(prefix), ''));
  return names.sort();
}

const longestLagMs = 10_000;

/** The list is a moment behind what happened. */
async function foundInTime(query: string, wanted: readonly string[] = []) {
  const lastMs = Date.now() + longestLagMs;
  for (;;) {
    const names = await found(query);
    if (names.join() === wanted.join() || Date.now() > lastMs) return names;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('when orders are of every kind, each view of docs/web-ui.md finds those that it says', async () => {
  const views = viewsOfTheDocument();
  expect([...views.keys()].sort()).toEqual(Object.keys(finds).sort());
  await foundInTime(`WorkflowType = '${workflowType}'`, Object.keys(orders).sort());
  await foundInTime("ExecutionStatus = 'Terminated'", ['terminated']);
  for (const [title, query] of views) {
    const names = await found(query.replaceAll('web-100234', `${prefix}paid`));
    expect({ title, names }).toEqual({ title, names: finds[title] });
  }
});
