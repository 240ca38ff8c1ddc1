import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { toMinorUnits } from '../../src/domain/money';
import type { OperationView } from '../../src/domain/order-view';
import { workflowIdOf } from '../../src/workflows/messages';
import type { ClientRig, ServerRig } from '../support/client-rig';
import { historyOf, startPaid, taskFailures } from '../support/order-health';
import type { HistoryEvent } from '../support/order-health';
import { openRenewingServer } from '../support/renewing-server';

/** Three quarters of them captures. `LONG_LIFE_OPERATIONS=1002` takes two minutes, and runs as long as Temporal suggests by itself. */
const operations = Number(process.env['LONG_LIFE_OPERATIONS'] ?? 90);
const isFull = operations >= 1_000;
const callers = 6;
const longestMs = isFull ? 900_000 : 60_000;

let server: ServerRig;

beforeAll(async () => {
  // So that the shorter life, too, goes through several runs.
  server = await openRenewingServer(isFull ? undefined : 360);
});

afterAll(() => server.close());

type Kind = 'capture' | 'refund';

interface Asked {
  readonly kind: Kind;
  readonly id: string;
  readonly amount: number;
}

/** Each caller captures three times and refunds a part of it then. */
function plan(caller: number): readonly Asked[] {
  const own = Math.floor(operations / callers);
  return Array.from({ length: own }, (_, index) => {
    const kind = index % 4 === 3 ? 'refund' : 'capture';
    return { kind, id: `${kind}-${caller}-${index}`, amount: kind === 'capture' ? 20 : 10 };
  });
}

const linesOf = (amount: number) => [{ lineId: 1, amount: toMinorUnits(amount) }];

function payloadOf({ kind, id, amount }: Asked) {
  const lines = linesOf(amount);
  return kind === 'capture' ? { captureId: id, lines } : { refundId: id, lines };
}

function ask(
  { orders }: ClientRig,
  reference: string,
  { kind, id, amount }: Asked,
): Promise<OperationView> {
  const lines = linesOf(amount);
  return kind === 'capture'
    ? orders.capture(reference, { captureId: id, lines })
    : orders.refund(reference, { refundId: id, lines });
}

/** By Temporal's own client, which is answered with how far the operation is when the run ends. */
function askByHand(rig: ClientRig, reference: string, asked: Asked): Promise<OperationView> {
  const handle = rig.client.workflow.getHandle(workflowIdOf(reference));
  return rig.client.withDeadline(Date.now() + 45_000, () =>
    handle.executeUpdate(asked.kind, {
      args: [payloadOf(asked)],
      updateId: `by-hand/${asked.kind}/${asked.id}`,
    }),
  );
}

/** All runs of the order, the first one first. */
async function runsOf({ client }: ClientRig, reference: string, firstRunId: string) {
  const runs: (readonly HistoryEvent[])[] = [];
  for (let runId: string | null | undefined = firstRunId; runId;) {
    const events: readonly HistoryEvent[] = await historyOf(client, reference, runId);
    runs.push(events);
    runId = events.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
  }
  return runs;
}

function carriedBytes(events: readonly HistoryEvent[]): number {
  const [started] = events;
  const payloads = started?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
  return payloads.reduce((total, { data }) => total + (data?.length ?? 0), 0);
}

test(
  `an order with ${operations} captures and refunds keeps every id over its runs, answers every caller, and refuses what it knows`,
  async () => {
    const rig = await server.working();
    const reference = await startPaid(rig);
    const handle = rig.client.workflow.getHandle(workflowIdOf(reference));
    const firstRunId = (await handle.describe()).runId;
    const begunAtMs = Date.now();

    const plans = Array.from({ length: callers }, (_, caller) => plan(caller));
    const live = async (asked: readonly Asked[], caller: number) => {
      const answers: OperationView[] = [];
      for (const one of asked)
        answers.push(await (caller % 2 === 0 ? ask : askByHand)(rig, reference, one));
      return answers;
    };
    const answers = (await Promise.all(plans.map(live))).flat();
    const all = plans.flat();
    expect(answers.map(({ kind, operationId }) => `${kind} ${operationId}`)).toEqual(
      all.map(({ kind, id }) => `${kind} ${id}`),
    );
    const state = await rig.orders.waitFor(reference, (seen) =>
      seen.operations.every(({ status }) => status === 'recorded'),
    );
    const livedMs = Date.now() - begunAtMs;
    expect(answers.filter(({ content }) => content === '')).toEqual([]);

    const runs = await runsOf(rig, reference, firstRunId);
    const events = runs.reduce((total, { length }) => total + length, 0);
    console.info(
      `${state.operations.length} operations in ${Math.round(livedMs / 1_000)} s: ${runs.length} runs, ${events} events, ${carriedBytes(runs.at(-1) ?? [])} bytes carried into the last run, ${JSON.stringify(state).length} bytes of state`,
    );
    expect(runs.length).toBeGreaterThanOrEqual(3);
    expect(runs.flatMap(taskFailures)).toEqual([]);

    const names = state.operations.map(({ kind, operationId }) => `${kind} ${operationId}`);
    expect([...names].sort()).toEqual(all.map(({ kind, id }) => `${kind} ${id}`).sort());
    const total = (kind: Kind) =>
      all.filter((one) => one.kind === kind).reduce((sum, { amount }) => sum + amount, 0);
    const sums = { captured: total('capture'), refunded: total('refund') };
    expect(state.amounts).toMatchObject(sums);

    // The first of a caller went into earlier runs: each is known and none is done again.
    const early = plans[0]?.slice(0, 8) ?? [];
    for (const asked of early) {
      expect(await ask(rig, reference, asked)).toMatchObject({ status: 'recorded' });
      await expect(ask(rig, reference, { ...asked, amount: 1 })).rejects.toMatchObject({
        type: 'operation_id_reused',
      });
    }
    const { gateway } = rig;
    expect((await rig.orders.state(reference)).amounts).toMatchObject(sums);
    for (const kind of ['capture', 'refund'] as const) {
      const { length } = all.filter((one) => one.kind === kind);
      expect(gateway.count(`${kind}Transaction`)).toBe(length);
      expect(gateway.world.records.get(kind)).toHaveLength(length);
    }
  },
  longestMs,
);
