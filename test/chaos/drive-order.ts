import type { Client } from '@temporalio/client';
import type { Stack } from '../../dev/start-stack';
import { toMinorUnits } from '../../src/domain/money';
import type { OrderRequest } from '../../src/domain/order';
import { readOrder } from '../../src/client/read-order';
import { workflowIdOf } from '../../src/workflows/messages';
import type { Draw, Draws } from '../simulation/draws';
import type { Count } from './count';
import { within } from './setting';
import type { Setting } from './setting';
import example from '../../examples/order.json';

export interface Driver {
  readonly stack: Stack;
  readonly client: Client;
  readonly setting: Setting;
  readonly draws: Draws;
  readonly count: Count;
}

const callMs = 20_000;

export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Errors that are the order's own answer; any other is the weather's. */
const answers: readonly string[] = [
  'OperationRefusedError',
  'OrderClosedError',
  'WorkflowNotFoundError',
];

/** Whoever asks gives up only when everything is over: the machines under it die and come back. */
async function insist<Answer>(
  untilMs: number,
  step: () => Promise<Answer>,
): Promise<Answer | undefined> {
  for (;;) {
    try {
      return await step();
    } catch (error) {
      if (Date.now() > untilMs) return undefined;
      if (answers.includes((error as Error).name)) return undefined;
      await pause(500);
    }
  }
}

function makeOrder(orderReference: string): OrderRequest {
  return { ...readOrder(example).order, orderReference };
}

/** One customer and one shop: pays, ships in parts, takes back, cancels, asks twice. Ends when all is asked for. */
export async function driveOrder(
  driver: Driver,
  reference: string,
  untilMs: number,
): Promise<void> {
  const { stack, count, draws } = driver;
  const draw = draws.about(reference);
  const deadlineMs = callMs;
  const patient = { deadlineMs };
  const started = await insist(untilMs, () => stack.orders.start(makeOrder(reference), patient));
  if (started === undefined) return count('orders whose page was never seen');
  const story = draw.share();
  if (story < 0.07) {
    count('cancelled before payment');
    return askAll(driver, reference, [{ kind: 'cancel', body: { reason: 'customer' } }], untilMs);
  }
  const view = await insist(untilMs, () => stack.orders.state(reference, patient));
  const sessionId = view?.sessionId ?? '';
  if (story < 0.2) return payBadly(driver, { reference, sessionId, draw, story, untilMs });
  await pay(driver, { reference, sessionId, draw, story, untilMs });
  await insist(untilMs, () =>
    stack.orders.waitFor(reference, ({ status }) => status !== 'awaiting_payment', patient),
  );
  await askAll(driver, reference, planRequests(draw, story), untilMs);
}

interface Visit {
  readonly reference: string;
  readonly sessionId: string;
  readonly draw: Draw;
  readonly story: number;
  readonly untilMs: number;
}

async function pay(driver: Driver, visit: Visit): Promise<void> {
  driver.count('paid');
  await pause(within(visit.draw, driver.setting.customerMs));
  await act(driver, visit, 'pay');
  if (visit.draw.chance(0.5)) await ring(driver, visit);
}

/** Declined, or begun in time and ended about the deadline: a payment under way is older than the page it came through. */
async function payBadly(driver: Driver, visit: Visit): Promise<void> {
  const { setting, count } = driver;
  const { draw, story } = visit;
  await pause(within(draw, setting.customerMs));
  if (story < 0.13) {
    count('declined');
    return act(driver, visit, 'decline');
  }
  count('paid about the deadline');
  const startedAtMs = Date.now();
  await act(driver, visit, 'start');
  const aboutMs = setting.paymentDeadlineMs + draw.whole(-3_000, 2_000);
  await pause(Math.max(0, startedAtMs + aboutMs - Date.now()));
  await act(driver, visit, 'pay');
}

async function act({ stack }: Driver, { sessionId, untilMs }: Visit, what: string): Promise<void> {
  const url = `${stack.sandbox.url}/sandbox/sessions/${sessionId}/${what}`;
  await insist(Math.min(untilMs, Date.now() + 30_000), async () => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
      signal: AbortSignal.timeout(5_000),
    });
    await answer.text();
  });
}

/** As the receiver of callbacks does, and twice, as the provider may. */
async function ring({ stack, count }: Driver, { reference, untilMs }: Visit): Promise<void> {
  for (const time of ['once', 'twice']) {
    const rung = await insist(Math.min(untilMs, Date.now() + 15_000), () =>
      stack.orders.notifyPayment(reference, {}, { deadlineMs: callMs }),
    );
    count(`doorbell ${time}: ${rung ?? 'nobody there'}`);
  }
}

interface Request {
  readonly kind: 'capture' | 'refund' | 'cancel';
  readonly body: Readonly<Record<string, unknown>>;
}

function planRequests(draw: Draw, story: number): readonly Request[] {
  const line = (lineId: number, amount: number) => ({ lineId, amount: toMinorUnits(amount) });
  const first = { captureId: 'c1', lines: [line(1, 100 * draw.whole(1, 199))] };
  const second = { captureId: 'c2', lines: [line(1, 100 * draw.whole(1, 250)), line(2, 9_900)] };
  const refund = (refundId: string) => ({ refundId, lines: [line(1, 100 * draw.whole(1, 120))] });
  const requests: Request[] = [
    { kind: 'capture', body: first },
    { kind: 'refund', body: refund('r1') },
    { kind: 'capture', body: second },
    { kind: 'refund', body: refund('r2') },
  ];
  const cancel: Request = { kind: 'cancel', body: { reason: 'customer' } };
  if (story < 0.35) return [cancel];
  return story < 0.6 ? [...requests.slice(0, 2), cancel] : requests;
}

async function askAll(
  driver: Driver,
  reference: string,
  requests: readonly Request[],
  untilMs: number,
): Promise<void> {
  for (const [index, request] of requests.entries()) {
    const draw = driver.draws.about(`${reference}/request/${index}`);
    await pause(within(draw, driver.setting.shopMs));
    const asked = ask(driver, reference, request, untilMs);
    if (draw.chance(0.5)) await sendAgain(driver, reference, request, draw, untilMs);
    await asked;
  }
}

async function ask(
  { stack, count }: Driver,
  reference: string,
  { kind, body }: Request,
  untilMs: number,
): Promise<void> {
  const patient = { deadlineMs: callMs };
  count(`${kind} by update`);
  const { orders } = stack;
  const answer = await insist(untilMs, async () =>
    kind === 'capture'
      ? orders.capture(reference, body, patient)
      : kind === 'refund'
        ? orders.refund(reference, body as never, patient)
        : orders.cancel(reference, body as never, patient),
  );
  count(`answered ${kind}: ${answer?.status ?? 'refused or given up'}`);
}

/** The same again, by the other way in. */
async function sendAgain(
  driver: Driver,
  reference: string,
  request: Request,
  draw: Draw,
  untilMs: number,
): Promise<void> {
  const { client, count } = driver;
  const handle = client.workflow.getHandle(workflowIdOf(reference));
  const times = draw.whole(1, 2);
  for (let time = 0; time < times; time += 1) {
    count(`${request.kind} again by signal`);
    await insist(Math.min(untilMs, Date.now() + 15_000), () =>
      handle.signal(request.kind, request.body),
    );
  }
  if (!draw.chance(0.5)) return;
  await ask(driver, reference, request, untilMs);
}
