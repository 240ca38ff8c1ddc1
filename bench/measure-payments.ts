import { exampleOrder, freshSuffix } from '../dev/demo/stage';
import { askSandbox, atPace, countRequests, inTurn, measured, paceMs, pause } from './bench-stage';
import type { BenchStage, Sample } from './bench-stage';
import type { PlannedOrder } from './plan';

/** An order that was paid, with what it took to become known. */
export interface PaidOrder extends Sample {
  readonly reference: string;
  /** The provider's. */
  readonly orderId: string;
}

/** Of whom nobody is called back: the sandbox calls addresses on this machine alone. */
const nobody = 'https://shop.example/callbacks/dintero';
const longestStartMs = 60_000;
/** The longest pause of the poll and its jitter, and something for a busy machine. */
const longestNoticeMs = 90_000;
const longestRestMs = 60_000;
const betweenLooksMs = 500;

export function longestPayments(orders: number, longestPageOpenMs: number): number {
  return orders * paceMs + longestStartMs + longestPageOpenMs + longestNoticeMs + longestRestMs;
}

/** From the click on the checkout page until the order is authorized, with a callback and without, side by side. */
export async function measurePayments(stage: BenchStage): Promise<readonly PaidOrder[]> {
  const { watch, plan } = stage;
  const clicked = await payAll(stage);
  await awaitAuthorized(stage);
  const deadlineAtMs = Date.now() + longestRestMs;
  const events = await inTurn(clicked, ({ reference }) =>
    watch.eventsAtRest(reference, deadlineAtMs),
  );
  const requestsOf = await countRequests(stage);
  const authorized = await inTurn(clicked, ({ reference }) => watch.authorizedAtMs(reference));
  await requireCalls(stage);
  return plan.starts.map((planned, index) => {
    const { reference, orderId, clickedAtMs } = measured(clicked[index]);
    return {
      planned,
      reference,
      orderId,
      ms: measured(authorized[index]) - clickedAtMs,
      providerRequests: requestsOf(orderId),
      historyEvents: measured(events[index]),
    };
  });
}

interface Clicked {
  readonly reference: string;
  readonly orderId: string;
  readonly clickedAtMs: number;
}

async function payAll(stage: BenchStage): Promise<readonly Clicked[]> {
  const { plan, progress } = stage;
  const batch = freshSuffix();
  const all = plan.starts.length;
  let started = 0;
  let paid = 0;
  const tell = () => progress.show(`${started} of ${all} orders started, ${paid} paid`);
  return atPace(plan.starts, async (planned, index) => {
    const reference = `bench-${batch}-${String(index + 1).padStart(4, '0')}`;
    const page = await openPage(stage, planned, reference);
    started += 1;
    tell();
    await pause(planned.pageOpenMs);
    const clickedAtMs = Date.now();
    await stage.stack.sandbox.actOnSession(page.sessionId, 'pay');
    paid += 1;
    tell();
    return { reference, orderId: page.orderId, clickedAtMs };
  });
}

async function openPage(
  { stack: { orders } }: BenchStage,
  { knowing }: PlannedOrder,
  reference: string,
): Promise<{ readonly orderId: string; readonly sessionId: string }> {
  const order = exampleOrder(reference);
  const within = { deadlineMs: longestStartMs };
  await orders.start(knowing === 'callback' ? order : { ...order, callbackUrl: nobody }, within);
  const { orderId, sessionId, status } = await orders.state(reference, within);
  if (orderId === undefined || sessionId === undefined)
    throw new Error(`${reference} has no checkout page, it is ${status}`);
  return { orderId, sessionId };
}

async function awaitAuthorized({ watch, plan, progress }: BenchStage): Promise<void> {
  const all = plan.starts.length;
  const deadlineAtMs = Date.now() + longestNoticeMs;
  for (;;) {
    const known = await watch.count('authorized');
    progress.show(`${known} of ${all} orders know that they are paid`);
    if (known >= all) return;
    if (Date.now() > deadlineAtMs)
      throw new Error(`only ${known} of ${all} orders learned of their payment`);
    await pause(betweenLooksMs);
  }
}

/** A callback that needs a second try measures the pause between the two. */
async function requireCalls({ stack, plan }: BenchStage): Promise<void> {
  const { callbacks } = await askSandbox<{
    callbacks: readonly { readonly state: string; readonly attempts: readonly unknown[] }[];
  }>(stack.sandbox.url, 'callbacks');
  const wanted = plan.starts.filter(({ knowing }) => knowing === 'callback').length;
  const called = callbacks.filter(({ attempts }) => attempts.length > 0);
  const taken = called.filter(
    ({ state, attempts }) => state === 'delivered' && attempts.length === 1,
  );
  if (called.length === wanted && taken.length === wanted) return;
  throw new Error(
    `${wanted} orders were to be called back once each: ${called.length} were called back, ${taken.length} with the first call`,
  );
}
