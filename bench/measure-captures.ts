import { atPace, countRequests, inTurn, measured, paceMs } from './bench-stage';
import type { BenchStage, Sample } from './bench-stage';
import type { PaidOrder } from './measure-payments';

const longestCaptureMs = 180_000;
const captureId = 'shipment-1';
const longestRestMs = 60_000;

export function longestCaptures(orders: number): number {
  return orders * paceMs + longestCaptureMs + longestRestMs;
}

/** From the request for all that an order has until both systems say that it moved, with its answer and with the answer lost. */
export async function measureCaptures(
  stage: BenchStage,
  paid: readonly PaidOrder[],
): Promise<readonly Sample[]> {
  const { plan, progress, watch } = stage;
  const byPlan = new Map(paid.map((order) => [order.planned, order]));
  const turns = plan.captures.flatMap((planned) => byPlan.get(planned) ?? []);
  let done = 0;
  const durations = await atPace(turns, async (order) => {
    const ms = await capture(stage, order);
    done += 1;
    progress.show(`${done} of ${turns.length} orders captured`);
    return ms;
  });
  const deadlineAtMs = Date.now() + longestRestMs;
  const events = await inTurn(turns, ({ reference }) =>
    watch.eventsAtRest(reference, deadlineAtMs),
  );
  const requestsOf = await countRequests(stage);
  return turns.map((order, index) => ({
    planned: order.planned,
    ms: measured(durations[index]),
    providerRequests: requestsOf(order.orderId) - order.providerRequests,
    historyEvents: measured(events[index]) - order.historyEvents,
  }));
}

async function capture({ stack }: BenchStage, order: PaidOrder): Promise<number> {
  const { reference, orderId, planned } = order;
  if (planned.answering === 'answer_lost')
    await stack.sandbox.fault({
      kind: 'apply-then-cut',
      endpoint: 'captureTransaction',
      orderId,
      times: 1,
    });
  const askedAtMs = Date.now();
  const within = { deadlineMs: longestCaptureMs };
  await stack.orders.capture(reference, { captureId }, within);
  // A caller is answered as soon as it is unknown what became of the money; the order itself says when that was cleared up.
  const { operations } = await stack.orders.waitFor(
    reference,
    (state) => state.operations.every(({ status }) => status === 'recorded'),
    within,
  );
  const finishedAt = operations.find(({ operationId }) => operationId === captureId)?.finishedAt;
  return Date.parse(measured(finishedAt)) - askedAtMs;
}
