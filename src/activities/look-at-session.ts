import { epochMs } from '../domain/instant';
import { transactionFrom } from '../domain/order-state';
import type { PaymentGateway, SessionPicture } from '../domain/payment-gateway';
import type { FailureCode } from '../domain/payment-failure';
import { isUnsettled, judgeTransaction } from '../domain/transaction-picture';
import type { TransactionStatus } from '../domain/transaction-picture';
import { readBounds, sendInTime } from './attempt-bounds';
import type { Clock } from './attempt-bounds';
import type { SessionLook } from './contract';
import { failureOf } from './raise-application-failure';

/** A customer may be in the middle of paying when the session expires: at the bank, which gives a quarter of an hour. */
const expiryAllowanceMs = 15 * 60_000;

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
  const verdict = judgeTransaction(transaction);
  // A session carries at most one transaction (Dintero docs: Handling payment): once that one is decided, nothing follows.
  return { closed: verdict === 'paid' || verdict === 'not_paid', transaction };
}

function takesNoPayment({ cancelledAt, expiresAt }: SessionPicture, clock: Clock): boolean {
  if (cancelledAt !== undefined) return true;
  return expiresAt !== undefined && epochMs(expiresAt) + expiryAllowanceMs < clock.now();
}

/**
 * Closes the page first and reads then, but for one that was paid: Dintero voids an authorized payment whose session is
 * cancelled (Dintero docs: Cancel a session), and whoever paid in time is not to pay for our having been away. That the
 * provider refuses to close it (a payment under review, or one that is decided) is an answer too, and the look tells which;
 * only a refusal that the look does not explain is a failure.
 */
export async function closeSession(
  gateway: PaymentGateway,
  clock: Clock,
  sessionId: string,
): Promise<SessionLook> {
  const session = await gateway.readCheckoutSession(sessionId, readBounds());
  if (session.cancelledAt !== undefined) return lookAtSession(gateway, clock, sessionId);
  const paid = await findPaid(gateway, clock, session);
  if (paid !== undefined) return paid;
  try {
    await sendInTime(clock, (bounds) => gateway.cancelCheckoutSession(sessionId, bounds));
  } catch (error) {
    return explainRefusal(gateway, clock, sessionId, error);
  }
  return lookAtSession(gateway, clock, sessionId);
}

/** A payment that failed is no reason to leave the page open: the customer may try again in another tab. */
async function findPaid(
  gateway: PaymentGateway,
  clock: Clock,
  { sessionId, transactionId }: SessionPicture,
): Promise<SessionLook | undefined> {
  if (transactionId === undefined) return undefined;
  const look = await lookAtSession(gateway, clock, sessionId);
  const { transaction } = look;
  return transaction !== undefined && judgeTransaction(transaction) === 'paid' ? look : undefined;
}

/** With which status the provider refuses is not documented: 400 is inferred, 403 and 409 are thinkable. */
const refusals: readonly FailureCode[] = ['refused', 'scope_missing', 'conflict'];

async function explainRefusal(
  gateway: PaymentGateway,
  clock: Clock,
  sessionId: string,
  error: unknown,
): Promise<SessionLook> {
  const { code } = failureOf(error);
  if (!refusals.includes(code)) throw error;
  const look = await lookAtSession(gateway, clock, sessionId);
  const explains = look.closed || isUndecided(look.transaction?.status);
  if (code !== 'refused' && !explains) throw error;
  return look;
}

/** A payment that has begun, or is not told, may keep its page from being closed for ever: whoever watches for its money goes on. */
function isUndecided(status: TransactionStatus | undefined): boolean {
  return status !== undefined && isUnsettled(status);
}
