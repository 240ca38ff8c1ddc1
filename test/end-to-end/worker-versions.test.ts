import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTemporalServer } from '../../dev/temporal/start-server';
import type { TemporalServer } from '../../dev/temporal/start-server';
import {
  openChangedWorkflows,
  patchedPauseBeforeAttempt,
  pauseBeforeAttempt,
} from '../support/changed-workflow';
import {
  keepCapturing,
  partAmount,
  pauseOfCommandMs,
  startVersionedStack,
  until,
} from '../support/versioned-stack';
import type { Stream, VersionedStack } from '../support/versioned-stack';

let server: TemporalServer;
const stacks: VersionedStack[] = [];
let patched: string;
let unpatched: string;
const workflows = openChangedWorkflows();

beforeAll(async () => {
  // By default it takes three minutes before a version is looked at, and three more before it is again.
  server = await startTemporalServer({
    dynamicConfig: {
      'matching.wv.VersionDrainageStatusVisibilityGracePeriod': 2,
      'matching.wv.VersionDrainageStatusRefreshInterval': 1,
    },
  });
  patched = await workflows.bundle('patched', patchedPauseBeforeAttempt);
  unpatched = await workflows.bundle('unpatched', pauseBeforeAttempt);
}, 90_000);

afterAll(async () => {
  await Promise.all(stacks.map((stack) => stack.close()));
  workflows.remove();
  await server.stop();
}, 30_000);

async function openStack(more: Readonly<Record<string, string>> = {}): Promise<VersionedStack> {
  const stack = await startVersionedStack(server.address, more);
  stacks.push(stack);
  return stack;
}

/** At the provider, in its records and in the order's state: each of these captures, once, and nothing else. */
async function expectCapturedOnce(
  stack: VersionedStack,
  orderReference: string,
  ids: readonly string[],
): Promise<void> {
  const [{ totals, transactions, orders }, { amounts, operations }] = await Promise.all([
    stack.sandbox.ledger(orderReference),
    stack.orders.state(orderReference),
  ]);
  const references = transactions
    .flatMap(({ movements }) => movements)
    .filter(({ kind }) => kind === 'capture')
    .map(({ reference }) => reference);
  // One stream asks for one capture after the other, so that their order is known.
  expect(references).toEqual(ids.map((id) => `${orderReference}/capture/${id}`));
  expect(totals.captured).toBe(ids.length * partAmount);
  expect(orders[0]?.records.captures).toHaveLength(ids.length);
  expect(amounts.captured).toBe(ids.length * partAmount);
  expect(operations.map(({ status }) => status)).toEqual(ids.map(() => 'recorded'));
}

/** Some captures more than there are now, so that the stream goes on under what has just changed. */
const more = (streams: readonly Stream[], count = 3) =>
  Promise.all(
    streams.map(async (stream) => {
      const wanted = stream.count() + count;
      await until(stream.count, (now) => now >= wanted);
    }),
  );

const longestMs = 240_000;

test.concurrent(
  'when a version whose change is patched in is made current under orders that capture, they go over to it, the old worker may stop at once, and every capture moves once',
  async () => {
    const stack = await openStack();
    const old = [await stack.startPaidOrder(), await stack.startPaidOrder()];
    const unpaid = await stack.startOrder();
    const streams = old.map((reference) => keepCapturing(stack, reference));
    await more(streams);
    await stack.startVersion('2', patched);
    await more(streams);
    for (const reference of old)
      expect(await stack.lifeOf(reference)).toMatchObject({ builds: ['1'] });

    await stack.makeCurrent('2');
    stack.worker.signal('SIGTERM');
    await more(streams);
    expect(await stack.worker.ended).toMatchObject({ exitCode: 0, signal: null });
    await more(streams);
    // The look at this payment went on at the new version, although nobody asked the order for anything.
    await stack.pay(unpaid);
    await stack.orders.waitFor(unpaid, 'authorized');
    const fresh = await stack.startPaidOrder();
    for (const [index, stream] of streams.entries())
      await expectCapturedOnce(stack, old[index] ?? '', await stream.end());
    const moved = { builds: ['1', '2'], failures: [], isClosed: false };
    for (const reference of [...old, unpaid])
      expect(await stack.lifeOf(reference)).toMatchObject(moved);
    expect(await stack.lifeOf(fresh)).toMatchObject({ builds: ['2'], failures: [] });
  },
  longestMs,
);

test.concurrent(
  'when a version that cannot replay is made current, the orders that were pinned finish on the old one, new ones start on the new one, and the old one is drained after the last of them',
  async () => {
    const stack = await openStack({ ORDER_REFUND_WINDOW: '5s' });
    const old = [await stack.startPaidOrder(), await stack.startPaidOrder()];
    const streams = old.map((reference) => keepCapturing(stack, reference));
    await more(streams);
    await stack.startVersion('2', unpatched);
    for (const reference of old)
      await stack.temporal(
        ['workflow', 'update-options', '--workflow-id', `order-${reference}`],
        ['--versioning-override-behavior', 'pinned'],
        ['--versioning-override-deployment-name', stack.deployment],
        ['--versioning-override-build-id', '1'],
      );
    await stack.makeCurrent('2');
    await more(streams);
    const fresh = await stack.startPaidOrder();
    expect(await stack.lifeOf(fresh)).toMatchObject({ builds: ['2'], failures: [] });
    expect(await stack.drainageOf('1')).toBe('draining');
    for (const [index, stream] of streams.entries())
      await expectCapturedOnce(stack, old[index] ?? '', await stream.end());
    for (const reference of old) {
      expect(await stack.lifeOf(reference)).toMatchObject({ builds: ['1'], pinned: true });
      await stack.orders.cancel(reference, { reason: 'the rest is not delivered' });
    }
    await until(
      () => stack.drainageOf('1'),
      (status) => status === 'drained',
      pauseOfCommandMs,
    );
    for (const reference of old)
      expect(await stack.lifeOf(reference)).toMatchObject({
        builds: ['1'],
        failures: [],
        isClosed: true,
      });
    expect(await stack.worker.stop()).toMatchObject({ exitCode: 0 });
    const last = await stack.orders.capture(fresh, { captureId: 'all' });
    expect(last).toMatchObject({ status: 'recorded' });
  },
  longestMs,
);
