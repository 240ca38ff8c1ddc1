import type { OrderSagaClient } from '../client/order-saga-client';
import type { OrderStatus, OrderView } from '../domain/order-view';
import { CommandError } from './command-error';
import type { DeadlineOption } from './command-line';
import { exitCodes } from './exit-codes';
import { answered } from './run-command';
import type { Outcome } from './run-command';
import { findSandbox } from './sandbox-control';
import type { Delivery, Sandbox } from './sandbox-control';
import type { Surroundings } from './surroundings';

/** What the customer and the provider's review do, by the verbs of the sandbox. */
export const sandboxActs = {
  pay: 'the customer pays',
  decline: 'the customer is declined',
  fail: 'the payment fails',
  hold: 'the provider holds the payment for review',
  release: 'the review lets the held payment pass',
  abandon: 'the customer leaves the page',
} as const;

export type SandboxAct = keyof typeof sandboxActs;

export interface SandboxOptions extends DeadlineOption {
  readonly url?: string;
}

const defaultWaitMs = 30_000;
const waiting: readonly OrderStatus[] = ['preparing', 'awaiting_payment'];

/** Plays the customer, and shows what the order makes of it. */
export async function actAsCustomer(
  client: OrderSagaClient,
  surroundings: Surroundings,
  reference: string,
  act: SandboxAct,
  options: SandboxOptions,
): Promise<Outcome> {
  const { state, sandbox } = await reach(client, surroundings, reference, options);
  await sandbox.act(state.sessionId ?? '', act);
  // What the sandbox's own callback does where there is one; a bell that is not heard costs a moment and no more.
  await client.notifyPayment(reference, {}, options).catch(() => undefined);
  const later = await outcomeFor(client, reference, act, options);
  const said = `${sandboxActs[act]}: ${reference} is ${later.status.replaceAll('_', ' ')}`;
  return answered({ orderReference: reference, act, status: later.status }, said);
}

/** These leave the order waiting: there is nothing to wait for. */
const leavesOpen: readonly SandboxAct[] = ['hold', 'abandon'];

function outcomeFor(
  client: OrderSagaClient,
  reference: string,
  act: SandboxAct,
  { deadlineMs = defaultWaitMs }: SandboxOptions,
): Promise<OrderView> {
  if (leavesOpen.includes(act)) return client.state(reference, { deadlineMs });
  return client.waitFor(reference, ({ status }) => !waiting.includes(status), { deadlineMs });
}

async function reach(
  client: OrderSagaClient,
  surroundings: Surroundings,
  reference: string,
  options: SandboxOptions,
): Promise<{ readonly state: OrderView; readonly sandbox: Sandbox }> {
  const state = await client.state(reference, options);
  const address = options.url ?? state.checkoutUrl ?? surroundings.providerUrl();
  const sandbox = await findSandbox(surroundings, address);
  if (state.sessionId !== undefined) return { state, sandbox };
  throw new CommandError(
    exitCodes.refused,
    `${reference} has no checkout page`,
    `Wait until it has one: ordersaga watch ${reference}`,
  );
}

const deliveredWithinMs = 15_000;
const lookEveryMs = 100;

/** Delivers the newest callback of the order once more, and says how it was answered. */
export async function resendCallback(
  client: OrderSagaClient,
  surroundings: Surroundings,
  reference: string,
  options: SandboxOptions,
): Promise<Outcome> {
  const { state, sandbox } = await reach(client, surroundings, reference, options);
  const newest = (await sandbox.deliveries(state.sessionId ?? '')).at(-1);
  if (newest === undefined)
    throw new CommandError(
      exitCodes.refused,
      `the sandbox has called back nothing about ${reference}`,
      'The order needs a callback URL (CALLBACK_PUBLIC_URL where it is started), and something has to have happened: ordersaga sandbox pay.',
    );
  if (newest.state === 'not-allowed')
    throw new CommandError(
      exitCodes.refused,
      `the sandbox delivers to this machine alone, and not to ${newest.url}`,
      'Start the order with a callback URL on 127.0.0.1.',
    );
  await sandbox.resend(newest.deliveryId);
  const delivery = await awaitAttempt(surroundings, sandbox, newest, options);
  return outcomeOf(reference, delivery);
}

async function awaitAttempt(
  { now, pause, interrupted }: Surroundings,
  sandbox: Sandbox,
  before: Delivery,
  { deadlineMs = deliveredWithinMs }: SandboxOptions,
): Promise<Delivery> {
  const endsAtMs = now() + deadlineMs;
  while (now() < endsAtMs) {
    const found = (await sandbox.deliveries(before.sessionId)).find(
      ({ deliveryId }) => deliveryId === before.deliveryId,
    );
    if (found !== undefined && found.attempts.length > before.attempts.length) return found;
    await pause(lookEveryMs, interrupted());
  }
  throw new CommandError(
    exitCodes.unfinished,
    `the callback was not answered within ${deadlineMs} ms`,
    'Look whether the receiver hangs; the sandbox tries again by itself.',
  );
}

function outcomeOf(orderReference: string, { url, attempts }: Delivery): Outcome {
  const outcome = attempts.at(-1)?.outcome ?? { broken: 'nothing was sent' };
  const answer = 'status' in outcome ? `answered ${outcome.status}` : `broke: ${outcome.broken}`;
  const taken = 'status' in outcome && outcome.status >= 200 && outcome.status < 300;
  const { origin, pathname } = new URL(url);
  return {
    document: {
      orderReference,
      url: `${origin}${pathname}`,
      ...outcome,
      attempts: attempts.length,
    },
    text: `delivered again to ${origin}${pathname}, which ${answer} (attempt ${attempts.length})`,
    exitCode: taken ? exitCodes.ok : exitCodes.refused,
  };
}
