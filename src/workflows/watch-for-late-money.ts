import { epochMs, later } from '../domain/instant';
import { sessionOf, transactionOf } from '../domain/order-state';
import type { CheckoutSession } from '../domain/order-state';
import { isLastingRefusal } from '../domain/payment-failure';
import type { PaymentFailure } from '../domain/payment-failure';
import { isProvenClosed, noLateMoney } from '../domain/plan-compensation';
import { carryOn } from './carry-on';
import type { OrderSaga } from './order-saga';
import { lookAsAsked, readMovements } from './read-movements';
import { isComparisonAsked } from './reconcile-systems';
import type { Look } from './read-movements';

/** Of a watch that looks once an hour. */
const looksPerDay = 24;

/** Until nothing can come any more, or a person says so. */
export async function watchForLateMoney(saga: OrderSaga): Promise<void> {
  const isDecided = () => saga.isDecided('payment_undecided') || isComparisonAsked(saga);
  await saga.until(
    () => saga.lookWanted || saga.bell || isDecided(),
    pauseWhileClosed(saga),
    'Until the next look for late money',
  );
  if (!isDecided()) await lookForLateMoney(saga);
}

/** Taken whatever is under way: the cancel of the order, for one, may be refused for long. */
export function takeWordOnUndecided(saga: OrderSaga): void {
  const choice = saga.decision('payment_undecided')?.choice;
  if (choice === 'accept') saga.apply({ type: 'matter_accepted', matter: noLateMoney });
  if (choice === 'retry') saga.lookWanted = true;
}

export async function lookForLateMoney(saga: OrderSaga): Promise<void> {
  saga.bell = false;
  const session = sessionOf(saga.state);
  if (session === undefined) {
    saga.lookWanted = false;
    return;
  }
  await lookAsAsked(saga, () => readSession(saga, session));
}

async function readSession(saga: OrderSaga, session: CheckoutSession): Promise<Look> {
  const { sessionId } = session;
  if (sessionId === '') return readWithoutSession(saga, session);
  const look = await carryOn(
    saga,
    'readTransaction',
    (pace) =>
      saga.steps[pace]('Look for money that arrived late').readTransaction({
        purpose: 'session',
        sessionId,
      }),
    untilNobodyLooks(saga),
  );
  if (look === 'interrupted') return look;
  if (!('closed' in look)) return 'read';
  saga.apply({ type: 'session_read', ...look, closeTried: false });
  askAboutUndecided(saga, session);
  return 'read';
}

/** An order that was adopted without its session is known by its transaction alone. */
async function readWithoutSession(saga: OrderSaga, session: CheckoutSession): Promise<Look> {
  const look = await readMovements(saga);
  if (look !== 'interrupted') askAboutUndecided(saga, session);
  return look;
}

/** As long as the page is closed already, from `lateMoneyWatch` to a day: milliseconds until the next look. */
function pauseWhileClosed({ state, timing, now }: OrderSaga): number {
  const closedMs = epochMs(now()) - epochMs(sessionOf(state)?.expiresAt ?? now());
  return Math.min(
    Math.max(closedMs, timing.lateMoneyWatchMs),
    looksPerDay * timing.lateMoneyWatchMs,
  );
}

/** A payment that is neither made nor failed keeps its order open: a person hears of it when that takes long. */
function askAboutUndecided(saga: OrderSaga, { expiresAt }: CheckoutSession): void {
  const { payment } = saga.state;
  const isDecided = payment.phase === 'unwinding' && payment.sessionClosed;
  if (isDecided || isProvenClosed(saga.state)) return saga.clear('payment_undecided');
  // A person may have decided while the look was under way.
  if (saga.isDecided('payment_undecided')) return;
  if (saga.now() < later(expiresAt, saga.timing.holdLimitMs)) return;
  const status = transactionOf(saga.state)?.status ?? 'not begun';
  const message = `The page has been closed since ${expiresAt}, and the payment is neither made nor failed (${status}): ask the provider, or end the order with "accept" if no payment can come any more.`;
  saga.raise('payment_undecided', message, ['retry', 'accept']);
}

/** Orders may be away for long: money that comes late is looked for all the same. */
export function isLateMoneyLookDue(saga: OrderSaga, at: string): boolean {
  const isAsked = saga.bell || saga.lookWanted || saga.isDecided('payment_undecided');
  return !isProvenClosed(saga.state) && (isAsked || saga.now() >= at);
}

export function acceptance(saga: OrderSaga, matter: string) {
  const take = () => saga.apply({ type: 'matter_accepted', matter });
  return { choice: 'accept', take } as const;
}

/** Where nothing can prove any more that no payment comes, a person may say so, but not while a customer may be paying. */
export function untilNobodyLooks(saga: OrderSaga) {
  return {
    interrupt: () =>
      saga.state.accepted.includes(noLateMoney) || saga.isDecided('payment_undecided'),
    wayOut: {
      ...acceptance(saga, noLateMoney),
      isOffered: (failure: PaymentFailure) =>
        isLastingRefusal(failure) && saga.now() >= (sessionOf(saga.state)?.expiresAt ?? ''),
    },
  };
}
