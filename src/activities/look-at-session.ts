import { epochMs } from '../domain/instant';
import type { Transaction } from '../domain/order-state';
import type { PaymentGateway, SessionPicture } from '../domain/payment-gateway';
import { judgePayment, totalsOf } from '../domain/transaction-picture';
import type { TransactionPicture } from '../domain/transaction-picture';
import { readBounds, sendInTime } from './attempt-bounds';
import type { Clock } from './attempt-bounds';
import type { SessionLook } from './contract';
import { failureOf } from './raise-application-failure';

/** A customer may be in the middle of paying when the session expires. */
const expiryAllowanceMs = 60_000;

export function transactionFrom(picture: TransactionPicture): Transaction {
  const { transactionId, product, authorizedAt } = picture;
  return {
    ...totalsOf(picture),
    transactionId,
    ...(product === undefined ? {} : { product }),
    ...(authorizedAt === undefined ? {} : { authorizedAt }),
  };
}

/** Reads the session and its transaction, and says whether anything can still come through it. */
export async function lookAtSession(
  gateway: PaymentGateway,
  clock: Clock,
  sessionId: string,
): Promise<SessionLook> {
  const session = await gateway.readCheckoutSession(sessionId, readBounds());
  if (session.transactionId === undefined) return { closed: takesNoPayment(session, clock) };
  const transaction = transactionFrom(
    await gateway.readTransaction(session.transactionId, readBounds()),
  );
  const verdict = judgePayment(transaction.status);
  // A session carries at most one transaction (Dintero docs: Handling payment): once that one is decided, nothing follows.
  return { closed: verdict === 'paid' || verdict === 'not_paid', transaction };
}

function takesNoPayment({ cancelledAt, expiresAt }: SessionPicture, clock: Clock): boolean {
  if (cancelledAt !== undefined) return true;
  return expiresAt !== undefined && epochMs(expiresAt) + expiryAllowanceMs < clock.now();
}

/** Closes the page first and reads then; that the provider refuses to close it (a payment under review) is an answer too. */
export async function closeSession(
  gateway: PaymentGateway,
  clock: Clock,
  sessionId: string,
): Promise<SessionLook> {
  const session = await gateway.readCheckoutSession(sessionId, readBounds());
  if (session.cancelledAt === undefined) await tryToCancel(gateway, clock, sessionId);
  return lookAtSession(gateway, clock, sessionId);
}

async function tryToCancel(
  gateway: PaymentGateway,
  clock: Clock,
  sessionId: string,
): Promise<void> {
  try {
    await sendInTime(clock, (bounds) => gateway.cancelCheckoutSession(sessionId, bounds));
  } catch (error) {
    if (failureOf(error).code !== 'refused') throw error;
  }
}
