import { createActivities } from '../../src/activities';
import type {
  OrderActivities,
  RecordInput,
  SettleInput,
  SettleResult,
} from '../../src/activities/contract';
import { systemClock } from '../../src/activities/system-clock';
import { createDinteroGateway } from '../../src/dintero/gateway';
import { Secret } from '../../src/dintero/secret';
import { toMinorUnits, zero } from '../../src/domain/money';
import type { OrderRequest } from '../../src/domain/order';
import type { MovementRequest } from '../../src/domain/payment-gateway';
import { sandboxClient } from '../../sandbox/credentials';
import { startSandbox } from '../../sandbox/server';
import type { Sandbox } from '../../sandbox/server';
import { createEnvironment } from './activity-rig';

/** Two tests wait for it; every other one has to be answered within it, also on a loaded machine. */
export const requestTimeoutMs = 1_000;
const settleDelayMs = 600;
const longestSettleMs = 15_000;

type Input<Name extends keyof OrderActivities> = Parameters<OrderActivities[Name]>[0];
type Output<Name extends keyof OrderActivities> = Awaited<ReturnType<OrderActivities[Name]>>;

/** The real activities and the real client against the sandbox, over HTTP. */
export interface ActivitiesOnSandbox {
  readonly sandbox: Sandbox;
  /** One attempt, scheduled now, with a minute to go. */
  run<Name extends keyof OrderActivities>(name: Name, input: Input<Name>): Promise<Output<Name>>;
  /** Attempts as Temporal makes them, with its pauses cut short, until one succeeds or fails for good. */
  retry<Name extends keyof OrderActivities>(name: Name, input: Input<Name>): Promise<Output<Name>>;
  /** An order whose customer has paid. */
  payOrder(options?: object): Promise<PaidOrder>;
  settle(order: PaidOrder, more: Partial<SettleInput>): Promise<SettleResult>;
  /** What truly happened to the order's money and records. */
  ledger(orderId: string): Ledger;
  /** How often the provider was asked so for the order. */
  requests(orderId: string, endpoint: string): number;
  close(): Promise<void>;
}

export interface PaidOrder {
  readonly orderId: string;
  readonly sessionId: string;
  readonly transactionId: string;
}

export type Ledger = ReturnType<Sandbox['engine']['ledger']>;

const order: OrderRequest = {
  orderReference: 'web-1',
  currency: 'NOK',
  returnUrl: 'https://shop.example/thanks',
  lines: [
    {
      lineId: 1,
      productId: 'p1',
      description: 'chair',
      quantity: 2,
      grossAmount: toMinorUnits(100_000),
      taxLines: [{ amount: toMinorUnits(20_000), percentage: 25 }],
    },
  ],
};

let orders = 0;

/** Every order has its own reference, so that one sandbox serves a whole file. */
export function nextOrder(): OrderRequest {
  orders += 1;
  return { ...order, orderReference: `web-${orders}` };
}

export async function startActivitiesOnSandbox(): Promise<ActivitiesOnSandbox> {
  const sandbox = await startSandbox({ seed: 1 });
  const gateway = createDinteroGateway({
    ...sandboxClient,
    clientSecret: new Secret(sandboxClient.clientSecret),
    apiUrl: sandbox.apiUrl,
    checkoutUrl: sandbox.apiUrl,
    profileId: 'default',
    requestTimeoutMs,
    system: { name: 'contract-test', version: '0' },
  });
  const activities = createActivities({ gateway, clock: systemClock, random: () => 0.5 });

  const runAny = (name: keyof OrderActivities, input: unknown): Promise<unknown> => {
    const now = Date.now();
    const environment = createEnvironment({
      scheduledTimestampMs: now,
      currentAttemptScheduledTimestampMs: now,
    });
    return environment.run(activities[name] as (one: unknown) => Promise<unknown>, input);
  };
  const retryAny = async (name: keyof OrderActivities, input: unknown): Promise<unknown> => {
    const untilMs = Date.now() + longestSettleMs;
    for (;;) {
      try {
        return await runAny(name, input);
      } catch (error) {
        const { nonRetryable } = error as { nonRetryable?: boolean };
        if (nonRetryable === true || Date.now() > untilMs) throw error;
        await systemClock.pause(50, new AbortController().signal);
      }
    }
  };
  const run = runAny as ActivitiesOnSandbox['run'];
  const retry = retryAny as ActivitiesOnSandbox['retry'];
  return {
    sandbox,
    run,
    retry,
    payOrder: (options = {}) => payOrder(sandbox, run, options),
    settle: ({ transactionId }, more) =>
      retry('readTransaction', { ...settleInput(transactionId), ...more }) as Promise<SettleResult>,
    ledger: (orderId) => sandbox.engine.ledger({ orderId }),
    requests: (orderId, endpoint) => {
      const { engine } = sandbox;
      const shown = engine.requests.show(engine.world, { orderId, endpoint, after: 0 });
      return (shown as { total: number }).total;
    },
    async close() {
      await gateway.close();
      await sandbox.close();
    },
  };
}

function settleInput(transactionId: string): SettleInput {
  return {
    purpose: 'settle',
    transactionId,
    kind: 'capture',
    reference: '',
    known: { captured: zero, refunded: zero },
    notBeforeMs: Date.now() + settleDelayMs,
    absenceGapMs: 50,
  };
}

async function payOrder(
  { engine }: Sandbox,
  run: ActivitiesOnSandbox['run'],
  options: object,
): Promise<PaidOrder> {
  const request = nextOrder();
  const startedAt = new Date().toISOString();
  const { orderReference } = request;
  const { draftId } = await run('createDraftOrder', { order: request });
  const input = { draftId, orderReference, startedAt, settleDelayMs };
  const { orderId } = await run('completeDraftOrder', input);
  const payWithinMs = 600_000;
  const { sessionId } = await run('createCheckoutSession', {
    order: request,
    orderId,
    payWithinMs,
  });
  const { transaction } = engine.actOnSession(sessionId, 'pay', options);
  return { orderId, sessionId, transactionId: transaction?.id ?? 'none' };
}

export const nothingSeen = { captured: zero, refunded: zero };

export function captureOf(transactionId: string, reference = 'web/capture/shipment-1') {
  const line = { lineId: 1, amount: toMinorUnits(30_000), vatAmount: toMinorUnits(6_000) };
  const request: MovementRequest = { amount: toMinorUnits(30_000), reference, lines: [line] };
  return { ...request, transactionId, seen: nothingSeen };
}

export function recordOf({ orderId, transactionId }: PaidOrder, amount = 30_000): RecordInput {
  return {
    orderId,
    transactionId,
    key: 'web/capture/shipment-1',
    lines: [{ lineId: 1, amount: toMinorUnits(amount) }],
    equalBefore: 0,
    absenceGapMs: 0,
  };
}
