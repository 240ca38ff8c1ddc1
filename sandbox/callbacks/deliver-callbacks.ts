import type { Clock } from '../engine/clock';
import { toInstant } from '../engine/clock';
import { newUuid } from '../engine/ids';
import { notFound } from '../engine/refusal';
import type { Notice, World } from '../engine/world';
import { addressCallback, isLoopback, readWishes } from './callback-address';
import type { CallbackWishes } from './callback-address';
import type { CallbackOutcome, SendCallback } from './send-callback';
import { signCallback } from './sign-callback';

type DeliveryState = 'waiting' | 'delivered' | 'refused' | 'given-up' | 'not-allowed';

interface Delivery {
  /** The header `event-delivery`. */
  readonly deliveryId: string;
  readonly sessionId: string;
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly body: string | undefined;
  readonly attempts: { readonly at: string; readonly outcome: CallbackOutcome }[];
  state: DeliveryState;
}

export interface Callbacks {
  announce(notice: Notice): void;
  list(): readonly Delivery[];
  /** Delivers once more, at once. */
  resend(deliveryId: string): Delivery;
}

export interface CallbackOptions {
  readonly world: Pick<World, 'random' | 'switches'> & { readonly clock: Clock };
  readonly send: SendCallback;
  readonly secretOf: (accountId: string) => string | undefined;
  /** The body of a POST. */
  readonly showPayload: (notice: Notice, withSession: boolean) => unknown;
}

/** At least once, in no order: as the provider calls back (Dintero docs: Handling payment). */
export function createCallbacks(options: CallbackOptions): Callbacks {
  const { clock, random, switches } = options.world;
  const deliveries = new Map<string, Delivery>();
  return {
    announce(notice) {
      const address = notice.session.body.url.callback_url;
      if (address === undefined) return;
      const wishes = readWishes(address);
      if (!isWished(notice, wishes, switches.callbackOnFailedEvent)) return;
      const delivery = newDelivery(options, notice, address, wishes);
      deliveries.set(delivery.deliveryId, delivery);
      if (delivery.state !== 'waiting') return;
      for (let copy = 0; copy <= switches.callbackDuplicates; copy += 1) {
        const jitterMs = Math.floor(random() * switches.callbackJitterMs);
        const waitMs = wishes.delayMs + switches.callbackDelayMs + jitterMs;
        clock.schedule(waitMs, () => attempt(options, delivery, notice.session.accountId, 1));
      }
    },
    list: () => [...deliveries.values()],
    resend(deliveryId) {
      const delivery = deliveries.get(deliveryId);
      if (delivery === undefined) throw notFound('delivery');
      const accountId = delivery.sessionId.split('.')[0] ?? '';
      if (delivery.state !== 'not-allowed') attempt(options, delivery, accountId, 1);
      return delivery;
    },
  };
}

function isWished(notice: Notice, wishes: CallbackWishes, failedToo: boolean): boolean {
  if (notice.event !== undefined)
    return wishes.reportEvents.includes(notice.event.event) && (notice.event.success || failedToo);
  return notice.error === undefined || notice.resolvesHold === true || wishes.reportError;
}

function newDelivery(
  { world, showPayload }: CallbackOptions,
  notice: Notice,
  address: string,
  { method, withSession }: CallbackWishes,
): Delivery {
  const url = addressCallback(address, {
    transactionId: notice.transaction?.id,
    sessionId: notice.session.id,
    merchantReference: notice.session.body.order.merchant_reference,
    time: toInstant(world.clock.now()),
    error: notice.error,
    event: notice.event?.event,
    eventId: notice.event?.id,
  });
  return {
    deliveryId: newUuid(world.random),
    sessionId: notice.session.id,
    url,
    method,
    body: method === 'POST' ? JSON.stringify(showPayload(notice, withSession)) : undefined,
    attempts: [],
    state: isLoopback(url) ? 'waiting' : 'not-allowed',
  };
}

function attempt(
  options: CallbackOptions,
  delivery: Delivery,
  accountId: string,
  number: number,
): void {
  const { clock, switches } = options.world;
  const at = toInstant(clock.now());
  const request = {
    url: delivery.url,
    method: delivery.method,
    headers: headersOf(options, delivery, accountId),
    body: delivery.body,
    timeoutMs: switches.callbackTimeoutMs,
  };
  void options.send(request).then((outcome) => {
    delivery.attempts.push({ at, outcome });
    delivery.state = judge(options, delivery, outcome, number);
    if (delivery.state !== 'waiting') return;
    const waitMs = Math.min(
      switches.callbackRetryFirstMs * 2 ** (number - 1),
      switches.callbackRetryMaxMs,
    );
    clock.schedule(waitMs, () => attempt(options, delivery, accountId, number + 1));
  });
}

function headersOf(
  { world, secretOf }: CallbackOptions,
  { deliveryId, method, url, body }: Delivery,
  accountId: string,
) {
  const secret = secretOf(accountId);
  const atSeconds = Math.floor(world.clock.now() / 1_000);
  return {
    'event-delivery': deliveryId,
    'user-agent': 'dintero-sandbox',
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(secret === undefined
      ? {}
      : { 'dintero-signature': signCallback({ secret, accountId, method, url, atSeconds }) }),
  };
}

/** 2xx is delivered and 4xx final; 5xx, 100, 101 and a broken line are tried again (Dintero Payments API types). */
function judge(
  { world: { switches } }: CallbackOptions,
  delivery: Delivery,
  outcome: CallbackOutcome,
  number: number,
): DeliveryState {
  if (delivery.state === 'delivered') return 'delivered';
  const again = number <= switches.callbackRetries ? 'waiting' : 'given-up';
  if ('broken' in outcome) return again;
  if (outcome.status >= 200 && outcome.status < 300) return 'delivered';
  if (outcome.status >= 300 && outcome.status < 400)
    return { final: 'refused', retried: again, delivered: 'delivered' }[
      switches.callbackRedirect
    ] as DeliveryState;
  return outcome.status >= 400 && outcome.status < 500 ? 'refused' : again;
}
